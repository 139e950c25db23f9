import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { mcpMessage, useConnector } from './connector.ts';

const connector = useConnector();

interface RpcResponse {
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

async function parseRpc(response: Response): Promise<RpcResponse> {
  const text = await response.text();
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  return JSON.parse(data) as RpcResponse;
}

async function sendModern(
  method: string,
  params: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) {
  const message = mcpMessage(method, params);
  return connector.post(message.body, {
    token: await connector.token('megan'),
    headers: { ...message.headers, ...headers },
  });
}

describe('POST /mcp, revision 2026-07-28', () => {
  it('server/discover returns the supported versions and cache hints', async () => {
    const { result } = await parseRpc(await sendModern('server/discover'));
    expect(result).toMatchObject({
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      cacheScope: 'private',
      ttlMs: expect.any(Number) as number,
      _meta: { 'io.modelcontextprotocol/serverInfo': { title: 'Microsoft 365' } },
    });
  });

  it('tools/list is cacheable for this user only', async () => {
    const { result } = await parseRpc(await sendModern('tools/list'));
    expect(result).toMatchObject({ cacheScope: 'private', ttlMs: 300_000 });
  });

  it.each<[string, Record<string, string>]>([
    ['another method in Mcp-Method', { 'mcp-method': 'tools/call' }],
    ['another version in MCP-Protocol-Version', { 'mcp-protocol-version': '2025-11-25' }],
  ])('returns -32020 for %s', async (_name, headers) => {
    const response = await sendModern('tools/list', {}, headers);
    expect(response.status).toBe(400);
    expect((await parseRpc(response)).error?.code).toBe(-32020);
  });

  it('returns -32020 for another tool in Mcp-Name', async () => {
    const response = await sendModern(
      'tools/call',
      { name: 'read_resource', arguments: { uri: 'me:///' } },
      { 'mcp-name': 'sharepoint_search' },
    );
    expect(response.status).toBe(400);
    expect((await parseRpc(response)).error?.code).toBe(-32020);
  });

  it('returns 404 and -32601 for an unknown method', async () => {
    const response = await sendModern('tools/destroy');
    expect(response.status).toBe(404);
    expect((await parseRpc(response)).error?.code).toBe(-32601);
  });

  it('returns -32602 for an unknown tool', async () => {
    expect((await parseRpc(await sendModern('tools/call', { name: 'delete_everything' }))).error?.code).toBe(
      -32602,
    );
  });
});

describe('POST /mcp, 2025 revisions', () => {
  it.each(['2025-11-25', '2025-06-18', '2025-03-26'])(
    'initialize returns version %s without a session',
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
      expect((await parseRpc(response)).result).toMatchObject({
        protocolVersion,
        serverInfo: { title: 'Microsoft 365' },
      });
    },
  );

  it('returns 202 without a body for a notification', async () => {
    const response = await connector.post(
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { token: await connector.token('megan') },
    );
    expect([response.status, await response.text()]).toEqual([202, '']);
  });

  it('returns 400 for an unknown protocol version', async () => {
    const response = await connector.post(
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      { token: await connector.token('megan'), headers: { 'mcp-protocol-version': '1999-01-01' } },
    );
    expect(response.status).toBe(400);
  });
});

