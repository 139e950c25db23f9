import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

async function search(args: Record<string, unknown>) {
  const { structuredContent, isError } = await megan.callTool({
    name: 'outlook_email_search',
    arguments: args,
  });
  expect(isError).not.toBe(true);
  return structuredContent as {
    items: Record<string, unknown>[];
    page: { total?: number; more: boolean; note?: string; cursor?: string };
  };
}

describe('mail filters', () => {
  it.each([
    [{ unread: true }, 'unread', true],
    [{ unread: false }, 'unread', undefined],
    [{ flagged: true }, 'flagged', true],
    [{ importance: 'high' }, 'important', true],
    [{ hasAttachments: true }, 'attachments', true],
    [{ query: 'budget', unread: true }, 'unread', true],
    [{ query: 'budget', flagged: true }, 'flagged', true],
  ] as const)('%j returns only such mail', async (filters, member, value) => {
    const { items } = await search(filters);
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(item[member]).toEqual(value);
  });

  it('finds a category', async () => {
    expect((await search({ category: 'red category' })).items).toHaveLength(1);
  });

  it('pages through a filtered list to its count', async () => {
    const { total } = (await search({ unread: true, countOnly: true })).page;
    const seen = new Set<unknown>();
    for (let cursor: string | undefined, pages = 0; pages < 30; pages += 1) {
      const { items, page } = await search({ unread: true, limit: 25, ...(cursor && { cursor }) });
      for (const { uri } of items) seen.add(uri);
      cursor = page.cursor;
      if (cursor === undefined) break;
    }
    expect(seen.size).toBe(total);
  });

  it('counts the matches of words', async () => {
    const { items, page } = await search({ query: 'budget', countOnly: true });
    expect(items).toEqual([]);
    expect(page.total).toBeGreaterThan(0);
  });
});

describe('arguments that are nearly right', () => {
  it('limits a limit above the maximum, with a note', async () => {
    const { items, page } = await search({ limit: 50 });
    expect(items).toHaveLength(25);
    expect(page.note).toContain('`limit` is limited to 25.');
    const next = await search({ limit: 50, cursor: page.cursor });
    expect(next.items).toHaveLength(25);
  });

  it('suggests the argument for an unknown one', async () => {
    const { content, isError } = await megan.callTool({
      name: 'outlook_email_search',
      arguments: { from: 'Patti' },
    });
    expect(isError).toBe(true);
    expect(content[0]?.text).toContain('Unknown argument `from`. Did you mean `sender`?');
  });

  it('reads this week as a period', async () => {
    const { structuredContent } = await megan.callTool({
      name: 'outlook_calendar_search',
      arguments: { afterDateTime: 'this week' },
    });
    expect(structuredContent?.['dates']).toMatch(/^from Mon \S+T00:00\S+ before Mon \S+T00:00\S+$/);
  });
});

describe('an empty result', () => {
  it('is tried again with words that begin so', async () => {
    const { items, page } = await search({ query: 'budg' });
    expect(items.length).toBeGreaterThan(0);
    expect(page.note).toContain('`budg*`');
  });

  it.each([
    ['outlook_email_search', { query: 'zxqwv' }, 'word*'],
    ['outlook_email_search', { sender: 'nobody@contoso.example' }, 'Omit a filter'],
    ['outlook_calendar_search', { query: 'zxqwv' }, 'another tool'],
    ['chat_message_search', { query: 'zxqwv' }, 'another tool'],
    ['sharepoint_search', { query: 'zxqwv' }, 'another tool'],
    ['outlook_email_search', { query: '*', afterDateTime: '2099-01-01' }, 'There is nothing in these dates'],
    [
      'outlook_calendar_search',
      { query: '*', afterDateTime: '2099-01-01' },
      'There is nothing in these dates',
    ],
    ['sharepoint_search', { query: '*', afterDateTime: '2099-01-01' }, 'There is nothing in these dates'],
    ['outlook_calendar_search', { query: 'zxqwv', afterDateTime: 'today' }, 'Nothing in these dates'],
    ['outlook_email_search', { query: 'zxqwv', folderName: 'Inbox' }, 'together with the filters'],
  ])('of %s with %j says what to do', async (name, args, note) => {
    const { structuredContent } = await megan.callTool({ name, arguments: args });
    expect(structuredContent).toMatchObject({ items: [], page: { note: expect.stringContaining(note) } });
  });
});

describe('a past online meeting in calendar results', () => {
  it('carries the uri of its transcript', async () => {
    const { structuredContent } = await megan.callTool({
      name: 'outlook_calendar_search',
      arguments: { query: 'Leadership meeting', beforeDateTime: 'now', order: 'newest', limit: 3 },
    });
    const items = structuredContent?.['items'] as { uri: string; transcript?: string }[];
    expect(items[0]?.transcript).toBe(items[0]?.uri.replace('calendar:', 'meeting-transcript:'));
    expect(structuredContent?.['page']).toMatchObject({ note: expect.stringContaining('meeting:') });
  });
});
