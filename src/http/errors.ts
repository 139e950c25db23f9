import { AppError } from '../lib/app-error.ts';

/** A JSON error body with its headers. */
export interface JsonError {
  readonly status: 400 | 401 | 403 | 429 | 500 | 503;
  readonly error: string;
  readonly description: string;
  /** Value of `WWW-Authenticate`. */
  readonly challenge?: string;
  readonly retryAfterSeconds?: number;
  /** Further members of the body. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The response of an error: a readable body, and the headers that clients act on. */
export function jsonErrorResponse(error: JsonError): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (error.challenge !== undefined) headers.set('www-authenticate', error.challenge);
  if (error.retryAfterSeconds !== undefined) headers.set('retry-after', String(error.retryAfterSeconds));
  const body = { error: error.error, error_description: error.description, ...error.details };
  return Response.json(body, { status: error.status, headers });
}

/**
 * The response of a thrown error. An unexpected error shows only the request id that finds it in the log. A temporary
 * error is not a 500, which clients treat as final.
 */
export function errorResponse(error: unknown, requestId: string): Response {
  if (!(error instanceof AppError)) {
    const description = `The connector failed unexpectedly. Report the request id ${requestId} to its operator.`;
    return jsonErrorResponse({ status: 500, error: 'internal', description });
  }
  return jsonErrorResponse({
    status: error.code === 'throttled' ? 429 : 503,
    error: error.code,
    description: error.message,
    retryAfterSeconds: error.details.retryAfterSeconds ?? 10,
  });
}
