import { mcpMessage } from '../connector.ts';

/** A rejected message as sent, and the expected status and error code. */
export type MessageRow = readonly [
  name: string,
  message: { readonly body: string | Uint8Array; readonly headers: Readonly<Record<string, string>> },
  status: number,
  code: number,
];

const { body, headers } = mcpMessage('tools/call', { name: 'read_resource', arguments: { uri: 'me:///' } });
const good = JSON.stringify(body);
const bytes = new TextEncoder().encode(good);
const long = 'long-'.repeat(60);

/** The valid message with a part of its text replaced. */
function withReplaced(part: string, by: string, changed: Readonly<Record<string, string>> = {}) {
  if (!good.includes(part)) throw new Error(`There is no ${part} in the message.`);
  return { body: good.replace(part, by), headers: { ...headers, ...changed } };
}

const raw = (text: string | Uint8Array) => ({ body: text, headers });
const legacy = (text: string) => ({ body: text, headers: {} });
const withHeaders = (changed: Readonly<Record<string, string>>) => ({
  body: good,
  headers: { ...headers, ...changed },
});
const toolCall = (name: string) => ({
  body: JSON.stringify(mcpMessage('tools/call', { name, arguments: {} }).body),
  headers: mcpMessage('tools/call', { name }).headers,
});
const withArguments = (text: string) => withReplaced('{"uri":"me:///"}', text);

const texts: readonly MessageRow[] = [
  ['an empty body', raw(''), 400, -32700],
  ['a body of white space', raw(' \n\t '), 400, -32700],
  ['a truncated body', raw(good.slice(0, -3)), 400, -32700],
  ['a body with trailing characters', raw(`${good}x`), 400, -32700],
  ['two messages in one body', raw(`${good}\n${good}`), 400, -32700],
  ['a JavaScript object literal', raw("{jsonrpc:'2.0',id:1}"), 400, -32700],
  ['NaN', withReplaced('"id":1', '"id":NaN'), 400, -32700],
  ['a doubled comma', withReplaced('"id":1,', '"id":1,,'), 400, -32700],
  ['a comment', withReplaced('"id":1', '/**/"id":1'), 400, -32700],
  ['a raw control character in a string', withReplaced('me:///', 'me:\u0000///'), 400, -32700],
  ['invalid UTF-8', raw(Uint8Array.of(...bytes.subarray(0, 20), 0xff, 0xfe)), 400, -32700],
  ['UTF-16', raw(Uint8Array.from([...bytes].flatMap((byte) => [byte, 0]))), 400, -32700],
  ['gzip', raw(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)), 400, -32700],
  ['null', raw('null'), 400, -32600],
  ['true', raw('true'), 400, -32600],
  ['a number', raw('1'), 400, -32600],
  ['a string', raw('"tools/list"'), 400, -32600],
  ['an empty object', raw('{}'), 400, -32600],
  ['an empty batch', raw('[]'), 400, -32600],
  ['a batch of one message', raw(`[${good}]`), 400, -32600],
  ['a batch of 21 messages', raw(`[${`${good},`.repeat(20)}${good}]`), 400, -32600],
  ['50,000 nested arrays', raw('['.repeat(50_000) + ']'.repeat(50_000)), 400, -32600],
  ['a body over 256 KB', withReplaced('me:///', 'x'.repeat(300 * 1024)), 413, -32600],
];

const envelopes: readonly MessageRow[] = [
  ['no method', withReplaced('"method":"tools/call",', ''), 400, -32600],
  ['a method that is a number', withReplaced('"method":"tools/call"', '"method":5'), 400, -32600],
  [
    'a method that is an array',
    withReplaced('"method":"tools/call"', '"method":["tools/call"]'),
    400,
    -32600,
  ],
  ['an empty method', withReplaced('"method":"tools/call"', '"method":""'), 400, -32020],
  ['a method with a NUL', withReplaced('tools/call', String.raw`tools/call\u0000`), 400, -32020],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'Tools/Call',
    'tools/call/',
    'roots/list',
    'sampling/createMessage',
  ].map((method): MessageRow => [
    `the method ${method}`,
    withReplaced('tools/call', method, { 'mcp-method': method }),
    404,
    -32601,
  ]),
  ['no jsonrpc member', withReplaced('"jsonrpc":"2.0",', ''), 400, -32600],
  ['a jsonrpc member that is a number', withReplaced('"jsonrpc":"2.0"', '"jsonrpc":2.0'), 400, -32600],
  ['an id that is an object', withReplaced('"id":1', '"id":{}'), 400, -32600],
  ['an id that is an array', withReplaced('"id":1', '"id":[1]'), 400, -32600],
  ['an id that is true', withReplaced('"id":1', '"id":true'), 400, -32600],
  ['an id of 1e400', withReplaced('"id":1', '"id":1e400'), 400, -32600],
  ['an id beyond the safe integers', withReplaced('"id":1', '"id":1152921504606846977'), 400, -32600],
  [
    'params that are null',
    legacy('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":null}'),
    400,
    -32600,
  ],
  [
    'params that are an array',
    legacy('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}'),
    400,
    -32600,
  ],
  [
    'params that are a string',
    legacy('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":"x"}'),
    400,
    -32600,
  ],
  ['tools/call without params', legacy('{"jsonrpc":"2.0","id":1,"method":"tools/call"}'), 200, -32602],
  [
    'a notification with an id',
    legacy('{"jsonrpc":"2.0","id":1,"method":"notifications/initialized"}'),
    200,
    -32601,
  ],
];

