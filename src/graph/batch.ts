import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { GraphRequest } from './client.ts';
import type { GraphResponse } from './errors.ts';
import { validateResponse } from './response.ts';
import type { Outcome } from './retry.ts';

/** The most that Graph takes in one batch. @see https://learn.microsoft.com/graph/json-batching */
const maxRequests = 20;

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

/** What is read of the answer to a batch. */
export const batchResponse = z.object({ responses: z.array(batchItem) });

/**
 * Sends the requests as one batch, and those again that had a passing fault. The result stands in the order of the
 * requests; one that failed is its error.
 * @throws AppError where the batch as a whole was not answered.
 */
export async function sendBatch<T>(
  requests: readonly GraphRequest<T>[],
  toEntry: (request: GraphRequest<T>, id: string) => BatchEntry,
  post: (
    entries: readonly BatchEntry[],
    timeoutMs: number,
  ) => Promise<Outcome<z.output<typeof batchResponse>>>,
  retry: (attempt: (timeoutMs: number) => Promise<Outcome<undefined>>) => Promise<undefined>,
  nowMs: () => number,
): Promise<readonly (T | Error)[]> {
  if (requests.length > maxRequests) throw new AppError('internal', 'A batch holds at most 20 requests.');
  const entries = requests.map((request, index) => toEntry(request, String(index + 1)));
  const outcomes = new Map<string, Outcome<T>>();
  let pending: readonly BatchEntry[] = entries;
  try {
    await retry(async (timeoutMs) => {
      const answer = await post(pending, timeoutMs);
      if (!('value' in answer)) return answer;
      for (const [id, outcome] of readResponses(answer.value, requests, nowMs())) outcomes.set(id, outcome);
      pending = entries.filter(({ id }) => isPending(outcomes.get(id)));
      return slowest(pending.map(({ id }) => outcomes.get(id)));
    });
  } catch (error) {
    // What was answered counts; only a batch without any answer fails as a whole.
    if (!(error instanceof AppError) || outcomes.size === 0) throw error;
  }
  return entries.map(({ id }) => {
    const outcome = outcomes.get(id);
    if (!outcome) return leftOut();
    return 'value' in outcome ? outcome.value : outcome.error;
  });
}

function readResponses<T>(
  { responses }: z.output<typeof batchResponse>,
  requests: readonly GraphRequest<T>[],
  nowMs: number,
): Map<string, Outcome<T>> {
  const outcomes = new Map<string, Outcome<T>>();
  for (const response of responses) {
    const { id } = response;
    const request = /^[1-9]\d?$/.test(id) ? requests[Number(id) - 1] : undefined;
    if (request) outcomes.set(id, validateResponse(unwrapBatchResponse(response), request.schema, nowMs));
  }
  return outcomes;
}

/** A response of a batch as the answer that a request of its own would have had. A text is not JSON but base64 of it. */
export function unwrapBatchResponse({ status, headers, body }: z.output<typeof batchItem>): GraphResponse {
  return { status, headers: readHeaders(headers ?? {}), body: typeof body === 'string' ? undefined : body };
}

/** The headers that decide something. Others may hold what `Headers` would not take. */
function readHeaders(headers: Readonly<Record<string, unknown>>): Headers {
  const read = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    const known = /^(?:content-type|retry-after|www-authenticate|request-id|date)$/i.test(name);
    if (known && typeof value === 'string' && /^[\x20-\x7e]*$/.test(value)) read.set(name, value);
  }
  return read;
}

/** An entry that Graph left out is asked for again. */
function isPending(outcome: Outcome<unknown> | undefined): boolean {
  return outcome === undefined || (!('value' in outcome) && outcome.isTransient);
}

/** Done, or the error that asks for the longest wait. */
function slowest(outcomes: readonly (Outcome<unknown> | undefined)[]): Outcome<undefined> {
  const errors = outcomes.map((outcome) => (outcome && !('value' in outcome) ? outcome.error : leftOut()));
  const seconds = (error: AppError) => error.details.retryAfterSeconds ?? 0;
  const [error] = errors.toSorted((left, right) => seconds(right) - seconds(left));
  return error ? { error, isTransient: true } : { value: undefined };
}

/** What is said of an entry that Graph left out. */
export function leftOut(): AppError {
  return new AppError(
    'upstream_unavailable',
    'Microsoft 365 left a part of the question unanswered. Try again.',
  );
}
