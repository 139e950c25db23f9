import { AppError } from './app-error.ts';

/** Limits of one outbound request. */
export interface OutboundLimits {
  /** For the whole request, including the response body. */
  readonly timeoutMs: number;
  /** Maximum size of the decompressed body. Bytes are counted, since `content-length` can be wrong. */
  readonly maxBytes: number;
  /** Aborts the request on behalf of the caller. */
  readonly signal?: AbortSignal | undefined;
}

/** A response whose body has been read within the limits. */
export interface OutboundResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/**
 * The only way to send a request out of the connector.
 * @throws AppError `upstream_refused` (host not allowed), `timed_out`, `too_large`, `upstream_unavailable`.
 */
export type OutboundFetch = (
  url: URL,
  init: RequestInit,
  limits: OutboundLimits,
) => Promise<OutboundResponse>;

/** Whether a request may be sent to this URL. */
export type HostRule = (url: URL) => boolean;

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether the URL names this machine. */
export function isLoopback(url: URL): boolean {
  return loopbackHosts.has(url.hostname);
}

/**
 * Wraps `fetch`. A URL that the rule does not allow is rejected before anything is sent. Redirects are not followed: the
 * caller receives the 3xx, because workerd may forward `Authorization` to another origin. Plain http is for loopback only.
 * @param service name of the called service, for error messages
 */
export function createOutboundFetch(
  isAllowed: HostRule,
  service = 'The remote server',
  fetchImplementation: typeof fetch = fetch,
): OutboundFetch {
  return async (url, init, limits) => {
    const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
    if (!isSecure || url.username !== '' || url.password !== '' || !isAllowed(url)) {
      throw new AppError('upstream_refused', 'The connector does not send requests to this URL.');
    }
    const timeout = AbortSignal.timeout(limits.timeoutMs);
    const signal = limits.signal ? AbortSignal.any([timeout, limits.signal]) : timeout;
    try {
      const response = await fetchImplementation(url, { ...init, redirect: 'manual', signal });
      const body = response.body ? await readCapped(response.body, limits.maxBytes) : new Uint8Array();
      if (!body) throw new AppError('too_large', `The response is larger than ${limits.maxBytes} bytes.`);
      return { status: response.status, headers: response.headers, body };
    } catch (error) {
      if (error instanceof AppError) throw error;
      const options = { cause: error };
      if (timeout.aborted) {
        const message = `${service} did not respond in time. Try again, or request less.`;
        throw new AppError('timed_out', message, {}, options);
      }
      if (limits.signal?.aborted) throw limits.signal.reason;
      const message = `${service} could not be reached. Try again in a moment.`;
      throw new AppError('upstream_unavailable', message, {}, options);
    }
  };
}

/** All bytes of a body, or undefined if there are more than `maxBytes`: the rest is then not read. */
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
