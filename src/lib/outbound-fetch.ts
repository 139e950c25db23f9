import { AppError } from './app-error.ts';

/** What one request may do. */
export interface OutboundLimits {
  /** The whole exchange, answer body included. */
  readonly timeoutMs: number;
  /** Bytes of the decompressed answer. `content-length` is not trusted: bytes are counted. */
  readonly maxBytes: number;
  /** The caller's own wish to stop. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose body has been read and counted. */
export interface OutboundResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/**
 * The one way out of the connector.
 * @throws AppError `upstream_refused` (host not allowed), `timed_out`, `too_large`, `upstream_unavailable`.
 */
export type OutboundFetch = (
  url: URL,
  init: RequestInit,
  limits: OutboundLimits,
) => Promise<OutboundResponse>;

/** Whether a request may go to this URL. Plain http is for loopback stand-ins alone. */
export type HostRule = (url: URL) => boolean;

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether the URL names this machine. */
export function isLoopback(url: URL): boolean {
  return loopbackHosts.has(url.hostname);
}

/**
 * Wraps `fetch`: hosts outside the rule are refused before anything leaves, redirects are never followed (the caller
 * sees the 3xx: in workerd a followed one may carry `Authorization` to another origin), and time and bytes are capped.
 */
export function createOutboundFetch(
  isAllowed: HostRule,
  fetchImplementation: typeof fetch = fetch,
): OutboundFetch {
  return async (url, init, limits) => {
    const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
    if (!secure || url.username !== '' || url.password !== '' || !isAllowed(url)) {
      throw new AppError('upstream_refused', 'The connector does not send requests to this address.');
    }
    const timeout = AbortSignal.timeout(limits.timeoutMs);
    const signal = limits.signal ? AbortSignal.any([timeout, limits.signal]) : timeout;
    try {
      const response = await fetchImplementation(url, { ...init, redirect: 'manual', signal });
      const body = response.body ? await readCapped(response.body, limits.maxBytes) : new Uint8Array();
      if (!body) throw new AppError('too_large', `The answer is larger than ${limits.maxBytes} bytes.`);
      return { status: response.status, headers: response.headers, body };
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (timeout.aborted) {
        throw new AppError(
          'timed_out',
          'Microsoft 365 did not answer in time. Try again, or ask for less.',
          {},
          { cause: error },
        );
      }
      if (limits.signal?.aborted) throw limits.signal.reason;
      throw new AppError(
        'upstream_unavailable',
        'Microsoft 365 could not be reached. Try again in a moment.',
        {},
        { cause: error },
      );
    }
  };
}

/**
 * All bytes of a body, or undefined where there are more than allowed: then the rest is not read. Bytes are counted,
 * since a `content-length` can lie.
 */
export async function readCapped(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
