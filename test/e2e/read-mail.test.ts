import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contoso } from 'm365-simulator';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { searchItems } from './reading/search-items.ts';
import { read, readError } from './reading/read-resource.ts';
import { withPermissions } from './reading/permissions.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

describe('read_resource of mail', () => {
  it('with Mail.ReadBasic returns a message without its body', async () => {
    const [item] = await searchItems(megan, 'outlook_email_search', { query: 'budget' });
    await withPermissions(connector, ['User.Read', 'Mail.ReadBasic'], async (client) => {
      const { text, note, facts } = await read(client, String(item?.['uri']));
      expect([text, facts['from']]).toEqual(['', expect.stringContaining('@')]);
      expect(note).toContain('Mail.Read is not granted');
    });
  });

  it('opens every listed attachment', async () => {
    const items = await searchItems(megan, 'outlook_email_search', {
      query: 'hasAttachments:true',
      limit: 25,
    });
    const kinds = new Set<string>();
    for (const { uri } of items) {
      const { facts } = await read(megan, String(uri));
      for (const { uri: attachment, kind = 'file' } of (facts['attachments'] ?? []) as {
        uri: string;
        kind?: string;
      }[]) {
        const answer = await megan.callTool({ name: 'read_resource', arguments: { uri: attachment } });
        if (!answer.isError) kinds.add(kind);
        else expect(answer.content[0]?.text).toMatch(/^(?:unsupported_content|protected_content|too_large)/);
      }
    }
    expect([...kinds].toSorted()).toEqual(['file', 'item', 'link']);
  });

  it('keeps ?owner= in all URIs of a shared mailbox', async () => {
    const owner = '?owner=invoices@contoso.example';
    const { entries } = await read(megan, `mail:///folders/${owner}`);
    expect(entries.every(({ uri }) => String(uri).endsWith(owner))).toBe(true);
    const inbox = await read(megan, `mail:///folders/inbox${owner}`);
    expect(String(inbox.entries[0]?.['uri'])).toContain(owner);
    expect((await read(megan, String(inbox.entries[0]?.['uri']))).facts['to']).toContain(
      'invoices@contoso.example',
    );
    expect(await readError(megan, 'mail:///folders/inbox?owner=adele@contoso.example')).toMatchObject({
      code: 'access_denied',
    });
  });
});

describe('read_resource of me:///', () => {
  it('returns the user, the tenant and the granted permissions', async () => {
    const { facts } = await read(megan, 'me:///');
    expect(facts).toMatchObject({
      signInName: 'megan@contoso.example',
      tenantId: contoso,
      timeZone: 'Europe/Warsaw',
      permissions: expect.arrayContaining(['Mail.Read', 'Chat.Read']),
    });
  });
});
