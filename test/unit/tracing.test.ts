import { expect, test } from 'vitest';
import { createAuditLog } from '../../src/audit/audit-log.ts';
import { TokenError } from '../../src/entra/token-error.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { type PlatformTracing, createTrace, traceExchange } from '../../src/tracing.ts';
import { caller, createTestRoute, graphToken } from './mcp/route-fixture.ts';

/** A platform that samples the request, and the spans that it records. */
function tracingPlatform({ isTraced = true } = {}) {
  const spans: { name: string; attributes: Record<string, unknown> }[] = [];
  const active: Span[] = [];
  const request = { isTraced, setAttributes: () => undefined } as unknown as Span;
  const tracing = {
    enterSpan: async (name: string, run: (span: Span) => Promise<unknown>) => {
      const attributes: Record<string, unknown> = {};
      spans.push({ name, attributes });
      const span = { isTraced, setAttributes: (more: object) => Object.assign(attributes, more) };
      active.push(span as unknown as Span);
      return await run(span as unknown as Span).finally(() => active.pop());
    },
    // Outside of a stage, the span of the request.
    getActiveSpan: () => active.at(-1) ?? request,
  } as unknown as PlatformTracing;
  return { tracing, spans };
}

test('POST /mcp records the spans verify, vault and mcp with ids and codes only', async () => {
  const { tracing, spans } = tracingPlatform();
  const trace = createTrace(tracing);
  const { post } = createTestRoute({
    trace,
    vault: {
      graphToken: async () => ({ ...graphToken, exchanged: false, accessToken: 'words' }),
      recordIssue: async () => undefined,
      rememberTimeZone: async () => undefined,
      revoke: async () => undefined,
    },
  });
  expect((await post()).status).toBe(200);
  const tenant = caller.tenantId;
  expect(spans).toEqual([
    { name: 'verify', attributes: { 'm365.outcome': 'ok', 'm365.tenant': tenant } },
    { name: 'vault', attributes: { 'm365.outcome': 'cached', 'm365.tenant': tenant } },
    { name: 'mcp', attributes: {} },
  ]);
  expect(JSON.stringify(spans)).not.toContain('words');
});

test('an audit event sets the attributes of the current span, without words', async () => {
  const { tracing, spans } = tracingPlatform();
  const trace = createTrace(tracing);
  const auditLog = createAuditLog('', undefined, trace);
  await trace.stage(
    'mcp',
    async () => {
      await trace.stage('graph', async () => ({ subject: 'words' }));
      await trace.stage('shape', async () => 'words');
      auditLog.write({
        event: 'm365_mcp.audit',
        version: 1,
        at: '',
        requestId: 'r',
        operation: 'tools/call',
        tenantId: caller.tenantId,
        tool: 'read_resource',
        outcome: 'ok',
        status: 200,
        durationMs: 0,
      });
      return 'words';
    },
    () => ({}),
  );
  const failure = { ok: false, failure: { kind: 'not_assigned' } };
  const onBehalfOf = traceExchange({ exchange: async () => failure } as never, trace);
  await onBehalfOf.exchange({ tenantId: caller.tenantId } as never);
  expect(spans).toEqual([
    {
      name: 'mcp',
      attributes: {
        'm365.requestId': 'r',
        'm365.tenant': caller.tenantId,
        'm365.tool': 'read_resource',
        'm365.outcome': 'ok',
        'm365.reason': undefined,
        'm365.status': 200,
      },
    },
    { name: 'graph', attributes: { 'm365.outcome': 'ok' } },
    { name: 'shape', attributes: { 'm365.outcome': 'ok' } },
    { name: 'exchange', attributes: { 'm365.outcome': 'not_assigned', 'm365.tenant': caller.tenantId } },
  ]);
  expect(JSON.stringify(spans)).not.toContain('words');
});

test.each([
  ['the code of an AppError', new AppError('not_found', 'words'), 'not_found'],
  ['the reason of a TokenError', new TokenError('expired'), 'expired'],
  ['internal for an unexpected error', new Error('words'), 'internal'],
])('a stage that throws records %s', async (_, error, outcome) => {
  const { tracing, spans } = tracingPlatform();
  const stage = createTrace(tracing).stage('verify', () => Promise.reject(error));
  await expect(stage).rejects.toBe(error);
  expect(spans).toEqual([{ name: 'verify', attributes: { 'm365.outcome': outcome } }]);
});

test('without sampling, and without tracing, a stage runs and records nothing', async () => {
  const { tracing, spans } = tracingPlatform({ isTraced: false });
  for (const trace of [createTrace(tracing), createTrace(undefined)]) {
    trace.setAttributes({ outcome: 'ok' });
    expect(await trace.stage('shape', async () => 'shaped')).toBe('shaped');
  }
  expect(spans).toEqual([]);
});
