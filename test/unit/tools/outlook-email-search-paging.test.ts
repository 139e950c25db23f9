import { describe, expect, it } from 'vitest';
import type { FakeResponse } from './fake-graph.ts';
import { message, run } from './mail-search.ts';

const compareReceived = (left: Record<string, unknown>, right: Record<string, unknown>) =>
  String(left['receivedDateTime']).localeCompare(String(right['receivedDateTime']));

/** Applies the bound of a key: an instant in `$filter`, a day in `$search`. */
function isAtKey(message: Record<string, unknown>, query: Record<string, unknown> | undefined): boolean {
  const received = String(message['receivedDateTime']);
  const [, before] = /receivedDateTime lt (\S+)/.exec(String(query?.['$filter'])) ?? [];
  const [, after] = /receivedDateTime ge (\S+)/.exec(String(query?.['$filter'])) ?? [];
  const [, day] = /received<=(\S{10})/.exec(String(query?.['$search'])) ?? [];
  return (
    (before === undefined || received < before) &&
    (after === undefined || received >= after) &&
    (day === undefined || received.slice(0, 10) <= day)
  );
}

describe('outlook_email_search paging', () => {
  it.each([{ query: 'x' }, {}])('ends at a nextLink of null: %j', async (input) => {
    const answer = () => ({
      value: [message(1, { receivedDateTime: '2026-10-05T08:00:00Z' })],
      '@odata.nextLink': null,
    });
    const { items, page } = await run(input, answer).result;
    expect(items).toHaveLength(1);
    expect(page?.next).toBeUndefined();
  });

  describe.each([
    ['words, newest first', { query: 'x' }, 1000],
    ['words, oldest first', { query: 'x', order: 'oldest' }, 1000],
    ['words, by relevance', { query: 'x', order: 'relevance' }, 1000],
    ['everything, newest first', {}, 1030],
    ['everything, oldest first', { order: 'oldest' }, 1030],
  ])('%s', (_, args, reached) => {
    const isOldest = 'order' in args && args.order === 'oldest' && !('query' in args);
    const all = Array.from({ length: 1030 }, (_unused, index) =>
      message(index, { id: `AAMkAGI${String(index).padStart(5, '0')}AAA=` }),
    ).toSorted((left, right) => (isOldest ? 1 : -1) * compareReceived(left, right));
    const answer: FakeResponse = ({ path, query, body }) => {
      if (path === '/search/query') {
        const { from, size } = (body as { requests: [{ from: number; size: number }] }).requests[0];
        const hits = all.slice(from, from + size).map((resource) => ({ hitId: resource['id'], resource }));
        return { value: [{ hitsContainers: [{ hits, moreResultsAvailable: from + size < all.length }] }] };
      }
      const found = all.filter((one) => isAtKey(one, query));
      const most = query?.['$search'] === undefined ? found.length : Math.min(1000, found.length);
      const from = Number(query?.['$skip'] ?? query?.['$skiptoken'] ?? 0);
      const end = Math.min(from + Number(query?.['$top']), most);
      const token = query?.['$search'] === undefined ? '$skip' : '$skiptoken';
      const kept = new URLSearchParams({ ...query, [token]: String(end) } as Record<string, string>);
      return {
        value: found.slice(from, end),
        ...(end < most ? { '@odata.nextLink': `https://graph.microsoft.com/v1.0/me/messages?${kept}` } : {}),
      };
    };

    it(`returns ${reached} messages page by page, each once, with a note at the end`, async () => {
      const uris: string[] = [];
      let next: unknown;
      let note: string | undefined;
      do {
        const result = await run({ ...args, limit: 25 }, answer, undefined, next).result;
        uris.push(...(result.items ?? []).map((item) => (item as { uri: string }).uri));
        ({ next, note } = result.page ?? {});
      } while (next !== undefined && uris.length < 2000);
      expect(new Set(uris).size).toBe(uris.length);
      expect(uris).toHaveLength(reached);
      if (reached === 1000) expect(note).toContain('1,000');
      else expect(note).toBe('');
    });

    it('accepts offset 1,000, with a note at the end', async () => {
      const { items, page: last } = await run({ ...args, limit: 25, offset: 1000 }, answer).result;
      if (reached > 1000) expect(items).toHaveLength(25);
      else {
        expect(items).toEqual([]);
        expect(last).toMatchObject({ note: expect.stringContaining('1,000') });
        expect(last?.next).toBeUndefined();
      }
    });
  });

  it("resumes with Graph's skip token when the messages have no time", async () => {
    const link =
      'https://graph.microsoft.com/v1.0/me/messages?%24orderby=receivedDateTime+desc&%24count=true&%24top=10&%24select=SELECT&%24skip=10';
    const answer: FakeResponse = ({ query }) => ({
      value: [message(1, { receivedDateTime: null })],
      '@odata.nextLink': link.replace('SELECT', encodeURIComponent(String(query?.['$select']))),
      '@odata.count': 314,
    });
    const first = await run({}, answer).result;
    expect(first.page).toMatchObject({ total: 314, next: { offset: 1, after: { $skip: '10' } } });
    const second = run({}, answer, undefined, first.page?.next);
    await second.result;
    expect(second.context.graph.requests[0]?.query).toMatchObject({ $top: 10, $skip: '10', $count: true });
  });

  it('reads on while a page has no match, and stops', async () => {
    let count = 0;
    const { context, result } = run({ query: 'x', afterDateTime: '2026-11-01' }, () => ({
      value: [1, 2].map(() => message((count += 1), { id: `AAMkAGI${count}AAA=` })),
      '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me/messages?$skiptoken=abc',
    }));
    const { items, page } = await result;
    expect(items).toEqual([]);
    expect(context.graph.roundTrips).toBe(4);
    expect(page?.note).toContain('8 results were dropped');
    expect(page?.next).toMatchObject({ offset: 8 });
  });

  it('sorts matches from the oldest, with a note when not all could be sorted', async () => {
    const all = Array.from({ length: 25 }, (_, index) => message(index));
    const answer = () => ({ value: all });
    const first = await run({ query: 'x', order: 'oldest', limit: 20 }, answer).result;
    expect(first.items).toHaveLength(20);
    expect(first.items?.[0]).toMatchObject({ subject: 'Budget 24' });
    const second = await run({ query: 'x', order: 'oldest', limit: 20 }, answer, undefined, first.page?.next)
      .result;
    expect(second.items?.at(-1)).toMatchObject({ subject: 'Budget 0' });
    expect(second.page?.next).toBeUndefined();
    let pages = 0;
    const cut = await run({ query: 'x', order: 'oldest' }, () => ({
      value: all.map((_, index) => message(index, { id: `AAMk${25 * pages + index}AAA=` })),
      '@odata.nextLink': `https://x.example/?$skiptoken=${(pages += 1)}`,
    })).result;
    expect(cut.page?.note).toContain('newest 300');
  });

  it('stops with a note when the offset cannot be reached', async () => {
    const link = 'https://graph.microsoft.com/v1.0/me/messages?$skiptoken=';
    let pages = 0;
    const { context, result } = run({ query: 'x', offset: 100 }, () => ({
      value: [message((pages += 1), { id: `AAMk${pages}AAA=` })],
      '@odata.nextLink': link + String(pages),
    }));
    const { items, page: last } = await result;
    expect(items).toEqual([]);
    expect(last?.next).toBeUndefined();
    expect(last?.note).toContain('1,000');
    expect(context.graph.roundTrips).toBe(12);
  });

  describe('with smaller pages than $top', () => {
    const all = Array.from({ length: 60 }, (_, index) =>
      message(index, { id: `AAMkAGI${String(index).padStart(5, '0')}AAA=` }),
    ).toSorted((left, right) => compareReceived(right, left));
    const answer: FakeResponse = ({ query }) => {
      const matching = all.filter((one) => isAtKey(one, query));
      const from = Number(query?.['$skiptoken'] ?? 0);
      const end = from + Math.min(Number(query?.['$top'] ?? 7), 7);
      const link = new URL('https://graph.microsoft.com/v1.0/me/messages');
      link.search = new URLSearchParams({ ...query, $skiptoken: String(end) } as Record<
        string,
        string
      >).toString();
      return {
        value: matching.slice(from, end),
        ...(end < matching.length ? { '@odata.nextLink': link.href } : {}),
      };
    };

    it.each([
      [{}, 0],
      [{ offset: 20 }, 20],
      [{ order: 'oldest' }, 0],
    ])('returns all messages once: %j', async (args, passed) => {
      const found: string[] = [];
      let next: unknown;
      do {
        const result = await run({ query: 'x', limit: 10, ...args }, answer, undefined, next).result;
        found.push(...(result.items ?? []).map((item) => (item as { subject: string }).subject));
        next = result.page?.next;
        expect(result.page?.note).toBe('');
      } while (next !== undefined && found.length < 100);
      const wanted = all.slice(passed).map(({ subject }) => subject);
      expect(found).toEqual('order' in args ? wanted.toReversed() : wanted);
    });
  });

  it('ends at match 1,000 with a note', async () => {
    const { context, result } = run({ query: 'x', offset: 990, limit: 25 }, () => ({
      value: Array.from({ length: 1000 }, (_, index) => message(index)),
      '@odata.nextLink': 'https://x.example/?$skiptoken=1',
    }));
    const { items, page } = await result;
    expect(context.graph.requests[0]?.query).toMatchObject({ $top: 1000 });
    expect(items).toHaveLength(10);
    expect(page?.next).toBeUndefined();
    expect(page?.note).toContain('1,000');
  });
});
