import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { hasWords, searchWords } from '../../lib/search-words.ts';
import type { Zone } from '../../time/time-zone.ts';
import { eventPreview } from './item.ts';
import { type CalendarEvent, calendarEvent, calendarEventSelect, calendarViewPath } from './schema.ts';
import { eventTime, isWithin, spanWithDays } from './time.ts';

/** Where to go on: a stretch of the window, and how many events of it were gone through. */
export const calendarResume = z.object({
  stretch: z.int().min(0).max(10),
  skip: z.int().min(0).max(100_000),
});
type CalendarResume = z.output<typeof calendarResume>;

/** One page of events. */
interface CalendarPage {
  readonly events: readonly CalendarEvent[];
  readonly next?: CalendarResume | undefined;
  /** Whether the reading stopped before the end, for all that it had read. */
  readonly isCut: boolean;
}

const stretchMs = 365 * 86_400_000;
const eventsOnPage = 250;
const maxRequests = 8;

/**
 * Events of a window, series expanded. Graph sorts them by their start and knows no search for them: where words or a
 * person are looked for, the window is read through and matched here, a year at a time.
 */
export async function readCalendar(
  query: CalendarQuery,
  graph: GraphClient,
  resume: CalendarResume | undefined,
): Promise<CalendarPage> {
  if (query.order === 'oldest' || query.order === 'newest') return await readInOrder(query, graph, resume);
  const { nearestToMs } = query.order;
  const offset = resume?.skip ?? query.offset;
  const all = await readInOrder({ ...query, order: 'oldest', offset: 0, limit: Infinity }, graph, undefined);
  const distance = (event: CalendarEvent) => Math.abs((eventTime(event)?.startMs ?? Infinity) - nearestToMs);
  const events = all.events.toSorted((first, second) => distance(first) - distance(second));
  const end = offset + query.limit;
  return {
    events: events.slice(offset, end),
    next: end < events.length ? { stretch: 0, skip: end } : undefined,
    isCut: all.isCut,
  };
}

async function readInOrder(
  query: CalendarQuery,
  graph: GraphClient,
  resume: CalendarResume | undefined,
): Promise<CalendarPage> {
  const stretches = stretchesOf(query);
  const isFiltered = query.text !== undefined || query.attendee !== undefined;
  const events: CalendarEvent[] = [];
  let { stretch, skip } = resume ?? { stretch: 0, skip: 0 };
  let toPass = resume ? 0 : query.offset;
  let linkOfEmpty: string | undefined;
  for (let requests = 1; ; requests += 1) {
    const [fromMs, toMs] = stretches[stretch] ?? [query.fromMs, query.toMs];
    const request = {
      path: calendarViewPath(query.owner),
      query: {
        startDateTime: new Date(fromMs).toISOString(),
        endDateTime: new Date(toMs).toISOString(),
        $orderby: `start/dateTime${query.order === 'newest' ? ' desc' : ''}`,
        $top: isFiltered ? eventsOnPage : Math.min(query.limit + toPass, eventsOnPage),
        $skip: skip === 0 ? undefined : skip,
        $select: calendarEventSelect,
      },
      schema: listPage(calendarEvent),
    };
    // Behind an empty page only its link leads on: there is nothing of it to skip.
    const page = await (linkOfEmpty === undefined ? graph.json(request) : graph.next(linkOfEmpty, request));
    linkOfEmpty = page.value.length === 0 ? page['@odata.nextLink'] : undefined;
    for (const [index, event] of page.value.entries()) {
      if (!isOf(event, fromMs, toMs, query) || !matchesEvent(event, query)) continue;
      if (toPass > 0) toPass -= 1;
      else if (events.length < query.limit) events.push(event);
      else return { events, next: { stretch, skip: skip + index }, isCut: false };
    }
    skip += page.value.length;
    if (page['@odata.nextLink'] === undefined) {
      stretch += 1;
      skip = 0;
    }
    if (stretch >= stretches.length) return { events, isCut: false };
    const isEnough =
      events.length >= query.limit || (!isFiltered && events.length > 0 && query.limit !== Infinity);
    if (isEnough) return { events, next: { stretch, skip }, isCut: false };
    if (requests === maxRequests) return { events, next: { stretch, skip }, isCut: true };
  }
}

/** A window in stretches of a year, in the order in which they are read. */
function stretchesOf(query: CalendarQuery): readonly (readonly [number, number])[] {
  const { fromMs, toMs } = spanWithDays(query.fromMs, query.toMs, query.zone);
  const stretches: (readonly [number, number])[] = [];
  for (let start = fromMs; start < toMs; start += stretchMs) {
    stretches.push([start, Math.min(start + stretchMs, toMs)]);
  }
  return query.order === 'newest' ? stretches.toReversed() : stretches;
}

/**
 * An event belongs to the stretch that it begins in, or to the first one if it began before. Where one stretch ends and
 * the next begins, whole days are moments of UTC to Graph, and so they are here.
 */
function isOf(event: CalendarEvent, fromMs: number, toMs: number, query: CalendarQuery): boolean {
  const time = eventTime(event);
  if (!time) return true;
  if (fromMs > query.fromMs && time.startMs < fromMs) return false;
  if (toMs < query.toMs && time.startMs >= toMs) return false;
  return isWithin(time, query.fromMs, query.toMs, query.zone);
}

/** Whether an event holds the words and the person that are looked for. Its time is another matter. */
function matchesEvent(event: CalendarEvent, { text, attendee }: CalendarQuery): boolean {
  if (text === undefined && attendee === undefined) return true;
  const people = [event.organizer, ...(event.attendees ?? [])]
    .map((person) => `${person?.emailAddress?.name ?? ''} ${person?.emailAddress?.address ?? ''}`)
    .filter((person) => person.trim() !== '');
  if (attendee !== undefined && !people.some((person) => hasWords(person, attendee))) return false;
  if (text === undefined) return true;
  const place = event.location?.displayName ?? '';
  const all = [event.subject ?? '', place, eventPreview(event.bodyPreview), ...people].join(' ');
  return alternatives(text).some(
    ({ wanted, unwanted }) => hasWords(all, wanted) && !unwanted.some((words) => hasWords(all, words)),
  );
}

const without = /(?:\bNOT +|(?:^| )-)("[^"]*"|[^\s"]+)/g;

/** Events have no search of their own: of what people write for one, `OR` and `NOT` count, and property names do not. */
function alternatives(
  text: string,
): readonly { readonly wanted: string; readonly unwanted: readonly string[] }[] {
  return text.split(/\bOR\b/).map((part) => ({
    wanted: plain(part.replaceAll(without, ' ')),
    unwanted: [...part.matchAll(without)]
      .map(([, words = '']) => plain(words))
      .filter((words) => searchWords(words).length > 0),
  }));
}

function plain(words: string): string {
  return words.replaceAll(/\bAND\b|\b[A-Za-z]{2,20}:/g, ' ');
}

/** What is asked for, resolved: words to instants. */
export interface CalendarQuery {
  readonly owner: string | undefined;
  readonly text: string | undefined;
  readonly attendee: string | undefined;
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  readonly zone: Zone;
  /** `nearest` to a moment: what comes next and what has just been. */
  readonly order: 'oldest' | 'newest' | { readonly nearestToMs: number };
  readonly limit: number;
  readonly offset: number;
}
