import {
  ProtocolError,
  ProtocolErrorCode,
  SUPPORTED_PROTOCOL_VERSIONS,
  UnsupportedProtocolVersionError,
  classifyInboundRequest,
  isJsonContentType,
  specTypeSchemas,
} from '@modelcontextprotocol/server';
import { readPagedUri } from '../m365/uri.ts';
import { printableExcerpt, resourceTool } from './results.ts';
import { getViewTool, hasViewSession, supportsViews } from './views.ts';

/** `modern`: revision 2026-07-28 with its headers and `_meta` envelope. `legacy`: revisions up to 2025-11-25. */
export type ProtocolEra = 'modern' | 'legacy';

/** A request, notification or response whose headers, envelope and parameters are valid. */
export interface McpMessage {
  readonly ok: true;
  readonly era: ProtocolEra;
  /** Of a request. Notifications and responses have none and are acknowledged with 202. */
  readonly id: string | number | undefined;
  readonly method: string | undefined;
  /** The tool that the message runs: that of `tools/call`, and `read_resource` for `resources/read`. */
  readonly toolCall: { readonly name: string; readonly arguments: unknown } | undefined;
  /** The URI of `resources/read`, if it is that of a view. */
  readonly viewUri: string | undefined;
  /** Whether the client shows views: by its capabilities, or by the session id that they led to. */
  readonly showsViews: boolean;
}

/** A message that is answered with a JSON-RPC error before a Graph token is requested. */
export interface InvalidMessage {
  readonly ok: false;
  readonly reason: 'protocol_error';
  /** HTTP status. */
  readonly status: number;
  readonly error: ProtocolError;
  readonly id: string | number | null;
}

const modernVersions = ['2026-07-28'];
const headerMismatch = -32_020;
const jsonRequired = -32_000;

/** Schemas of the requests that the connector serves. */
export const requestSchemas = {
  initialize: specTypeSchemas.InitializeRequest,
  ping: specTypeSchemas.PingRequest,
  'server/discover': specTypeSchemas.DiscoverRequest,
  'subscriptions/listen': specTypeSchemas.SubscriptionsListenRequest,
  'tools/list': specTypeSchemas.ListToolsRequest,
  'tools/call': specTypeSchemas.CallToolRequest,
  'resources/list': specTypeSchemas.ListResourcesRequest,
  'resources/templates/list': specTypeSchemas.ListResourceTemplatesRequest,
  'resources/read': specTypeSchemas.ReadResourceRequest,
  'prompts/list': specTypeSchemas.ListPromptsRequest,
  'prompts/get': specTypeSchemas.GetPromptRequest,
  'completion/complete': specTypeSchemas.CompleteRequest,
};

/** Requests that revision 2026-07-28 removed. */
const removedMethods: ReadonlySet<string> = new Set([
  'initialize',
  'ping',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
]);

/** Schemas by method. A method that is not listed is answered with `-32601`. */
export type RequestSchemas = Readonly<
  Record<string, (typeof specTypeSchemas)[keyof typeof specTypeSchemas & `${string}Request`]>
>;

/**
 * Validates content type, protocol version, `Mcp-*` headers, `_meta` envelope and parameters. The SDK repeats most of
 * these checks, but only after the Graph token was obtained, and it answers some of them as server errors.
 * @param body one parsed JSON value, not an array
 */
export function validateMessage(
  headers: Headers,
  body: unknown,
  schemas: RequestSchemas,
): McpMessage | InvalidMessage {
  const message = isRecord(body) ? body : {};
  const id = typeof message['id'] === 'string' || typeof message['id'] === 'number' ? message['id'] : null;
  const reject = (status: number, code: number, text: string, data?: unknown): InvalidMessage => ({
    ok: false,
    reason: 'protocol_error',
    status,
    error: new ProtocolError(code, errorText(code, text), truncateStrings(data)),
    id,
  });
  if (!isJsonContentType(headers.get('content-type'))) {
    return reject(415, jsonRequired, 'Unsupported Media Type: Content-Type must be application/json');
  }
  const route = classifyInboundRequest({
    httpMethod: 'POST',
    ...headerValue('protocolVersionHeader', headers.get('mcp-protocol-version')),
    ...headerValue('mcpMethodHeader', headers.get('mcp-method')),
    body,
  });
  if (route.kind === 'reject') return reject(route.httpStatus, route.code, route.message, route.data);
  const era = route.kind;
  if (route.kind === 'modern') {
    const requested = route.classification.revision ?? 'unknown';
    if (!modernVersions.includes(requested)) {
      const {
        code,
        message: text,
        data,
      } = new UnsupportedProtocolVersionError({
        supported: modernVersions,
        requested,
      });
      return reject(400, code, text, data);
    }
  } else {
    const version = headers.get('mcp-protocol-version');
    if (version !== null && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) {
      const supported = SUPPORTED_PROTOCOL_VERSIONS.join(', ');
      return reject(400, jsonRequired, `Unsupported protocol version: ${version}. Supported: ${supported}.`);
    }
  }
  const method = typeof message['method'] === 'string' ? message['method'] : undefined;
  if (id === null || method === undefined) {
    const none = { toolCall: undefined, viewUri: undefined, showsViews: false };
    return { ok: true, era, id: undefined, method, ...none };
  }
  const params = isRecord(message['params']) ? message['params'] : {};
  if (era === 'modern' && !hasRequiredHeaders(headers, method, params)) {
    return reject(400, headerMismatch, '');
  }
  const isServed = Object.hasOwn(schemas, method) && !(era === 'modern' && removedMethods.has(method));
  if (!isServed)
    return reject(era === 'modern' ? 404 : 200, ProtocolErrorCode.MethodNotFound, 'Method not found');
  const path = invalidParameter(schemas, method, message, params);
  if (path !== undefined) {
    const text = `Invalid parameters of ${method}: \`${path}\` is malformed.`;
    return reject(200, ProtocolErrorCode.InvalidParams, text);
  }
  const viewUri = getViewUri(method, params);
  return {
    ok: true,
    era,
    id,
    method,
    toolCall: viewUri === undefined ? getToolCall(method, params) : undefined,
    viewUri,
    showsViews: showsViews(headers, era, method, params),
  };
}

