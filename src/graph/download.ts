import { AppError } from '../lib/app-error.ts';
import {
  type HostRule,
  type OutboundFetch,
  type OutboundResponse,
  isLoopback,
} from '../lib/outbound-fetch.ts';
import type { GraphBytes } from './client.ts';
import { isTransientStatus } from './errors.ts';
import { readJson, refused } from './response.ts';
import type { Outcome } from './retry.ts';
import { type Transport, unanswered } from './transport.ts';

/** One try to fetch bytes. */
interface DownloadTry {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  readonly nowMs: () => number;
}

/**
 * Fetches bytes from Graph, or from the pre-authenticated address that it redirects to. That address opens the file to
 * whoever has it: it gets no token, stands in no error and no log, and may not redirect further.
 * @see https://learn.microsoft.com/graph/api/driveitem-get-content
 */
export async function downloadOnce(
  request: DownloadTry,
  send: Transport,
  downloadFetch: OutboundFetch,
): Promise<Outcome<GraphBytes>> {
  const { maxBytes, nowMs } = request;
  const beganMs = nowMs();
  try {
    const response = await send({ ...request, headers: { Accept: '*/*', ...request.headers } });
    if (isContent(response)) return { value: bytesOf(response) };
    if (response.status === notYet) return { error: hostRefused('not ready yet'), isTransient: true };
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) {
      return refused({ ...response, body: readJson(response) }, nowMs());
    }
    const target = URL.parse(location);
    if (!target) return { error: hostRefused('a redirect to nowhere'), isTransient: false };
    const leftMs = Math.max(request.timeoutMs - (nowMs() - beganMs), 1);
    return await fetchFromHost(target, { ...request, timeoutMs: leftMs }, downloadFetch);
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_large') throw tooLarge(maxBytes);
    return unanswered(error);
  }
}

async function fetchFromHost(
  target: URL,
  { headers, maxBytes, timeoutMs, signal, userAgent }: DownloadTry,
  downloadFetch: OutboundFetch,
): Promise<Outcome<GraphBytes>> {
  const range = new Headers(headers).get('range');
  const init = { method: 'GET', headers: { 'user-agent': userAgent, ...(range !== null && { range }) } };
  try {
    const response = await downloadFetch(target, init, { timeoutMs, maxBytes, signal });
    const { status } = response;
    if (isContent(response)) return { value: bytesOf(response) };
    const error = status === 404 || status === 410 ? gone() : hostRefused(`status ${status}`);
    return { error, isTransient: status === notYet || isTransientStatus(status) };
  } catch (error) {
    // What the platform says of a failure may hold the address: only the code is passed on.
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, error.message, {}, { cause: new Error(`Download host: ${error.code}`) });
  }
}

/** Accepted: the content is still being made, and what comes is none of it. */
const notYet = 202;

function isContent({ status }: OutboundResponse): boolean {
  return status >= 200 && status <= 299 && status !== notYet;
}

function bytesOf({ headers, body }: OutboundResponse): GraphBytes {
  const total = /^bytes \d{1,15}-\d{1,15}\/(\d{1,15})$/.exec(headers.get('content-range') ?? '')?.[1];
  return {
    bytes: body,
    contentType: headers.get('content-type')?.slice(0, 200),
    ...(total !== undefined && { totalBytes: Number(total) }),
  };
}

function gone(): AppError {
  return new AppError(
    'not_found',
    'The content of this file is not there any more. Search for the file again.',
  );
}

function hostRefused(what: string): AppError {
  return new AppError(
    'upstream_unavailable',
    'Microsoft 365 did not hand over the content. Try again, or open it by its link.',
    {},
    { cause: new Error(`Download host: ${what}`) },
  );
}

function tooLarge(maxBytes: number): AppError {
  const megabytes = Math.max(1, Math.round(maxBytes / 1024 / 1024));
  return new AppError(
    'too_large',
    `This is larger than ${megabytes} MB, the most that the connector reads. Open it in Microsoft 365 by its link.`,
  );
}

/**
 * Where Graph's 302s may lead: hosts of its cloud at their ordinary port, and this machine while Graph is a stand-in on
 * this machine.
 * @param suffixes of host names, each with its leading dot
 */
export function downloadHosts(suffixes: readonly string[], graphUrl: URL): HostRule {
  return (url) =>
    (url.port === '' && suffixes.some((suffix) => url.hostname.endsWith(suffix))) ||
    (isLoopback(graphUrl) && isLoopback(url));
}
