import { z } from 'zod';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { GraphClient } from '../graph/client.ts';
import { graphPath } from '../graph/path.ts';
import type { Clock } from '../lib/clock.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';
import { toIanaZone } from '../time/time-zone.ts';

const mailboxSettings = z.object({ timeZone: z.string() });
const schedules = z.object({
  value: z.array(
    z.object({ workingHours: z.object({ timeZone: z.object({ name: z.string() }) }).optional() }),
  ),
});

/**
 * The IANA name of the user's time zone in Outlook, from the mailbox settings or, with Calendars.Read, from the working
 * hours of the user's own schedule. Undefined when no permission is granted or the mailbox has no time zone.
 */
export async function readMailboxTimeZone(
  graph: GraphClient,
  granted: GrantedPermissions,
  caller: VerifiedCaller,
  clock: Clock,
): Promise<string | undefined> {
  const name = granted.has('MailboxSettings.Read')
    ? await fromSettings(graph)
    : granted.has('Calendars.Read') && caller.preferredUsername !== undefined
      ? await fromSchedule(graph, caller.preferredUsername, clock)
      : undefined;
  return name === undefined ? undefined : toIanaZone(name);
}

async function fromSettings(graph: GraphClient): Promise<string> {
  const { timeZone } = await graph.json({
    path: graphPath`/me/mailboxSettings`,
    query: { $select: 'timeZone' },
    schema: mailboxSettings,
  });
  return timeZone;
}

async function fromSchedule(graph: GraphClient, address: string, clock: Clock): Promise<string | undefined> {
  const day = new Date(clock.nowMs()).toISOString().slice(0, 10);
  const { value } = await graph.json({
    method: 'POST',
    path: graphPath`/me/calendar/getSchedule`,
    body: {
      schedules: [address],
      startTime: { dateTime: `${day}T00:00:00`, timeZone: 'UTC' },
      endTime: { dateTime: `${day}T23:59:00`, timeZone: 'UTC' },
      availabilityViewInterval: 1440,
    },
    schema: schedules,
  });
  return value[0]?.workingHours?.timeZone.name;
}
