import type { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import { type Clock, sleep as waitForReal } from '../lib/clock.ts';
import type { OutboundFetch } from '../lib/outbound-fetch.ts';
import { createSemaphore } from '../lib/semaphore.ts';
import { type BatchEntry, unwrapBatchResponse, batchResponse, leftOut, sendBatch } from './batch.ts';
import type { GraphClient, GraphRequest } from './client.ts';
import { downloadOnce } from './download.ts';
import { requestIdOf } from './errors.ts';
import { graphPath } from './path.ts';
import { validateResponse, readResponse } from './response.ts';
import { type Outcome, type RetryPolicy, withRetries } from './retry.ts';
import { createTransport, unanswered } from './transport.ts';
import { continuationUrl, hasSensitivePath, relativeUrl, requestUrl, urlWithinBatch } from './url.ts';

/** What a Graph client works with. */
export interface GraphClientOptions {
  /** Origin of Graph, or of a stand-in. */
  readonly graphUrl: URL;
  readonly accessToken: string;
  readonly fetch: OutboundFetch;
  /** For the hosts that Graph redirects downloads to. */
  readonly downloadFetch: OutboundFetch;
  readonly clock: Clock;
  /** Ends everything at once. */
  readonly signal: AbortSignal;
  /** No request outlasts this. */
  readonly deadlineMs: number;
  /** A number from 0 up to 1, to spread retries. */
  readonly random: () => number;
  readonly userAgent: string;
  /** Waits between two tries. Tests wait in no time. */
  readonly wait?: RetryPolicy['wait'];
}

/** One exchange of JSON: a GET, or by POST where there is a body. */
interface Exchange<T> {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly schema: z.ZodType<T>;
}

const maxConcurrent = 4;
const jsonTimeoutMs = 12_000;
const downloadTimeoutMs = 20_000;
const maxJsonBytes = 8 * 1024 * 1024;
const maxDownloadBytes = 25 * 1024 * 1024;

/** The only requests by POST: they read. Nothing else leaves but GETs. */
const readingPost = /^\/(?:search\/query|\$batch|me\/(?:calendar\/getSchedule|findMeetingTimes))$/;
const exchangeItems =
  /^\/(?:me|users\/[^/]+)\/(?:messages|mailFolders|events|calendars?|calendarView)(?:\/|$)/;
const immutableIds = 'IdType="ImmutableId"';

/** Microsoft Graph for one tool call of one person: see {@link GraphClient}. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { graphUrl, clock, signal, userAgent, downloadFetch, wait = waitForReal } = options;
  const requestIds: string[] = [];
  const send = createTransport({ ...options, onAnswer: noteRequestId });
  const terms: RetryPolicy = {
    ...options,
    wait,
    semaphore: createSemaphore(maxConcurrent),
  };

  function noteRequestId(headers: Headers): void {
    const requestId = requestIdOf(headers);
    if (requestId !== undefined) requestIds.push(requestId);
  }

  async function exchange<T>(
    { url, headers, body, schema }: Exchange<T>,
    timeoutMs: number,
  ): Promise<Outcome<T>> {
    try {
      const response = await send({ url, headers, body, timeoutMs, maxBytes: maxJsonBytes });
      return readResponse(response, schema, clock.nowMs());
    } catch (error) {
      if (error instanceof AppError && error.code === 'too_large') throw tooMuch();
      return unanswered(error);
    }
  }

  async function postBatch(
    requests: readonly BatchEntry[],
    timeoutMs: number,
  ): Promise<Outcome<z.output<typeof batchResponse>>> {
    const url = requestUrl(graphUrl, graphPath`/$batch`, undefined);
    return await exchange({ url, headers: {}, body: { requests }, schema: batchResponse }, timeoutMs);
  }

  /** The same, within a batch of one: what a path tells stands in the body then, and not in the address. */
  async function exchangeWithin<T>(
    { url, headers, schema }: Exchange<T>,
    timeoutMs: number,
  ): Promise<Outcome<T>> {
    const entry = { id: '1', method: 'GET', url: urlWithinBatch(url), headers } as const;
    const answer = await postBatch([entry], timeoutMs);
    if (!('value' in answer)) return answer;
    const response = answer.value.responses.find(({ id }) => id === entry.id);
    if (!response) return { error: leftOut(), isTransient: true };
    const within = unwrapBatchResponse(response);
    if (requestIdOf(within.headers) !== requestIds.at(-1)) noteRequestId(within.headers);
    return validateResponse(within, schema, clock.nowMs());
  }

  async function ask<T>(
    url: URL,
    { path, headers, prefer, body, schema }: Omit<GraphRequest<T>, 'method' | 'query'>,
  ): Promise<T> {
    const request = { url, headers: requestHeaders(path, headers, prefer), body, schema };
    const attempt = body === undefined && hasSensitivePath(url) ? exchangeWithin : exchange;
    return await withRetries((timeoutMs) => attempt(request, timeoutMs), jsonTimeoutMs, terms);
  }

  return {
    requestIds,
    json: async (request) => {
      const isPost = request.method === 'POST';
      if (isPost !== (request.body !== undefined) || (isPost && !readingPost.test(request.path))) {
        throw new AppError('internal', 'The connector only reads: it does not send this request.');
      }
      return await ask(requestUrl(graphUrl, request.path, request.query), request);
    },
    next: async (link, { path, headers, prefer, schema }) =>
      await ask(continuationUrl(link, path, graphUrl), {
        path,
        schema,
        ...(headers && { headers }),
        ...(prefer && { prefer }),
      }),
    batch: async (requests) => {
      if (requests.length === 0) return [];
      return await sendBatch(
        requests,
        toBatchEntry,
        postBatch,
        (attempt) => withRetries(attempt, jsonTimeoutMs, terms),
        () => clock.nowMs(),
      );
    },
    download: async ({ path, query, headers, maxBytes = maxDownloadBytes }) => {
      const url = requestUrl(graphUrl, path, query);
      const request = { url, maxBytes, signal, userAgent, nowMs: () => clock.nowMs() };
      return await withRetries(
        (timeoutMs) =>
          downloadOnce(
            { ...request, headers: requestHeaders(path, headers), timeoutMs },
            send,
            downloadFetch,
          ),
        downloadTimeoutMs,
        terms,
      );
    },
  };
}

/** Ids of mail and events must be of one kind everywhere: immutable ones stay when an item is moved. */
function requestHeaders(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  prefer: readonly string[] = [],
): Readonly<Record<string, string>> {
  const preferences = exchangeItems.test(path) ? [...new Set([immutableIds, ...prefer])] : prefer;
  return preferences.length === 0 ? headers : { ...headers, Prefer: preferences.join(', ') };
}

function toBatchEntry(
  { method, path, query, headers, prefer }: GraphRequest<unknown>,
  id: string,
): BatchEntry {
  if (method === 'POST') throw new AppError('internal', 'A batch holds nothing but GETs.');
  return { id, method: 'GET', url: relativeUrl(path, query), headers: requestHeaders(path, headers, prefer) };
}

function tooMuch(): AppError {
  return new AppError(
    'too_large',
    'Microsoft 365 answered with more than the connector reads at once. Ask for less.',
  );
}
