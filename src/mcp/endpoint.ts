import type { McpServer, McpServerFactory, Server } from '@modelcontextprotocol/server';
import { createMcpHandler } from 'agents/mcp/server';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { PreparedCall } from './arguments.ts';
import type { McpMessage, ProtocolEra, RequestSchemas } from './message.ts';
import type { InvalidCallSession, McpSession } from './session.ts';
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
}

/** Answers one validated message through the SDK. */
export type ServeMcp = (
  request: Request,
  body: unknown,
  era: ProtocolEra,
  session: McpSession | InvalidCallSession,
) => Promise<Response>;

/**
 * The SDK's handler for both protocol eras: 2026-07-28, and 2025-03-26 to 2025-11-25 without sessions. The session is
 * passed in `authInfo.extra`; the access token is not passed, in the header neither.
 */
export function createServeMcp({ createServer }: McpFeatures): ServeMcp {
  const factory: McpServerFactory = ({ authInfo }) =>
    createServer(authInfo?.extra?.['session'] as McpSession | InvalidCallSession);
  // Host, Origin and CORS are handled in the route, where WWW-Authenticate is exposed.
  const options = { corsOptions: false, allowedOriginHostnames: '*' } as const;
  const legacyHandler = createMcpHandler(factory, options);
  // Rejecting legacy messages avoids a second classification of each message, which is expensive.
  const modernHandler = createMcpHandler(factory, { ...options, legacy: 'reject' });
  return (request, body, era, session) =>
    (era === 'modern' ? modernHandler : legacyHandler).fetch(toSdkRequest(request), {
      authInfo: { token: '', clientId: '', scopes: [], extra: { session } },
      parsedBody: body,
    });
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
