import { calendarEvent } from '../calendar/schema.ts';
import { instancesPath } from '../calendar/calendar-paths.ts';
import type { GraphClient } from '../../graph/client.ts';
import { listPage, readList } from '../../graph/paging.ts';
import { eventTime } from '../calendar/time.ts';
import type { ResourceList } from '../resource.ts';
import { formatResourceUri } from '../uri.ts';
import type { MeetingOccurrence } from './occurrence.ts';

const instance = calendarEvent.pick({ id: true, start: true, end: true, isAllDay: true });

const dayMs = 86_400_000;
/** Of 100 occurrences each. */
const mostPages = 4;

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
  const { items } = await readList(graph, request, mostPages);
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
