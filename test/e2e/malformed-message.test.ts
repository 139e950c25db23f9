import { describe, expect, it } from 'vitest';
import { mcpMessage, useConnector } from './connector.ts';
import { messageRows } from './inputs/message-rows.ts';

const connector = useConnector();

interface Message {
  readonly body: object | string;
  readonly headers?: Record<string, string>;
}

interface ErrorResponse {
  readonly error?: { readonly code: number; readonly message: string };
}

const long = 'long-'.repeat(60);
const words = 'many words '.repeat(30);
const read = mcpMessage('tools/call', { name: 'read_resource', arguments: { uri: 'me:///' } });

/** The message with replaced members of `params`. Undefined members are removed. */
function withParams(changed: Record<string, unknown>, headers: Record<string, string> = {}): Message {
  const { params, ...rest } = read.body as { params: object };
  const body = JSON.parse(JSON.stringify({ ...rest, params: { ...params, ...changed } })) as object;
  return { body, headers: { ...read.headers, ...headers } };
}

function withMeta(changed: Record<string, unknown>, headers: Record<string, string> = {}): Message {
  const { _meta } = (read.body as { params: { _meta: object } }).params;
  return withParams({ _meta: { ..._meta, ...changed } }, headers);
}

function without(name: string): Message {
  return {
    body: read.body,
    headers: Object.fromEntries(Object.entries(read.headers).filter(([n]) => n !== name)),
  };
}

function legacyMessage(method: string, params?: unknown, headers: Record<string, string> = {}): Message {
  return { body: { jsonrpc: '2.0', id: 1, method, ...(params === undefined ? {} : { params }) }, headers };
}

