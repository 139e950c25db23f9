import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { found } from './reading/search-items.ts';
import { refusal } from './reading/read-resource.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

async function noteOf(tool: string, args: Record<string, unknown>): Promise<string> {
  const { structuredContent } = await megan.callTool({ name: tool, arguments: args });
  const page = structuredContent?.['page'] as { note?: string } | undefined;
  return page?.note ?? '';
}

describe('what people ask in whole sentences', () => {
  it.each([
    ['outlook_email_search', 'what did my manager say about the budget?'],
    ['chat_message_search', 'what did Adele say about the venue in Berlin'],
    ['sharepoint_search', 'where is the travel policy document'],
    ['outlook_calendar_search', 'what is my next meeting about the budget'],
  ])('finds nothing in %s, which says why', async (tool, query) => {
    expect(await noteOf(tool, { query })).toContain('Nothing holds all of these words');
  });

  it.each([
    ['outlook_email_search', { query: 'zxqwv' }],
    ['outlook_email_search', { query: 'zxqwv OR qwxzv' }],
    ['outlook_email_search', { query: 'the budget', offset: 900 }],
    ['outlook_email_search', { query: 'budget' }],
  ])('and not where that is not why: %s %j', async (tool, args) => {
    expect(await noteOf(tool, args)).not.toContain('Nothing holds');
  });
});

describe('“me” is the person who asks', () => {
  it.each([
    ['outlook_email_search', { sender: 'me' }, /^Megan Bowen </],
    ['chat_message_search', { sender: 'me' }, /^Megan Bowen/],
    ['chat_message_search', { sender: 'Me', query: '*' }, /^Megan Bowen/],
  ])('in %s %j', async (tool, args, from) => {
    const items = await found(megan, tool, args);
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(item['from']).toMatch(from);
  });

  it('who receives mail, attends meetings, writes files', async () => {
    const others = await found(megan, 'outlook_email_search', { recipient: 'me', limit: 3 });
    expect(others).toHaveLength(3);
    expect(await found(megan, 'outlook_calendar_search', { attendee: 'me' })).not.toEqual([]);
    const files = await found(megan, 'sharepoint_search', { author: 'me' });
    expect(files).not.toEqual([]);
  });
});

describe('what people call things', () => {
  it.each([
    ['excel', '.xlsx'],
    ['Word', '.docx'],
    ['PowerPoint', '.pptx'],
  ])('a file of %s', async (fileType, extension) => {
    const files = await found(megan, 'sharepoint_search', { fileType });
    expect(files.length).toBeGreaterThan(0);
    for (const { name } of files) expect(String(name).endsWith(extension)).toBe(true);
  });
});

describe('a folder', () => {
  it.each([
    ['Halo/Retailers', ['Retailers']],
    ['Shared Documents\\Halo', ['Halo']],
    ['finance/Retailers', []],
    ['marketing/Documents', ['Documents']],
  ])('is found by its path: %s', async (name, names) => {
    const folders = await found(megan, 'sharepoint_folder_search', { name });
    expect(folders.map((folder) => folder['name'])).toEqual(names);
  });

  it('of a name in a whole sentence is not there, which says why', async () => {
    expect(await noteOf('sharepoint_folder_search', { name: 'the folder with the plans' })).toContain(
      'Nothing holds all of these words',
    );
  });
});

describe('since a day long ago', () => {
  it('means until now and beyond, not for a year', async () => {
    const since = `${new Date().getUTCFullYear() - 3}-01-01`;
    const events = await found(megan, 'outlook_calendar_search', { afterDateTime: since, query: 'Halo' });
    expect(events).not.toEqual([]);
  });
});

describe('a page that is not there', () => {
  it('of a list does not tell how many there are: nobody has counted them', async () => {
    const answer = await megan.callTool({
      name: 'read_resource',
      arguments: { uri: 'mail:///folders/inbox', startPage: 99 },
    });
    expect(answer.content[0]?.text).toContain('there is no page 99');
    expect(await refusal(megan, 'mail:///folders/nothing/at/all')).toMatchObject({ code: 'not_found' });
  });
});
