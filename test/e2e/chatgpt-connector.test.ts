import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contoso } from 'm365-simulator';
import { type AnyClient, type ToolResult, connectClient } from '../../scripts/lib/mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();
const longDocument =
  'https://fabrikam.sharepoint.com/sites/legal/Shared Documents/Registers/Register of rulings.pdf';
const eras = ['2025-11-25', '2026-07-28'] as const;

interface Result {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}

async function connect(era: (typeof eras)[number], user = 'megan'): Promise<AnyClient> {
  const url = new URL('/mcp?tools=search,fetch', connector.simulation.url);
  return await connectClient(era, url, await connector.token(user));
}

/** The object that ChatGPT reads: the text of the only content item, the same as the structured content. */
function readObject({ content, structuredContent, isError }: ToolResult): Record<string, unknown> {
  expect(isError ?? false, JSON.stringify(content)).toBe(false);
  expect(content.map(({ type }) => type)).toEqual(['text']);
  const object = JSON.parse(content[0]?.text ?? '') as Record<string, unknown>;
  expect(structuredContent).toEqual(object);
  return object;
}

async function search(client: AnyClient, query: string): Promise<readonly Result[]> {
  const object = readObject(await client.callTool({ name: 'search', arguments: { query } }));
  expect(Object.keys(object)).toEqual(['results']);
  return object['results'] as readonly Result[];
}

async function fetchResult(client: AnyClient, id: string) {
  const object = readObject(await client.callTool({ name: 'fetch', arguments: { id } }));
  return object as unknown as Result & { text: string; metadata?: Record<string, string> };
}

beforeAll(() => connector.simulation.tenant.control.setGrants(contoso, requestedPermissions));

describe.each(eras)('POST /mcp?tools=search,fetch (%s)', (era) => {
  let client: AnyClient;
  beforeAll(async () => {
    client = await connect(era);
  });
  afterAll(() => client.close());

  it('lists exactly the two tools, each with one required text', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['search', 'fetch']);
    expect(tools.map(({ inputSchema }) => inputSchema)).toMatchObject([
      { properties: { query: { type: 'string' } }, required: ['query'] },
      { properties: { id: { type: 'string' } }, required: ['id'] },
    ]);
  });

  it('search returns ids, titles and https URLs of files, mail, Teams and calendar, interleaved', async () => {
    const results = await search(client, 'launch');
    const schemes = results.map(({ id }) => id.split(':')[0]);
    expect(new Set(schemes.slice(0, 4))).toEqual(new Set(['file', 'mail', 'teams', 'calendar']));
    for (const result of results) {
      expect(Object.keys(result).toSorted()).toEqual(['id', 'title', 'url']);
      expect(result.title).not.toBe('');
      expect(URL.parse(result.url)?.protocol, JSON.stringify(result)).toBe('https:');
    }
  });

  it('fetch opens the first result of each source, with its text between untrusted marks', async () => {
    const results = await search(client, 'launch');
    for (const scheme of ['file', 'mail', 'teams', 'calendar']) {
      const found = results.find(({ id }) => id.startsWith(`${scheme}:`));
      const document = await fetchResult(client, found?.id ?? '');
      expect(document.id).toBe(found?.id);
      expect(document.title).not.toBe('');
      expect(document.text).toMatch(
        /^\[untrusted content \S+ begins\]\n[^]+\n\[untrusted content \S+ ends\]$/,
      );
      expect(URL.parse(document.url)?.protocol, document.url).toBe('https:');
      expect(Object.values(document.metadata ?? {}).every((value) => typeof value === 'string')).toBe(true);
    }
  });

  it('fetch opens a list, without the cursor that it cannot take', async () => {
    const folders = await fetchResult(client, 'mail:///folders/');
    expect(folders.text).toContain('Inbox');
    expect(folders.metadata?.['note'] ?? '').not.toContain('cursor');
  });

  it('returns a tool error for an id of no known form, and for an unknown argument', async () => {
    for (const [name, args] of [
      ['fetch', { id: 'https://evil.example/' }],
      ['fetch', { id: 'file:///../x' }],
      ['fetch', {}],
      ['search', { query: '' }],
      ['search', { query: 'budget', limit: 5 }],
    ] as const) {
      const refused = await client.callTool({ name, arguments: args });
      expect(refused.structuredContent).toMatchObject({ error: { code: 'invalid_argument' } });
    }
  });
});

describe('search and fetch', () => {
  it('are neither listed nor callable without ?tools=', async () => {
    const client = await connector.client('2026-07-28', 'megan');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['search']));
    expect(tools.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['fetch']));
    for (const [name, args] of [
      ['search', { query: 'launch' }],
      ['fetch', { id: 'me:///' }],
    ] as const) {
      const refused = await client.callTool({ name, arguments: args });
      expect(refused.structuredContent).toMatchObject({ error: { code: 'tool_disabled' } });
    }
    await client.close();
  });

  it('search names the sources that a missing permission closes, and returns those of the others', async () => {
    connector.simulation.tenant.control.setUserGrants('megan', ['User.Read', 'Mail.Read']);
    const client = await connect('2026-07-28');
    const object = readObject(await client.callTool({ name: 'search', arguments: { query: 'launch' } }));
    const results = object['results'] as readonly Result[];
    expect(results.length).toBeGreaterThan(0);
    expect(results.every(({ id }) => id.startsWith('mail:'))).toBe(true);
    expect(object['note']).toMatch(
      /^Not searched: Files: requires Sites\.Read\.All .*Teams messages: .*Calendar/,
    );
    connector.simulation.tenant.control.setUserGrants('megan', null);
    await client.close();
  });

  it('fetch opens a link, and continues a long document at the id in its metadata', async () => {
    const client = await connect('2025-11-25', 'joni');
    const first = await fetchResult(client, longDocument);
    const next = first.metadata?.['next'] ?? '';
    expect(next).toMatch(/^file:\/\/\/[^?]+\?startPage=\d+$/);
    const second = await fetchResult(client, next);
    expect(second).toMatchObject({ id: next, title: first.title, url: first.url });
    expect(second.text).not.toBe(first.text);
    await client.close();
  });

  it('write an audit event with tool, kind and hash of the resource', async () => {
    const client = await connect('2026-07-28');
    await connector.audit(0);
    await client.callTool({ name: 'fetch', arguments: { id: 'me:///' } });
    const events = await connector.audit(1);
    expect(events).toContainEqual(
      expect.objectContaining({
        tool: 'fetch',
        resourceKind: 'me',
        resourceHash: expect.stringMatching(/^[\w-]{22}$/),
        outcome: 'ok',
      }),
    );
    await client.close();
  });
});
