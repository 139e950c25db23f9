import { AppError } from '../lib/app-error.ts';
import type { OutboundFetch, OutboundResponse } from '../lib/outbound-fetch.ts';
import type { Outcome } from './retry.ts';

/** One exchange with Graph, as it goes over the wire. */
interface TransportRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; without it, it is a GET. */
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** Sends one request to Graph, once. */
export type Transport = (request: TransportRequest) => Promise<OutboundResponse>;

/** What goes along with every request. */
export interface TransportOptions {
  readonly accessToken: string;
  readonly fetch: OutboundFetch;
  readonly signal: AbortSignal;
  /** SharePoint throttles undecorated traffic first: `NONISV|Company|App/1.0`. */
  readonly userAgent: string;
  /** Told of each answer. */
  readonly onAnswer: (headers: Headers) => void;
}

/** @see https://learn.microsoft.com/graph/best-practices-concept */
export function createTransport({
  accessToken,
  fetch,
  signal,
  userAgent,
  onAnswer,
}: TransportOptions): Transport {
  return async ({ url, headers: asked, body, timeoutMs, maxBytes }) => {
    const headers = new Headers(asked);
    if (!headers.has('accept')) headers.set('accept', 'application/json');
    headers.set('authorization', `Bearer ${accessToken}`);
    headers.set('client-request-id', crypto.randomUUID());
    headers.set('return-client-request-id', 'true');
    headers.set('user-agent', userAgent);
    if (body !== undefined) headers.set('content-type', 'application/json');
    const init =
      body === undefined
        ? { method: 'GET', headers }
        : { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(url, init, { timeoutMs, maxBytes, signal });
    onAnswer(response.headers);
    return response;
  };
}

/**
 * A request that got no answer, as an outcome: a host that is down or slow may be up in a moment.
 * @throws whatever else went wrong: the caller's own wish to stop, an answer that is too large.
 */
export function unanswered(error: unknown): Outcome<never> {
  if (error instanceof AppError && (error.code === 'timed_out' || error.code === 'upstream_unavailable')) {
    return { error, isTransient: true };
  }
  throw error;
}