/** Attributes for the audit, which also covers invalid messages. Unknown methods are not repeated. */
export function messageAttributes(
  body: unknown,
  schemas: RequestSchemas,
): { readonly operation?: string; readonly traceparent?: string } {
  if (!isRecord(body) || typeof body['method'] !== 'string') return {};
  const { method } = body;
  const params = isRecord(body['params']) ? body['params'] : {};
  const meta = isRecord(params['_meta']) ? params['_meta'] : {};
  const isKnown = Object.hasOwn(schemas, method) || /^notifications\/[a-z_]{1,32}$/.test(method);
  return { operation: isKnown ? method : 'unknown', ...readTraceparent(meta['traceparent']) };
}

/** Version, trace id, span id and flags. All-zero ids and version ff are invalid. */
const traceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The trace context of a caller as an audit attribute; nothing for a malformed one.
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 * @see https://modelcontextprotocol.io/seps/414-request-meta
 */
export function readTraceparent(value: unknown): { readonly traceparent?: string } {
  return typeof value === 'string' && traceparent.test(value) ? { traceparent: value } : {};
}

/** The JSON-RPC error response. */
export function invalidMessageResponse({ status, error, id }: InvalidMessage): Response {
  const { code, message, data } = error;
  return Response.json(
    { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } },
    { status },
  );
}

function headerValue<Name extends string>(name: Name, value: string | null): Partial<Record<Name, string>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, string>);
}

/** `params` member that the `Mcp-Name` header must repeat. @see https://modelcontextprotocol.io/seps/2243 */
const nameParameters: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/** Whether the headers that a request of revision 2026-07-28 requires are present, and `Mcp-Name` matches the body. */
function hasRequiredHeaders(
  headers: Headers,
  method: string,
  params: Readonly<Record<string, unknown>>,
): boolean {
  if (!headers.has('mcp-protocol-version') || !headers.has('mcp-method')) return false;
  const parameter = Object.hasOwn(nameParameters, method) ? nameParameters[method] : undefined;
  const name = parameter === undefined ? undefined : params[parameter];
  return typeof name !== 'string' || decodeHeader(headers.get('mcp-name') ?? '') === name;
}

/** Decodes the `=?base64?…?=` form of a header value that is not plain ASCII. Undefined for invalid Base64. */
function decodeHeader(value: string): string | undefined {
  const [, base64] = /^=\?base64\?(.*)\?=$/i.exec(value.trim()) ?? [];
  if (base64 === undefined) return value.trim();
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The path of the first invalid parameter. Each list is one page, so no cursor is valid. */
function invalidParameter(
  schemas: RequestSchemas,
  method: string,
  message: Readonly<Record<string, unknown>>,
  params: Readonly<Record<string, unknown>>,
): string | undefined {
  if (method.endsWith('/list') && params['cursor'] !== undefined) return 'params.cursor';
  // Not in the schemas of the SDK, which reads it from the envelope.
  if (params['requestState'] !== undefined && typeof params['requestState'] !== 'string') {
    return 'params.requestState';
  }
  const issue = schemas[method]?.['~standard'].validate(message).issues?.[0];
  if (!issue) return undefined;
  const path = (issue.path ?? []).map((key) => String(typeof key === 'object' ? key.key : key));
  return printableExcerpt(path.join('.'));
}

function getToolCall(method: string, params: Readonly<Record<string, unknown>>): McpMessage['toolCall'] {
  const { name, uri, arguments: args } = params;
  if (method === 'resources/read') return { name: resourceTool, arguments: readPagedUri(String(uri)) };
  return method === 'tools/call' ? { name: String(name), arguments: args } : undefined;
}

function getViewUri(method: string, { uri }: Readonly<Record<string, unknown>>): string | undefined {
  return method === 'resources/read' && typeof uri === 'string' && getViewTool(uri) !== undefined
    ? uri
    : undefined;
}

/** Revision 2026-07-28 repeats the capabilities in each request, earlier ones state them in `initialize` only. */
function showsViews(
  headers: Headers,
  era: ProtocolEra,
  method: string,
  params: Readonly<Record<string, unknown>>,
): boolean {
  if (era === 'modern') {
    const meta = isRecord(params['_meta']) ? params['_meta'] : {};
    return supportsViews(meta['io.modelcontextprotocol/clientCapabilities']);
  }
  return method === 'initialize' ? supportsViews(params['capabilities']) : hasViewSession(headers);
}

function errorText(code: number, text: string): string {
  if (code === headerMismatch) {
    return 'The headers MCP-Protocol-Version, Mcp-Method and Mcp-Name must be present and match the body.';
  }
  // Names and URLs of the request are repeated in SDK messages at any length.
  return text.replaceAll(/\S+/g, printableExcerpt);
}

function truncateStrings(value: unknown): unknown {
  if (typeof value === 'string') return printableExcerpt(value);
  if (Array.isArray(value)) return value.map(truncateStrings);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, truncateStrings(member)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
