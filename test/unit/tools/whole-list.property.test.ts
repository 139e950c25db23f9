import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchPosition } from '../../../src/graph/search.ts';
import { noteSearch } from '../../../src/tools/note-search.ts';
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
  arrive: fc.array(rank, { maxLength: 6 }),
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
  resume: SearchPosition | undefined,
) => Promise<{ items?: unknown; page?: { readonly next?: SearchPosition | undefined } }>;

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
  let position: SearchPosition | undefined;
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
  return noteSearch.run(noteSearch.input.parse(args), toolContext(respond, ['Notes.Read']), resume);
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
  return taskSearch.run(taskSearch.input.parse(args), toolContext(respond, ['Tasks.Read']), resume);
};

describe.each<[string, ReadPage]>([
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
      { numRuns: 100 },
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
