import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { GraphRequest } from './client.ts';
import type { GraphResponse } from './errors/graph-error.ts';
import { type Outcome, validateResponse } from './response.ts';

/** Graph's limit for one batch. @see https://learn.microsoft.com/graph/json-batching */
export const maxRequests = 20;

/** A request with another form of its response, so that requests of several kinds fit into one batch. */
export function mapRequest<From, To>(
  request: GraphRequest<From>,
  map: (value: From) => To,
): GraphRequest<To> {
  return { ...request, schema: request.schema.transform(map) };
}

/** One request of a batch. */
export interface BatchEntry {
  readonly id: string;
  readonly method: 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const batchItem = z.object({
  id: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.unknown()).nullish(),
  body: z.unknown().optional(),
});

/** Response to `POST /$batch`. */
export const batchResponse = z.object({ responses: z.array(batchItem) });

/** The state of one batch over all of its attempts. */
export interface Batch<T> {
  /** Entries without a final response. */
  pending(): readonly BatchEntry[];
  /** Records the responses of one attempt. Fails while entries should be sent again. */
  record(response: z.output<typeof batchResponse>, nowMs: number): Outcome<undefined>;
  hasResponses(): boolean;
  /** In the order of the requests; a failed request is its error. */
  results(): readonly (T | Error)[];
}

/** @throws AppError `internal` for more than 20 requests */
export function createBatch<T>(
  requests: readonly GraphRequest<T>[],
  toEntry: (request: GraphRequest<T>, id: string) => BatchEntry,
): Batch<T> {
  if (requests.length > maxRequests) throw new AppError('internal', 'A batch has at most 20 requests.');
  const entries = requests.map((request, index) => toEntry(request, String(index + 1)));
  const outcomes = new Map<string, Outcome<T>>();
  const pending = () => entries.filter(({ id }) => isPending(outcomes.get(id)));
  return {
    pending,
    record({ responses }, nowMs) {
      for (const response of responses) {
        const { id } = response;
        const request = /^[1-9]\d?$/.test(id) ? requests[Number(id) - 1] : undefined;
        if (!request) continue;
        outcomes.set(id, validateResponse(unwrapBatchResponse(response), { ...request, nowMs }));
      }
      return pendingOutcome(pending().map(({ id }) => outcomes.get(id)));
    },
    hasResponses: () => outcomes.size > 0,
    results: () =>
      entries.map(({ id }) => {
        const outcome = outcomes.get(id);
        if (!outcome) return missingResponseError();
        return outcome.ok ? outcome.value : outcome.error;
      }),
  };
}

/** A batch entry's response in the form of a response of its own. A body that is a string is base64, not JSON. */
export function unwrapBatchResponse({ status, headers, body }: z.output<typeof batchItem>): GraphResponse {
  return { status, headers: readHeaders(headers ?? {}), body: typeof body === 'string' ? undefined : body };
}

/** Only the headers that the client uses: others may hold values that `Headers` rejects. */
function readHeaders(headers: Readonly<Record<string, unknown>>): Headers {
  const read = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    const known = /^(?:content-type|retry-after|www-authenticate|request-id|date)$/i.test(name);
    if (known && typeof value === 'string' && /^[\x20-\x7e]*$/.test(value)) read.set(name, value);
  }
  return read;
}

/** Missing, transient, or to be repeated with a renewed access token. */
function isPending(outcome: Outcome<unknown> | undefined): boolean {
  return outcome === undefined || (!outcome.ok && (outcome.isTransient || isChallenged(outcome)));
}

function isChallenged(outcome: Outcome<unknown> | undefined): boolean {
  return outcome !== undefined && !outcome.ok && outcome.error.code === 'sign_in_required';
}

/** Success when nothing is pending; else a rejected token, or the error with the longest `Retry-After`. */
function pendingOutcome(outcomes: readonly (Outcome<unknown> | undefined)[]): Outcome<undefined> {
  const challenged = outcomes.find(isChallenged);
  if (challenged && !challenged.ok) return challenged;
  const errors = outcomes.map((outcome) => (outcome && !outcome.ok ? outcome.error : missingResponseError()));
  const seconds = (error: AppError) => error.details.retryAfterSeconds ?? 0;
  const [error] = errors.toSorted((left, right) => seconds(right) - seconds(left));
  if (!error) return { ok: true, value: undefined };
  const isBusy = outcomes.every((outcome) => outcome?.ok === false && outcome.isBusy === true);
  return { ok: false, error, isTransient: true, isBusy };
}

/** For a batch entry that Graph did not respond to. */
export function missingResponseError(): AppError {
  return new AppError(
    'upstream_unavailable',
    'Microsoft Graph did not respond to a part of the request. Try again.',
  );
}
