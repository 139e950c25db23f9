import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { read, readError } from './reading/read-resource.ts';
import { withPermissions } from './reading/permissions.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

describe('read_resource of Teams', () => {
  it('returns a chat with members, quotes, attachments and deletions', async () => {
    const { entries } = await read(megan, 'teams:///chats/');
    const uri = String(entries.find(({ name }) => name === 'Halo launch crew')?.['uri']);
    const { text, facts } = await read(megan, uri);
    expect(facts['members']).toContain('Lidia Holloway <lidia@contoso.example>');
    expect(text).toContain('@Lidia too dark. See the plan.');
    expect(text).toContain('(file: Halo Launch Plan.docx https://contoso.sharepoint.com/');
    expect(text).toContain('(deleted)');
    expect(text).toContain('Twelve weeks to go 🚀');
    expect(text).not.toContain('evil.example');
    const plan = /\(file: .*? (https:\S+)\)/.exec(text)?.[1];
    expect((await read(megan, String(plan))).structured['kind']).toBe('file');
    const picture = /\[(\d+)\] [^\n]*Lidia Holloway\n {2}The proof/.exec(text)?.[1];
    const message = await read(megan, `${uri}${picture}`);
    expect(message.images).toMatchObject([{ mimeType: 'image/png' }]);
  });

  it('marks members and senders of another tenant', async () => {
    const adele = await connector.client('2026-07-28', 'adele');
    const { entries } = await read(adele, 'teams:///chats/');
    const uri = String(entries.find(({ name }) => name === 'Northwind reorder')?.['uri']);
    const { text, facts } = await read(adele, uri);
    expect(text).toMatch(/Jordan Miller \(external\)/);
    expect(facts['members']).toContain(
      'Jordan Miller <jordan.miller@northwindtraders.example> (outside the organization)',
    );
    await adele.close();
  });

  it('returns names and members without messages under Chat.ReadBasic and ChatMember.Read', async () => {
    const { entries } = await read(megan, 'teams:///chats/');
    const uri = String(entries[0]?.['uri']);
    await withPermissions(connector, ['User.Read', 'Chat.ReadBasic'], async (client) => {
      expect((await read(client, 'teams:///chats/')).entries.length).toBeGreaterThan(2);
      const { facts, text, note } = await read(client, uri);
      expect([facts['members'], text]).toEqual([expect.any(Array), '']);
      expect(note).toContain('Chat.Read is not granted, only Chat.ReadBasic');
      expect(await readError(client, `${uri}1732440000123`)).toMatchObject({ code: 'permission_missing' });
    });
    await withPermissions(connector, ['User.Read', 'ChatMember.Read'], async (client) => {
      expect((await read(client, uri)).note).toContain('only ChatMember.Read');
    });
  });

  it('returns a post with its replies, and each reply by its own URI', async () => {
    const { entries: teams } = await read(megan, 'teams:///teams/');
    const { entries: channels } = await read(
      megan,
      String(teams.find(({ name }) => name === 'Halo launch')?.['uri']),
    );
    const channel = String(channels.find(({ name }) => name === 'General')?.['uri']);
    const posts = await read(megan, channel);
    const id = /## \[(\d+)\][^\n]*Lidia Holloway\n {2}\*\*Second source/.exec(posts.text)?.[1];
    const { text, facts, structured } = await read(megan, `${channel}${id}`);
    expect(structured['title']).toBe('Second source for the LED driver');
    expect(facts['answers']).toBe(3);
    expect(text.split('\n').filter((line) => line.startsWith('### '))).toHaveLength(3);
    expect(text).toContain('  Then I sign on Monday.\n  (reactions: like 1)');
    const answer = /### \[(\d+)\]/.exec(text)?.[1];
    expect((await read(megan, `${channel}${id}/replies/${answer}`)).text).toBe('Yes, up to EUR 2.30.');
    await withPermissions(connector, ['User.Read', 'Channel.ReadBasic.All'], async (client) => {
      const few = await read(client, channel);
      expect(few.structured['title']).toBe('General');
      expect(few.note).toContain('ChannelMessage.Read.All is not granted');
    });
  });
});
