import type { Context } from 'hono';
import { AppError } from '../lib/app-error.ts';
import { readCapped } from '../lib/outbound-fetch.ts';

/** Time for the whole body: enough for 256 KB on a slow line, and a limit for clients that send it byte by byte. */
const defaultTimeoutMs = 10_000;

/**
 * The body of a request as text, or undefined if it is larger than `maxBytes`. A body that breaks off is read as empty,
 * since half a form can look complete.
 * @throws AppError `timed_out` if the body is not complete in time
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  timeoutMs = defaultTimeoutMs,
): Promise<string | undefined> {
  const statedBytes = Number(request.headers.get('content-length') || Number.NaN);
  if (statedBytes > maxBytes) return undefined;
  if (!request.body) return '';
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => timeout.reject(new AppError('timed_out', 'The request did not arrive in time. Send it again.')),
    timeoutMs,
  );
  const arrived =
    statedBytes <= maxBytes ? readStated(request, maxBytes) : readUnstated(request.body, maxBytes);
  return await Promise.race([arrived, timeout.promise]).finally(() => clearTimeout(timer));
}

/** HTTP ends a body at its content-length; a request that a Worker creates can state less than it contains. */
async function readStated(request: Request, maxBytes: number): Promise<string | undefined> {
  const text = await request.text().catch(() => '');
  return text.length > maxBytes ? undefined : text;
}

async function readUnstated(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<string | undefined> {
  const bytes = await readCapped(body, maxBytes).catch(() => new Uint8Array());
  return bytes && new TextDecoder().decode(bytes);
}

const maxFormBytes = 16 * 1024;

/**
 * The form of a page of the connector, or undefined for a forged one (CSRF): it must contain the form token of the
 * session, and `Sec-Fetch-Site` or `Origin`, if sent, must be this origin.
 */
export async function readForm(
  c: Context,
  publicUrl: URL,
  formToken: string | undefined,
): Promise<URLSearchParams | undefined> {
  if (formToken === undefined || isCrossSite(c, publicUrl)) return undefined;
  const form = new URLSearchParams(await readBody(c.req.raw, maxFormBytes));
  return form.get('form_token') === formToken ? form : undefined;
}

function isCrossSite(c: Context, publicUrl: URL): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin';
  // Pages with `Referrer-Policy: no-referrer` submit forms with `Origin: null`.
  const origin = c.req.header('origin') ?? 'null';
  return origin !== 'null' && origin !== publicUrl.origin;
}
