import { afterEach, describe, expect, it } from 'vitest';
import { viewCapabilities } from '../../scripts/lib/app-host/view-client.ts';
import { createAdministrator } from './admin/administrator.ts';
import { mcpMessage, useConnector } from './connector.ts';
import { maxPolicyDelayMs, measurePolicyDelay } from './policy-delay.ts';

const connector = useConnector();
const viewUri = 'ui://find_meeting_availability/week.html';
const mimeType = 'text/html;profile=mcp-app';

type Era = '2026-07-28' | '2025-11-25';
const eras: readonly Era[] = ['2026-07-28', '2025-11-25'];

afterEach(() => connector.simulation.tenant.control.setUserGrants('megan', null));

interface RpcResponse {
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly data?: unknown };
}

/** The message of a JSON response or of a stream. */
async function parseRpc(response: Response): Promise<RpcResponse> {
  const text = await response.text();
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as RpcResponse;
}

/** Sends requests of one client: its capabilities in each request, or its session id. */
async function connect(era: Era, capabilities: unknown = {}, path = '/mcp') {
  const token = await connector.token('megan');
  const legacy = { jsonrpc: '2.0', id: 1 };
  const clientInfo = { name: 'test', version: '1.0.0' };
  let sessionId: string | null = null;
  const send = async (method: string, params: Record<string, unknown> = {}): Promise<Response> => {
    if (era === '2025-11-25') {
      const headers = {
        'mcp-protocol-version': era,
        ...(sessionId === null ? {} : { 'mcp-session-id': sessionId }),
      };
      return await connector.post({ ...legacy, method, params }, { token, headers, path });
    }
    const { body, headers } = mcpMessage(method, params);
    const { _meta: meta } = (body as { params: { _meta: Record<string, unknown> } }).params;
    meta['io.modelcontextprotocol/clientCapabilities'] = capabilities;
    return await connector.post(body, { token, headers, path });
  };
  const first =
    era === '2026-07-28'
      ? await send('server/discover')
      : await send('initialize', { protocolVersion: era, capabilities, clientInfo });
  sessionId = first.headers.get('mcp-session-id');
  const { result } = await parseRpc(first);
  return {
    sessionId,
    serverCapabilities: result?.['capabilities'] as Record<string, unknown>,
    send: async (method: string, params?: Record<string, unknown>) => parseRpc(await send(method, params)),
  };
}

interface Tool {
  readonly name: string;
  readonly _meta?: unknown;
}

async function listTools({ send }: Awaited<ReturnType<typeof connect>>): Promise<readonly Tool[]> {
  return (await send('tools/list')).result?.['tools'] as readonly Tool[];
}

describe.each(eras)('MCP Apps in revision %s', (era) => {
  it('lists the view of find_meeting_availability for a client that shows views, and nothing else changes', async () => {
    const plain = await connect(era);
    const showing = await connect(era, viewCapabilities);
    const tools = await listTools(showing);
    const withView = tools.filter((tool) => Object.hasOwn(tool, '_meta'));
    expect(withView.map(({ name, _meta: meta }) => [name, meta])).toEqual([
      ['find_meeting_availability', { ui: { resourceUri: viewUri } }],
    ]);
    const stripped = JSON.stringify(tools, (name, value: unknown) => (name === '_meta' ? undefined : value));
    expect(stripped).toBe(JSON.stringify(await listTools(plain)));
    const { extensions, ...others } = showing.serverCapabilities;
    expect(extensions).toEqual(viewCapabilities.extensions);
    expect(others).toEqual(plain.serverCapabilities);
    expect(plain.sessionId).toBeNull();
    expect(showing.sessionId).toEqual(
      era === '2026-07-28' ? null : expect.stringMatching(/^views-[\da-f-]{36}$/),
    );
  });

  it.each([
    ['no types', { extensions: { 'io.modelcontextprotocol/ui': {} } }],
    ['another type', { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html'] } } }],
    ['a string of types', { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: mimeType } } }],
    ['another extension', { extensions: { 'com.example/ui': { mimeTypes: [mimeType] } } }],
    ['experimental capabilities only', { experimental: viewCapabilities.extensions }],
  ])('lists no view for a client with %s', async (_, capabilities) => {
    const client = await connect(era, capabilities);
    expect((await listTools(client)).some((tool) => Object.hasOwn(tool, '_meta'))).toBe(false);
    expect([client.sessionId, client.serverCapabilities['extensions']]).toEqual([null, undefined]);
  });

  it('returns the same result of a tool call with and without views', async () => {
    const call = {
      name: 'find_meeting_availability',
      arguments: {
        participants: ['alex@contoso.example'],
        afterDateTime: 'tomorrow',
        beforeDateTime: 'in 5 days',
      },
    };
    const [plain, showing] = await Promise.all(
      [{}, viewCapabilities].map(async (capabilities) =>
        (await connect(era, capabilities)).send('tools/call', call),
      ),
    );
    expect(showing?.result?.['structuredContent']).toHaveProperty('items');
    expect(showing).toEqual(plain);
  });

  it('serves the view as one page that allows no origin, without a Graph request, and audits the read', async () => {
    const client = await connect(era, viewCapabilities);
    await connector.audit(1);
    connector.simulation.tenant.control.clearRequests();
    const { result } = await client.send('resources/read', { uri: viewUri });
    const { contents } = result as { readonly contents: readonly Record<string, unknown>[] };
    const [content, ...others] = contents;
    expect(others).toEqual([]);
    const { text, ...metadata } = content as { text: string };
    expect(metadata).toEqual({
      uri: viewUri,
      mimeType,
      _meta: {
        ui: {
          csp: { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] },
          prefersBorder: true,
        },
      },
    });
    expect(text).toMatch(/^<!doctype html>/);
    expect(text.length).toBeLessThan(20_000);
    expect(text).toContain("default-src 'none'");
    expect(text).not.toMatch(/https?:|\bsrc=|<link|\bimport\b|innerHTML|insertAdjacentHTML|\beval\b/);
    expect(connector.simulation.tenant.control.requests()).toEqual([]);
    const [event] = await connector.audit(1);
    expect(event).toMatchObject({
      operation: 'resources/read',
      outcome: 'ok',
      resourceKind: 'ui',
      resourceHash: expect.any(String),
    });
    expect(event).not.toHaveProperty('tool');
  });

  it('keeps the view out of resources/list', async () => {
    const { send } = await connect(era, viewCapabilities);
    expect(JSON.stringify(await send('resources/list'))).not.toContain('ui:');
    expect(JSON.stringify(await send('resources/templates/list'))).not.toContain('ui:');
  });

  it('rejects another ui:// URI as read_resource does', async () => {
    const { send } = await connect(era, viewCapabilities);
    for (const uri of [
      'ui://other',
      `${viewUri}?x`,
      `${viewUri}/..`,
      'ui://__proto__',
      'UI://find_meeting_availability/week.html',
    ]) {
      expect((await send('resources/read', { uri })).error).toMatchObject({ code: -32_602 });
    }
  });
});

