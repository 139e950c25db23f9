import { z } from 'zod';
import { itemBody } from '../item-body.ts';
import { calendarEvent, calendarEventSelect, type CalendarEvent } from './schema.ts';
import { eventPath } from './calendar-paths.ts';
import { isOutsideSender } from '../external-sender.ts';
import type { ExtractedDocument } from '../../../packages/document-text/src/document.ts';
import { linkSuffix } from '../../../packages/document-text/src/link-text.ts';
import { oneLine } from '../../../packages/document-text/src/one-line.ts';
import { attachmentEntry, mailAttachment } from '../attachments.ts';
import { bodyDocument } from '../body-document.ts';
import { requireCalendar } from './calendar-access.ts';
import { eventTime, writtenEventTime } from './time.ts';
import type { OpenedResource } from '../resource.ts';
import type { ResourceContext } from '../resource-context.ts';
import type { ResourceOf } from '../resource-templates.ts';
import { formatResourceUri } from '../uri.ts';
import { writtenAddress } from '../written-address.ts';
import { recurrence, writtenRecurrence } from './written-recurrence.ts';

const wholeEvent = calendarEvent.extend({
  body: itemBody,
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  seriesMasterId: z.string().nullish(),
  attachments: z.array(mailAttachment).nullish(),
  webLink: z.string().nullish(),
  recurrence,
});
const mostAttendees = 50;
const mostAttachments = 20;

/** An event: when and where it is, who comes, how to join, and its text. */
export async function openCalendarEvent(
  { eventId, owner }: ResourceOf<'event'>,
  { graph, granted, caller, clock, timeZone }: ResourceContext,
): Promise<OpenedResource> {
  requireCalendar(granted, owner);
  const [zone, event] = await Promise.all([
    timeZone(),
    graph.json({
      path: eventPath(eventId, owner),
      query: {
        $select: `${calendarEventSelect},body,onlineMeeting,seriesMasterId,webLink,recurrence`,
        $expand: 'attachments($select=id,name,contentType,size,isInline)',
      },
      schema: wholeEvent,
    }),
  ]);
  const time = eventTime(event);
  const organizer = addressOf(event.organizer);
  const attendees = event.attendees ?? [];
  const attached = event.attachments?.filter(({ isInline }) => !isInline) ?? [];
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
      attendees: attendees
        .slice(0, mostAttendees)
        .map(attendee)
        .filter((written) => written !== ''),
      response: oneLine(event.responseStatus?.response, 40),
      showAs: oneLine(event.showAs, 40),
      series: event.seriesMasterId
        ? formatResourceUri({ kind: 'event', eventId: event.seriesMasterId, owner })
        : undefined,
      isSeries: event.type === 'seriesMaster' || undefined,
      recurs: oneLine(writtenRecurrence(event.recurrence), 200),
      attachments: attached
        .slice(0, mostAttachments)
        .map((attachment) => attachmentEntry(attachment, { kind: 'eventAttachment', eventId, owner })),
      ...meetingFacts(event, eventId, owner, time !== undefined && time.startMs <= clock.nowMs()),
      webLink: event.webLink,
    },
    document: withoutLink(bodyDocument(event.body), event.onlineMeeting?.joinUrl),
    note: [
      attendees.length > mostAttendees &&
        `Only the first ${mostAttendees} of ${attendees.length} attendees are listed.`,
      attached.length > mostAttachments &&
        `Only the first ${mostAttachments} of ${attached.length} attachments are listed.`,
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/** How to join, and where to read what was said and noted of a meeting that has begun. */
function meetingFacts(
  { onlineMeeting }: z.output<typeof wholeEvent>,
  eventId: string,
  owner: string | undefined,
  hasBegun: boolean,
): Readonly<Record<string, unknown>> {
  const joinUrl = onlineMeeting?.joinUrl;
  if (!joinUrl) return {};
  const chatId = chatOfMeeting(joinUrl);
  return {
    joinUrl,
    chat: chatId && formatResourceUri({ kind: 'chat', chatId }),
    ...(hasBegun && {
      transcript: formatResourceUri({ kind: 'transcript', eventId, owner }),
      meeting: formatResourceUri({ kind: 'meeting', eventId, owner }),
    }),
  };
}

/** Teams writes how to join into the text too: the facts have the address, which is long. */
function withoutLink(document: ExtractedDocument, joinUrl: string | null | undefined): ExtractedDocument {
  const link = linkSuffix('', joinUrl ?? '');
  if (link === '') return document;
  return { ...document, sections: document.sections.map((section) => section.replaceAll(link, '')) };
}

/** The chat of a meeting has its id in the address to join; newer, shorter addresses do not have it. */
function chatOfMeeting(joinUrl: string): string | undefined {
  const id = /\/l\/meetup-join\/([A-Za-z0-9%._-]{1,300})\//.exec(joinUrl)?.[1]?.replaceAll(/%3a/gi, ':');
  const chatId = id?.replaceAll(/%40/g, '@');
  return chatId && /^19:[A-Za-z0-9_=-]{1,256}@thread\.(?:v2|tacv2)$/.test(chatId) ? chatId : undefined;
}

/** `Name <address>: accepted, optional`. */
function attendee(person: NonNullable<CalendarEvent['attendees']>[number]): string {
  const { response } = person.status ?? {};
  const said = response === 'none' || response === 'notResponded' ? undefined : response;
  const role = person.type === 'required' ? undefined : person.type;
  const remarks = [said, role].filter(Boolean).join(', ');
  const written = writtenAddress(addressOf(person));
  return remarks === '' || written === '' ? written : `${written}: ${oneLine(remarks, 60)}`;
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
