import type { OnBehalfOf } from './entra/on-behalf-of.ts';
import { TokenError } from './entra/token-error.ts';
import { AppError } from './lib/app-error.ts';
import type { SpanAttributes, Trace } from './lib/trace.ts';

/** Adds the `exchange` span, which belongs to the trace of the vault object. */
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

/** The part of the platform's tracing API that is used. */
export type PlatformTracing = Pick<Tracing, 'enterSpan' | 'getActiveSpan'>;

/**
 * Stages as custom spans of the platform. A request that is not sampled runs its stages without recording anything.
 * @param tracing undefined if the runtime has no tracing
 * @see https://developers.cloudflare.com/workers/observability/traces/custom-spans/
 * @see docs/decisions/0030-traces-without-content.md
 */
export function createTrace(tracing: PlatformTracing | undefined): Trace {
  if (!tracing) return { stage: (_name, run) => run(), setAttributes: () => undefined };
  return {
    stage: (name, run, getAttributes) =>
      tracing.getActiveSpan()?.isTraced
        ? tracing.enterSpan(name, (span) => traced(span, run, getAttributes))
        : run(),
    setAttributes: (attributes) => {
      const span = tracing.getActiveSpan();
      if (span?.isTraced) span.setAttributes(prefixNames(attributes));
    },
  };
}

async function traced<T>(
  span: Pick<Span, 'setAttributes'>,
  run: () => Promise<T>,
  getAttributes: ((result: T) => SpanAttributes) | undefined,
): Promise<T> {
  try {
    const result = await run();
    span.setAttributes(prefixNames(getAttributes?.(result) ?? { outcome: 'ok' }));
    return result;
  } catch (error) {
    span.setAttributes(prefixNames({ outcome: errorCode(error) }));
    throw error;
  }
}

function prefixNames(attributes: SpanAttributes): Record<string, string | number | undefined> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`m365.${name}`, value]));
}

function errorCode(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof TokenError ? error.reason : 'internal';
}
