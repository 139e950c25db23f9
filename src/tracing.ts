import type { OnBehalfOf } from './entra/on-behalf-of.ts';
import { TokenError } from './entra/token-error.ts';
import { AppError } from './lib/app-error.ts';
import type { SpanAttributes, Trace } from './lib/trace.ts';
import type { McpRouteServices } from './mcp/route.ts';

type Stages = Pick<McpRouteServices, 'verifier' | 'vault' | 'endpoint' | 'auditLog'>;

/**
 * The same services, each call a span: `verify`, `vault` and `mcp`. What the audit says of an answer
 * stands on the span that it was concluded in.
 */
export function traceStages({ verifier, vault, endpoint, auditLog }: Stages, trace: Trace): Stages {
  return {
    verifier: {
      verify: (token) =>
        trace.stage(
          'verify',
          () => verifier.verify(token),
          ({ caller }) => ({ outcome: 'ok', tenant: caller.tenantId }),
        ),
    },
    vault: {
      ...vault,
      graphToken: (caller, ...request) =>
        trace.stage(
          'vault',
          () => vault.graphToken(caller, ...request),
          (token) => ({
            tenant: caller.tenantId,
            outcome: token.ok ? (token.exchanged ? 'exchanged' : 'cached') : token.reason,
          }),
        ),
    },
    endpoint: {
      ...endpoint,
      serve: (...request) =>
        trace.stage(
          'mcp',
          () => endpoint.serve(...request),
          () => ({}),
        ),
    },
    auditLog: {
      ...auditLog,
      write: (event) => {
        auditLog.write(event);
        const { requestId, tenantId, tool, outcome, reason, status } = event;
        trace.setAttributes({ requestId, tenant: tenantId, tool, outcome, reason, status });
      },
    },
  };
}

/** The exchange with Entra, as a span of the vault object. */
export function traceExchange(onBehalfOf: OnBehalfOf, trace: Trace): OnBehalfOf {
  return {
    exchange: (request) =>
      trace.stage(
        'exchange',
        () => onBehalfOf.exchange(request),
        (result) => ({ tenant: request.tenantId, outcome: result.ok ? 'ok' : result.failure.kind }),
      ),
  };
}

/** The spans of the platform, as far as they are used. */
export type PlatformTracing = Pick<Tracing, 'enterSpan' | 'getActiveSpan'>;

/**
 * Stages as spans of the platform. A request that is not traced, as most are not, runs its stages and nothing else.
 * @param tracing undefined where the runtime has none
 * @see https://developers.cloudflare.com/workers/observability/traces/custom-spans/
 * @see docs/decisions/0030-traces-without-content.md
 */
export function createTrace(tracing: PlatformTracing | undefined): Trace {
  if (!tracing) return { stage: (_name, run) => run(), setAttributes: () => undefined };
  return {
    stage: (name, run, factsOf) =>
      tracing.enterSpan(name, (span) => (span.isTraced ? traced(span, run, factsOf) : run())),
    setAttributes: (facts) => {
      const span = tracing.getActiveSpan();
      if (span?.isTraced) span.setAttributes(attributesOf(facts));
    },
  };
}

async function traced<T>(
  span: Pick<Span, 'setAttributes'>,
  run: () => Promise<T>,
  factsOf: ((result: T) => SpanAttributes) | undefined,
): Promise<T> {
  try {
    const result = await run();
    span.setAttributes(attributesOf(factsOf?.(result) ?? { outcome: 'ok' }));
    return result;
  } catch (error) {
    span.setAttributes(attributesOf({ outcome: codeOf(error) }));
    throw error;
  }
}

function attributesOf(facts: SpanAttributes): Record<string, string | number | undefined> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [`m365.${name}`, value]));
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof TokenError ? error.reason : 'internal';
}
