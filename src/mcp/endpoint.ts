import {
  type McpServer,
  type McpServerFactory,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
  type Server,
} from '@modelcontextprotocol/server';
import { createMcpHandler } from 'agents/mcp/server';
import { z } from 'zod';
import type { VerifiedCaller } from '../entra/caller.ts';
import { readPagedUri } from '../m365/uri.ts';
import type { PreparedCall } from './arguments.ts';
import { printableExcerpt, resourceTool } from './results.ts';
import type { McpSession } from './session.ts';

/** What the HTTP layer needs to know of a JSON-RPC message before it is dispatched. */
export interface McpMessage {
  readonly method: string;
  /** Whether the connector answers requests of this method. */
  readonly isServed: boolean;
  /** Notifications and answers need no Graph token and get no body. */
  readonly isRequest: boolean;
  /** The tool that a well-formed `tools/call` names, or that does what a `resources/read` asks for. */
  readonly toolName: string | undefined;
  readonly toolArguments: unknown;
  /** `_meta.traceparent`, as it was sent. @see https://modelcontextprotocol.io/seps/414-request-meta */
  readonly traceparent: unknown;
}

/** The protocol, apart from HTTP. It does no authentication: a session exists only for a verified person. */
export interface McpEndpoint {
  /** Every tool that there is. */
  readonly toolNames: ReadonlySet<string>;
  /** The message in a parsed body, or undefined where the protocol layer will refuse it anyway. */
  inspect(body: unknown): McpMessage | undefined;
  prepare(message: McpMessage, caller: VerifiedCaller): Promise<PreparedCall | undefined>;
  /**
   * Answers the message. A session is opened once headers, envelope and parameters are good, and before the answer begins.
   * @throws MessageRefusal where the message is no good, and whatever `open` throws.
   */
  serve(request: Request, body: unknown, open: OpenSession): Promise<Response>;
}

/** Settles all that can still refuse the person. */
export type OpenSession = () => Promise<McpSession>;

/** What an endpoint serves. */
export interface McpFeatures {
  readonly toolNames: ReadonlySet<string>;
  /** Judges the arguments of a call. Undefined for a tool that there is not. */
  prepare(tool: string, args: unknown, caller: VerifiedCaller): Promise<PreparedCall | undefined>;
  /** The protocol server of one request. */
  createServer(session: McpSession): McpServer | Server;
}

/** One handler for both protocol eras: 2026-07-28, and 2025-03-26 to 2025-11-25 without sessions. */
export function createMcpEndpoint(features: McpFeatures): McpEndpoint {
  const createServer: McpServerFactory = async ({ era, authInfo, requestInfo }) => {
    const exchange = exchangeOf(authInfo?.extra);
    try {
      judgeMessage(exchange.body, era, requestInfo?.headers.get('mcp-protocol-version') ?? null);
      return features.createServer(await exchange.open());
    } catch (error) {
      exchange.failure = { error };
      throw error;
    }
  };
  // Host, Origin and CORS are settled in http, where WWW-Authenticate can be exposed.
  const settled = { corsOptions: false, allowedOriginHostnames: '*' } as const;
  const eitherEra = createMcpHandler(createServer, settled);
  const modernEra = createMcpHandler(createServer, { ...settled, legacy: 'reject' });
  return {
    toolNames: features.toolNames,
    inspect,
    prepare: async ({ toolName, toolArguments }, caller) =>
      toolName === undefined ? undefined : features.prepare(toolName, toolArguments, caller),
    serve: async (request, body, open) => {
      const exchange: Exchange = { body, open };
      const handler = namesRevision(body) ? modernEra : eitherEra;
      const response = await handler.fetch(request, {
        // The token stays outside: what the protocol layer needs is the session.
        authInfo: { token: '', clientId: '', scopes: [], extra: { exchange } },
        parsedBody: body,
      });
      if (exchange.failure) throw exchange.failure.error;
      return await redactProtocolError(response);
    },
  };
}

/** One message on its way through the protocol layer, which has an answer of its own for what fails within it. */
interface Exchange {
  readonly body: unknown;
  readonly open: OpenSession;
  failure?: { readonly error: unknown };
}

function exchangeOf(extra: Record<string, unknown> | undefined): Exchange {
  return extra?.['exchange'] as Exchange;
}

/**
 * Whether a request names its revision in `_meta`, as only those of 2026-07-28 do: then the protocol layer need not ask
 * for its era, which costs as much as to serve it.
 */
function namesRevision(body: unknown): boolean {
  if (!isRecord(body) || !isRecord(body['params']) || !isRecord(body['params']['_meta'])) return false;
  const isRequest = 'id' in body && body['method'] !== 'initialize' && !('result' in body || 'error' in body);
  return isRequest && PROTOCOL_VERSION_META_KEY in body['params']['_meta'];
}

function inspect(body: unknown): McpMessage | undefined {
  if (!isRecord(body) || typeof body['method'] !== 'string') return undefined;
  const params = isRecord(body['params']) ? body['params'] : {};
  const meta = isRecord(params['_meta']) ? params['_meta'] : {};
  return {
    method: body['method'],
    isServed: isServed(body['method']),
    isRequest: typeof body['id'] === 'string' || typeof body['id'] === 'number',
    traceparent: meta['traceparent'],
    ...callIn(body['method'], params),
  };
}

