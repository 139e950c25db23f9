import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { listPage, readList } from '../../graph/paging.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Zone } from '../../time/time-zone.ts';
import { calendarEvent, eventPath, instancesPath } from '../calendar/schema.ts';
import { type EventTime, eventTime, requireCalendar } from '../calendar/time.ts';
import { itemBody } from '../content.ts';
import { formatAddress } from '../addresses.ts';
import type { ResourceContext, ResourceList } from '../resource.ts';
import { formatResourceUri } from '../uri.ts';
import { type OnlineMeeting, findOnlineMeeting } from './find-meeting.ts';
import { nullishBoolean, nullishString } from '../../graph/nullish.ts';

const meetingEvent = calendarEvent
  .pick({ id: true, subject: true, start: true, end: true, isAllDay: true, type: true, organizer: true })
  .extend({
    isOrganizer: nullishBoolean,
    seriesMasterId: nullishString,
    onlineMeeting: z.object({ joinUrl: nullishString }).nullish(),
  });
type MeetingEvent = z.output<typeof meetingEvent>;

const occurrenceTimes = calendarEvent.pick({ start: true, end: true, isAllDay: true });

/** An event with its Teams meeting, which all occurrences of a series share. */
export interface MeetingOccurrence {
  readonly eventId: string;
  readonly owner: string | undefined;
  readonly subject: string;
  readonly time: EventTime;
  readonly zone: Zone;
  /** Whether the event is a series master. */
  readonly isSeries: boolean;
  readonly meeting: OnlineMeeting;
  /** Name of the organizer of a meeting that the user attends. */
  readonly organizer: string | undefined;
  /** Whether an artifact with this start time belongs to this occurrence and not to another one of the series. */
  readonly isOwn: (startedMs: number) => boolean;
}

const quarterMs = 15 * 60_000;
/** Meetings overrun and transcripts can start late; the next occurrence of a series is usually days away. */
const maxOverrunMs = 4 * 3_600_000;

/**
 * Finds the Teams meeting of an event.
 * @throws AppError `not_found` if the event has none, or Teams no longer has it
 */
export async function findMeetingOccurrence(
  eventId: string,
  owner: string | undefined,
  context: ResourceContext,
): Promise<MeetingOccurrence> {
  const { graph, granted, timeZone } = context;
  await requireCalendar(context, owner);
  granted.require('meetings', 'Finding the meeting of an event');
  const [zone, event] = await Promise.all([
    timeZone(),
    graph.json({
      path: eventPath(eventId, owner),
      query: {
        $select: 'id,subject,start,end,isAllDay,type,organizer,isOrganizer,seriesMasterId,onlineMeeting',
      },
      schema: meetingEvent,
    }),
  ]);
  const time = eventTime(event);
  const joinUrl = event.onlineMeeting?.joinUrl ?? (await readSeriesUrl(event, owner, graph));
  if (!time || !joinUrl) throw noMeetingError('This event has no Teams meeting.');
  const organizer = organizerName(event);
  const [found, span] = await Promise.all([
    findOnlineMeeting(graph, {
      joinUrl,
      isOrganizer: event.isOrganizer ?? undefined,
      readBody: async () => {
        const { body } = await graph.json({
          path: eventPath(eventId, owner),
          query: { $select: 'body' },
          schema: z.object({ body: itemBody }),
        });
        return body?.content ?? '';
      },
    }),
    artifactTimeRange(event, time, owner, graph),
  ]);
  if (!found.ok && found.reason === 'denied') throw closedMeetingError(organizer);
  if (!found.ok) {
    throw noMeetingError(
      `Teams no longer has the meeting of this event, or the signed-in user was not invited to it. ${askOrganizer(organizer)}`,
    );
  }
  const { meeting } = found;
  return {
    eventId,
    owner,
    subject: event.subject ?? '',
    time,
    zone,
    isSeries: event.type === 'seriesMaster',
    meeting,
    organizer: event.isOrganizer === false ? organizer : undefined,
    isOwn: (startedMs) => startedMs >= span.fromMs && startedMs < span.toMs,
  };
}

/** The join URL of a series, for an occurrence or exception without its own: they share one meeting. */
async function readSeriesUrl(
  { seriesMasterId }: MeetingEvent,
  owner: string | undefined,
  graph: GraphClient,
): Promise<string | undefined> {
  if (!seriesMasterId) return undefined;
  const { onlineMeeting } = await graph.json({
    path: eventPath(seriesMasterId, owner),
    query: { $select: 'onlineMeeting' },
    schema: meetingEvent.pick({ onlineMeeting: true }),
  });
  return onlineMeeting?.joinUrl ?? undefined;
}

