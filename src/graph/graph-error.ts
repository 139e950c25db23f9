import { AppError } from '../lib/app-error.ts';
import { readRetryAfter } from '../lib/retry-after.ts';
import { readClaimsChallenge } from './claims-challenge.ts';
import {
  type GraphErrorMeaning,
  meaningByCode,
  meaningByStatus,
  signInMeaning,
  throttledMeaning,
} from './errors.ts';

/** An answer of Graph, or of one entry of a batch. */
export interface GraphAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or undefined where it was none. */
  readonly body: unknown;
}

const maxDepth = 8;

/**
 * What a refusal means. The most specific code that is known decides, then the status; the message never does, and is
 * not kept, since it may repeat what was searched for. Codes and status go into `cause`.
 * @see https://learn.microsoft.com/graph/errors
 */
export function graphError({ status, headers, body }: GraphAnswer, nowMs: number): AppError {
  const codes = errorCodes(body);
  const requestId = requestIdOf(headers) ?? innerRequestId(body);
  const retryAfterSeconds = readRetryAfter(headers, nowMs);
  const claims = status === 401 || status === 403 ? readClaimsChallenge(headers) : undefined;
  const { code, text } = claims ? signInMeaning : meaning(status, codes, retryAfterSeconds);
  const again = retryAfterSeconds ? ` Try again in ${retryAfterSeconds} seconds.` : ' Try again in a moment.';
  return new AppError(
    code,
    code === 'throttled' ? text + again : text,
    {
      ...(requestId !== undefined && { requestId }),
      ...(claims !== undefined && { claims }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
    { cause: new Error(`Graph answered ${status} ${codes.join(' > ')}`.trimEnd()) },
  );
}

/** By what Microsoft's side finds an answer again. */
export function requestIdOf(headers: Headers): string | undefined {
  return guid(headers.get('request-id'));
}

/** Whether the same request may fare better in a moment. */
export function isTransientStatus(status: number): boolean {
  return status === 429 || status === 500 || (status >= 502 && status <= 504) || status === 509;
}

function meaning(
  status: number,
  codes: readonly string[],
  retryAfterSeconds: number | undefined,
): GraphErrorMeaning {
  // A 503 that says when to come back is how some services throttle.
  if (status === 503 && retryAfterSeconds !== undefined) return throttledMeaning;
  if (isTransientStatus(status) || status < 400) return meaningByStatus(status);
  const specific = codes.findLast((code) => meaningByCode.has(code.toLowerCase()));
  return meaningByCode.get(specific?.toLowerCase() ?? '') ?? meaningByStatus(status);
}

/** From the outermost to the most specific. */
function errorCodes(body: unknown): readonly string[] {
  const codes: string[] = [];
  let level = member(body, 'error');
  for (let depth = 0; depth < maxDepth && level !== undefined; depth += 1) {
    const code = member(level, 'code');
    if (typeof code === 'string' && /^[\w.:-]{1,100}$/.test(code)) codes.push(code);
    level = member(level, 'innerError') ?? member(level, 'innererror');
  }
  return codes;
}

function innerRequestId(body: unknown): string | undefined {
  const error = member(body, 'error');
  return guid(member(member(error, 'innerError') ?? member(error, 'innererror'), 'request-id'));
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function guid(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value
    : undefined;
}
