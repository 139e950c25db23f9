import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { listPage, readList } from '../../graph/paging.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Zone } from '../../time/time-zone.ts';
import { calendarEvent, eventPath, instancesPath } from '../calendar/schema.ts';
import { type EventTime, eventTime, requireCalendar } from '../calendar/time.ts';
import type { ResourceContext, ResourceList } from '../resource.ts';
import { formatResourceUri } from '../uri.ts';
import { type OnlineMeeting, findOnlineMeeting } from './schema.ts';

const meetingEvent = calendarEvent
  .pick({ id: true, subject: true, start: true, end: true, isAllDay: true, type: true })
  .extend({
    seriesMasterId: z.string().nullish(),
    onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  });
type MeetingEvent = z.output<typeof meetingEvent>;

const times = calendarEvent.pick({ start: true, end: true, isAllDay: true });

/** One event with the Teams meeting behind it, which it may share with the rest of a series. */
export interface MeetingOccurrence {
  readonly eventId: string;
  readonly owner: string | undefined;
  readonly subject: string;
  readonly time: EventTime;
  readonly zone: Zone;
  /** Whether the id is that of a series as a whole. */
  readonly isSeries: boolean;
  readonly meeting: OnlineMeeting;
  /** Whether something that began then belongs to this occurrence, and not to another one of the series. */
  readonly isOwn: (beganMs: number) => boolean;
}

const quarterMs = 15 * 60_000;
/** People talk on, and a transcript may begin late; the next meeting of a series mostly is days away. */
const afterwardsMs = 4 * 3_600_000;

/**
 * Finds the Teams meeting of an event.
 * @throws AppError `not_found` where the event has none, or Teams knows it no longer
 */
export async function findMeetingOccurrence(
  eventId: string,
  owner: string | undefined,
  { graph, granted, timeZone }: ResourceContext,
): Promise<MeetingOccurrence> {
  requireCalendar(granted, owner);
  granted.require(['OnlineMeetings.Read'], 'Finding the meeting of an event');
  const [zone, event] = await Promise.all([
    timeZone(),
    graph.json({
      path: eventPath(eventId, owner),
      query: { $select: 'id,subject,start,end,isAllDay,type,seriesMasterId,onlineMeeting' },
      schema: meetingEvent,
    }),
  ]);
  const time = eventTime(event);
  const joinUrl = event.onlineMeeting?.joinUrl;
  if (!time || !joinUrl) throw noMeeting('This event has no Teams meeting.');
  const [meeting, span] = await Promise.all([
    findOnlineMeeting(graph, joinUrl),
    ownSpan(event, time, owner, graph),
  ]);
  if (!meeting) {
    throw noMeeting(
      'Teams does not know the meeting of this event any more, or the signed-in person was not invited to it.',
    );
  }
  return {
    eventId,
    owner,
    subject: event.subject ?? '',
    time,
    zone,
    isSeries: event.type === 'seriesMaster',
    meeting,
    isOwn: (beganMs) => beganMs >= span.fromMs && beganMs < span.toMs,
  };
}

/**
 * When what belongs to a meeting may have begun: some time before its start to some time after its end, but neither
 * while the meeting before it in its series lasted nor once people may have come for the next.
 */
async function ownSpan(
  { seriesMasterId }: MeetingEvent,
  { startMs, endMs }: EventTime,
  owner: string | undefined,
  graph: GraphClient,
): Promise<{ readonly fromMs: number; readonly toMs: number }> {
  const [fromMs, toMs] = [startMs - quarterMs, endMs + afterwardsMs];
  if (!seriesMasterId) return { fromMs, toMs };
  const { value } = await graph.json({
    path: instancesPath(seriesMasterId, owner),
    query: {
      startDateTime: new Date(fromMs).toISOString(),
      endDateTime: new Date(toMs + quarterMs).toISOString(),
      $select: 'start,end,isAllDay',
      $top: 25,
    },
    schema: listPage(times),
  });
  const others = value.flatMap((event) => eventTime(event) ?? []);
  const earlierEnds = others.filter((other) => other.startMs < startMs).map((other) => other.endMs);
  const laterStarts = others.filter((other) => other.startMs > startMs).map((other) => other.startMs);
  return {
    fromMs: Math.min(startMs, Math.max(fromMs, ...earlierEnds)),
    toMs: Math.max(endMs, Math.min(toMs, ...laterStarts.map((laterMs) => laterMs - quarterMs))),
  };
}

function noMeeting(message: string): AppError {
  return new AppError('not_found', message);
}

const instance = calendarEvent.pick({ id: true, start: true, end: true, isAllDay: true });

const dayMs = 86_400_000;
/** Of 100 occurrences each. */
const maxPages = 4;

/** The meetings of a series of which something is left, newest first: one of them has to be opened. */
export async function listOccurrences(
  kind: 'transcript' | 'meeting',
  { eventId, owner, zone }: MeetingOccurrence,
  beganMs: readonly number[],
  graph: GraphClient,
): Promise<ResourceList> {
  if (beganMs.length === 0) return { items: [], page: 1, more: false };
  const request = {
    path: instancesPath(eventId, owner),
    query: {
      startDateTime: new Date(Math.min(...beganMs) - dayMs).toISOString(),
      endDateTime: new Date(Math.max(...beganMs) + dayMs).toISOString(),
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
  const held = new Map(
    beganMs.flatMap((began) => {
      const [nearest] = starts.toSorted(
        (left, right) => Math.abs(left.startMs - began) - Math.abs(right.startMs - began),
      );
      return nearest && Math.abs(nearest.startMs - began) < dayMs
        ? [[nearest.id, nearest.startMs] as const]
        : [];
    }),
  );
  return {
    items: [...held]
      .toSorted(([, left], [, right]) => right - left)
      .map(([id, startMs]) => ({
        uri: formatResourceUri({ kind, eventId: id, owner }),
        start: zone.format(startMs),
        weekday: zone.weekday(startMs),
      })),
    page: 1,
    more: false,
  };
}
