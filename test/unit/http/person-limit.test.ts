import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AuditEvent } from '../../../src/audit/audit-event.ts';
import type { Assertion, VerifiedCaller } from '../../../src/entra/caller.ts';
import { type McpRouteServices, mcpRoute } from '../../../src/mcp/route.ts';

const caller = {
  tenantId: '0c0a0000-0000-4000-8000-00000000c0a0',
  objectId: 'a0000000-0000-4000-8000-000000000001',
  clientId: 'c11e0000-0000-4000-8000-000000000002',
  tokenId: 'uti',
} as unknown as VerifiedCaller;

test('a person who asks too often is told to wait, before anything is asked of anybody', async () => {
  const events: AuditEvent[] = [];
  const counted: string[] = [];
  const services = {
    verifier: { verify: async () => ({ caller, assertion: 'assertion' as Assertion }) },
    personLimit: {
      retryAfterSeconds: 60,
      admits: async (key: string) => {
        counted.push(key);
        return false;
      },
    },
    auditLog: { write: (event: AuditEvent) => void events.push(event), writeError: () => undefined },
    clock: { nowMs: () => 0 },
    challenge: { resourceMetadata: '', scope: '', authorizationUri: '' },
    // Whatever else the route needs is not reached: a call of it would throw.
  } as unknown as McpRouteServices;
  const app = new Hono();
  app.post('/mcp', mcpRoute(services));
  const response = await app.request('/mcp', {
    method: 'POST',
    headers: { authorization: 'Bearer token.token.token' },
    body: '{}',
  });
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toBe('60');
  expect(response.headers.get('www-authenticate')).toBeNull();
  expect(await response.json()).toMatchObject({ error: 'throttled' });
  expect(counted).toEqual([`${caller.tenantId}/${caller.objectId}`]);
  expect(events).toMatchObject([
    { outcome: 'refused', reason: 'rate_limited', status: 429, objectId: caller.objectId },
  ]);
});
