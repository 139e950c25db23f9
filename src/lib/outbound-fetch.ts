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
      const expectedBytes = Number(response.headers.get('content-length') ?? 0);
      const body = response.body
        ? await readCapped(response.body, limits.maxBytes, expectedBytes)
        : new Uint8Array();
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

const minBufferBytes = 16 * 1024;

/**
 * All bytes of a body, or undefined if there are more than `maxBytes`: the rest is then not read. The body is read into
 * one buffer, so that a large file is never in memory twice.
 * @param expectedBytes from `content-length`, which counts compressed bytes and can be wrong
 */
export async function readCapped(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  expectedBytes = 0,
): Promise<Uint8Array | undefined> {
  const byteReader = openByteReader(body);
  if (byteReader) return await readBytes(byteReader, maxBytes, expectedBytes);
  const reader = body.getReader();
  const first = await reader.read();
  if (first.done) return new Uint8Array();
  let next = await reader.read();
  if (next.done) return first.value.byteLength > maxBytes ? undefined : first.value;
  let buffer = new Uint8Array(Math.min(Math.max(expectedBytes, minBufferBytes), maxBytes));
  let length = 0;
  for (let chunk = first.value; ;) {
    const end = length + chunk.byteLength;
    if (end > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    if (end > buffer.byteLength) {
      const larger = new Uint8Array(Math.min(Math.max(end, buffer.byteLength * 2), maxBytes));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(chunk, length);
    length = end;
    if (next.done) return buffer.subarray(0, length);
    chunk = next.value;
    next = await reader.read();
  }
}

/** Undefined for a stream of JavaScript, which may not be one of bytes. */
function openByteReader(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}

/** Reads into the buffer itself: chunks would be garbage of the size of the file. */
async function readBytes(
  reader: ReadableStreamBYOBReader,
  maxBytes: number,
  expectedBytes: number,
): Promise<Uint8Array | undefined> {
  // One byte more than expected finds the end without a larger buffer.
  let buffer = new Uint8Array(Math.min(Math.max(expectedBytes, minBufferBytes), maxBytes) + 1);
  let length = 0;
  for (;;) {
    // The read takes over the buffer and returns it.
    const { value, done } = await reader.read(buffer.subarray(length));
    if (value) buffer = new Uint8Array(value.buffer);
    length += value?.byteLength ?? 0;
    if (length > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    if (done) return buffer.subarray(0, length);
    if (length === buffer.byteLength) {
      buffer = new Uint8Array(buffer.buffer.transfer(Math.min(length * 2, maxBytes) + 1));
    }
  }
}
