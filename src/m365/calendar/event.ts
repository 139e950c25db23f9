import { z } from 'zod';
import { type ExtractedDocument, linkSuffix, oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { AppError } from '../../lib/app-error.ts';
import { attachmentMetadata, mailAttachment } from '../attachments.ts';
import { bodyDocument, itemBody } from '../content.ts';
import { formatAddress, mailAddress } from '../addresses.ts';
import { joinNotes } from '../format.ts';
import { getMeetingThreadId } from '../meetings/find-meeting.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { type CalendarEvent, calendarEvent, calendarEventSelect, eventPath } from './schema.ts';
import { eventTime, requireCalendar, formatEventTime } from './time.ts';
import { nullishInteger, nullishString } from '../../graph/nullish.ts';

const recurrencePattern = z.object({
  type: nullishString,
  interval: nullishInteger,
  daysOfWeek: z.array(z.string()).nullish(),
  dayOfMonth: nullishInteger,
  month: nullishInteger,
  index: nullishString,
});
const recurrenceRange = z.object({
  type: nullishString,
  endDate: nullishString,
  numberOfOccurrences: nullishInteger,
});

/** Recurrence of a series. @see https://learn.microsoft.com/graph/api/resources/patternedrecurrence */
export const recurrence = z
  .object({ pattern: recurrencePattern.nullish(), range: recurrenceRange.nullish() })
  .nullish();

const units: ReadonlyMap<string, string> = new Map([
  ['daily', 'day'],
  ['weekly', 'week'],
  ['absoluteMonthly', 'month'],
  ['relativeMonthly', 'month'],
  ['absoluteYearly', 'year'],
  ['relativeYearly', 'year'],
]);

/** `every 2 weeks on monday until 2026-12-31`. Undefined for an unknown type of pattern. */
export function formatRecurrence(series: z.output<typeof recurrence>): string | undefined {
  const { type, interval, daysOfWeek, dayOfMonth, month, index } = series?.pattern ?? {};
  const unit = units.get(type ?? '');
  if (unit === undefined) return undefined;
  const days = (daysOfWeek ?? []).join(', ');
  const isRelative = type === 'relativeMonthly' || type === 'relativeYearly';
  const day = isRelative
    ? `the ${index ?? 'first'} ${days}`
    : unit === 'week'
      ? days
      : `day ${dayOfMonth ?? 1}`;
  return [
    (interval ?? 1) === 1 ? `every ${unit}` : `every ${interval} ${unit}s`,
    unit !== 'day' && day !== '' && `on ${day}`,
    unit === 'year' && month && `of month ${month}`,
    formatEnd(series?.range),
  ]
    .filter(Boolean)
    .join(' ');
}

function formatEnd(range: z.output<typeof recurrenceRange> | null | undefined): string | undefined {
  if (range?.type === 'endDate' && range.endDate) return `until ${range.endDate}`;
  return range?.type === 'numbered' && range.numberOfOccurrences
    ? `${range.numberOfOccurrences} times`
    : undefined;
}

const wholeEvent = calendarEvent.extend({
  body: itemBody,
  onlineMeeting: z.object({ joinUrl: nullishString }).nullish(),
  seriesMasterId: nullishString,
  attachments: z.array(mailAttachment).nullish(),
  recurrence,
});
const maxAttendees = 50;
const maxAttachments = 20;

/** An event: time, place, attendees, join URL and text. */
export async function openCalendarEvent(
  { eventId, owner }: ResourceOf<'event'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { graph, clock, timeZone, isExternal } = context;
  await requireCalendar(context, owner);
  // Sent beside the request, which does not wait for it.
  void context.tenantDomains();
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
  const organizer = mailAddress(event.organizer);
  const [external, series] = await Promise.all([
    isExternal([organizer.address]),
    event.recurrence || !event.seriesMasterId
      ? event.recurrence
      : readRecurrence(event.seriesMasterId, owner, graph),
  ]);
  const attendees = event.attendees ?? [];
  const attached = event.attachments?.filter(({ isInline }) => !isInline) ?? [];
  return {
    title: oneLine(event.subject, 300),
    facts: {
      ...(time && formatEventTime(time, zone)),
      allDay: event.isAllDay || undefined,
      cancelled: event.isCancelled || undefined,
      private: event.sensitivity === 'private' || undefined,
      place: oneLine(event.location?.displayName, 200),
      organizer: formatAddress(organizer),
      external: external(organizer.address) || undefined,
      attendees: attendees
        .slice(0, maxAttendees)
        .map(formatAttendee)
        .filter((text) => text !== ''),
      response: oneLine(event.responseStatus?.response, 40),
      showAs: oneLine(event.showAs, 40),
      series: event.seriesMasterId
        ? formatResourceUri({ kind: 'event', eventId: event.seriesMasterId, owner })
        : undefined,
      isSeries: event.type === 'seriesMaster' || undefined,
      recurs: oneLine(formatRecurrence(series), 200),
      attachments: attached
        .slice(0, maxAttachments)
        .map((attachment) => attachmentMetadata(attachment, { kind: 'eventAttachment', eventId, owner })),
      ...meetingMetadata(event, eventId, owner, time !== undefined && time.startMs <= clock.nowMs()),
      webLink: event.webLink,
    },
    document: removeLink(bodyDocument(event.body), event.onlineMeeting?.joinUrl),
    note: joinNotes([
      attendees.length > maxAttendees &&
        `Only the first ${maxAttendees} of ${attendees.length} attendees are listed.`,
      attached.length > maxAttachments &&
        `Only the first ${maxAttachments} of ${attached.length} attachments are listed.`,
    ]),
  };
}

/** The recurrence of a series: its occurrences have none. Undefined when it cannot be read. */
async function readRecurrence(
  seriesId: string,
  owner: string | undefined,
  graph: GraphClient,
): Promise<z.output<typeof recurrence>> {
  try {
    const series = await graph.json({
      path: eventPath(seriesId, owner),
      query: { $select: 'recurrence' },
      schema: z.object({ recurrence }),
    });
    return series.recurrence;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Join URL, chat and, once the meeting has started, transcript and meeting. */
function meetingMetadata(
  { onlineMeeting }: z.output<typeof wholeEvent>,
  eventId: string,
  owner: string | undefined,
  hasStarted: boolean,
): Readonly<Record<string, unknown>> {
  const joinUrl = onlineMeeting?.joinUrl;
  if (!joinUrl) return {};
  const chatId = getMeetingThreadId(joinUrl);
  return {
    joinUrl,
    chat: chatId && formatResourceUri({ kind: 'chat', chatId }),
    ...(hasStarted && {
      transcript: formatResourceUri({ kind: 'transcript', eventId, owner }),
      meeting: formatResourceUri({ kind: 'meeting', eventId, owner }),
    }),
  };
}

/** Removes the long join URL from the text: it is part of the metadata. */
function removeLink(document: ExtractedDocument, joinUrl: string | null | undefined): ExtractedDocument {
  const link = linkSuffix('', joinUrl ?? '');
  if (link === '') return document;
  return { ...document, sections: document.sections.map((section) => section.replaceAll(link, '')) };
}

/** `Name <address>: accepted, optional`. */
function formatAttendee(attendee: NonNullable<CalendarEvent['attendees']>[number]): string {
  const { response } = attendee.status ?? {};
  const reply = response === 'none' || response === 'notResponded' ? undefined : response;
  const role = attendee.type === 'required' ? undefined : attendee.type;
  const remarks = [reply, role].filter(Boolean).join(', ');
  const address = formatAddress(mailAddress(attendee));
  return remarks === '' || address === '' ? address : `${address}: ${oneLine(remarks, 60)}`;
}
