import type { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import { type Clock, sleep as systemSleep } from '../lib/clock.ts';
import type { OutboundFetch, OutboundResponse } from '../lib/outbound-fetch.ts';
import { type RetryPolicy, retry } from '../lib/retry.ts';
import type { Trace } from '../lib/trace.ts';
import { type BatchEntry, batchResponse, createBatch, maxRequests } from './batch.ts';
import type { GraphAccess, GraphClient, GraphRequest } from './client.ts';
import { fetchContent } from './download.ts';
import { readRequestId } from './errors/graph-error.ts';
import { graphPath } from './path.ts';
import { type ContentMemory, freeMemory } from './content-memory.ts';
import { type RequestLimits, isMailbox, limitGroup, maxConcurrent } from './request-limits.ts';
import { type Outcome, networkErrorOutcome, readResponse, validateResponse } from './response.ts';
import { hasSensitivePath, sensitiveEntry, unwrapSensitiveResponse } from './sensitive-paths.ts';
import { continuationUrl, relativeUrl, requestUrl } from './url.ts';

/** Options of {@link createGraphClient}. */
export interface GraphClientOptions extends GraphAccess {
  /** Origin of Graph, or of a simulator. */
  readonly graphUrl: URL;
  readonly fetch: OutboundFetch;
  /** For the hosts that Graph redirects downloads to. */
  readonly downloadFetch: OutboundFetch;
  readonly trace: Trace;
  readonly clock: Clock;
  /** A number from 0 up to 1, for the jitter between attempts. */
  readonly random: () => number;
  /** SharePoint throttles undecorated traffic first: `NONISV|Company|App/1.0`. */
  readonly userAgent: string;
  /** Shared by the clients of an isolate. */
  readonly limits: RequestLimits;
  readonly memory: ContentMemory;
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** A JSON request as it is sent: a POST when it has a body, else a GET. */
interface JsonRequest<T> {
  readonly path: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly schema: z.ZodType<T>;
}

/** The slots that a request takes of the limit of the mailbox in its path. */
interface Slots {
  readonly path: string;
  readonly count: number;
}

/** One attempt with this token, within this time. */
type Attempt<T> = (accessToken: string, timeoutMs: number) => Promise<Outcome<T>>;

const jsonTimeoutMs = 12_000;
const downloadTimeoutMs = 20_000;
const maxJsonBytes = 8 * 1024 * 1024;
const maxDownloadBytes = 25 * 1024 * 1024;

const maxAttempts = 3;
/** For a busy mailbox, which costs Graph nothing: the time limit ends these attempts. */
const maxBusyAttempts = 20;
const retryBudgetMs = 20_000;
const firstDelayMs = 500;
/** Do not start an attempt with less time left than this. */
const minAttemptMs = 1000;

/** The only POST requests that are sent: each of them only reads. */
const readOnlyPosts = /^\/(?:search\/query|\$batch|me\/(?:calendar\/getSchedule|findMeetingTimes))$/;
const exchangeItems =
  /^\/(?:me|users\/[^/]+)\/(?:messages|mailFolders|events|calendars?|calendarView)(?:\/|$)/;
const immutableIds = 'IdType="ImmutableId"';

/** Microsoft Graph for one tool call of one user: see {@link GraphClient}. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { graphUrl, clock, signal, trace, random, deadlineMs, sleep = systemSleep } = options;
  const requestIds: string[] = [];
  let renewal: Promise<string | undefined> | undefined;

  /**
   * The pipeline of every request: a span, up to three attempts within 20 seconds (more while the mailbox is busy), and
   * once more with a renewed token after a 401 or a claims challenge. Requests that are rejected at the same time share
   * one renewal.
   */
  function send<T>(attempt: Attempt<T>, slots: Slots, maxAttemptMs: number): Promise<Outcome<T>> {
    const run = async () => {
      const accessToken = (await renewal) ?? options.accessToken;
      const outcome = await sendWith(accessToken, attempt, slots, maxAttemptMs);
      if (outcome.ok || outcome.error.code !== 'sign_in_required') return outcome;
      renewal ??= options.renewAccessToken?.({ accessToken, claims: outcome.error.details.claims });
      const renewed = await renewal;
      if (renewed === undefined || renewed === accessToken) return outcome;
      return await sendWith(renewed, attempt, slots, maxAttemptMs);
    };
    return trace.stage('graph', run, (outcome) => ({ outcome: outcome.ok ? 'ok' : outcome.error.code }));
  }

  /** Retries transient errors. Slots are held during an attempt, not during the wait for the next one. */
  function sendWith<T>(
    accessToken: string,
    attempt: Attempt<T>,
    { path, count }: Slots,
    maxAttemptMs: number,
  ): Promise<Outcome<T>> {
    const group = `${options.user} ${limitGroup(path)}`;
    const endMs = Math.min(clock.nowMs() + retryBudgetMs, deadlineMs);
    const policy: RetryPolicy<Outcome<T>> = {
      sleep: (milliseconds) => sleep(milliseconds, signal),
      delayMs: (outcome, attempts) => {
        if (outcome.ok || !outcome.isTransient) return undefined;
        if (attempts >= (outcome.isBusy ? maxBusyAttempts : maxAttempts)) return undefined;
        // https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
        const backOffMs = random() * firstDelayMs * 2 ** Math.min(attempts, maxAttempts - 1);
        const retryAfterMs = (outcome.error.details.retryAfterSeconds ?? 0) * 1000;
        // The isolates that share a busy mailbox must not come back at the same time.
        const delayMs = outcome.isBusy ? retryAfterMs + backOffMs : Math.max(backOffMs, retryAfterMs);
        return clock.nowMs() + delayMs + minAttemptMs > endMs ? undefined : delayMs;
      },
    };
    return retry(async () => {
      const release = await options.limits.acquire(group, { count, leaseMs: maxAttemptMs, signal });
      try {
        const leftMs = endMs - clock.nowMs();
        return leftMs < minAttemptMs
          ? timedOut()
          : await attempt(accessToken, Math.min(maxAttemptMs, leftMs));
      } finally {
        release?.();
      }
    }, policy);
  }

  async function fetchJson<T>(
    { url, path, headers, body, schema }: JsonRequest<T>,
    accessToken: string,
    timeoutMs: number,
  ): Promise<Outcome<T>> {
    const init = requestInit({ headers, body }, accessToken, options.userAgent);
    try {
      const response = await options.fetch(url, init, { timeoutMs, maxBytes: maxJsonBytes, signal });
      addRequestId(response.headers);
      return readResponse(response, { schema, path, nowMs: clock.nowMs() });
    } catch (error) {
      if (error instanceof AppError && error.code === 'too_large') throw responseTooLarge();
      return networkErrorOutcome(error);
    }
  }

  function fetchBatch(requests: readonly BatchEntry[], accessToken: string, timeoutMs: number) {
    const path = graphPath`/$batch`;
    const url = requestUrl(graphUrl, path, undefined);
    const request = { url, path, headers: {}, body: { requests }, schema: batchResponse };
    return fetchJson(request, accessToken, timeoutMs);
  }

  /** The same as {@link fetchJson}, without the URL in the URL of the request that leaves. */
  async function fetchSensitive<T>(
    { url, path, headers, schema }: JsonRequest<T>,
    accessToken: string,
    timeoutMs: number,
  ): Promise<Outcome<T>> {
    const entry = sensitiveEntry(url, headers);
    const outcome = unwrapSensitiveResponse(await fetchBatch([entry], accessToken, timeoutMs));
    if (!outcome.ok) return outcome;
    if (readRequestId(outcome.value.headers) !== requestIds.at(-1)) addRequestId(outcome.value.headers);
    return validateResponse(outcome.value, { schema, path, nowMs: clock.nowMs() });
  }

  /** @param link of the next page; undefined for the request itself */
  async function json<T>(request: GraphRequest<T>, link?: string): Promise<T> {
    const { path, query, headers, prefer, schema } = request;
    const body = link === undefined ? request.body : undefined;
    const isPost = link === undefined && request.method === 'POST';
    if (isPost !== (body !== undefined) || (isPost && !readOnlyPosts.test(path))) {
      throw new AppError('internal', 'The connector does not send this request.');
    }
    const url =
      link === undefined ? requestUrl(graphUrl, path, query) : continuationUrl(link, path, graphUrl);
    const fetch = body === undefined && hasSensitivePath(url) ? fetchSensitive : fetchJson;
    let sent = { url, path, headers: requestHeaders(path, headers, prefer), body, schema };
    const attempt: Attempt<T> = async (accessToken, timeoutMs) => {
      const outcome = await fetch(sent, accessToken, timeoutMs);
      const isHalf = !outcome.ok && outcome.isUnreadable === true && query?.['$search'] !== undefined;
      if (!isHalf || !sent.headers['Prefer']?.includes(immutableIds)) return outcome;
      // Exchange was observed to end a search with immutable ids by half an error body.
      sent = { ...sent, headers: preferHeaders(headers, prefer) };
      return { ...outcome, isTransient: true };
    };
    return unwrap(await send(attempt, { path, count: 1 }, jsonTimeoutMs));
  }

  /** Requests of one batch run at once: each request to a mailbox takes a slot of it. */
  async function sendBatch<T>(requests: readonly GraphRequest<T>[]): Promise<readonly (T | Error)[]> {
    const batch = createBatch(requests, toBatchEntry);
    const toMailbox = requests.filter(({ path }) => isMailbox(path));
    const slots = { path: (toMailbox[0] ?? requests[0])?.path ?? '', count: toMailbox.length || 1 };
    const attempt = async (accessToken: string, timeoutMs: number) => {
      const response = await fetchBatch(batch.pending(), accessToken, timeoutMs);
      return response.ok ? batch.record(response.value, clock.nowMs()) : response;
    };
    const outcome = await send(attempt, slots, jsonTimeoutMs);
    // Entries that have a response keep it; the batch fails as a whole only when none has.
    if (!outcome.ok && !batch.hasResponses()) throw outcome.error;
    return batch.results();
  }

  const downloaded: Uint8Array[] = [];
  /** Pre-authenticated URLs, so that the ranges of one file need one request to Graph; undefined for one that failed. */
  const locations = new Map<string, URL | undefined>();

  function addRequestId(headers: Headers): void {
    const requestId = readRequestId(headers);
    if (requestId !== undefined) requestIds.push(requestId);
  }

  return {
    requestIds,
    reserveMemory: async (bytes) => {
      const release = await options.memory.reserve(options.user, bytes, signal);
      options.onContentRead?.();
      return () => {
        for (const content of downloaded.splice(0)) freeMemory(content);
        release();
      };
    },
    json: (request) => json(request),
    next: (link, request) => json(request, link),
    batch: async (requests) => {
      if (requests.length > maxRequests) throw new AppError('internal', 'A batch has at most 20 requests.');
      const size = requests.some(({ path }) => isMailbox(path)) ? maxConcurrent : maxRequests;
      const results = [];
      for (let start = 0; start < requests.length; start += size) {
        const part = requests.slice(start, start + size);
        const responses = await sendBatch(part).catch((error: unknown) => {
          if (start === 0 || !(error instanceof AppError)) throw error;
          return part.map(() => error);
        });
        results.push(...responses);
      }
      return results;
    },
    download: async ({ path, query, headers, location, maxBytes = maxDownloadBytes }) => {
      const url = requestUrl(graphUrl, path, query);
      const { userAgent, downloadFetch } = options;
      const request = { headers: { Accept: '*/*', ...requestHeaders(path, headers) } };
      const isRange = new Headers(headers).has('range');
      let known = isRange && locations.has(url.href) ? locations.get(url.href) : location;
      const outcome = await send(
        async (accessToken, timeoutMs) => {
          const attempt = await fetchContent({
            path,
            location: known,
            onLocation: (target) => locations.set(url.href, target),
            openGraph: async (): Promise<OutboundResponse> => {
              const init = requestInit(request, accessToken, userAgent);
              const response = await options.fetch(url, init, { timeoutMs, maxBytes, signal });
              addRequestId(response.headers);
              return response;
            },
            downloadFetch,
            headers: request.headers,
            maxBytes,
            timeoutMs,
            signal,
            userAgent,
            clock,
          });
          // The URL may have expired.
          known = undefined;
          if (!attempt.ok) locations.set(url.href, undefined);
          return attempt;
        },
        { path, count: 1 },
        downloadTimeoutMs,
      );
      const content = unwrap(outcome);
      downloaded.push(content.bytes);
      return content;
    },
  };
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}

/** @see https://learn.microsoft.com/graph/best-practices-concept */
function requestInit(
  { headers: requestHeaders, body }: Pick<JsonRequest<unknown>, 'headers' | 'body'>,
  accessToken: string,
  userAgent: string,
): RequestInit {
  const headers = new Headers(requestHeaders);
  if (!headers.has('accept')) headers.set('accept', 'application/json');
  headers.set('authorization', `Bearer ${accessToken}`);
  headers.set('client-request-id', crypto.randomUUID());
  headers.set('return-client-request-id', 'true');
  headers.set('user-agent', userAgent);
  if (body === undefined) return { method: 'GET', headers };
  headers.set('content-type', 'application/json');
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

/** Mail and event ids are always immutable ids: they stay valid when an item is moved. */
function requestHeaders(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  prefer: readonly string[] = [],
): Readonly<Record<string, string>> {
  return preferHeaders(headers, exchangeItems.test(path) ? [...new Set([immutableIds, ...prefer])] : prefer);
}

function preferHeaders(
  headers: Readonly<Record<string, string>> = {},
  prefer: readonly string[] = [],
): Readonly<Record<string, string>> {
  return prefer.length === 0 ? headers : { ...headers, Prefer: prefer.join(', ') };
}

function toBatchEntry(
  { method, path, query, headers, prefer }: GraphRequest<unknown>,
  id: string,
): BatchEntry {
  if (method === 'POST') throw new AppError('internal', 'A batch accepts only GET requests.');
  return { id, method: 'GET', url: relativeUrl(path, query), headers: requestHeaders(path, headers, prefer) };
}

function timedOut(): Outcome<never> {
  const error = new AppError(
    'timed_out',
    'Microsoft 365 did not respond in time. Try again, or request less.',
  );
  return { ok: false, error, isTransient: false };
}

function responseTooLarge(): AppError {
  return new AppError(
    'too_large',
    'The response of Microsoft Graph is larger than the connector reads. Narrow the request.',
  );
}
