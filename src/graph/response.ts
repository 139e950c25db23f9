import type { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { OutboundResponse } from '../lib/outbound-fetch.ts';
import { isTransientStatus } from './errors/choose-message.ts';
import { type GraphResponse, graphError, isMailboxBusy } from './errors/graph-error.ts';
import { parseLeniently } from './lenient-schema.ts';

/** Result of one attempt at a Graph request. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly error: AppError;
      /** Whether the same request may succeed when it is repeated. */
      readonly isTransient: boolean;
      /** Whether the mailbox served too many requests at once: another isolate may have sent them. */
      readonly isBusy?: boolean;
      /** Whether the response was a success whose body cannot be read. */
      readonly isUnreadable?: true;
    };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The body as JSON, or undefined when the content type or the bytes are not JSON. */
export function readJson({ headers, body }: OutboundResponse): unknown {
  if (!/^application\/(?:[\w.+-]{1,60}\+)?json\b/i.test(headers.get('content-type') ?? '')) return undefined;
  try {
    return JSON.parse(utf8.decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** How a response is read: its schema, and the path below `/v1.0` that it responds to. */
export interface ResponseContext<T> {
  readonly schema: z.ZodType<T>;
  readonly path: string;
  readonly nowMs: number;
}

/** Reads the JSON of a response and validates it against the schema. */
export function readResponse<T>(response: OutboundResponse, context: ResponseContext<T>): Outcome<T> {
  return validateResponse({ ...response, body: readJson(response) }, context);
}

/** Validates a response whose JSON is already parsed. A body of undefined means that it was not JSON. */
export function validateResponse<T>(
  response: GraphResponse,
  { schema, path, nowMs }: ResponseContext<T>,
): Outcome<T> {
  const { status, headers, body } = response;
  if (status < 200 || status > 299) return errorOutcome(response, path, nowMs);
  if (body === undefined) {
    const type = /^[\w/+.-]{1,60}/.exec(headers.get('content-type') ?? '')?.[0] ?? 'no content type';
    const error = invalidResponse(`${status}, ${type}, not JSON`);
    return { ok: false, error, isTransient: true, isUnreadable: true };
  }
  // Without the envelope of a batch it is not known which request an entry responds to.
  const parsed = path === '/$batch' ? schema.safeParse(body) : parseLeniently(schema, body);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issues = parsed.error.issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.join('.').slice(0, 100)}: ${code}`);
  return { ok: false, error: invalidResponse(issues.join(', ')), isTransient: false, isUnreadable: true };
}

/** The outcome for a response with an error status. */
export function errorOutcome(response: GraphResponse, path: string, nowMs: number): Outcome<never> {
  const error = graphError(response, path, nowMs);
  const isTransient = isTransientStatus(response.status);
  return { ok: false, error, isTransient, isBusy: isMailboxBusy(response) };
}

/**
 * The outcome for a request that got no response: a timeout or a lost connection is transient.
 * @throws any other error unchanged: the caller's abort reason, `too_large`.
 */
export function networkErrorOutcome(error: unknown): Outcome<never> {
  if (error instanceof AppError && (error.code === 'timed_out' || error.code === 'upstream_unavailable')) {
    return { ok: false, error, isTransient: true };
  }
  throw error;
}

function invalidResponse(details: string): AppError {
  return new AppError(
    'upstream_unavailable',
    'Microsoft Graph returned a response that the connector cannot read. Try again; if it persists, tell its operator.',
    {},
    { cause: new Error(`Invalid Graph response: ${details}`) },
  );
}
