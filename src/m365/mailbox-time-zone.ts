import { z } from 'zod';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { GraphClient } from '../graph/client.ts';
import { graphPath } from '../graph/path.ts';
import type { Clock } from '../lib/clock.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';
import { cityZone, readRegion } from '../time/city-zone.ts';
import { formatCustomZone } from '../time/custom-zone.ts';
import { isIanaName, toIanaZone } from '../time/time-zone.ts';
import { customTimeZone, toCustomZone } from './availability/local-clock.ts';
import { nullishString } from '../graph/nullish.ts';

/** Zone of the working hours. A "Customized Time Zone" has its rules beside the name. */
const hoursZone = z.object({ name: nullishString }).loose();
const workingHours = z.object({ timeZone: hoursZone.nullish() }).nullish();
const mailboxSettings = z.object({
  timeZone: z.string(),
  language: z.object({ locale: nullishString }).nullish(),
  workingHours,
});
const schedules = z.object({ value: z.array(z.object({ workingHours })) });

/**
 * The name of the user's time zone in Outlook, from the mailbox settings or, with Calendars.Read, from the working hours of
 * the user's own schedule: an IANA name, or that of a zone with its own rules. Undefined when no permission is granted or
 * the zone is unknown.
 */
export async function readMailboxTimeZone(
  graph: GraphClient,
  granted: GrantedPermissions,
  caller: VerifiedCaller,
  clock: Clock,
): Promise<string | undefined> {
  if (granted.has('MailboxSettings.Read')) return await fromSettings(graph);
  if (!granted.has('Calendars.Read') || caller.preferredUsername === undefined) return undefined;
  return await fromSchedule(graph, caller.preferredUsername, clock);
}

async function fromSettings(graph: GraphClient): Promise<string | undefined> {
  const {
    timeZone,
    language,
    workingHours: hours,
  } = await graph.json({
    path: graphPath`/me/mailboxSettings`,
    query: { $select: 'timeZone,language,workingHours' },
    schema: mailboxSettings,
  });
  const name = toIanaZone(timeZone);
  if (name === undefined) return toZoneName(hours?.timeZone);
  // An IANA name is the city that the user chose.
  return isIanaName(timeZone) ? name : cityZone(name, readRegion(language?.locale));
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
      // Graph rejects an interval that is longer than the window.
      availabilityViewInterval: 60,
    },
    schema: schedules,
  });
  return toZoneName(value[0]?.workingHours?.timeZone);
}

function toZoneName(zone: z.output<typeof hoursZone> | null | undefined): string | undefined {
  const custom = customTimeZone.safeParse(zone);
  return custom.success ? formatCustomZone(toCustomZone(custom.data)) : toIanaZone(zone?.name ?? '');
}
