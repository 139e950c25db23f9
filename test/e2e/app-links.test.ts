import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { teamsLink } from '../../src/m365/teams/link.ts';
import { useConnector } from './connector.ts';
import { parseReadResult, read, readError } from './reading/read-resource.ts';
import { searchItems } from './reading/search-items.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

async function findUri(tool: string, args: Record<string, unknown>): Promise<string> {
  const [item] = await searchItems(megan, tool, { ...args, limit: 1 });
  return String(item?.['uri']);
}

describe('read_resource of a link that the user pastes', () => {
  it.each([
    ['a mail in Outlook', 'outlook_email_search', { query: 'FY27 budget' }],
    ['an event in Outlook', 'outlook_calendar_search', { query: 'Budget review' }],
  ])('opens %s', async (_, tool, args) => {
    const uri = await findUri(tool, args);
    const found = parseReadResult(
      await megan.callTool({ name: 'read_resource', arguments: { uri, links: true } }),
    );
    const opened = await read(megan, String(found.facts['webLink']));
    expect(opened.structured['title']).toBe(found.structured['title']);
    expect(opened.text).toBe(found.text);
  });

  it.each([
    ['a post in a channel', { query: 'Second source' }],
    ['a message in a chat', { chat: 'Patti', query: 'budget' }],
  ])('opens %s in Teams', async (_, args) => {
    const uri = await findUri('chat_message_search', args);
    const [found, opened] = [
      await read(megan, uri),
      await read(megan, teamsLink(uri, 'https://teams.microsoft.com') ?? ''),
    ];
    expect(opened.structured['uri']).toBe(found.structured['uri']);
    expect(opened.text).toBe(found.text);
  });

  it('names the links that can be read for another one', async () => {
    const { code, message } = await readError(megan, 'https://teams.microsoft.com/l/meetup-join/x/0');
    expect([code, message]).toEqual([
      'invalid_argument',
      expect.stringContaining('a link of SharePoint, OneDrive, Teams or Outlook'),
    ]);
  });
});