describe('a view whose tool the user cannot call', () => {
  it('is neither listed nor read without a calendar permission', async () => {
    connector.simulation.tenant.control.setUserGrants('megan', ['User.Read', 'Mail.Read']);
    const client = await connect('2026-07-28', viewCapabilities);
    expect(JSON.stringify(await listTools(client))).not.toContain('ui:');
    await connector.audit(1);
    const { error } = await client.send('resources/read', { uri: viewUri });
    expect(error?.data).toMatchObject({ code: 'permission_missing' });
    const [event] = await connector.audit(1);
    expect(event).toMatchObject({ outcome: 'failed', reason: 'permission_missing', resourceKind: 'ui' });
  });

  it('is neither listed nor read where ?tools= leaves the tool out, and is read where only it is selected', async () => {
    const without = await connect('2025-11-25', viewCapabilities, '/mcp?tools=read_resource');
    expect(JSON.stringify(await listTools(without))).not.toContain('ui:');
    const { error } = await without.send('resources/read', { uri: viewUri });
    expect(error?.data).toMatchObject({ code: 'tool_disabled' });
    const only = await connect('2025-11-25', viewCapabilities, '/mcp?tools=find_meeting_availability');
    expect((await only.send('resources/read', { uri: viewUri })).result).toHaveProperty('contents');
  });

  it('is neither listed nor read within ten seconds after an administrator disabled the tool', async () => {
    const patti = createAdministrator(connector.simulation.url);
    await patti.signIn();
    const client = await connect('2025-11-25', viewCapabilities);
    const showsView = async () => JSON.stringify(await listTools(client)).includes('ui:');
    await patti.change('tool_off:find_meeting_availability');
    try {
      expect(await measurePolicyDelay(showsView)).toBeLessThanOrEqual(maxPolicyDelayMs);
      const { error } = await client.send('resources/read', { uri: viewUri });
      expect(error?.data).toMatchObject({ code: 'tool_disabled' });
      expect(JSON.stringify(error)).not.toContain('<');
    } finally {
      await patti.change('tool_on:find_meeting_availability');
    }
    await expect.poll(showsView, { interval: 500 }).toBe(true);
    expect((await client.send('resources/read', { uri: viewUri })).result).toHaveProperty('contents');
  });

  it('is not read without a token', async () => {
    const { body, headers } = mcpMessage('resources/read', { uri: viewUri });
    expect((await connector.post(body, { headers })).status).toBe(401);
  });
});

describe('a session id of the 2025 revisions', () => {
  it.each(['', 'views-', 'views-x', `views-${'0'.repeat(36)}x`, '3f0c6f0e-6d0f-4f0e-9f0e-000000000000'])(
    'is ignored if it is not one of views: "%s"',
    async (sessionId) => {
      const response = await connector.post(
        { jsonrpc: '2.0', id: 1, method: 'tools/list' },
        { token: await connector.token('megan'), headers: { 'mcp-session-id': sessionId } },
      );
      expect(response.status).toBe(200);
      expect(response.headers.get('mcp-session-id')).toBeNull();
      expect(await response.text()).not.toContain('ui://');
    },
  );

  it('is readable for clients in a browser', async () => {
    const response = await connector.post(
      {
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-11-25',
          capabilities: viewCapabilities,
          clientInfo: { name: 'test', version: '1.0.0' },
        },
      },
      { token: await connector.token('megan'), headers: { origin: 'http://localhost:6274' } },
    );
    expect(response.headers.get('mcp-session-id')).not.toBeNull();
    expect(response.headers.get('access-control-expose-headers')).toContain('Mcp-Session-Id');
    await response.text();
  });

  it('is no credential', async () => {
    const { sessionId } = await connect('2025-11-25', viewCapabilities);
    const response = await connector.post(
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      { headers: { 'mcp-session-id': String(sessionId) } },
    );
    expect(response.status).toBe(401);
  });
});
