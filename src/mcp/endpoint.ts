import {
  type McpServer,
  type McpServerFactory,
  PROTOCOL_VERSION_META_KEY,
  type Server,
} from '@modelcontextprotocol/server';
import { createMcpHandler } from 'agents/mcp/server';
import type { VerifiedCaller } from '../entra/caller.ts';
import { boundedRefusal } from './bounded-refusal.ts';
import { isServed, judgeMessage } from './judge-message.ts';
import type { McpSession } from './session.ts';
import { readPagedUri } from '../m365/paged-uri.ts';
import type { PreparedCall } from './arguments.ts';
import { resourceTool } from './resource-tool.ts';

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
      return await boundedRefusal(response);
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
