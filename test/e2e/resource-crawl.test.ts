import { describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { read, parseReadResult } from './reading/read-resource.ts';

const connector = useConnector();

const startUris = ['me:///', 'mail:///folders/', 'teams:///chats/', 'teams:///teams/', 'drive:///me'];
const searches: readonly (readonly [tool: string, args: Record<string, unknown>])[] = [
  ['outlook_email_search', { limit: 25 }],
  ['outlook_email_search', { query: 'budget OR terms OR register' }],
  ['outlook_calendar_search', { limit: 25, afterDateTime: '4 weeks ago', beforeDateTime: 'in 2 weeks' }],
  ['sharepoint_search', { query: 'the', limit: 50 }],
  ['sharepoint_search', { fileType: 'aspx', limit: 50 }],
  ['chat_message_search', { query: 'the OR to OR report' }],
];
/** Resources that are read per form of URI. */
const maxPerForm = process.env['LONG_TESTS'] ? 14 : 8;

/** All URIs in a value. */
function findUris(value: unknown): string[] {
  if (typeof value === 'string') {
    return /^(?:(?:mail|calendar|meeting|meeting-transcript|teams|drive|file|page):\/\/\/|https:\/\/[\w-]+\.sharepoint\.com\/)[^{}]*$/.test(
      value,
    )
      ? [value]
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(findUris);
}

function uriForm(uri: string): string {
  return uri.replaceAll(/[A-Za-z0-9!_~.@:=%,+-]{14,}/g, '…').replaceAll(/\d+/g, '0');
}

interface CrawlResult {
  readonly opened: Map<string, string>;
  readonly failed: Map<string, string>;
}

/** Reads everything reachable from the start URIs and the searches, and validates each response. */
async function crawl(client: AnyClient): Promise<CrawlResult> {
  const opened = new Map<string, string>();
  const failed = new Map<string, string>();
  const queue = [...startUris];
  for (const [name, args] of searches) {
    const response = await client.callTool({ name, arguments: args });
    expect(response.isError, `${name}: ${response.content[0]?.text}`).not.toBe(true);
    queue.push(...findUris(response.structuredContent));
  }
  const seen = new Set<string>();
  const readPerForm = new Map<string, number>();
  for (let uri = queue.shift(); uri !== undefined; uri = queue.shift()) {
    const form = uriForm(uri);
    const alreadyRead = readPerForm.get(form) ?? 0;
    if (seen.has(uri) || alreadyRead >= maxPerForm) continue;
    seen.add(uri);
    readPerForm.set(form, alreadyRead + 1);
    const response = await client.callTool({ name: 'read_resource', arguments: { uri } });
    if (response.isError) {
      failed.set(uri, response.content[0]?.text ?? '');
      continue;
    }
    const { structured } = parseReadResult(response);
    opened.set(uri, String(structured['kind']));
    queue.push(...findUris(structured));
    const { text, facts } = structured as { text?: string; facts?: { messageUri?: string } };
    const firstMessage = /^## \[(\d+)\]/m.exec(text ?? '')?.[1];
    const messages = facts?.messageUri;
    if (firstMessage !== undefined && messages !== undefined) {
      queue.push(messages.replace('{number}', firstMessage));
    }
  }
  return { opened, failed };
}

describe('read_resource on every URI that searches and resources return', () => {
  it.each(['megan', 'joni'])(
    'opens all of them with safe content, for %s',
    { timeout: 240_000 },
    async (user) => {
      const client = await connector.client('2026-07-28', user);
      const { opened, failed } = await crawl(client);
      await client.close();
      const kinds = new Set(opened.values());
      for (const form of [
        'message',
        'mailFolder',
        'mailFolders',
        'event',
        'chats',
        'chat',
        'chatMessage',
        'teams',
        'team',
        'channel',
        'channelMessage',
        'file',
        'page',
        'siteDrives',
        'me',
      ])
        expect([...kinds]).toContain(form);
      expect(opened.size).toBeGreaterThan(60);
      const knownErrors =
        /^(?:malware|unsupported_content|protected_content|transcripts_disabled|not_found: There is no transcript|not_found: Teams does not know|not_found: The item does not exist|access_denied)/;
      const unexpected = [...failed].filter(([, message]) => !knownErrors.test(message));
      expect(unexpected).toEqual([]);
    },
  );

  it('fails with the missing permission for a user with few permissions', { timeout: 240_000 }, async () => {
    const megan = await connector.client('2026-07-28', 'megan');
    const { opened } = await crawl(megan);
    await megan.close();
    const alex = await connector.client('2026-07-28', 'alex');
    for (const [uri, form] of opened) {
      if (form === 'me') continue;
      const response = await alex.callTool({ name: 'read_resource', arguments: { uri } });
      const text = response.content[0]?.text ?? '';
      if (response.isError)
        expect(text, uri).toMatch(/^(?:permission_missing: .*\w+\.Read|access_denied|not_found)/);
      else expect(['file', 'folder', 'ownDrive', 'driveRoot', 'link'], uri).toContain(form);
    }
    await alex.close();
  });

  it('opens nothing of another tenant', async () => {
    const joni = await connector.client('2026-07-28', 'joni');
    const chats = await read(joni, 'teams:///chats/');
    const foreignUris = [...findUris(chats.structured), 'mail:///folders/inbox'];
    const mail = await read(joni, 'mail:///folders/inbox');
    const uris = [...findUris(mail.structured), ...foreignUris].filter(
      (uri) => uri !== 'mail:///folders/inbox',
    );
    await joni.close();
    const megan = await connector.client('2026-07-28', 'megan');
    for (const uri of uris.slice(0, 20)) {
      const response = await megan.callTool({ name: 'read_resource', arguments: { uri } });
      if (uri.startsWith('mail:///folders/') || uri === 'teams:///chats/') continue;
      expect(response.isError, uri).toBe(true);
    }
    await megan.close();
  });
});
