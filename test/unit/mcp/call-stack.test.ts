import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import { createGraphClient } from '../../../src/graph/create-client.ts';
import { createContentMemory } from '../../../src/graph/content-memory.ts';
import { createRequestLimits } from '../../../src/graph/request-limits.ts';
import { createOutboundFetch } from '../../../src/lib/outbound-fetch.ts';
import { createToolCatalog } from '../../../src/mcp/catalog.ts';
import { sealedCursors } from '../../../src/mcp/cursors.ts';
import { connectorFeatures } from '../../../src/mcp/server.ts';
import { createRoutes } from '../../../src/routes.ts';
import { createZoneCache } from '../../../src/time/time-zone.ts';
import { tools } from '../../../src/tools/index.ts';
import { createTrace } from '../../../src/tracing.ts';
import { createTestRoute, graphToken } from './route-fixture.ts';

/** The frames of `src` on the current call stack, innermost first. */
function ownFrames(): string[] {
  // Not in the standard types.
  const limits = Error as unknown as { stackTraceLimit: number };
  const { stackTraceLimit } = limits;
  limits.stackTraceLimit = Infinity;
  const { stack = '' } = new Error('The current stack.');
  limits.stackTraceLimit = stackTraceLimit;
  return stack.split('\n').flatMap((line) => {
    const [, name = '', file] = /at (?:async )?(?:(.*?) \()?\S*\/src\/([\w./-]+?)[?:]/.exec(line) ?? [];
    return file === undefined ? [] : [`${file} ${name}`];
  });
}

test('a mail search passes at most 18 own frames in 12 files from the Worker to Graph', async () => {
  const clock = { nowMs: () => Date.now() };
  const trace = createTrace(undefined);
  const keyRing = parseKeyRing(`test:${btoa('0123456789abcdef0123456789abcdef')}`);
  const features = connectorFeatures(
    { name: 'test', title: 'Test', version: '1.0.0', websiteUrl: 'https://mcp.example.com', icons: [] },
    createToolCatalog(tools),
    {
      cursors: sealedCursors(keyRing),
      clock,
      domains: { read: async () => undefined },
      furtherHosts: new Set(),
      zones: createZoneCache(),
      trace,
      teams: 'full',
      teamsOrigin: undefined,
    },
  );
  let toHandler: string[] = [];
  let toGraph: string[] = [];
  const fetchGraph = async (): Promise<Response> => {
    toGraph = ownFrames();
    return Response.json({ value: [] });
  };
  const { route, send } = createTestRoute({
    clock,
    features: {
      ...features,
      createServer: (session) => {
        toHandler = ownFrames();
        return features.createServer(session);
      },
    },
    vault: {
      graphToken: async () => ({ ...graphToken, scopes: ['Mail.Read'], timeZone: 'UTC' }),
      recordIssue: async () => undefined,
      rememberTimeZone: async () => undefined,
      revoke: async () => undefined,
    },
    openGraph: (access) =>
      createGraphClient({
        ...access,
        graphUrl: new URL('https://graph.microsoft.com'),
        fetch: createOutboundFetch(() => true, 'Graph', fetchGraph),
        downloadFetch: () => Promise.reject(new Error('Nothing is downloaded.')),
        trace,
        clock,
        random: () => 0,
        limits: createRequestLimits(4, clock),
        memory: createContentMemory(clock),
        userAgent: 'test',
      }),
  });
  const none = new Hono();
  const app = createRoutes({
    liveness: none,
    federation: none,
    mcp: route,
    publicUrl: new URL('https://mcp.example.com'),
    limitAddresses: async (_c, next) => next(),
    limitCallbacks: async (_c, next) => next(),
    readiness: none,
    securityTxt: none,
    home: none,
    oauth: none,
    admin: none,
    account: none,
    auditLog: { write: () => undefined, writeContentRead: () => undefined, writeError: () => undefined },
    clock,
  });
  const params = { name: 'outlook_email_search', arguments: { query: 'budget' } };
  const response = await send(app, { jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  expect(response.status).toBe(200);
  await response.text();
  const frames = [...toGraph, ...toHandler];
  expect(frames.length).toBeLessThanOrEqual(18);
  expect(new Set(frames.map((frame) => frame.split(' ')[0])).size).toBeLessThanOrEqual(12);
});
