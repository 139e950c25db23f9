import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { contoso } from 'm365-simulator';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  connector.simulation.tenant.control.setGrants(contoso, requestedPermissions);
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());
afterEach(() => connector.simulation.tenant.control.setUserGrants('megan', null));

interface Found {
  readonly items: readonly Record<string, unknown>[];
  readonly page: { readonly note?: string; readonly total?: number };
  readonly people?: readonly Record<string, unknown>[];
  readonly unclear?: readonly { readonly name: string; readonly candidates: readonly string[] }[];
}

async function search(tool: string, args: Record<string, unknown>): Promise<Found> {
  const { structuredContent, isError, content } = await megan.callTool({ name: tool, arguments: args });
  expect(isError, content[0]?.text).not.toBe(true);
  return structuredContent as unknown as Found;
}

describe('a name wherever an address is accepted', () => {
  it.each([
    ['outlook_email_search', { sender: 'Patti Fernandes', limit: 3 }, 'patti@contoso.example'],
    ['outlook_email_search', { sender: 'Patti Fernandez <patti@contoso.example>', limit: 3 }, 'patti@'],
    ['outlook_email_search', { mailbox: 'Invoices', limit: 3 }, 'owner=invoices'],
    ['outlook_calendar_search', { calendarOwnerEmail: 'Patti', limit: 3 }, 'owner=patti'],
    ['outlook_calendar_search', { attendee: 'Lidia Holoway', limit: 3 }, 'Lidia Holloway'],
    ['chat_message_search', { sender: 'Pati Fernandez' }, 'patti@contoso.example'],
    ['people_search', { query: 'Megan Bown' }, 'Megan Bowen'],
    ['sharepoint_search', { author: 'Lidi Holloway', limit: 2 }, 'Lidia Holloway'],
    ['outlook_email_search', { sender: 'Fernandez, Patti', limit: 2 }, 'patti@contoso.example'],
  ])('%s accepts %j', async (tool, args, expected) => {
    const { items, page } = await search(tool, args);
    expect(items.length, page.note).toBeGreaterThan(0);
    expect(JSON.stringify({ items, page })).toContain(expected);
  });

  it('find_meeting_availability resolves a misspelled name and says so', async () => {
    const { people, page } = await search('find_meeting_availability', {
      participants: ['Pati Fernandez', 'me'],
    });
    expect(people?.map(({ who }) => who)).toEqual([
      'Megan Bowen <megan@contoso.example>',
      'Patti Fernandez <patti@contoso.example>',
    ]);
    expect(page.note).toContain('was assumed');
  });

  it('find_meeting_availability lists the candidates of a first name', async () => {
    const { unclear } = await search('find_meeting_availability', { participants: ['Adele'] });
    expect(unclear).toEqual([
      {
        name: 'Adele',
        candidates: ['Adele Vance <adele@contoso.example>', 'Adele Wilkins <adele.wilkins@contoso.example>'],
      },
    ]);
  });

  it.each([
    ['a part of its name', 'room 14', 'Room 14 Warsaw <room14@contoso.example>'],
    ['its name in another order', 'Rainier room', 'Room Rainier <rainier@contoso.example>'],
    ['a misspelled name', 'Room Ranier', 'Room Rainier <rainier@contoso.example>'],
  ])('find_meeting_availability finds a room by %s', async (_, room, expected) => {
    const { people, items } = await search('find_meeting_availability', { participants: [room] });
    expect(people?.map(({ who }) => who)).toContain(expected);
    expect(items.length).toBeGreaterThan(0);
  });

  it('find_meeting_availability finds no time at which the room is booked', async () => {
    const { items } = await search('find_meeting_availability', {
      participants: ['Room 12'],
      afterDateTime: 'next week',
      maxCandidates: 50,
    });
    expect(new Set(items.map(({ weekday }) => weekday))).toEqual(new Set(['Mon', 'Tue']));
  });

  it('find_meeting_availability lists the rooms that a word fits', async () => {
    const { unclear } = await search('find_meeting_availability', { participants: ['Warsaw', 'room'] });
    expect(unclear).toEqual([
      {
        name: 'Warsaw',
        candidates: ['Room 14 Warsaw <room14@contoso.example>', 'Room 12 Warsaw <room12@contoso.example>'],
      },
      {
        name: 'room',
        candidates: [
          'Room 14 Warsaw <room14@contoso.example>',
          'Room Rainier <rainier@contoso.example>',
          'Room 12 Warsaw <room12@contoso.example>',
        ],
      },
    ]);
  });

  it('find_meeting_availability says that the directory has no such room', async () => {
    const { unclear, page } = await search('find_meeting_availability', { participants: ['Room 99'] });
    expect(unclear).toEqual([{ name: 'Room 99', candidates: [] }]);
    expect(page.note).toContain('rooms may need an address');
  });

  it('names the candidates when the owner of a mailbox is not clear', async () => {
    const { isError, content } = await megan.callTool({
      name: 'outlook_email_search',
      arguments: { mailbox: 'Adele' },
    });
    expect(isError).toBe(true);
    expect(content[0]?.text).toContain('adele.wilkins@contoso.example');
  });

  it('my manager and my team mean people where the directory names them', async () => {
    const { control } = connector.simulation.tenant;
    control.setUserGrants('megan', [...requestedPermissions, 'User.Read.All']);
    const client = await connector.client('2025-11-25', 'megan');
    const mail = await client.callTool({
      name: 'outlook_email_search',
      arguments: { sender: 'my manager', query: 'budget' },
    });
    expect(mail.content[0]?.text).toContain('patti@contoso.example');
    const times = await client.callTool({
      name: 'find_meeting_availability',
      arguments: { participants: ['my manager'] },
    });
    expect(times.content[0]?.text).toContain('Patti Fernandez <patti@contoso.example>');
    await client.close();
  });

  it('names the permission that my manager needs', async () => {
    const { content, isError } = await megan.callTool({
      name: 'outlook_email_search',
      arguments: { sender: 'my manager' },
    });
    expect(isError).toBe(true);
    expect(content[0]?.text).toContain('User.Read.All');
  });

  it('finds the mail of my manager without User.Read.All where Graph returns the own manager', async () => {
    const { control } = connector.simulation.tenant;
    control.setConditions(['basicManager']);
    const { content, isError } = await megan.callTool({
      name: 'outlook_email_search',
      arguments: { sender: 'my manager', query: 'budget' },
    });
    control.setConditions([]);
    expect(isError).not.toBe(true);
    expect(content[0]?.text).toContain('patti@contoso.example');
  });
});

