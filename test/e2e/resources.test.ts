import { describe, expect, it } from 'vitest';
import type { Era } from '../../scripts/lib/mcp-clients.ts';
import { mcpMessage, useConnector } from './connector.ts';

const connector = useConnector();

/** Resource methods that both SDK clients have. */
interface ResourceClient {
  listResources(): Promise<{ resources: { uri: string; name: string; title?: string }[] }>;
  listResourceTemplates(): Promise<{ resourceTemplates: { uriTemplate: string; name: string }[] }>;
  readResource(params: {
    uri: string;
  }): Promise<{ contents: { uri: string; mimeType?: string; text?: string; blob?: string }[] }>;
  complete(params: {
    ref: { type: 'ref/resource'; uri: string };
    argument: { name: string; value: string };
  }): Promise<{ completion: { values: string[] } }>;
  getServerCapabilities(): Record<string, unknown> | undefined;
  close(): Promise<void>;
}

async function connectClient(era: Era, user = 'megan'): Promise<ResourceClient> {
  return (await connector.client(era, user)) as unknown as ResourceClient;
}

describe.each<Era>(['2026-07-28', '2025-11-25'])('resources, revision %s', (era) => {
  it('are announced in the server capabilities', async () => {
    const client = await connectClient(era);
    expect(client.getServerCapabilities()).toMatchObject({ resources: {}, completions: {} });
    await client.close();
  });

  it('resources/list returns the entry points, resources/templates/list the templates', async () => {
    const client = await connectClient(era);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'me:///',
      'mail:///folders/',
      'teams:///chats/',
      'teams:///teams/',
      'drive:///me',
    ]);
    expect(resources.every(({ title }) => title !== undefined)).toBe(true);
    const { resourceTemplates } = await client.listResourceTemplates();
    const forms = resourceTemplates.map(({ uriTemplate }) => uriTemplate);
    expect(forms).toContain('mail:///messages/{messageId}{?owner,startPage}');
    expect(forms).toContain('meeting-transcript:///events/{eventId}{?owner,startPage}');
    expect(new Set(resourceTemplates.map(({ name }) => name)).size).toBe(forms.length);
    await client.close();
  });

  it('resources/list leaves out resources without a granted permission', async () => {
    const alex = await connectClient(era, 'alex');
    const { resources } = await alex.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(['me:///', 'drive:///me']);
    const { resourceTemplates } = await alex.listResourceTemplates();
    expect(resourceTemplates.map(({ name }) => name)).toEqual(['driveRoot', 'file', 'filePath']);
    await alex.close();
  });

  it('resources/read returns the content of read_resource', async () => {
    const client = await connectClient(era);
    const { contents } = await client.readResource({ uri: 'mail:///folders/inbox' });
    expect(contents[0]).toMatchObject({ uri: 'mail:///folders/inbox', mimeType: 'text/plain' });
    expect(JSON.parse(contents[0]?.text ?? '')).toMatchObject({ kind: 'mailFolder' });
    await client.close();
  });

  it.each([
    [
      'a long text',
      'joni',
      'https://fabrikam.sharepoint.com/sites/legal/Shared Documents/Registers/Register of clauses.txt',
      /\bClause (\d+): the /g,
      3000,
    ],
    ['a long list', 'megan', 'mail:///folders/inbox', /"uri":"mail:\/\/\/messages\/([^"]+)"/g, 51],
  ])(
    'resources/read reaches the end by the URIs of further pages: %s',
    async (_, user, start, line, minLines) => {
      const client = await connectClient(era, user);
      const lines: (string | undefined)[] = [];
      const seen: string[] = [];
      for (let uri: string | undefined = start; uri !== undefined;) {
        seen.push(uri);
        const { contents } = await client.readResource({ uri });
        for (const [, name] of (contents[0]?.text ?? '').matchAll(line)) lines.push(name);
        const rest = contents.at(-1);
        expect(rest?.uri).toBe(uri);
        uri = /^There is more\. Read it at (\S+)$/.exec(rest?.text ?? '')?.[1];
      }
      expect(seen.length).toBeGreaterThan(1);
      expect(new Set(seen).size).toBe(seen.length);
      expect(lines.length).toBeGreaterThanOrEqual(minLines);
      expect(new Set(lines).size).toBe(lines.length);
      await client.close();
    },
  );

  it('resources/read returns -32602 for an invalid startPage', async () => {
    const client = await connectClient(era);
    for (const [page, code] of [
      ['999', -32602],
      ['99999', -32602],
      ['0', -32602],
      ['x', -32602],
      ['2&startPage=3', -32602],
    ] as const) {
      await expect(client.readResource({ uri: `me:///?startPage=${page}` })).rejects.toMatchObject({ code });
    }
    await client.close();
  });

  it('resources/read returns an image as blob', async () => {
    const client = await connectClient(era);
    const { contents } = await client.readResource({
      uri: 'https://contoso.sharepoint.com/sites/marketing/Shared Documents/Odds and ends/Team photo.png',
    });
    expect(contents[1]).toMatchObject({ mimeType: 'image/png', blob: expect.stringMatching(/^iVBOR/) });
    await client.close();
  });

  it.each([
    ['an unsupported URI', 'https://evil.example/x', -32602],
    ['a mail that does not exist', 'mail:///messages/~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA', -32602],
    ['a file flagged as malware', 'odd:Invoice 9981.pdf.txt', -32602],
  ])('resources/read returns -32602 for %s', async (_, name, code) => {
    const client = await connectClient(era);
    const uri = name.startsWith('odd:')
      ? `https://contoso.sharepoint.com/sites/marketing/Shared Documents/Odds and ends/${name.slice(4)}`
      : name;
    await expect(client.readResource({ uri })).rejects.toMatchObject({ code });
    await client.close();
  });

  it('resources/read returns -32603 with the missing permission', async () => {
    const client = await connectClient(era, 'alex');
    await expect(client.readResource({ uri: 'mail:///folders/inbox' })).rejects.toMatchObject({
      code: -32603,
      message: expect.stringContaining('Mail.Read') as string,
      data: { code: 'permission_missing', permissions: expect.arrayContaining(['Mail.Read']) as string[] },
    });
    await client.close();
  });

  it('completion/complete completes mail folder names only', async () => {
    const client = await connectClient(era);
    const ref = { type: 'ref/resource' as const, uri: 'mail:///folders/{+folder}{?owner,startPage}' };
    const { completion } = await client.complete({ ref, argument: { name: 'folder', value: 'in' } });
    expect(completion.values).toContain('Inbox');
    expect(completion.values.every((name) => name.toLowerCase().startsWith('in'))).toBe(true);
    expect(
      (await client.complete({ ref, argument: { name: 'owner', value: 'in' } })).completion.values,
    ).toEqual([]);
    await client.close();
  });
});

