import { describe, expect, it } from 'vitest';
import { modern, useConnector } from './connector.ts';

const connector = useConnector();

interface RpcAnswer {
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

async function rpc(response: Response): Promise<RpcAnswer> {
  const text = await response.text();
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  return JSON.parse(data) as RpcAnswer;
}

async function sendModern(
  method: string,
  params: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) {
  const message = modern(method, params);
  return connector.post(message.body, {
    token: await connector.token('megan'),
    headers: { ...message.headers, ...headers },
  });
}

describe('the 2026-07-28 era', () => {
  it('tells what it speaks and how long that may be kept', async () => {
    const { result } = await rpc(await sendModern('server/discover'));
    expect(result).toMatchObject({
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      cacheScope: 'private',
      ttlMs: expect.any(Number) as number,
      _meta: { 'io.modelcontextprotocol/serverInfo': { title: 'Microsoft 365' } },
    });
  });

  it('lists tools for this person alone', async () => {
    const { result } = await rpc(await sendModern('tools/list'));
    expect(result).toMatchObject({ cacheScope: 'private', ttlMs: 300_000 });
  });

  it.each<[string, Record<string, string>]>([
    ['another method in the header', { 'mcp-method': 'tools/call' }],
    ['another version in the header', { 'mcp-protocol-version': '2025-11-25' }],
  ])('refuses %s', async (_name, headers) => {
    const response = await sendModern('tools/list', {}, headers);
    expect(response.status).toBe(400);
    expect((await rpc(response)).error?.code).toBe(-32020);
  });

  it('refuses another tool in the header', async () => {
    const response = await sendModern(
      'tools/call',
      { name: 'read_resource', arguments: { uri: 'me:///' } },
      { 'mcp-name': 'sharepoint_search' },
    );
    expect(response.status).toBe(400);
    expect((await rpc(response)).error?.code).toBe(-32020);
  });

  it('answers an unknown method with 404 and a JSON-RPC error', async () => {
    const response = await sendModern('tools/destroy');
    expect(response.status).toBe(404);
    expect((await rpc(response)).error?.code).toBe(-32601);
  });

  it('answers an unknown tool with invalid params', async () => {
    expect((await rpc(await sendModern('tools/call', { name: 'delete_everything' }))).error?.code).toBe(
      -32602,
    );
  });
});

describe('the 2025 eras', () => {
  it.each(['2025-11-25', '2025-06-18', '2025-03-26'])(
    'greets a client of %s in its own version',
    async (protocolVersion) => {
      const response = await connector.post(
        {
          jsonrpc: '2.0',
          id: 1,
          method: 'initialize',
          params: { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } },
        },
        { token: await connector.token('megan') },
      );
      expect(response.status).toBe(200);
      expect(response.headers.get('mcp-session-id')).toBeNull();
      expect((await rpc(response)).result).toMatchObject({
        protocolVersion,
        serverInfo: { title: 'Microsoft 365' },
      });
    },
  );

  it('takes a notification without a word', async () => {
    const response = await connector.post(
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { token: await connector.token('megan') },
    );
    expect([response.status, await response.text()]).toEqual([202, '']);
  });

  it('refuses a version that there never was', async () => {
    const response = await connector.post(
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      { token: await connector.token('megan'), headers: { 'mcp-protocol-version': '1999-01-01' } },
    );
    expect(response.status).toBe(400);
  });
});

