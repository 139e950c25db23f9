import type { McpServer, McpServerFactory, Server } from '@modelcontextprotocol/server';
import { createMcpHandler } from 'agents/mcp/server';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { PreparedCall } from './arguments.ts';
import type { McpMessage, ProtocolEra, RequestSchemas } from './message.ts';
import type { InvalidCallSession, McpSession } from './session.ts';
import { createToolLists } from './tool-lists.ts';
import type { ToolNames } from './tool-selection.ts';

/** The methods and tools of an MCP server. */
export interface McpFeatures {
  readonly toolNames: ToolNames;
  readonly requestSchemas: RequestSchemas;
  /** Validates tool arguments. Undefined for an unknown tool. */
  prepareCall(
    toolCall: NonNullable<McpMessage['toolCall']>,
    caller: VerifiedCaller,
  ): Promise<PreparedCall | undefined>;
  /** The SDK server of one request. */
  readonly createServer: (session: McpSession | InvalidCallSession) => McpServer | Server;
  /** Everything that the result of `tools/list` depends on, if it may be kept. */
  readonly toolListKey?: (session: McpSession) => string;
}

/** Answers one validated request through the SDK. */
export type ServeMcp = (
  request: Request,
  body: unknown,
  message: { readonly era: ProtocolEra; readonly id: string | number; readonly method: string | undefined },
  session: McpSession | InvalidCallSession,
) => Promise<Response>;

/**
 * The SDK's handler for both protocol eras: 2026-07-28, and 2025-03-26 to 2025-11-25 without sessions. The session is
 * passed in `authInfo.extra`; the access token is not passed, in the header neither.
 */
export function createServeMcp({ createServer, toolListKey }: McpFeatures): ServeMcp {
  const factory: McpServerFactory = ({ authInfo }) =>
    createServer(authInfo?.extra?.['session'] as McpSession | InvalidCallSession);
  // Host, Origin and CORS are handled in the route, where WWW-Authenticate is exposed.
  const options = { corsOptions: false, allowedOriginHostnames: '*' } as const;
  const legacyHandler = createMcpHandler(factory, options);
  // Rejecting legacy messages avoids a second classification of each message, which is expensive.
  const modernHandler = createMcpHandler(factory, { ...options, legacy: 'reject' });
  const toolLists = createToolLists();
  return async (request, body, { era, id, method }, session) => {
    const serve = () =>
      (era === 'modern' ? modernHandler : legacyHandler).fetch(toSdkRequest(request), {
        authInfo: { token: '', clientId: '', scopes: [], extra: { session } },
        parsedBody: body,
      });
    const isList = method === 'tools/list' && era === 'modern' && session.ok;
    return isList && toolListKey ? await toolLists.respond(toolListKey(session), id, serve) : await serve();
  };
}

/** The request without its body, which was read, without the access token, and without a trailing slash in its path. */
function toSdkRequest({ url, method, headers, signal }: Request): Request {
  const kept = new Headers(headers);
  kept.delete('authorization');
  // The SDK looks for the names of both types.
  if (/(?:^|,)\s*\*\/\*\s*(?:;|,|$)/.test(kept.get('accept') ?? '')) {
    kept.set('accept', 'application/json, text/event-stream');
  }
  return new Request(new URL('/mcp', url), { method, headers: kept, signal });
}
