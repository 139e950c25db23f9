import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import {
  type HostRule,
  type OutboundFetch,
  type OutboundResponse,
  isLoopback,
} from '../lib/outbound-fetch.ts';
import type { GraphBytes } from './client.ts';
import { isTransientStatus } from './errors/choose-message.ts';
import { type Outcome, errorOutcome, networkErrorOutcome, readJson } from './response.ts';

/** One attempt to fetch content. */
interface ContentRequest {
  /** Path below `/v1.0`. */
  readonly path: string;
  /** Sends the request to Graph. */
  readonly openGraph: () => Promise<OutboundResponse>;
  /** Pre-authenticated URL of the content, from its metadata or from an earlier redirect. */
  readonly location?: URL | undefined;
  /** Receives the URL that served the content. */
  readonly onLocation?: (target: URL) => void;
  readonly downloadFetch: OutboundFetch;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  readonly clock: Clock;
}

/**
 * Fetches bytes from Graph, or from the pre-authenticated URL that it redirects to. That URL opens the file to anyone
 * who has it: the request to it carries no token, it appears in no error and no log, and it may not redirect further.
 * @see https://learn.microsoft.com/graph/api/driveitem-get-content
 */
export async function fetchContent(request: ContentRequest): Promise<Outcome<GraphBytes>> {
  const { clock, maxBytes } = request;
  const startedAtMs = clock.nowMs();
  try {
    const known = request.location && (await fetchKnown(request.location, request));
    if (known) return known;
    const response = await request.openGraph();
    if (isContent(response)) return { ok: true, value: toGraphBytes(response) };
    if (response.status === accepted) {
      return { ok: false, error: downloadFailed('not ready yet'), isTransient: true };
    }
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) {
      return errorOutcome({ ...response, body: readJson(response) }, request.path, clock.nowMs());
    }
    const target = URL.parse(location);
    if (!target) return { ok: false, error: downloadFailed('an invalid redirect'), isTransient: false };
    const leftMs = Math.max(request.timeoutMs - (clock.nowMs() - startedAtMs), 1);
    return await fetchFromHost(target, { ...request, timeoutMs: leftMs });
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_large') throw tooLarge(maxBytes);
    return networkErrorOutcome(error);
  }
}

/** Undefined for a URL that Graph has to replace: it does not serve the content, or its host is not allowed. */
async function fetchKnown(target: URL, request: ContentRequest): Promise<Outcome<GraphBytes> | undefined> {
  try {
    const outcome = await fetchFromHost(target, request);
    return outcome.ok ? outcome : undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'upstream_refused') return undefined;
    throw error;
  }
}

async function fetchFromHost(
  target: URL,
  { headers, maxBytes, timeoutMs, signal, userAgent, downloadFetch, onLocation }: ContentRequest,
): Promise<Outcome<GraphBytes>> {
  const range = new Headers(headers).get('range');
  // A range of compressed content cannot be decompressed.
  const rangeHeaders = range === null ? {} : { range, 'accept-encoding': 'identity' };
  const init = { method: 'GET', headers: { 'user-agent': userAgent, ...rangeHeaders } };
  try {
    const response = await downloadFetch(target, init, { timeoutMs, maxBytes, signal });
    const { status } = response;
    if (isContent(response)) {
      onLocation?.(target);
      return { ok: true, value: toGraphBytes(response) };
    }
    const error = status === 404 || status === 410 ? contentGone() : downloadFailed(`status ${status}`);
    return { ok: false, error, isTransient: status === accepted || isTransientStatus(status) };
  } catch (error) {
    // The platform's error may contain the URL: only the code is kept.
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, error.message, {}, { cause: new Error(`Download host: ${error.code}`) });
  }
}

/** 202 Accepted: SharePoint is still preparing the content, and the body is not the content. */
const accepted = 202;

function isContent({ status }: OutboundResponse): boolean {
  return status >= 200 && status <= 299 && status !== accepted;
}

function toGraphBytes({ headers, body }: OutboundResponse): GraphBytes {
  const [, start, total] =
    /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/.exec(headers.get('content-range') ?? '') ?? [];
  return {
    bytes: body,
    contentType: headers.get('content-type')?.slice(0, 200),
    etag: headers.get('etag')?.slice(0, 200),
    ...(total !== undefined && { range: { start: Number(start), totalBytes: Number(total) } }),
  };
}

function contentGone(): AppError {
  return new AppError('not_found', 'The content of this file no longer exists. Search for the file again.');
}

function downloadFailed(details: string): AppError {
  return new AppError(
    'upstream_unavailable',
    'Microsoft 365 did not return the content. Try again, or open it by its link.',
    {},
    { cause: new Error(`Download host: ${details}`) },
  );
}

function tooLarge(maxBytes: number): AppError {
  const megabytes = Math.max(1, Math.round(maxBytes / 1024 / 1024));
  return new AppError(
    'too_large',
    `The content is larger than ${megabytes} MB, the limit of the connector. Open it in Microsoft 365 by its link.`,
  );
}

/**
 * The hosts that Graph may redirect a download to: those of its cloud at the default port, and loopback while Graph is
 * a simulator on loopback.
 * @param suffixes of host names, each with a leading dot
 */
export function downloadHosts(suffixes: readonly string[], graphUrl: URL): HostRule {
  return (url) =>
    (url.port === '' && suffixes.some((suffix) => url.hostname.endsWith(suffix))) ||
    (isLoopback(graphUrl) && isLoopback(url));
}
