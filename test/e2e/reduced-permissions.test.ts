import { afterEach, describe, expect, it } from 'vitest';
import { type ToolResult, call, itemsOf, textOf } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();

type Arguments = Record<string, unknown>;

afterEach(() => connector.simulation.tenant.control.setUserGrants('megan', null));

/** Connects Megan with User.Read and these permissions only. */
async function connectMegan(...permissions: readonly string[]) {
  connector.simulation.tenant.control.setUserGrants('megan', ['User.Read', ...permissions]);
  return connector.client('2025-11-25', 'megan');
}

function getNote(answer: ToolResult): string {
  return (answer.structuredContent?.['page'] as { note?: string } | undefined)?.note ?? '';
}

/** Expects permission_missing and returns the missing permissions. */
async function expectMissingPermission(
  client: Awaited<ReturnType<typeof connectMegan>>,
  name: string,
  args: Arguments,
) {
  const answer = await client.callTool({ name, arguments: args });
  expect(answer.isError).toBe(true);
  const { error } = answer.structuredContent as {
    error: { code: string; message: string; permissions?: readonly string[] };
  };
  expect(error.code).toBe('permission_missing');
  for (const permission of error.permissions ?? []) expect(error.message).toContain(permission);
  return error.permissions;
}

describe('a user with fewer permissions', () => {
  it('with Mail.ReadBasic gets mail without previews and without text search', async () => {
    const client = await connectMegan('Mail.ReadBasic');
    const answer = await call(client, 'outlook_email_search', { sender: 'patti@contoso.example' });
    expect(itemsOf(answer).length).toBeGreaterThan(0);
    for (const item of itemsOf(answer)) expect(item).not.toHaveProperty('preview');
    expect(getNote(answer)).toContain('Mail.Read is not granted, only Mail.ReadBasic');
    for (const args of [{ query: 'budget' }, { sender: 'Patti' }, { recipient: 'Patti' }]) {
      expect(await expectMissingPermission(client, 'outlook_email_search', args)).toContain('Mail.Read');
    }
    expect(
      await expectMissingPermission(client, 'outlook_email_search', { mailbox: 'invoices@contoso.example' }),
    ).toEqual(['Mail.Read.Shared']);
    const opened = await call(client, 'read_resource', { uri: itemsOf(answer)[0]?.['uri'] });
    expect(textOf(opened)).toContain('Mail.Read is not granted, only Mail.ReadBasic');
    await client.close();
  });

  it('with Mail.Read but not Mail.Read.Shared searches only the own mailbox', async () => {
    const client = await connectMegan('Mail.Read');
    expect(itemsOf(await call(client, 'outlook_email_search', { query: 'budget' }))).not.toEqual([]);
    expect(
      await expectMissingPermission(client, 'outlook_email_search', { mailbox: 'invoices@contoso.example' }),
    ).toEqual(['Mail.Read.Shared']);
    await client.close();
  });

  it('with Chat.ReadBasic gets the list of chats without messages', async () => {
    const client = await connectMegan('Chat.ReadBasic');
    const answer = await call(client, 'chat_message_search', { query: 'launch' });
    expect(itemsOf(answer)).toContainEqual(expect.objectContaining({ chat: 'Halo launch crew' }));
    for (const item of itemsOf(answer)) expect(item).not.toHaveProperty('text');
    expect(getNote(answer)).toContain('Chat.Read is not granted, only Chat.ReadBasic');
    await client.close();
  });

  it('with ChatMessage.Read in place of Chat.Read neither searches nor reads a message by URI', async () => {
    const whole = await connector.client('2025-11-25', 'megan');
    const found = itemsOf(await call(whole, 'chat_message_search', { query: 'budget' }));
    const uri = found.map((item) => String(item['uri'])).find((text) => text.includes('/chats/'));
    await whole.close();
    const client = await connectMegan('ChatMessage.Read');
    expect(await expectMissingPermission(client, 'chat_message_search', { query: 'budget' })).toContain(
      'Chat.Read',
    );
    expect(await expectMissingPermission(client, 'read_resource', { uri })).toEqual(['Chat.Read']);
    await client.close();
  });

  it('with Chat.Read but not ChannelMessage.Read.All searches chats without channels', async () => {
    const client = await connectMegan('Chat.Read');
    const answer = await call(client, 'chat_message_search', { query: 'budget' });
    expect(itemsOf(answer)).not.toEqual([]);
    for (const item of itemsOf(answer)) expect(item['uri']).toMatch(/^teams:\/\/\/chats\//);
    expect(getNote(answer)).toContain('ChannelMessage.Read.All is not granted');
    await client.close();
  });

  it('with Calendars.Read but not Calendars.Read.Shared searches only the own calendar', async () => {
    const client = await connectMegan('Calendars.Read');
    expect(itemsOf(await call(client, 'outlook_calendar_search', { query: 'Halo' }))).not.toEqual([]);
    const args = { calendarOwnerEmail: 'patti@contoso.example' };
    expect(await expectMissingPermission(client, 'outlook_calendar_search', args)).toEqual([
      'Calendars.Read.Shared',
    ]);
    const free = await call(client, 'find_meeting_availability', { participants: ['patti@contoso.example'] });
    expect(itemsOf(free)).not.toEqual([]);
    await client.close();
  });

  it('with Files.Read searches only the own OneDrive', async () => {
    const client = await connectMegan('Files.Read');
    const files = await call(client, 'sharepoint_search', { query: 'Halo' });
    expect(itemsOf(files)).toContainEqual(expect.objectContaining({ name: 'Halo ideas.md' }));
    const folders = await call(client, 'sharepoint_folder_search', { name: 'Drafts' });
    expect(itemsOf(folders)).toMatchObject([{ name: 'Drafts' }]);
    for (const answer of [files, folders]) {
      for (const item of itemsOf(answer)) expect(item['path']).toMatch(/^(personal\/)?megan|Documents/);
      expect(getNote(answer)).toContain('neither Sites.Read.All nor Files.Read.All is granted');
    }
    for (const tool of ['sharepoint_search', 'sharepoint_folder_search']) {
      const args = tool === 'sharepoint_search' ? { query: 'Halo' } : { name: 'Halo' };
      expect(await expectMissingPermission(client, tool, { ...args, site: 'Marketing' })).toEqual([
        'Sites.Read.All',
      ]);
    }
    await client.close();
  });

  it('with Files.Read.All but not Sites.Read.All searches OneDrive, without sites and pages', async () => {
    const client = await connectMegan('Files.Read.All');
    const answer = await call(client, 'sharepoint_search', { query: 'Halo OR agenda' });
    expect(
      itemsOf(answer)
        .map((item) => String(item['name']))
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['Board agenda.md', 'Halo ideas.md']);
    expect(getNote(answer)).toContain('SharePoint was not searched: Sites.Read.All is not granted');
    await client.close();
  });

  it('with Mail.Read.Shared in place of Mail.Read does not read the own mailbox by its address', async () => {
    const client = await connectMegan('Mail.Read.Shared', 'Calendars.Read.Shared');
    const own = 'Megan@contoso.example';
    for (const [tool, args] of [
      ['outlook_email_search', { query: 'budget', mailbox: own }],
      ['read_resource', { uri: `mail:///folders/?owner=${own}` }],
      ['read_resource', { uri: 'mail:///folders/?owner=a0000000-0000-4000-8000-000000000001' }],
    ] as const) {
      expect(await expectMissingPermission(client, tool, args)).toEqual(['Mail.Read']);
    }
    expect(
      await expectMissingPermission(client, 'outlook_calendar_search', { calendarOwnerEmail: own }),
    ).toEqual(['Calendars.Read']);
    const shared = { mailbox: 'invoices@contoso.example' };
    expect(itemsOf(await call(client, 'outlook_email_search', shared))).not.toEqual([]);
    await client.close();
  });
});