const rows: readonly (readonly [name: string, message: Message, status: number, code: number])[] = [
  ['an id that is null', { ...read, body: { ...read.body, id: null } }, 400, -32600],
  ['a fractional id', { ...read, body: { ...read.body, id: 1.5 } }, 400, -32600],
  ['another JSON-RPC version', { ...read, body: { ...read.body, jsonrpc: '1.0' } }, 400, -32600],
  [
    'a message that is both request and response',
    { ...read, body: { ...read.body, result: {} } },
    400,
    -32600,
  ],
  ['a request without _meta', withParams({ _meta: undefined }), 400, -32602],
  [
    '_meta without client capabilities',
    withMeta({ 'io.modelcontextprotocol/clientCapabilities': undefined }),
    400,
    -32602,
  ],
  [
    'an unknown protocol version',
    withMeta(
      { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' },
      { 'mcp-protocol-version': '2099-01-01' },
    ),
    400,
    -32022,
  ],
  [
    'an overlong protocol version',
    withMeta({ 'io.modelcontextprotocol/protocolVersion': long }, { 'mcp-protocol-version': long }),
    400,
    -32022,
  ],
  ['no Mcp-Method', without('mcp-method'), 400, -32020],
  ['no Mcp-Name', without('mcp-name'), 400, -32020],
  ['a different Mcp-Name', { ...read, headers: { ...read.headers, 'mcp-name': long } }, 400, -32020],
  [
    'a different Mcp-Name of many words',
    { ...read, headers: { ...read.headers, 'mcp-name': words } },
    400,
    -32020,
  ],
  [
    'an Mcp-Name with invalid base64',
    { ...read, headers: { ...read.headers, 'mcp-name': '=?base64?!?=' } },
    400,
    -32020,
  ],
  ['an overlong tool name in the body', withParams({ name: long }), 400, -32020],
  [
    'another Content-Type',
    { ...read, headers: { ...read.headers, 'content-type': 'text/plain' } },
    415,
    -32000,
  ],
  ['an unknown method', mcpMessage('tools/destroy'), 404, -32601],
  ['an overlong method', mcpMessage(long), 404, -32601],
  ['a 2025 method that is not supported', legacyMessage('logging/setLevel', { level: 'debug' }), 200, -32601],
  [
    'an unknown protocol version of the 2025 transport',
    legacyMessage('tools/list', {}, { 'mcp-protocol-version': '1999-01-01' }),
    400,
    -32000,
  ],
  [
    'an overlong protocol version of the 2025 transport',
    legacyMessage('tools/list', {}, { 'mcp-protocol-version': `1${long}` }),
    400,
    -32000,
  ],
  ['initialize without a version', legacyMessage('initialize', {}), 200, -32602],
  ['a requestState that is a number', withParams({ requestState: 5 }), 200, -32602],
  [
    'a task with an invalid ttl',
    legacyMessage('tools/call', { name: 'read_resource', arguments: { uri: 'me:///' }, task: { ttl: 'x' } }),
    200,
    -32602,
  ],
  [
    'resources/read without a URI',
    {
      ...mcpMessage('resources/read'),
      headers: { ...mcpMessage('resources/read').headers, 'mcp-name': 'x' },
    },
    200,
    -32602,
  ],
  ['resources/read with a numeric URI', legacyMessage('resources/read', { uri: 5 }), 200, -32602],
  [
    'completion/complete with an unknown reference',
    mcpMessage('completion/complete', { ref: { type: 'ref/evil' }, argument: 5 }),
    200,
    -32602,
  ],
  ['prompts/get without a name', mcpMessage('prompts/get'), 200, -32602],
  ['prompts/list with a cursor', mcpMessage('prompts/list', { cursor: 'x' }), 200, -32602],
  ['tools/list with a numeric cursor', mcpMessage('tools/list', { cursor: 5 }), 200, -32602],
];

describe('POST /mcp with a malformed message', () => {
  it.each([...rows, ...messageRows])(
    'rejects %s, sends nothing to Microsoft and writes one audit event',
    async (_name, message, status, code) => {
      const { control } = connector.simulation.tenant;
      const token = await connector.token('adele');
      await connector.audit(0);
      control.clearRequests();
      const response = await connector.post(message.body, { token, headers: message.headers ?? {} });
      const text = await response.text();
      const { error } = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as ErrorResponse;
      expect([response.status, error?.code]).toEqual([status, code]);
      expect(control.requests().filter(({ kind }) => kind !== 'keys')).toEqual([]);
      expect(text).not.toContain(long.slice(0, 65));
      expect(text).not.toContain(words.slice(0, 65));
      const events = await connector.audit(1);
      expect(events).toHaveLength(1);
      expect(events[0]).toMatchObject({ outcome: 'refused', status });
      expect(JSON.stringify(events)).not.toContain('long-long');
    },
  );
});

describe('POST /mcp with a body of 10 MB', () => {
  it('returns 413 and writes one audit event', async () => {
    const token = await connector.token('adele');
    await connector.audit(0);
    // The response arrives during the upload, and the connection may close before the upload ends.
    const response = await connector
      .post(' '.repeat(10 * 1024 * 1024), { token, headers: read.headers })
      .catch(() => undefined);
    expect(response?.status ?? 413).toBe(413);
    const events = await connector.audit(1);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ outcome: 'refused', reason: 'body_too_large', status: 413 });
  });
});

describe('an unauthenticated request', () => {
  it.each<[string, string, Record<string, string>, number, string]>([
    ['a foreign origin', 'POST', { origin: 'https://evil.example' }, 403, 'origin_refused'],
    ['the opaque origin null', 'POST', { origin: 'null' }, 403, 'origin_refused'],
    ['an origin with a user name', 'POST', { origin: 'http://user@127.0.0.1' }, 403, 'origin_refused'],
    ['an origin with a path', 'POST', { origin: 'http://127.0.0.1/x' }, 403, 'origin_refused'],
    ['the method DELETE', 'DELETE', {}, 405, 'method_not_allowed'],
  ])('is rejected and audited once for %s', async (_name, method, headers, status, reason) => {
    await connector.audit(0);
    const response = await fetch(connector.simulation.mcpUrl, { method, headers });
    await response.text();
    expect(response.status).toBe(status);
    const events = await connector.audit(1);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ outcome: 'refused', reason, status });
    expect(response.headers.get('x-request-id')).toBe(events[0]?.['requestId']);
  });
});
