import { describe, expect, it } from 'vitest';
import type { FakeResponse } from './fake-graph.ts';
import { message, run } from './mail-search.ts';

const startMs = Date.parse('2026-11-20T12:00:00.400Z');
const id = (number: number) => `AAMkAGI${String(number).padStart(5, '0')}AAA=`;

interface Stored {
  readonly number: number;
  readonly receivedMs: number;
}

/** A mailbox that filters by milliseconds and returns seconds, as Exchange does. */
function mailbox(stored: Stored[]) {
  const answer: FakeResponse = ({ query }) => {
    const filter = String(query?.['$filter']);
    const search = String(query?.['$search']);
    const before = Date.parse(/receivedDateTime lt (\S+)/.exec(filter)?.[1] ?? '');
    const after = Date.parse(/receivedDateTime ge (\S+)/.exec(filter)?.[1] ?? '');
    const day = /received<=(\S{10})/.exec(search)?.[1];
    const isOldest = String(query?.['$orderby']).endsWith('asc');
    const found = stored
      .filter(
        ({ receivedMs }) =>
          !(receivedMs >= before) &&
          !(receivedMs < after) &&
          (day === undefined || new Date(receivedMs).toISOString().slice(0, 10) <= day),
      )
      .toSorted((left, right) => (isOldest ? 1 : -1) * (left.receivedMs - right.receivedMs));
    const from = Number(query?.['$skip'] ?? query?.['$skiptoken'] ?? 0);
    const end = from + Number(query?.['$top']);
    return {
      value: found.slice(from, end).map(({ number, receivedMs }) =>
        message(number, {
          id: id(number),
          subject: `Mail ${number}`,
          receivedDateTime: `${new Date(receivedMs).toISOString().slice(0, 19)}Z`,
        }),
      ),
      ...(end < found.length && {
        '@odata.nextLink': `https://graph.microsoft.com/v1.0/me/messages?$skip=${end}`,
      }),
    };
  };
  return { stored, answer };
}

const numbers = (items: readonly object[] | undefined) =>
  (items ?? []).map((item) => Number(/\d+/.exec((item as { subject: string }).subject)?.[0]));

/** Reads all pages; `change` is applied between them. */
async function readAll(
  args: Record<string, unknown>,
  stored: Stored[],
  change: (page: number, shown: readonly number[]) => void,
) {
  const { answer } = mailbox(stored);
  const shown: number[] = [];
  let next: unknown;
  let page = 0;
  do {
    const result = await run({ ...args, limit: 5 }, answer, undefined, next).result;
    shown.push(...numbers(result.items));
    next = result.page?.next;
    change((page += 1), shown);
  } while (next !== undefined && page < 40);
  return shown;
}

const sequence = (count: number, stepMs: number): Stored[] =>
  Array.from({ length: count }, (_, number) => ({ number, receivedMs: startMs - number * stepMs }));

describe('outlook_email_search while the mailbox changes between pages', () => {
  describe.each([
    ['a filter, newest first', {}],
    ['a filter, oldest first', { order: 'oldest' }],
    ['words', { query: 'mail' }],
  ])('%s', (_, args) => {
    it.each([
      ['minutes apart', 7 * 60_000],
      ['hours apart', 5 * 3_600_000],
      ['in the same second', 10],
      ['at the same time', 0],
    ])('shows each message once when mail arrives and is deleted: %s', async (_name, stepMs) => {
      const stored = sequence(33, stepMs);
      const shown = await readAll(args, stored, (page, all) => {
        // A new mail, and one deleted that was already shown.
        const index = stored.findIndex(({ number }) => number === all[page]);
        if (index !== -1) stored.splice(index, 1);
        if (page < 6) stored.push({ number: 100 + page, receivedMs: startMs + page * 60_000 });
      });
      expect(new Set(shown).size).toBe(shown.length);
      const old = shown.filter((number) => number < 100);
      expect(old.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 33 }, (_u, n) => n));
    });
  });

  it('keeps the number of all matches of the first page', async () => {
    const { answer } = mailbox(sequence(12, 60_000));
    const counted: FakeResponse = (request) => ({
      ...(answer(request) as object),
      ...(request.query?.['$count'] === true && { '@odata.count': 12 }),
    });
    const first = await run({ limit: 5 }, counted).result;
    const second = await run({ limit: 5 }, counted, undefined, first.page?.next).result;
    expect([first.page?.total, second.page?.total]).toEqual([12, 12]);
  });
});
