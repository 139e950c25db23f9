import type { GraphClient } from '../../graph/client.ts';
import { type ListPage, listPage, skipPages } from '../../graph/paging.ts';
import { countSeen } from '../../lib/seen-ids.ts';
import { hasWords, searchWords } from '../../lib/search-words.ts';
import type { Zone } from '../../time/time-zone.ts';
import { mailAddress, matchesAddress } from '../addresses.ts';
import { eventPreview } from './item.ts';
import { type CalendarResume, type Place, isNew, isReadAgain, resumeAfter } from './page-key.ts';
import { type CalendarEvent, calendarEvent, calendarEventSelect, calendarViewPath } from './schema.ts';
import { eventTime, isWithin, spanWithDays } from './time.ts';

/** One page of events. */
interface CalendarPage {
  readonly events: readonly CalendarEvent[];
  readonly next?: CalendarResume | undefined;
  /** Whether the request limit was reached before enough events matched. */
  readonly isCut: boolean;
}

const partMs = 365 * 86_400_000;
const eventsOnPage = 250;
const maxPages = 8;

/**
 * Events of a window, with expanded series. Graph sorts events by start but cannot search them: words and attendees are
 * matched here while the window is read, one year at a time.
 */
export async function readCalendar(
  query: CalendarQuery,
  graph: GraphClient,
  resume: CalendarResume | undefined,
): Promise<CalendarPage> {
  const { order } = query;
  if (order === 'oldest' || order === 'newest') {
    const sign = order === 'oldest' ? 1 : -1;
    return await readInOrder(query, graph, { resume, place: (event) => sign * getStartMs(event) });
  }
  // The distance must not change while pages are read.
  const nearestToMs = resume?.nearestToMs ?? order.nearestToMs;
  const place = (event: CalendarEvent) => Math.abs(getStartMs(event) - nearestToMs);
  const whole = { ...query, order: 'oldest', offset: 0, limit: Infinity } as const;
  const all = await readInOrder(whole, graph, { resume: undefined, place: getStartMs });
  const left = all.events
    .toSorted((first, second) => place(first) - place(second))
    .filter((event) => isNew(event, resume, place));
  const offset = resume ? 0 : query.offset;
  const passed = left.slice(0, offset + query.limit);
  const next = passed.length < left.length ? resumeAfter(passed, resume, place) : undefined;
  return {
    events: passed.slice(offset),
    next: next && { ...next, nearestToMs },
    isCut: all.isCut,
  };
}

/** Events without a time come last. */
function getStartMs(event: CalendarEvent): number {
  return eventTime(event)?.startMs ?? noTimeMs;
}

const noTimeMs = 8_640_000_000_000_000;

/** Where to start reading, and the order of the events. */
interface Reading {
  readonly resume: CalendarResume | undefined;
  readonly place: Place;
}

async function readInOrder(
  query: CalendarQuery,
  graph: GraphClient,
  { resume, place }: Reading,
): Promise<CalendarPage> {
  const parts = splitWindow(resume && !isReadAgain(resume) ? fromPlace(query, resume) : query);
  const repeated = resume ? Math.max(resume.seen.length, countSeen(resume.shown)) : 0;
  const isFiltered = query.text !== undefined || query.attendee !== undefined;
  const events: CalendarEvent[] = [];
  const skipped: CalendarEvent[] = [];
  /** Ids of the events that were read in this call. */
  const known = new Set<string>();
  let part = 0;
  let skip = 0;
  const toSkip = resume ? 0 : query.offset;
  let reached = resume;
  let pages = 0;
  const more = (isCut: boolean): CalendarPage => {
    const next = resumeAfter([...skipped, ...events], reached, place);
    const isStuck = next === resume;
    return {
      events,
      next: isStuck ? undefined : next && { ...next, ...(pages > 1 && { isLong: true }) },
      isCut,
    };
  };
  const requestOf = (index: number, $skip?: number) => {
    const [startMs, endMs] = parts[index] ?? [query.fromMs, query.toMs];
    return {
      path: calendarViewPath(query.owner),
      query: {
        startDateTime: new Date(startMs).toISOString(),
        endDateTime: new Date(endMs).toISOString(),
        $orderby: `start/dateTime${query.order === 'newest' ? ' desc' : ''}`,
        $top: isFiltered
          ? eventsOnPage
          : Math.min(query.limit + toSkip - skipped.length + repeated, eventsOnPage),
        $skip,
        $select: query.withLinks ? `${calendarEventSelect},webLink` : calendarEventSelect,
      },
      schema: listPage(calendarEvent),
    };
  };
  const firstPages = new Map<number, Promise<ListPage<CalendarEvent>>>();
  const firstPage = (index: number) => {
    const page = firstPages.get(index) ?? graph.json(requestOf(index));
    firstPages.set(index, page);
    return page;
  };
  for (;;) {
    pages += 1;
    const [fromMs, toMs] = parts[part] ?? [query.fromMs, query.toMs];
    const isFirst = skip === 0;
    const [first] = await Promise.all([
      isFirst ? firstPage(part) : graph.json(requestOf(part, skip)),
      // Few events match words: two years are requested at once. An error of the second is thrown when it is read.
      isFirst && isFiltered && part % 2 === 0 && part + 1 < parts.length
        ? firstPage(part + 1).catch(() => undefined)
        : undefined,
    ]);
    const page = await skipPages(graph, requestOf(part), first);
    // Without an event there is no place to continue at.
    if (page.value.length === 0 && page['@odata.nextLink'] !== undefined) return more(true);
    const fresh = page.value.filter(({ id }) => !known.has(id));
    const own = fresh.filter((event) => startsIn(event, fromMs, toMs, query));
    for (const event of own) {
      if (!isNew(event, resume, place)) continue;
      if (!matchesEvent(event, query)) {
        // A page without a match is continued after the last event that was checked.
        if (events.length === 0) reached = resumeAfter([event], reached, place, []);
      } else if (skipped.length < toSkip) skipped.push(event);
      else if (events.length < query.limit) events.push(event);
      else return more(false);
    }
    for (const { id } of own) known.add(id);
    skip += page.value.length;
    // A link to events that were read is not followed.
    if (page['@odata.nextLink'] === undefined || fresh.length === 0) {
      part += 1;
      skip = 0;
    }
    if (part >= parts.length) return { events, isCut: false };
    const isEnough =
      events.length >= query.limit || (!isFiltered && events.length > 0 && query.limit !== Infinity);
    if (isEnough) return more(false);
    if (pages === maxPages) return more(true);
  }
}

