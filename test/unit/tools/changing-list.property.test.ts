import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteSearch } from '../../../src/tools/note-search.ts';
import { outlookCalendarSearch } from '../../../src/tools/outlook-calendar-search.ts';
import { taskSearch } from '../../../src/tools/task-search.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

/** An entry; the list is sorted by `rank`. */
interface Entry {
  readonly number: number;
  rank: number;
  title: string;
}

/** What happens between two pages: entries arrive at these ranks; others are deleted, or renamed and moved. */
interface Change {
  readonly arrive: readonly number[];
  readonly remove: readonly number[];
  readonly rename: readonly (readonly [index: number, rank: number])[];
}

const rank = fc.integer({ min: 0, max: 70 });
const change: fc.Arbitrary<Change> = fc.record({
  arrive: fc.array(rank, { maxLength: 3 }),
  remove: fc.array(fc.nat(80), { maxLength: 6 }),
  rename: fc.array(fc.tuple(fc.nat(80), rank), { maxLength: 6 }),
});
const scenario = fc.record({
  count: fc.integer({ min: 0, max: 70 }),
  changes: fc.array(change, { maxLength: 8 }),
  limit: fc.integer({ min: 1, max: 20 }),
  offset: fc.integer({ min: 0, max: 10 }),
});

type Items = readonly { readonly uri: string }[];
type ReadPage = (
  args: { readonly limit: number; readonly offset: number },
  entries: readonly Entry[],
  resume: unknown,
) => Promise<{ items?: unknown; page?: { readonly next?: unknown } }>;

const toNumber = ({ uri }: Items[number]) => Number(/(\d{5})[^/]*$/.exec(uri)?.[1]);

/** Reads all pages of a list that changes. Returns the numbers that were shown and those that were there all the time. */
async function readAll(
  { count, changes, limit, offset }: typeof scenario extends fc.Arbitrary<infer T> ? T : never,
  readPage: ReadPage,
) {
  const entries: Entry[] = Array.from({ length: count }, (_, number) => ({
    number,
    rank: number,
    title: `Entry ${number}`,
  }));
  const skipped = entries.slice(0, offset).map(({ number }) => number);
  const shown: number[] = [];
  const removed = new Set<number>();
  let added = 1000;
  let position: unknown;
  for (let page = 0; page < 120; page += 1) {
    const result = await readPage(
      { limit, offset },
      entries.toSorted((a, b) => a.rank - b.rank),
      position,
    );
    shown.push(...(result.items as Items).map(toNumber));
    position = result.page?.next;
    if (!position) break;
    for (const rank of changes[page]?.arrive ?? [])
      entries.push({ number: (added += 1), rank, title: 'New' });
    for (const index of changes[page]?.remove ?? []) {
      for (const { number } of entries.splice(index, 1)) removed.add(number);
    }
    for (const [index, rank] of changes[page]?.rename ?? []) {
      const entry = entries[index];
      if (entry) Object.assign(entry, { rank, title: `Renamed ${entry.number}` });
    }
  }
  expect(position).toBeUndefined();
  const lasting = Array.from({ length: count }, (_, number) => number).filter(
    (number) => !removed.has(number),
  );
  return { shown, lasting: lasting.filter((number) => !skipped.includes(number)), skipped };
}

const startMs = Date.parse('2026-11-20T12:00:00Z');

const readNotes: ReadPage = (args, entries, resume) => {
  const respond: FakeResponse = () => ({
    value: entries.map(({ number, rank, title }) => ({
      id: `1-a!1-${String(number).padStart(5, '0')}`,
      title,
      lastModifiedDateTime: new Date(startMs - rank * 1000).toISOString(),
    })),
  });
  return noteSearch.run(noteSearch.input.parse(args), toolContext(respond, ['Notes.Read']), resume as never);
};

const readTasks: ReadPage = (args, entries, resume) => {
  const respond: FakeResponse = ({ path }) => ({
    value:
      path === '/me/planner/tasks'
        ? entries.map(({ number, rank, title }) => ({
            id: `xqQg5FS2LkCp935s-FIFm2Q${String(number).padStart(5, '0')}`,
            title,
            percentComplete: 0,
            dueDateTime: new Date(startMs + rank * 86_400_000).toISOString(),
            assignments: {},
          }))
        : [],
  });
  return taskSearch.run(taskSearch.input.parse(args), toolContext(respond, ['Tasks.Read']), resume as never);
};

/** Events ten hours apart, as Graph lists them: by window, sorted, page by page. */
const readCalendar =
  (options: object): ReadPage =>
  (args, entries, resume) => {
    const respond: FakeResponse = ({ query }) => {
      const fromMs = Date.parse(String(query?.['startDateTime']));
      const toMs = Date.parse(String(query?.['endDateTime']));
      const isNewest = String(query?.['$orderby']).endsWith('desc');
      const timeOf = ({ rank }: Entry) => startMs + (isNewest ? 80 - rank : rank) * 36_000_000;
      const found = entries.filter((entry) => timeOf(entry) < toMs && timeOf(entry) + 3_600_000 > fromMs);
      const skip = Number(query?.['$skip'] ?? 0);
      const end = skip + Number(query?.['$top']);
      const toTime = (timeMs: number) => ({
        dateTime: new Date(timeMs).toISOString().slice(0, 19),
        timeZone: 'UTC',
      });
      return {
        value: found.slice(skip, end).map((entry) => ({
          id: `AAMkAGI${String(entry.number).padStart(5, '0')}`,
          subject: entry.title,
          start: toTime(timeOf(entry)),
          end: toTime(timeOf(entry) + 3_600_000),
        })),
        ...(end < found.length && { '@odata.nextLink': `https://graph.microsoft.com/v1.0/x?$skip=${end}` }),
      };
    };
    const span = { afterDateTime: '2026-06-01', beforeDateTime: '2027-05-30' };
    const input = outlookCalendarSearch.input.parse({ ...span, ...args, ...options });
    return outlookCalendarSearch.run(input, toolContext(respond, ['Calendars.Read']), resume as never);
  };

describe.each<[string, ReadPage]>([
  ['outlook_calendar_search', readCalendar({ order: 'oldest' })],
  ['outlook_calendar_search, the latest first', readCalendar({ order: 'newest' })],
  ['outlook_calendar_search by words', readCalendar({ order: 'oldest', query: 'Entry OR Renamed OR New' })],
  ['note_search', readNotes],
  ['task_search', readTasks],
])('the pages of %s', (_, readPage) => {
  it('return each lasting entry once while entries arrive, are deleted and are renamed', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const { shown, lasting, skipped } = await readAll(given, readPage);
        expect(new Set(shown).size).toBe(shown.length);
        expect(lasting.filter((number) => !shown.includes(number))).toEqual([]);
        expect(skipped.filter((number) => shown.includes(number))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('return each of 400 lasting entries once while others arrive and are deleted before them', async () => {
    const changes = Array.from({ length: 40 }, (_, page) =>
      page % 2 === 0
        ? { arrive: [0, 0, 0], remove: [], rename: [] }
        : { arrive: [], remove: [0, 1, 2], rename: [] },
    );
    const { shown, lasting } = await readAll({ count: 400, changes, limit: 20, offset: 0 }, readPage);
    expect(new Set(shown).size).toBe(shown.length);
    expect(lasting.filter((number) => !shown.includes(number))).toEqual([]);
  });
});