/**
 * Time range in which artifacts of an occurrence may have started: from shortly before its start to some hours after its
 * end, without the duration of the previous occurrence and the time shortly before the next one.
 */
async function artifactTimeRange(
  { seriesMasterId }: MeetingEvent,
  { startMs, endMs }: EventTime,
  owner: string | undefined,
  graph: GraphClient,
): Promise<{ readonly fromMs: number; readonly toMs: number }> {
  const [fromMs, toMs] = [startMs - quarterMs, endMs + maxOverrunMs];
  if (!seriesMasterId) return { fromMs, toMs };
  const { value } = await graph.json({
    path: instancesPath(seriesMasterId, owner),
    query: {
      startDateTime: new Date(fromMs).toISOString(),
      endDateTime: new Date(toMs + quarterMs).toISOString(),
      $select: 'start,end,isAllDay',
      $top: 25,
    },
    schema: listPage(occurrenceTimes),
  });
  const others = value.flatMap((event) => eventTime(event) ?? []);
  const earlierEnds = others.filter((other) => other.startMs < startMs).map((other) => other.endMs);
  const laterStarts = others.filter((other) => other.startMs > startMs).map((other) => other.startMs);
  return {
    fromMs: Math.min(startMs, Math.max(fromMs, ...earlierEnds)),
    toMs: Math.max(endMs, Math.min(toMs, ...laterStarts.map((laterMs) => laterMs - quarterMs))),
  };
}

function organizerName({ organizer }: MeetingEvent): string {
  const { name, address } = organizer?.emailAddress ?? {};
  return formatAddress({ name: name ?? '', address: address ?? '' }) || 'the organizer';
}

/** For an attendee to whom Graph opens nothing of the meeting. */
export function closedMeetingError(organizer: string | undefined): AppError {
  return new AppError(
    'access_denied',
    `Microsoft Graph does not open this meeting to the signed-in user. ${askOrganizer(organizer ?? 'the organizer')}`,
  );
}

/** Advice for an attendee when Graph returns nothing. */
export function askOrganizer(organizer: string): string {
  return `Ask ${organizer}, who organized it: the recap of the meeting in Teams has transcript and recording, which the organizer can share.`;
}

function noMeetingError(message: string): AppError {
  return new AppError('not_found', message);
}

const instance = calendarEvent.pick({ id: true, start: true, end: true, isAllDay: true });

const dayMs = 86_400_000;
/** Pages of 100 occurrences. */
const maxPages = 4;

/** The occurrences of a series that have artifacts, newest first. */
export async function listOccurrences(
  kind: 'transcript' | 'meeting',
  { eventId, owner, zone }: MeetingOccurrence,
  startedMs: readonly number[],
  graph: GraphClient,
): Promise<ResourceList> {
  if (startedMs.length === 0) return { items: [], page: 1, next: undefined };
  const request = {
    path: instancesPath(eventId, owner),
    query: {
      startDateTime: new Date(Math.min(...startedMs) - dayMs).toISOString(),
      endDateTime: new Date(Math.max(...startedMs) + dayMs).toISOString(),
      $select: 'id,start,end,isAllDay',
      $top: 100,
    },
    schema: listPage(instance),
  };
  const { items } = await readList(graph, request, maxPages);
  const starts = items.flatMap((event) => {
    const time = eventTime(event);
    return time ? [{ id: event.id, startMs: time.startMs }] : [];
  });
  const found = new Map(
    startedMs.flatMap((started) => {
      const [nearest] = starts.toSorted(
        (left, right) => Math.abs(left.startMs - started) - Math.abs(right.startMs - started),
      );
      return nearest && Math.abs(nearest.startMs - started) < dayMs
        ? [[nearest.id, nearest.startMs] as const]
        : [];
    }),
  );
  return {
    items: [...found]
      .toSorted(([, left], [, right]) => right - left)
      .map(([id, startMs]) => ({
        uri: formatResourceUri({ kind, eventId: id, owner }),
        start: zone.format(startMs),
        weekday: zone.weekday(startMs),
      })),
    page: 1,
    next: undefined,
  };
}
