import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { searchItems } from './reading/search-items.ts';
import { readError } from './reading/read-resource.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

async function getNote(tool: string, args: Record<string, unknown>): Promise<string> {
  const { structuredContent } = await megan.callTool({ name: tool, arguments: args });
  const page = structuredContent?.['page'] as { note?: string } | undefined;
  return page?.note ?? '';
}

describe('a query that is a whole sentence', () => {
  it.each([
    ['outlook_email_search', 'what did my manager say about the budget?'],
    ['chat_message_search', 'what did Adele say about the venue in Berlin'],
    ['sharepoint_search', 'where is the travel policy document'],
    ['outlook_calendar_search', 'what is my next meeting about the budget'],
  ])('returns no item in %s, with a note that no item holds all words', async (tool, query) => {
    expect(await getNote(tool, { query })).toContain('No results contain all of these words');
  });

  it.each([
    ['outlook_email_search', { query: 'zxqwv' }],
    ['outlook_email_search', { query: 'zxqwv OR qwxzv' }],
    ['outlook_email_search', { query: 'the budget', offset: 900 }],
    ['outlook_email_search', { query: 'budget' }],
  ])('%s with %j has no note about missing words', async (tool, args) => {
    expect(await getNote(tool, args)).not.toContain('No results contain');
  });
});

describe('"me" as a user', () => {
  it.each([
    ['outlook_email_search', { sender: 'me' }, /^Megan Bowen </],
    ['chat_message_search', { sender: 'me' }, /^Megan Bowen/],
    ['chat_message_search', { sender: 'Me', query: '*' }, /^Megan Bowen/],
  ])('%s with %j returns items of the signed-in user', async (tool, args, from) => {
    const items = await searchItems(megan, tool, args);
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(item['from']).toMatch(from);
  });

  it('is accepted as recipient, attendee and author', async () => {
    const others = await searchItems(megan, 'outlook_email_search', { recipient: 'me', limit: 3 });
    expect(others).toHaveLength(3);
    expect(await searchItems(megan, 'outlook_calendar_search', { attendee: 'me' })).not.toEqual([]);
    const files = await searchItems(megan, 'sharepoint_search', { author: 'me' });
    expect(files).not.toEqual([]);
  });
});

describe('sharepoint_search by fileType', () => {
  it.each([
    ['excel', '.xlsx'],
    ['Word', '.docx'],
    ['PowerPoint', '.pptx'],
  ])('finds files by the application name %s', async (fileType, extension) => {
    const files = await searchItems(megan, 'sharepoint_search', { fileType });
    expect(files.length).toBeGreaterThan(0);
    for (const { name } of files) expect(String(name).endsWith(extension)).toBe(true);
  });
});

describe('sharepoint_folder_search', () => {
  it.each([
    ['Halo/Retailers', ['Retailers']],
    ['Shared Documents\\Halo', ['Halo']],
    ['finance/Retailers', []],
    ['marketing/Documents', ['Documents']],
  ])('finds a folder by the path %s', async (name, names) => {
    const folders = await searchItems(megan, 'sharepoint_folder_search', { name });
    expect(folders.map((folder) => folder['name'])).toEqual(names);
  });

  it('returns a note when no folder name holds all words of a sentence', async () => {
    expect(await getNote('sharepoint_folder_search', { name: 'the folder with the plans' })).toContain(
      'No results contain all of these words',
    );
  });
});

describe('outlook_calendar_search with afterDateTime three years ago', () => {
  it('finds upcoming events', async () => {
    const since = `${new Date().getUTCFullYear() - 3}-01-01`;
    const events = await searchItems(megan, 'outlook_calendar_search', {
      afterDateTime: since,
      query: 'Halo',
    });
    expect(events).not.toEqual([]);
  });
});

describe('read_resource with a startPage past the end', () => {
  it('names the missing page and no total for a list of unknown length', async () => {
    const answer = await megan.callTool({
      name: 'read_resource',
      arguments: { uri: 'mail:///folders/inbox', startPage: 99 },
    });
    expect(answer.content[0]?.text).toContain('there is no page 99');
    expect(await readError(megan, 'mail:///folders/nothing/at/all')).toMatchObject({ code: 'not_found' });
  });
});
