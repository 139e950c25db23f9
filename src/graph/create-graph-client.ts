import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { OutboundFetch } from '../lib/outbound-fetch.ts';
import { createSemaphore } from '../lib/semaphore.ts';
import { wait as waitForReal } from '../lib/wait.ts';
import { batchAnswer, type BatchEntry, runBatch } from './batch.ts';
import { downloadOnce } from './download.ts';
import { readAnswer } from './graph-answer.ts';
import type { GraphClient, GraphRequest } from './graph-client.ts';
import { graphPath } from './graph-path.ts';
import { createTransport, unanswered } from './graph-transport.ts';
import { continuationUrl, relativeUrl, requestUrl } from './graph-url.ts';
import { type Outcome, type RetryTerms, withRetries } from './retry.ts';

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
  readonly wait?: RetryTerms['wait'];
}

const maxConcurrent = 4;
const jsonTimeoutMs = 12_000;
const downloadTimeoutMs = 20_000;
const maxJsonBytes = 8 * 1024 * 1024;
const maxDownloadBytes = 25 * 1024 * 1024;

/** The only requests by POST: they read. Nothing else leaves but GETs. */
const readingPost =
  /^\/(?:search\/query|\$batch|(?:me|users\/[^/]+)\/(?:calendar\/getSchedule|findMeetingTimes))$/;
const exchangeItems =
  /^\/(?:me|users\/[^/]+)\/(?:messages|mailFolders|events|calendars?|calendarView)(?:\/|$)/;
const immutableIds = 'IdType="ImmutableId"';

/** Microsoft Graph for one tool call of one person: see {@link GraphClient}. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { graphUrl, clock, signal, userAgent, downloadFetch, wait = waitForReal } = options;
  const requestIds: string[] = [];
  const send = createTransport({ ...options, onRequestId: (requestId) => requestIds.push(requestId) });
  const terms: RetryTerms = {
    ...options,
    wait,
    semaphore: createSemaphore(maxConcurrent),
  };

  async function exchange<T>(
    url: URL,
    { path, headers, prefer, body, schema }: Omit<GraphRequest<T>, 'method' | 'query'>,
    timeoutMs: number,
  ): Promise<Outcome<T>> {
    try {
      const allHeaders = requestHeaders(path, headers, prefer);
      const response = await send({ url, headers: allHeaders, body, timeoutMs, maxBytes: maxJsonBytes });
      return readAnswer(response, schema, clock.nowMs());
    } catch (error) {
      if (error instanceof AppError && error.code === 'too_large') throw tooMuch();
      return unanswered(error);
    }
  }

  return {
    requestIds,
    json: async (request) => {
      const isPost = request.method === 'POST';
      if (isPost !== (request.body !== undefined) || (isPost && !readingPost.test(request.path))) {
        throw new AppError('internal', 'The connector only reads: it does not send this request.');
      }
      const url = requestUrl(graphUrl, request.path, request.query);
      return await withRetries((timeoutMs) => exchange(url, request, timeoutMs), jsonTimeoutMs, terms);
    },
    next: async (link, { path, headers, prefer, schema }) => {
      const url = continuationUrl(link, path, graphUrl);
      const request = { path, schema, ...(headers && { headers }), ...(prefer && { prefer }) };
      return await withRetries((timeoutMs) => exchange(url, request, timeoutMs), jsonTimeoutMs, terms);
    },
    batch: async (requests) => {
      if (requests.length === 0) return [];
      const path = graphPath`/$batch`;
      const url = requestUrl(graphUrl, path, undefined);
      return await runBatch(
        requests,
        toBatchEntry,
        (entries, timeoutMs) =>
          exchange(url, { path, body: { requests: entries }, schema: batchAnswer }, timeoutMs),
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
