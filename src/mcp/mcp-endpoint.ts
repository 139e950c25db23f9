import type { McpServer, Server } from '@modelcontextprotocol/server';
import { createMcpHandler } from 'agents/mcp/server';
import type { VerifiedCaller } from '../lib/verified-caller.ts';
import type { McpSession } from './mcp-session.ts';
import type { PreparedCall } from './prepare-call.ts';
import { resourceTool } from './resource-tool.ts';

/** What the HTTP layer needs to know of a JSON-RPC message before it is dispatched. */
export interface McpMessage {
  readonly method: string;
  /** Notifications and answers need no Graph token and get no body. */
  readonly isRequest: boolean;
  /** The tool that a well-formed `tools/call` names, or that does what a `resources/read` asks for. */
  readonly toolName: string | undefined;
  readonly toolArguments: unknown;
}

/** The protocol, apart from HTTP. It does no authentication: a session exists only for a verified person. */
export interface McpEndpoint {
  /** Every tool that there is. */
  readonly toolNames: ReadonlySet<string>;
  /** The message in a parsed body, or undefined where the protocol layer will refuse it anyway. */
  inspect(body: unknown): McpMessage | undefined;
  prepare(message: McpMessage, caller: VerifiedCaller): Promise<PreparedCall | undefined>;
  serve(request: Request, body: unknown, session: McpSession): Promise<Response>;
}

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
  const handler = createMcpHandler(
    (context) => features.createServer(sessionOf(context.authInfo?.extra)),
    // Host, Origin and CORS are settled in http, where WWW-Authenticate can be exposed.
    { corsOptions: false, allowedOriginHostnames: '*' },
  );
  return {
    toolNames: features.toolNames,
    inspect,
    prepare: async ({ toolName, toolArguments }, caller) =>
      toolName === undefined ? undefined : features.prepare(toolName, toolArguments, caller),
    serve: (request, body, session) =>
      handler.fetch(request, {
        // The token stays outside: what the protocol layer needs is the session.
        authInfo: { token: '', clientId: session.caller.clientId, scopes: [], extra: { session } },
        parsedBody: body,
      }),
  };
}

function sessionOf(extra: Record<string, unknown> | undefined): McpSession {
  return extra?.['session'] as McpSession;
}

function inspect(body: unknown): McpMessage | undefined {
  if (!isRecord(body) || typeof body['method'] !== 'string') return undefined;
  const params = isRecord(body['params']) ? body['params'] : {};
  return {
    method: body['method'],
    isRequest: typeof body['id'] === 'string' || typeof body['id'] === 'number',
    ...callIn(body['method'], params),
  };
}

function callIn(
  method: string,
  params: Readonly<Record<string, unknown>>,
): Pick<McpMessage, 'toolName' | 'toolArguments'> {
  const { name, uri, arguments: args } = params;
  if (method === 'resources/read' && typeof uri === 'string') {
    return { toolName: resourceTool, toolArguments: { uri } };
  }
  const isCall = method === 'tools/call' && typeof name === 'string';
  return isCall && (args === undefined || isRecord(args))
    ? { toolName: name, toolArguments: args }
    : { toolName: undefined, toolArguments: undefined };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