/** The rest of the window: from the start of the last event on, or until it. */
function fromPlace(query: CalendarQuery, { place }: CalendarResume): CalendarQuery {
  return query.order === 'newest'
    ? { ...query, toMs: Math.min(query.toMs, -place + 1) }
    : { ...query, fromMs: Math.max(query.fromMs, place) };
}

/** Splits a window into parts of one year, in reading order. */
function splitWindow(query: CalendarQuery): readonly (readonly [number, number])[] {
  const { fromMs, toMs } = spanWithDays(query.fromMs, query.toMs, query.zone);
  const parts: (readonly [number, number])[] = [];
  for (let start = fromMs; start < toMs; start += partMs) {
    parts.push([start, Math.min(start + partMs, toMs)]);
  }
  return query.order === 'newest' ? parts.toReversed() : parts;
}

/**
 * Whether an event belongs to this part: an event belongs to the part that it starts in, or to the first part if it starts
 * before the window. At the boundary of two parts all-day events are compared in UTC, as Graph does.
 */
function startsIn(event: CalendarEvent, fromMs: number, toMs: number, query: CalendarQuery): boolean {
  const time = eventTime(event);
  if (!time) return true;
  if (fromMs > query.fromMs && time.startMs < fromMs) return false;
  if (toMs < query.toMs && time.startMs >= toMs) return false;
  return isWithin(time, query.fromMs, query.toMs, query.zone);
}

/** Whether an event contains the words and the attendee. */
function matchesEvent(event: CalendarEvent, { text, attendee }: CalendarQuery): boolean {
  if (text === undefined && attendee === undefined) return true;
  const people = [event.organizer, ...(event.attendees ?? [])].map(mailAddress);
  if (attendee !== undefined && !people.some((person) => matchesAddress(person, attendee))) return false;
  if (text === undefined) return true;
  const names = people.map(({ name, address }) => `${name} ${address}`);
  const place = event.location?.displayName ?? '';
  const all = [event.subject ?? '', place, eventPreview(event.bodyPreview), ...names].join(' ');
  return alternatives(text).some(
    ({ included, excluded }) => hasWords(all, included) && !excluded.some((words) => hasWords(all, words)),
  );
}

const exclusion = /(?:\bNOT +|(?:^| )-)("[^"]*"|[^\s"]+)/g;

/** Parses the KQL operators that apply to events: `OR` and `NOT`. Property names are ignored. */
function alternatives(
  text: string,
): readonly { readonly included: string; readonly excluded: readonly string[] }[] {
  return text.split(/\bOR\b/).map((part) => ({
    included: removeOperators(part.replaceAll(exclusion, ' ')),
    excluded: [...part.matchAll(exclusion)]
      .map(([, words = '']) => removeOperators(words))
      .filter((words) => searchWords(words).length > 0),
  }));
}

function removeOperators(words: string): string {
  return words.replaceAll(/\bAND\b|\b[A-Za-z]{2,20}:/g, ' ');
}

/** A search of events with all of its input resolved to instants. */
export interface CalendarQuery {
  readonly owner: string | undefined;
  readonly text: string | undefined;
  readonly attendee: string | undefined;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly zone: Zone;
  /** `nearestToMs` sorts by distance from an instant. */
  readonly order: 'oldest' | 'newest' | { readonly nearestToMs: number };
  readonly limit: number;
  readonly offset: number;
  readonly withLinks?: boolean | undefined;
}