const headerRows: readonly MessageRow[] = [
  ['no Content-Type', withHeaders({ 'content-type': '' }), 415, -32000],
  [
    'the Content-Type of a form',
    withHeaders({ 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    -32000,
  ],
  ['the Content-Type application/jsonp', withHeaders({ 'content-type': 'application/jsonp' }), 415, -32000],
  ['two Content-Types', withHeaders({ 'content-type': 'application/json, text/html' }), 415, -32000],
  [
    'the Content-Type multipart/form-data',
    withHeaders({ 'content-type': 'multipart/form-data; boundary=x' }),
    415,
    -32000,
  ],
  [
    'the protocol version of another revision',
    withHeaders({ 'mcp-protocol-version': '2025-11-25' }),
    400,
    -32020,
  ],
  ['an empty protocol version', withHeaders({ 'mcp-protocol-version': '' }), 400, -32020],
  [
    'the protocol version twice',
    withHeaders({ 'mcp-protocol-version': '2026-07-28, 2026-07-28' }),
    400,
    -32020,
  ],
  [
    'an SQL injection as protocol version',
    withHeaders({ 'mcp-protocol-version': "' OR 1=1 --" }),
    400,
    -32020,
  ],
  ['a different Mcp-Method', withHeaders({ 'mcp-method': 'tools/list' }), 400, -32020],
  ['the Mcp-Method in upper case', withHeaders({ 'mcp-method': 'TOOLS/CALL' }), 400, -32020],
  ['a different Mcp-Name', withHeaders({ 'mcp-name': 'sharepoint_search' }), 400, -32020],
  [
    'a different Mcp-Name in base64',
    withHeaders({ 'mcp-name': `=?base64?${btoa('sharepoint_search')}?=` }),
    400,
    -32020,
  ],
  ['the Mcp-Name twice', withHeaders({ 'mcp-name': 'read_resource, read_resource' }), 400, -32020],
  ['an overlong Mcp-Name', withHeaders({ 'mcp-name': long }), 400, -32020],
];

const dispatch: readonly MessageRow[] = [
  ...[
    'rm_rf',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'READ_RESOURCE',
    'read_resource\u200b',
    '../read_resource',
    long,
  ].map((name): MessageRow => {
    const header = /^[\x20-\x7e]*$/.test(name) ? name : `=?base64?${Buffer.from(name).toString('base64')}?=`;
    const call = toolCall(name);
    const tool = name.replaceAll('\u200b', '+U+200B').slice(0, 30);
    return [`the tool ${tool}`, { ...call, headers: { ...call.headers, 'mcp-name': header } }, 200, -32602];
  }),
  ['arguments that are an array', withArguments('[]'), 200, -32602],
  ['arguments that are null', withArguments('null'), 200, -32602],
  ['arguments that are a number', withArguments('5'), 200, -32602],
  ['arguments that are a string', withArguments('"uri"'), 200, -32602],
  ['arguments that are true', withArguments('true'), 200, -32602],
  ...['tools/list', 'resources/list', 'resources/templates/list'].flatMap((method) =>
    ['x', 'AAAA', '{"offset":25}', 'https://graph.microsoft.com/v1.0/me', long].map((cursor): MessageRow => {
      const list = mcpMessage(method, { cursor });
      const name = `a cursor that ${method} never gave: ${cursor.slice(0, 20)}`;
      return [name, { body: JSON.stringify(list.body), headers: list.headers }, 200, -32602];
    }),
  ),
];

/** Messages that the HTTP layer, the protocol layer or the tool dispatch rejects. */
export const messageRows: readonly MessageRow[] = [...texts, ...envelopes, ...headerRows, ...dispatch];
