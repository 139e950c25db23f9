import { z } from 'zod';
import { calendarEvent, calendarEventSelect, type CalendarEvent } from '../graph/calendar/calendar-event.ts';
import { eventPath } from '../graph/calendar/calendar-paths.ts';
import { isOutsideSender } from '../graph/mail/outside-sender.ts';
import { createZone } from '../lib/zoned-time.ts';
import { oneLine } from '../text/one-line.ts';
import { eventTime, writtenEventTime } from './event-time.ts';
import { htmlDocument } from './html-document.ts';
import type { OpenedResource } from './opened-resource.ts';
import type { ResourceContext } from './resource-context.ts';
import type { ResourceOf } from './resource-templates.ts';
import { formatResourceUri } from './resource-uri.ts';
import { writtenAddress } from './written-address.ts';

const wholeEvent = calendarEvent.extend({
  body: z.object({ content: z.string().nullish() }).nullish(),
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  seriesMasterId: z.string().nullish(),
  hasAttachments: z.boolean().nullish(),
  webLink: z.string().nullish(),
});
const mostAttendees = 50;

/** An event: when and where it is, who comes, how to join, and its text. */
export async function openCalendarEvent(
  { eventId, owner }: ResourceOf<'event'>,
  { graph, granted, caller, timeZone }: ResourceContext,
): Promise<OpenedResource> {
  if (owner === undefined) granted.require(['Calendars.Read', 'Calendars.Read.Shared'], 'Reading events');
  else granted.require(['Calendars.Read.Shared'], 'The calendar of somebody else');
  const [zone, event] = await Promise.all([
    timeZone().then((name) => createZone(name)),
    graph.json({
      path: eventPath(eventId, owner),
      query: { $select: `${calendarEventSelect},body,onlineMeeting,seriesMasterId,hasAttachments,webLink` },
      schema: wholeEvent,
    }),
  ]);
  const time = eventTime(event);
  const organizer = addressOf(event.organizer);
  const attendees = event.attendees ?? [];
  return {
    title: oneLine(event.subject, 300),
    facts: {
      ...(time && writtenEventTime(time, zone)),
      allDay: event.isAllDay || undefined,
      cancelled: event.isCancelled || undefined,
      private: event.sensitivity === 'private' || undefined,
      place: oneLine(event.location?.displayName, 200),
      organizer: writtenAddress(organizer),
      external: isOutsideSender(organizer.address, caller) || undefined,
      attendees: attendees.slice(0, mostAttendees).map(attendee),
      response: oneLine(event.responseStatus?.response, 40),
      showAs: oneLine(event.showAs, 40),
      series: event.seriesMasterId
        ? formatResourceUri({ kind: 'event', eventId: event.seriesMasterId, owner })
        : undefined,
      isSeries: event.type === 'seriesMaster' || undefined,
      hasAttachments: event.hasAttachments || undefined,
      joinUrl: event.onlineMeeting?.joinUrl,
      webLink: event.webLink,
    },
    document: htmlDocument(event.body?.content ?? ''),
    note:
      attendees.length > mostAttendees
        ? `Only the first ${mostAttendees} of ${attendees.length} attendees are listed.`
        : undefined,
  };
}

/** `Name <address>: accepted, optional`. */
function attendee(person: NonNullable<CalendarEvent['attendees']>[number]): string {
  const { response } = person.status ?? {};
  const said = response === 'none' || response === 'notResponded' ? undefined : response;
  const role = person.type === 'required' ? undefined : person.type;
  const remarks = [said, role].filter(Boolean).join(', ');
  const written = writtenAddress(addressOf(person));
  return remarks === '' ? written : `${written}: ${oneLine(remarks, 60)}`;
}

function addressOf(
  person: Pick<NonNullable<CalendarEvent['organizer']>, 'emailAddress'> | null | undefined,
): {
  readonly name: string;
  readonly address: string;
} {
  const { name, address } = person?.emailAddress ?? {};
  return { name: name ?? '', address: address ?? '' };
}
