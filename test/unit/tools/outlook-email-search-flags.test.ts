import { describe, expect, it } from 'vitest';
import { message, page, run } from './mail-search.ts';

const flags = { unread: true, flagged: true, hasAttachments: true, importance: 'high', category: "Bob's" };

describe('outlook_email_search with filters', () => {
  it('sends them as one $filter that begins with the sorted property', async () => {
    const { context, result } = run(flags, () => page());
    await result;
    expect(context.graph.requests[0]?.query?.['$filter']).toBe(
      "receivedDateTime ge 1970-01-01T00:00:00Z and isRead eq false and flag/flagStatus eq 'flagged' and hasAttachments eq true and importance eq 'high' and categories/any(c:c eq 'Bob''s')",
    );
  });

  it('applies them to the matches of words, in at most two requests, with a note', async () => {
    const link = 'https://graph.microsoft.com/v1.0/me/messages?$skiptoken=x';
    const { context, result } = run({ query: 'budget', unread: true }, () => ({
      value: Array.from({ length: 25 }, (_, index) => message(index, { isRead: index !== 3 })),
      '@odata.nextLink': link,
    }));
    const { items, page: shown } = await result;
    expect(context.graph.requests.length).toBeLessThanOrEqual(2);
    expect(items?.length).toBeGreaterThan(0);
    for (const item of items ?? []) expect(item).toMatchObject({ unread: true });
    expect(shown?.note).toContain('does not combine words with these filters');
    expect(shown?.next).toBeDefined();
  });

  it('counts without items: by $count with filters', async () => {
    const { context, result } = run({ unread: true, countOnly: true }, () => ({
      ...page(message(1, { isRead: false })),
      '@odata.count': 17,
    }));
    expect(await result).toMatchObject({ items: [], page: { total: 17 } });
    expect(context.graph.requests[0]?.query).toMatchObject({ $top: 1, $count: true });
  });

  it('counts without items: the matches of words', async () => {
    const { result } = run({ query: 'budget', flagged: true, countOnly: true }, () =>
      page(
        message(1, { flag: { flagStatus: 'flagged' } }),
        message(2, { flag: { flagStatus: 'notFlagged' } }),
      ),
    );
    expect(await result).toMatchObject({ items: [], page: { total: 1 } });
  });

  it('rejects order relevance with filters', () => {
    expect(() => run({ query: 'x', order: 'relevance', unread: true }, () => page())).toThrow(/relevance/);
  });
});
