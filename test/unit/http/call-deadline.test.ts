import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { GraphAccess } from '../../../src/graph/client.ts';
import type { McpMessage, OpenSession } from '../../../src/mcp/endpoint.ts';
import { type McpRouteServices, mcpRoute } from '../../../src/mcp/route.ts';

test('what the exchange has taken is missing from the time that is left for Graph', async () => {
  const time = { nowMs: 1_000_000 };
  const deadlines: number[] = [];
  const message: McpMessage = {
    method: 'tools/list',
    isServed: true,
    isRequest: true,
    toolName: undefined,
    toolArguments: undefined,
    traceparent: undefined,
  };
  const services = {
    verifier: { verify: async () => ({ caller: {}, assertion: 'assertion' }) },
    personLimit: { admits: async () => true },
    vault: {
      graphToken: async () => {
        time.nowMs += 9000;
        return { ok: true, accessToken: 'token', scopes: [], exchanged: true };
      },
    },
    endpoint: {
      toolNames: new Set(),
      inspect: () => message,
      prepare: async () => undefined,
      serve: async (_request: Request, _body: unknown, open: OpenSession) => {
        const session = await open();
        session.graph(AbortSignal.timeout(1));
        deadlines.push(session.deadlineMs);
        return Response.json({});
      },
    },
    graph: ({ deadlineMs }: GraphAccess) => deadlines.push(deadlineMs),
    auditLog: { write: () => undefined, writeError: () => undefined },
    clock: { nowMs: () => time.nowMs },
    challenge: { resourceMetadata: '', scope: '', authorizationUri: '' },
  } as unknown as McpRouteServices;
  const app = new Hono();
  app.post('/mcp', mcpRoute(services));
  const headers = { authorization: 'Bearer token.token.token' };
  const response = await app.request('/mcp', { method: 'POST', headers, body: '{}' });
  expect(response.status).toBe(200);
  expect(deadlines).toEqual([1_025_000, 1_025_000]);
});
