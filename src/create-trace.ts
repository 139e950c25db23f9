import { TokenRejection } from './entra/token-rejection.ts';
import { AppError } from './lib/app-error.ts';
import type { SpanFacts, Trace } from './lib/trace.ts';

/** The spans of the platform, as far as they are used. */
export type PlatformTracing = Pick<Tracing, 'enterSpan' | 'getActiveSpan'>;

/**
 * Stages as spans of the platform. A request that is not traced, as most are not, runs its stages and nothing else.
 * @param tracing undefined where the runtime has none
 * @see https://developers.cloudflare.com/workers/observability/traces/custom-spans/
 * @see docs/decisions/traces-without-words.md
 */
export function createTrace(tracing: PlatformTracing | undefined): Trace {
  if (!tracing) return { stage: (_name, run) => run(), note: () => undefined };
  return {
    stage: (name, run, factsOf) =>
      tracing.enterSpan(name, (span) => (span.isTraced ? traced(span, run, factsOf) : run())),
    note: (facts) => {
      const span = tracing.getActiveSpan();
      if (span?.isTraced) span.setAttributes(attributesOf(facts));
    },
  };
}

async function traced<T>(
  span: Pick<Span, 'setAttributes'>,
  run: () => Promise<T>,
  factsOf: ((result: T) => SpanFacts) | undefined,
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

function attributesOf(facts: SpanFacts): Record<string, string | number | undefined> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [`m365.${name}`, value]));
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof TokenRejection ? error.reason : 'internal';
}
