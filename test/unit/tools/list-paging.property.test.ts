import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListPosition } from '../../../src/m365/list-page.ts';
import type { FakeResponse } from './fake-graph.ts';
import { drive, fileUri, item, run } from './read-resource-fixture.ts';
import { everyPermission } from './read-with-fake-graph.ts';

const startMs = Date.parse('2026-11-20T12:00:00Z');
const chatId = '19:bdeff6bfed7f4b159cdf7fdd61aeacaa@thread.v2';

/** An entry of a list, newest first by `rank`. */
interface Entry {
  readonly number: number;
  readonly rank: number;
}

/** What happens between two pages: entries arrive at these ranks, others are deleted by their index. */
interface Change {
  readonly arrive: readonly number[];
  readonly remove: readonly number[];
}

const change: fc.Arbitrary<Change> = fc.record({
  arrive: fc.array(fc.integer({ min: -5, max: 70 }), { maxLength: 6 }),
  remove: fc.array(fc.nat(80), { maxLength: 6 }),
});
const lists = fc.tuple(
  fc.integer({ min: 0, max: 70 }),
  fc.array(change, { maxLength: 6 }),
  fc.integer({ min: 1, max: 9 }),
);

/** Reads all pages of a list that changes. Returns the numbers that were shown and those that were there all the time. */
async function readAll(
  uri: string,
  [count, changes, perTime]: readonly [number, readonly Change[], number],
  respond: (entries: readonly Entry[], perTime: number) => FakeResponse,
  numbersOf: (result: Readonly<Record<string, unknown>>) => readonly number[],
) {
  const entries: Entry[] = Array.from({ length: count }, (_, number) => ({ number, rank: number }));
  const shown: number[] = [];
  const removed = new Set<number>();
  let added = 1000;
  let position: ListPosition | undefined;
  for (let page = 0; page < 40; page += 1) {
    const result = await run({ uri }, respond(entries, perTime), everyPermission, position).result;
    shown.push(...numbersOf(result));
    position = result.page?.next as ListPosition | undefined;
    if (!position) break;
    for (const rank of changes[page]?.arrive ?? []) entries.push({ number: (added += 1), rank });
    for (const index of changes[page]?.remove ?? []) {
      for (const { number } of entries.splice(index, 1)) removed.add(number);
    }
    entries.sort((left, right) => left.rank - right.rank);
  }
  const lasting = Array.from({ length: count }, (_, number) => number).filter(
    (number) => !removed.has(number),
  );
  return { shown, lasting };
}

async function expectEachOnce(reading: ReturnType<typeof readAll>): Promise<void> {
  const { shown, lasting } = await reading;
  expect(new Set(shown).size).toBe(shown.length);
  expect(lasting.filter((number) => !shown.includes(number))).toEqual([]);
}

const timeOf = ({ rank }: Entry, perTime: number): string =>
  new Date(startMs - Math.floor(rank / perTime) * 1000).toISOString();

/** A list that Graph filters by `property lt`, newest first. */
function byTime(property: string, toEntry: (entry: Entry, time: string) => object, others: FakeResponse) {
  return (entries: readonly Entry[], perTime: number): FakeResponse =>
    (request) => {
      if (!request.path.endsWith('/messages')) return others(request);
      const before = Date.parse(
        new RegExp(`${property} lt (\\S+)`).exec(String(request.query?.['$filter']))?.[1] ?? '',
      );
      const found = entries.filter((entry) => !(Date.parse(timeOf(entry, perTime)) >= before));
      const top = Number(request.query?.['$top']);
      return {
        value: found.slice(0, top).map((entry) => toEntry(entry, timeOf(entry, perTime))),
        ...(found.length > top && { '@odata.nextLink': `https://graph.microsoft.com/v1.0/x?$skip=${top}` }),
      };
    };
}

describe('the pages of a list that changes between them return each lasting entry once', () => {
  it('mail folder', async () => {
    const respond = byTime(
      'receivedDateTime',
      ({ number }, receivedDateTime) => ({
        id: `AAMkAGI${String(number).padStart(5, '0')}AAA=`,
        subject: `Mail ${number}`,
        receivedDateTime,
      }),
      () => ({ value: [] }),
    );
    const numbersOf = ({ entries }: Readonly<Record<string, unknown>>) =>
      ((entries ?? []) as { subject: string }[]).map(({ subject }) => Number(subject.slice(5)));
    await fc.assert(
      fc.asyncProperty(lists, (list) =>
        expectEachOnce(readAll('mail:///folders/inbox', list, respond, numbersOf)),
      ),
      { numRuns: 60 },
    );
  });

  it('chat', async () => {
    const respond = byTime(
      'createdDateTime',
      ({ number }, createdDateTime) => ({
        id: String(number),
        createdDateTime,
        messageType: 'message',
        body: { contentType: 'text', content: `Text ${number}` },
      }),
      () => ({ id: chatId }),
    );
    const numbersOf = ({ text }: Readonly<Record<string, unknown>>) =>
      [...String(text).matchAll(/^ {2}Text (\d+)$/gm)].map(([, number]) => Number(number));
    await fc.assert(
      fc.asyncProperty(lists, (list) =>
        expectEachOnce(readAll(`teams:///chats/${chatId}`, list, respond, numbersOf)),
      ),
      { numRuns: 60 },
    );
  });

  it('folder, whose token counts: entries that arrive repeat nothing', async () => {
    const toId = (number: number) => `01BYE5RZ${String(number).padStart(26, '0')}`;
    const respond =
      (entries: readonly Entry[]): FakeResponse =>
      ({ path, query }) => {
        if (!path.endsWith('/children'))
          return { id: item, name: 'Plans', folder: {}, webUrl: 'https://contoso.sharepoint.com/x' };
        const start = Number(query?.['$skiptoken'] ?? 0);
        const end = start + 20;
        return {
          value: entries.slice(start, end).map(({ number }) => ({
            id: toId(number),
            name: `${number}.txt`,
            parentReference: { driveId: drive },
          })),
          ...(end < entries.length && {
            '@odata.nextLink': `https://graph.microsoft.com/v1.0/x?$skiptoken=${end}`,
          }),
        };
      };
    const numbersOf = ({ entries }: Readonly<Record<string, unknown>>) =>
      ((entries ?? []) as { name: string }[]).map(({ name }) => Number.parseInt(name, 10));
    const arrivals = lists.map(
      ([count, changes, perTime]) =>
        [count, changes.map(({ arrive }) => ({ arrive, remove: [] })), perTime] as const,
    );
    await fc.assert(
      fc.asyncProperty(arrivals, (list) => expectEachOnce(readAll(fileUri, list, respond, numbersOf))),
      { numRuns: 60 },
    );
  });
});