describe('the HTTP layer of /mcp', () => {
  it.each(['GET', 'HEAD'])('returns 401 with a challenge for %s without a token', async (method) => {
    const url = `${connector.simulation.mcpUrl}?tools=read_resource`;
    const response = await fetch(url, { method, headers: { accept: 'text/event-stream' } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(
      /^Bearer resource_metadata="http[^"]+\/mcp\?tools=read_resource", scope="api:/,
    );
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sends no-store with a stream', async () => {
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    const response = await connector.post(message, { token: await connector.token('megan') });
    expect(response.headers.get('cache-control')).toBe('no-store');
    await response.text();
  });

  it.each(['/', '/healthz', '/me', '/admin', '/oauth/authorize', '/.well-known/oauth-authorization-server'])(
    'rejects another Host at %s',
    async (path) => {
      const { hostname, port } = new URL(connector.simulation.url);
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const options = { hostname, port, path, headers: { host: 'm365.other.workers.dev' } };
        get(options, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject);
      });
      expect(status).toBe(403);
    },
  );

  it.each(['GET', 'DELETE', 'PUT'])('returns 405 and Allow for %s', async (method) => {
    const headers = { authorization: `Bearer ${await connector.token('megan')}` };
    const response = await fetch(connector.simulation.mcpUrl, { method, headers });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });

  it.each([
    ['*/*', 200],
    ['text/plain, */*;q=0.1', 200],
    ['application/json', 406],
  ])('responds to Accept: %s with %i', async (accept, status) => {
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
    const response = await connector.post(body, {
      token: await connector.token('megan'),
      headers: { accept },
    });
    expect(response.status).toBe(status);
  });

  it.each([
    ['/mcp/', '/'],
    ['/admin/', '/admin'],
    ['/me/', '/me'],
  ])('redirects a browser from %s to %s', async (path, target) => {
    // `fetch` sends Sec-Fetch-Mode: cors.
    const location = await new Promise((resolve, reject) => {
      get(connector.simulation.url + path, { headers: { accept: 'text/html' } }, (response) => {
        response.resume();
        resolve(response.headers.location);
      }).once('error', reject);
    });
    expect(location).toBe(target);
  });

  it('returns 204 and Allow for OPTIONS', async () => {
    const response = await fetch(connector.simulation.mcpUrl, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'POST, OPTIONS']);
  });

  it('serves /mcp/ with metadata whose resource has the slash, as clients compare it with the URL of the user', async () => {
    const { mcpUrl, url } = connector.simulation;
    const challenged = await fetch(`${mcpUrl.href}/`, { method: 'POST', body: '{}' });
    expect(challenged.status).toBe(401);
    const metadataUrl = `${url}/.well-known/oauth-protected-resource/mcp/`;
    expect(challenged.headers.get('www-authenticate')).toContain(`resource_metadata="${metadataUrl}"`);
    expect(await (await fetch(metadataUrl)).json()).toMatchObject({ resource: `${mcpUrl.href}/` });
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} });
    const headers = {
      authorization: `Bearer ${await connector.token('megan')}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    expect((await fetch(`${mcpUrl.href}/`, { method: 'POST', headers, body })).status).toBe(200);
    expect((await fetch(`${mcpUrl.href}//`, { method: 'POST', headers, body })).status).toBe(404);
  });

  it.each(['/oauth/token', '/token', '/oauth/register', '/register', '/oauth/revoke'])(
    'returns 405 and Allow for GET %s',
    async (path) => {
      const response = await fetch(`${connector.simulation.url}${path}`);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    },
  );

  it.each<[string, unknown, number]>([
    ['a batch', [{ jsonrpc: '2.0', id: 1, method: 'tools/list' }], 400],
    ['invalid JSON', '{', 400],
    ['a body over 256 KB', `{"pad":"${'x'.repeat(256 * 1024)}"}`, 413],
    ['a body over 256 KB in fewer UTF-16 characters', `{"pad":"${'é'.repeat(129 * 1024)}"}`, 413],
    ['a string', '"tools/list"', 400],
    ['null', 'null', 400],
    ['a method that is a number', { jsonrpc: '2.0', id: 1, method: 5 }, 400],
  ])('rejects %s and sends nothing to Microsoft', async (_name, body, status) => {
    const token = await connector.token('adele');
    connector.simulation.tenant.control.clearRequests();
    const response = await connector.post(body, { token });
    expect(response.status).toBe(status);
    expect(connector.simulation.tenant.control.requests({ kind: 'graph' })).toEqual([]);
  });

  it('returns 415 for Content-Type: text/plain', async () => {
    const message = mcpMessage('tools/list');
    const response = await connector.post(message.body, {
      token: await connector.token('megan'),
      headers: { ...message.headers, 'content-type': 'text/plain' },
    });
    expect(response.status).toBe(415);
  });

  it.each<[string, string | undefined, number]>([
    ['its own origin', undefined, 200],
    ['a page on localhost', 'http://localhost:6274', 200],
    ['a foreign page', 'https://evil.example', 403],
    ['a look-alike of localhost', 'http://localhost.evil.example', 403],
    ['an opaque origin', 'null', 403],
  ])('checks the Origin header: %s', async (_name, origin, status) => {
    const message = mcpMessage('tools/list');
    const response = await connector.post(message.body, {
      token: await connector.token('megan'),
      headers: { ...message.headers, origin: origin ?? connector.simulation.url },
    });
    expect(response.status).toBe(status);
  });

  it('exposes WWW-Authenticate to browsers by CORS', async () => {
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

describe('WWW-Authenticate of POST /mcp', () => {
  it('names the resource metadata and no error without a token', async () => {
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
      'of an application without a user',
      { claims: { idtyp: 'app', roles: ['Mail.Read'] }, omit: ['scp'] },
      401,
      'invalid_token',
    ],
    ['without the scope of the connector', { claims: { scp: 'User.Read' } }, 403, 'insufficient_scope'],
    ['signed by the key of personal accounts', { key: 'consumer' }, 401, 'invalid_token'],
  ])('rejects a token %s', async (_name, options, status, error) => {
    const response = await connector.post({}, { token: await connector.token('megan', options) });
    expect(response.status).toBe(status);
    expect(response.headers.get('www-authenticate')).toContain(`error="${error}"`);
  });

  it('is absent from the 403 for a client that is not allowed', async () => {
    const token = await connector.token('megan', { claims: { azp: 'aebc6443-996d-45c2-90f0-388ff96faa56' } });
    const response = await connector.post({}, { token });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([403, null]);
  });

  it('returns 400 for a token in the query string', async () => {
    const token = await connector.token('megan');
    expect((await connector.post({}, { token, path: `/mcp?access_token=${token}` })).status).toBe(400);
  });
});
