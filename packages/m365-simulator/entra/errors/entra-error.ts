import type { DirectoryUser } from '../directory/directory.ts';
import type { EntraState, ForcedError } from '../entra-state.ts';
import { type AadstsCode, type AadstsError, aadstsTable } from './aadsts-table.ts';

/** An error that Entra would response with, by its AADSTS number. */
export class EntraError extends Error {
  readonly code: AadstsCode;
  readonly entry: AadstsError;
  /** Claims challenge: JSON text for the `claims` parameter of a new sign-in. */
  readonly claims: string | undefined;

  constructor(code: AadstsCode, values: Readonly<Record<string, string>> = {}, claims?: string) {
    const entry = aadstsTable[code];
    super(`AADSTS${code}: ${entry.text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')}`);
    this.name = 'EntraError';
    this.code = code;
    this.entry = entry;
    this.claims = claims;
  }
}

/** Trace ids of a request for error pages and error bodies. */
export interface ErrorTrace {
  readonly traceId: string;
  readonly correlationId: string;
  /** As Entra writes it: `2026-11-24 09:30:00Z`. */
  readonly timestamp: string;
}

/** Creates the trace ids. The correlation id is the `client-request-id` header when sent. */
export function createErrorTrace(request: Request, nowMs: number): ErrorTrace {
  return {
    traceId: crypto.randomUUID(),
    correlationId: request.headers.get('client-request-id') ?? crypto.randomUUID(),
    timestamp: new Date(nowMs)
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/, 'Z'),
  };
}

/** `error_description` of a redirect or a token response. */
export function describeError(error: EntraError, trace: ErrorTrace): string {
  return `${error.message} Trace ID: ${trace.traceId} Correlation ID: ${trace.correlationId} Timestamp: ${trace.timestamp}`;
}

/** The token endpoint's error response. */
export function errorResponse(error: EntraError, trace: ErrorTrace): Response {
  const body = {
    error: error.entry.error,
    error_description: describeError(error, trace),
    error_codes: [error.code],
    timestamp: trace.timestamp,
    trace_id: trace.traceId,
    correlation_id: trace.correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
    ...(error.entry.suberror !== undefined && { suberror: error.entry.suberror }),
    ...(error.claims !== undefined && { claims: error.claims }),
  };
  return Response.json(body, {
    status: error.entry.status ?? 400,
    headers: {
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      'x-ms-request-id': trace.traceId,
      ...(error.entry.status === 429 && { 'retry-after': '2' }),
    },
  });
}

/** Throws the error that a test ordered for this place and user, and counts it down. */
export function throwForcedError(state: EntraState, at: ForcedError['at'], user?: DirectoryUser): void {
  const forced = state.forcedErrors.find(
    (candidate) => candidate.at === at && (candidate.user === undefined || candidate.user === user),
  );
  if (!forced) return;
  forced.remaining -= 1;
  if (forced.remaining <= 0) state.forcedErrors = state.forcedErrors.filter((other) => other !== forced);
  throw new EntraError(forced.code, {}, forced.claims);
}