async function send(method: string, params: Record<string, unknown>, path = '/mcp') {
  const message = mcpMessage(method, params);
  const response = await connector.post(message.body, {
    token: await connector.token('megan'),
    headers: message.headers,
    path,
  });
  const text = await response.text();
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  return JSON.parse(data) as { result?: Record<string, unknown>; error?: { code: number; data?: unknown } };
}

describe('resources over HTTP, revision 2026-07-28', () => {
  it.each(['resources/list', 'resources/templates/list'])(
    '%s is cacheable for this user only',
    async (method) => {
      expect((await send(method, {})).result).toMatchObject({ cacheScope: 'private', ttlMs: 300_000 });
    },
  );

  it('resources/read is not cacheable', async () => {
    expect((await send('resources/read', { uri: 'me:///' })).result).toMatchObject({
      cacheScope: 'private',
      ttlMs: 0,
    });
  });

  it('resources/read returns -32602 with the URI for a missing resource', async () => {
    const uri = 'mail:///messages/~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA';
    expect((await send('resources/read', { uri })).error).toMatchObject({ code: -32602, data: { uri } });
  });

  it('resources/read truncates an overlong URI in the error', async () => {
    const { error } = await send('resources/read', { uri: `test://${'x'.repeat(500)}` });
    expect(error).toMatchObject({ code: -32602, data: { uri: `test://${'x'.repeat(57)}` } });
  });

  it('are absent when ?tools= leaves out read_resource', async () => {
    const path = '/mcp?tools=outlook_email_search';
    expect((await send('resources/list', {}, path)).result).toMatchObject({ resources: [] });
    expect((await send('resources/templates/list', {}, path)).result).toMatchObject({
      resourceTemplates: [],
    });
    expect((await send('resources/read', { uri: 'me:///' }, path)).error).toMatchObject({
      data: { code: 'tool_disabled' },
    });
  });

  it.each<[string, string, Record<string, unknown>, object, number]>([
    [
      'resources/read',
      'resources/read',
      { uri: 'drive:///me' },
      { operation: 'resources/read', tool: 'read_resource', outcome: 'ok', resourceKind: 'drive' },
      1,
    ],
    [
      'resources/read with an invalid URI',
      'resources/read',
      { uri: 'mail:///x/y' },
      { operation: 'resources/read', outcome: 'failed', reason: 'invalid_argument' },
      0,
    ],
    [
      'resources/read without a URI',
      'resources/read',
      {},
      { operation: 'resources/read', outcome: 'refused' },
      0,
    ],
    ['resources/list', 'resources/list', {}, { operation: 'resources/list', outcome: 'ok' }, 0],
  ])('write one audit event for %s', async (_, method, params, expected, minRequests) => {
    await connector.audit(0);
    connector.simulation.tenant.control.clearRequests();
    await send(method, params);
    const events = await connector.audit(1);
    expect(events).toMatchObject([expected]);
    const graphRequests = connector.simulation.tenant.control.requests({ kind: 'graph' });
    expect(graphRequests.length).toBeGreaterThanOrEqual(minRequests);
    if (minRequests === 0) expect(graphRequests).toEqual([]);
  });
});