describe('senders outside the organization', () => {
  it.each([
    ['the first verified domain', 'new@contoso.example', undefined],
    ['another verified domain', 'store@contoso-stores.example', undefined],
    ['a subdomain of a verified domain', 'news@mail.contoso.example', undefined],
    ['the initial domain', 'svc@contoso.onmicrosoft.com', undefined],
    ['a federated organization', 'joni@fabrikam.example', true],
    ['a guest', 'lee_fabrikam.example#EXT#@contoso.onmicrosoft.com', true],
    ['a domain that ends like a verified one', 'x@evil-contoso.example', true],
    ['a domain that begins like a verified one', 'x@contoso.example.evil.example', true],
  ])('a sender of %s', async (kind, address, external) => {
    const subject = `External or not: ${kind}`;
    const from = { name: 'Some Body', address };
    connector.simulation.tenant.control.addMail('megan', { subject, from });
    const found = await megan.callTool({
      name: 'outlook_email_search',
      arguments: { query: `"${subject}"`, limit: 1 },
    });
    const items = (found.structuredContent as { items: readonly Record<string, unknown>[] }).items;
    expect(items).toMatchObject([{ subject, from: expect.stringContaining(address) }]);
    expect(items[0]?.['external']).toBe(external);
  });
});

describe('Teams messages of one chat', () => {
  it.each([
    ['Patti', 'Patti Fernandez'],
    ['chat with Patti', 'Patti Fernandez'],
    ['Halo launch crew', 'Halo launch crew'],
    ['Halo weekly', 'Halo weekly'],
    ['patti@contoso.example', 'Patti Fernandez'],
    ['Pati Fernandez', 'Patti Fernandez'],
  ])('chat %s', async (chat, expected) => {
    const { items } = await search('chat_message_search', { chat });
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map((item) => item['chat']))).toEqual(new Set([expected]));
  });

  it('accepts the uri of a result, with words and sender', async () => {
    const [first] = (await search('chat_message_search', { chat: 'Patti', query: 'budget' })).items;
    const { items } = await search('chat_message_search', { chat: first?.['uri'], sender: 'me' });
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      expect(item['chat']).toBe('Patti Fernandez');
      expect(item['from']).toContain('Megan Bowen');
    }
  });

  it('accepts the uri of a channel, whose posts name team and channel', async () => {
    const [post] = (await search('chat_message_search', { query: 'LED driver' })).items;
    expect(post).toMatchObject({ channel: 'General', team: 'Halo launch' });
    const { items } = await search('chat_message_search', { chat: post?.['uri'], limit: 3 });
    expect(new Set(items.map((item) => item['channel']))).toEqual(new Set(['General']));
  });

  it.each([
    ['Sell-out', ['Sell-out']],
    ['the Sell-out channel', ['Sell-out']],
    ['#sellout', ['Sell-out']],
    ['General', ['General']],
    ['Halo launch / General', ['General']],
    ['General in the Halo launch team', ['General']],
    ['channel general of halo launch', ['General']],
    ['Halo launch team', ['General', 'Sell-out']],
    ['Sellout chanel', ['Sell-out']],
  ])('accepts the channel %s by name', async (chat, channels) => {
    const { items } = await search('chat_message_search', { chat, limit: 25 });
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map((item) => item['channel']))).toEqual(new Set(channels));
    expect(new Set(items.map((item) => item['team']))).toEqual(new Set(['Halo launch']));
  });

  it('searches words in a channel by name, and names the channels of several that fit', async () => {
    const words = await search('chat_message_search', { chat: 'General', query: 'driver' });
    expect(words.items.map(({ channel }) => channel)).toContain('General');
    const { page } = await search('chat_message_search', { chat: 'Halo launch team' });
    expect(page.note).toContain('2 channels fit: Halo launch / General; Halo launch / Sell-out.');
  });

  it('finds a channel with a misspelled name and says so', async () => {
    const { items, page } = await search('chat_message_search', { chat: 'Halo lanch Generel' });
    expect(new Set(items.map((item) => item['channel']))).toEqual(new Set(['General']));
    expect(page.note).toContain('Halo launch / General was assumed.');
  });

  it('prefers the chat with a topic to a channel of another name that has its words', async () => {
    const { items } = await search('chat_message_search', { chat: 'Halo launch crew' });
    expect(new Set(items.map((item) => item['chat']))).toEqual(new Set(['Halo launch crew']));
  });

  it('finds messages that mention the user', async () => {
    const { items } = await search('chat_message_search', { mentionsMe: true });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ channel: 'General', from: expect.stringContaining('Lidia') });
  });

  it('says what to do when no chat fits', async () => {
    const { content, isError } = await megan.callTool({
      name: 'chat_message_search',
      arguments: { chat: 'Quarterly quilting' },
    });
    expect(isError).toBe(true);
    expect(content[0]?.text).toContain('teams:///chats/');
    expect(content[0]?.text).toContain('no channel of your teams has this name');
  });
});

describe('mail by answers and subfolders', () => {
  it('divides the inbox into answered and unanswered mail', async () => {
    const count = async (answered: boolean) =>
      (await search('outlook_email_search', { folderName: 'Inbox', answered, countOnly: true })).page.total ??
      0;
    const [answered, unanswered] = await Promise.all([count(true), count(false)]);
    expect(answered).toBeGreaterThan(0);
    expect(unanswered).toBeGreaterThan(answered);
  });

  it('finds more mail with subfolders than without', async () => {
    const count = async (subfolders: boolean) =>
      (await search('outlook_email_search', { folderName: 'Inbox', subfolders, countOnly: true })).page
        .total ?? 0;
    expect(await count(true)).toBeGreaterThan(await count(false));
  });
});