function callIn(
  method: string,
  params: Readonly<Record<string, unknown>>,
): Pick<McpMessage, 'toolName' | 'toolArguments'> {
  const { name, uri, arguments: args } = params;
  if (method === 'resources/read' && typeof uri === 'string') {
    return { toolName: resourceTool, toolArguments: readPagedUri(uri) };
  }
  const isCall = method === 'tools/call' && typeof name === 'string';
  return isCall && (args === undefined || isRecord(args))
    ? { toolName: name, toolArguments: args }
    : { toolName: undefined, toolArguments: undefined };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const headerMismatch = -32020;
const unsupportedVersion = -32022;
const words = /\S+/g;

/**
 * A refusal of the protocol layer, without what it repeats of the request at any length: names and addresses stand in it
 * as they came.
 */
async function redactProtocolError(response: Response): Promise<Response> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (response.status < 400 || !isJson) return response;
  const answer = (await response.json()) as Readonly<Record<string, unknown>>;
  const { code, message, data } = answer['error'] as { code: number; message: string; data?: unknown };
  const error = {
    code,
    message: messageOf(code, message),
    ...(data === undefined ? {} : { data: bounded(data) }),
  };
  return Response.json({ ...answer, error }, { status: response.status });
}

function messageOf(code: number, message: string): string {
  switch (code) {
    case headerMismatch:
      return 'The headers of the request do not say what its body says: MCP-Protocol-Version, Mcp-Method and Mcp-Name have to repeat it.';
    case unsupportedVersion:
      return 'The protocol version of the request is not supported.';
    default:
      return message.replaceAll(words, printableExcerpt);
  }
}

function bounded(value: unknown): unknown {
  if (typeof value === 'string') return printableExcerpt(value);
  if (Array.isArray(value)) return value.map(bounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, bounded(member)]));
}

const string = z.string();
/** Each list is one page, so there is no cursor that could be good. */
const list = z.looseObject({ cursor: z.undefined().optional() });
const anything = z.looseObject({});
const state = { requestState: string.optional() };

/**
 * The requests that are answered, and what their parameters have to be at least. The protocol layer knows that too, but
 * looks when the exchange is over, and takes some for faults of the server.
 */
const paramsByMethod: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['initialize', z.looseObject({ protocolVersion: string, capabilities: anything, clientInfo: anything })],
  ['ping', anything],
  ['server/discover', anything],
  ['subscriptions/listen', anything],
  ['tools/list', list],
  [
    'tools/call',
    z.looseObject({
      ...state,
      name: string,
      arguments: anything.optional(),
      task: z.looseObject({ ttl: z.number().optional() }).optional(),
    }),
  ],
  ['resources/list', list],
  ['resources/templates/list', list],
  ['resources/read', z.looseObject({ ...state, uri: string })],
  [
    'completion/complete',
    z.looseObject({
      ref: z.discriminatedUnion('type', [
        z.looseObject({ type: z.literal('ref/prompt'), name: string }),
        z.looseObject({ type: z.literal('ref/resource'), uri: string }),
      ]),
      argument: z.looseObject({ name: string, value: string }),
    }),
  ],
]);

/** Whether there are requests of this method. */
function isServed(method: string): boolean {
  return paramsByMethod.has(method);
}

/**
 * Judges what the protocol layer leaves until after the exchange.
 * @param version the `MCP-Protocol-Version` header, which the 2025 eras may leave out
 * @throws MessageRefusal
 */
function judgeMessage(body: unknown, era: 'modern' | 'legacy', version: string | null): void {
  const { id, method, params = {} } = body as Readonly<Record<string, unknown>>;
  const idOfRequest = typeof id === 'string' || typeof id === 'number' ? id : null;
  if (era === 'legacy' && version !== null && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) {
    const spoken = SUPPORTED_PROTOCOL_VERSIONS.join(', ');
    const text = `Unsupported protocol version: ${printableExcerpt(version)}. There are: ${spoken}.`;
    throw new MessageRefusal(400, -32000, text, idOfRequest);
  }
  // The 2026 era has no greeting, whatever is in it.
  if (era === 'modern' && method === 'initialize') return;
  const issue = paramsByMethod.get(String(method))?.safeParse(params).error?.issues[0];
  if (!issue) return;
  const place = printableExcerpt(['params', ...issue.path].map(String).join('.'));
  const text = `The request does not fit ${String(method)}: \`${place}\` is malformed.`;
  throw new MessageRefusal(200, -32602, text, idOfRequest);
}

/** A message that the connector refuses where the protocol layer would not, or not in time. */
export class MessageRefusal extends Error {
  override readonly name = 'MessageRefusal';
  readonly status: 200 | 400;
  /** Of JSON-RPC. */
  readonly code: number;
  /** Of the request. */
  readonly id: string | number | null;

  constructor(status: 200 | 400, code: number, message: string, id: string | number | null) {
    super(message);
    this.status = status;
    this.code = code;
    this.id = id;
  }
}
