import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/audit-event.ts';
import { TokenError } from '../../src/entra/token-error.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { type PlatformTracing, createTrace, traceExchange, traceStages } from '../../src/tracing.ts';

const tenantId = '0c0a0000-0000-4000-8000-00000000c0a0';
type Services = Parameters<typeof traceStages>[0];

/** A platform that traces, and what it was told. */
function tracingPlatform({ isTraced = true } = {}) {
  const spans: { name: string; attributes: Record<string, unknown> }[] = [];
  const active: Span[] = [];
  const tracing = {
    enterSpan: async (name: string, run: (span: Span) => Promise<unknown>) => {
      const attributes: Record<string, unknown> = {};
      spans.push({ name, attributes });
      const span = { isTraced, setAttributes: (more: object) => Object.assign(attributes, more) };
      active.push(span as unknown as Span);
      return await run(span as unknown as Span).finally(() => active.pop());
    },
    getActiveSpan: () => active.at(-1),
  } as unknown as PlatformTracing;
  return { tracing, spans };
}

/** Services that answer with words, none of which belongs into a span. */
const services = (fault?: Error): Services =>
  ({
    verifier: {
      verify: async () => (fault ? Promise.reject(fault) : { caller: { tenantId }, assertion: 'words' }),
    },
    vault: { graphToken: async () => ({ ok: true, exchanged: false, accessToken: 'words' }) },
    endpoint: { serve: async () => new Response('words') },
    auditLog: { write: () => undefined },
  }) as unknown as Services;

test('each stage is a span of its name, with ids and codes', async () => {
  const { tracing, spans } = tracingPlatform();
  const trace = createTrace(tracing);
  const traced = traceStages(services(), trace);
  const { caller, assertion } = await traced.verifier.verify('words');
  await traced.vault.graphToken(caller, assertion, 'words');
  await trace.stage(
    'mcp',
    async () => {
      await trace.stage(
        'graph',
        async () => ({ subject: 'words' }),
        () => ({ outcome: 'ok' }),
      );
      await trace.stage('shape', async () => 'words');
      traced.auditLog.write({
        requestId: 'r',
        tenantId,
        tool: 'read_resource',
        outcome: 'ok',
        status: 200,
      } as AuditEvent);
      return 'words';
    },
    () => ({}),
  );
  const failure = { ok: false, failure: { kind: 'not_assigned' } };
  await traceExchange({ exchange: async () => failure } as never, trace).exchange({ tenantId } as never);
  expect(spans).toEqual([
    { name: 'verify', attributes: { 'm365.outcome': 'ok', 'm365.tenant': tenantId } },
    { name: 'vault', attributes: { 'm365.outcome': 'cached', 'm365.tenant': tenantId } },
    {
      name: 'mcp',
      attributes: {
        'm365.requestId': 'r',
        'm365.tenant': tenantId,
        'm365.tool': 'read_resource',
        'm365.outcome': 'ok',
        'm365.reason': undefined,
        'm365.status': 200,
      },
    },
    { name: 'graph', attributes: { 'm365.outcome': 'ok' } },
    { name: 'shape', attributes: { 'm365.outcome': 'ok' } },
    { name: 'exchange', attributes: { 'm365.outcome': 'not_assigned', 'm365.tenant': tenantId } },
  ]);
  expect(JSON.stringify(spans)).not.toContain('words');
});

test.each([
  ['the code of an error', new AppError('not_found', 'words'), 'not_found'],
  ['the reason of a refused token', new TokenError('expired'), 'expired'],
  ['nothing of what nobody foresaw', new Error('words'), 'internal'],
])('a stage that throws says %s', async (_, fault, outcome) => {
  const { tracing, spans } = tracingPlatform();
  const traced = traceStages(services(fault), createTrace(tracing));
  await expect(traced.verifier.verify('words')).rejects.toBe(fault);
  expect(spans).toEqual([{ name: 'verify', attributes: { 'm365.outcome': outcome } }]);
});

test('where nobody traces, or nobody can, the stage is run and nothing else', async () => {
  const { tracing, spans } = tracingPlatform({ isTraced: false });
  for (const trace of [createTrace(tracing), createTrace(undefined)]) {
    trace.setAttributes({ outcome: 'ok' });
    expect(await trace.stage('shape', async () => 'shaped')).toBe('shaped');
  }
  expect(spans).toEqual([{ name: 'shape', attributes: {} }]);
});