describe('the HTTP layer', () => {
  it.each(['GET', 'DELETE', 'PUT'])('answers %s with 405 and what is allowed', async (method) => {
    const response = await fetch(connector.simulation.mcpUrl, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });

  it.each<[string, unknown, number]>([
    ['a batch', [{ jsonrpc: '2.0', id: 1, method: 'tools/list' }], 400],
    ['no JSON', '{', 400],
    ['a body over 256 KB', `{"pad":"${'x'.repeat(256 * 1024)}"}`, 413],
    ['a body over 256 KB in fewer characters', `{"pad":"${'é'.repeat(129 * 1024)}"}`, 413],
    ['a string', '"tools/list"', 400],
    ['null', 'null', 400],
    ['a method that is a number', { jsonrpc: '2.0', id: 1, method: 5 }, 400],
  ])('refuses %s without asking Microsoft', async (_name, body, status) => {
    const token = await connector.token('adele');
    connector.simulation.tenant.control.clearRequests();
    const response = await connector.post(body, { token });
    expect(response.status).toBe(status);
    expect(connector.simulation.tenant.control.requests({ kind: 'graph' })).toEqual([]);
  });

  it('refuses a body that is not JSON by its type', async () => {
    const message = modern('tools/list');
    const response = await connector.post(message.body, {
      token: await connector.token('megan'),
      headers: { ...message.headers, 'content-type': 'text/plain' },
    });
    expect(response.status).toBe(415);
  });

  it.each<[string, string | undefined, number]>([
    ['its own origin', undefined, 200],
    ['a page of this machine', 'http://localhost:6274', 200],
    ['a page of somebody else', 'https://evil.example', 403],
    ['a look-alike', 'http://localhost.evil.example', 403],
    ['an opaque origin', 'null', 403],
  ])('looks at Origin: %s', async (_name, origin, status) => {
    const message = modern('tools/list');
    const response = await connector.post(message.body, {
      token: await connector.token('megan'),
      headers: { ...message.headers, origin: origin ?? connector.simulation.url },
    });
    expect(response.status).toBe(status);
  });

  it('lets a browser read the challenge', async () => {
    const preflight = await fetch(connector.simulation.mcpUrl, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:6274',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,mcp-method',
      },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('http://localhost:6274');
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('mcp-method');
    const response = await connector.post({}, { headers: { origin: 'http://localhost:6274' } });
    expect(response.headers.get('access-control-expose-headers')?.toLowerCase()).toContain(
      'www-authenticate',
    );
  });
});

describe('the challenge', () => {
  it('says where to sign in, and no error, when there is no token', async () => {
    const response = await connector.post({});
    expect(response.status).toBe(401);
    const challenge = response.headers.get('www-authenticate') ?? '';
    expect(challenge).toMatch(/^Bearer /);
    expect(challenge).toContain(
      `resource_metadata="${connector.simulation.url}/.well-known/oauth-protected-resource/mcp"`,
    );
    expect(challenge).toContain(`scope="api://${connector.simulation.env['SERVER_APP_ID']}/access_as_user"`);
    expect(challenge).not.toContain('error=');
    expect(challenge).not.toContain('offline_access');
  });

  it.each<[string, Parameters<typeof connector.token>[1], number, string]>([
    ['expired', { lifetimeSeconds: -3600 }, 401, 'invalid_token'],
    [
      'for another audience',
      { claims: { aud: '00000003-0000-0000-c000-000000000000' } },
      401,
      'invalid_token',
    ],
    [
      'of an application',
      { claims: { idtyp: 'app', roles: ['Mail.Read'] }, omit: ['scp'] },
      401,
      'invalid_token',
    ],
    ['without our scope', { claims: { scp: 'User.Read' } }, 403, 'insufficient_scope'],
    ['signed by the key of personal accounts', { key: 'consumer' }, 401, 'invalid_token'],
  ])('refuses a token %s', async (_name, options, status, error) => {
    const response = await connector.post({}, { token: await connector.token('megan', options) });
    expect(response.status).toBe(status);
    expect(response.headers.get('www-authenticate')).toContain(`error="${error}"`);
  });

  it('ends a token of a client that is not allowed without sending the client round', async () => {
    const token = await connector.token('megan', { claims: { azp: 'aebc6443-996d-45c2-90f0-388ff96faa56' } });
    const response = await connector.post({}, { token });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([403, null]);
  });

  it('refuses a token in the address', async () => {
    const token = await connector.token('megan');
    expect((await connector.post({}, { token, path: `/mcp?access_token=${token}` })).status).toBe(400);
  });
});
