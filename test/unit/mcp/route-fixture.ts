import { Server } from '@modelcontextprotocol/server';
import type { Hono } from 'hono';
import type { AuditEvent } from '../../../src/audit/audit-event.ts';
import type { Assertion, VerifiedCaller } from '../../../src/entra/caller.ts';
import type { McpFeatures } from '../../../src/mcp/endpoint.ts';
import { requestSchemas } from '../../../src/mcp/message.ts';
import { type McpRouteDependencies, createMcpRoute } from '../../../src/mcp/route.ts';

export const caller = {
  tenantId: '0c0a0000-0000-4000-8000-00000000c0a0',
  objectId: 'a0000000-0000-4000-8000-000000000001',
  clientId: 'c11e0000-0000-4000-8000-000000000002',
  tokenId: 'uti',
} as unknown as VerifiedCaller;

/** An MCP server with an empty tool list. `onSession` receives the session of each request. */
export function emptyFeatures(
  onSession: (session: Parameters<McpFeatures['createServer']>[0]) => void = () => undefined,
): McpFeatures {
  return {
    toolNames: { all: new Set(), optIn: new Set() },
    requestSchemas,
    prepareCall: () => Promise.resolve(undefined),
    createServer: (session) => {
      onSession(session);
      const server = new Server({ name: 'test', version: '1.0.0' }, { capabilities: { tools: {} } });
      server.setRequestHandler('tools/list', () => ({ tools: [] }));
      return server;
    },
  };
}

/** The route with stubs for everything that the test does not replace, and its audit events. */
export function createTestRoute(replaced: Partial<McpRouteDependencies> = {}) {
  const events: AuditEvent[] = [];
  const unused = () => Promise.reject(new Error('This dependency is not expected to be called.'));
  const route = createMcpRoute({
    publicUrl: new URL('https://mcp.example.com'),
    features: emptyFeatures(),
    verifier: { verify: async () => ({ caller, assertion: 'assertion' as Assertion }) },
    userLimit: { retryAfterSeconds: 60, admits: async () => true },
    addressLimit: { retryAfterSeconds: 60, admits: async () => true },
    vault: { graphToken: unused, recordIssue: unused, rememberTimeZone: unused, revoke: unused },
    openGraph: () => {
      throw new Error('Graph is not expected to be called.');
    },
    teams: 'full',
    createStepUp: unused,
    checkClient: async () => undefined,
    challenge: { resourceMetadata: '', scope: '', authorizationUri: '' },
    auditLog: {
      write: (event) => void events.push(event),
      writeContentRead: () => undefined,
      writeError: () => undefined,
    },
    trace: { stage: (_name, run) => run(), setAttributes: () => undefined },
    clock: { nowMs: () => 0 },
    waitUntil: () => undefined,
    ...replaced,
  });
  const listTools = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  return { route, send, post: async (body: unknown = listTools) => send(route, body), events };
}

/** Sends one message of the 2025 revisions as a signed-in user. */
async function send(app: Hono, body: unknown): Promise<Response> {
  return app.request('https://mcp.example.com/mcp', {
    method: 'POST',
    headers: {
      authorization: 'Bearer token.token.token',
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(body),
  });
}

/** A Graph token from the vault. */
export const graphToken = {
  ok: true,
  accessToken: 'token',
  scopes: [],
  expiresAtMs: 0,
  exchanged: true,
  storageFailed: false,
} as const;
