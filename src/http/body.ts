import type { Context } from 'hono';
import { AppError } from '../lib/app-error.ts';
import { readCapped } from '../lib/outbound-fetch.ts';

/** Time for a whole body to arrive: a slow line carries 256 KB in it, and nobody holds a request open with drops. */
const defaultTimeoutMs = 10_000;

/**
 * The body of a request as text, or undefined where it is larger than allowed. One that breaks off counts as empty: half
 * a form can look like a whole one.
 * @throws AppError `timed_out` where its end does not come
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  timeoutMs = defaultTimeoutMs,
): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined;
  if (!request.body) return '';
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new AppError('timed_out', 'The request did not arrive in time. Send it again.')),
    timeoutMs,
  );
  const arrived = readCapped(request.body, maxBytes).catch(() => new Uint8Array());
  const bytes = await Promise.race([arrived, late.promise]).finally(() => clearTimeout(timer));
  return bytes && new TextDecoder().decode(bytes);
}

const maxFormBytes = 16 * 1024;

/**
 * The form that a page of ours sent, or undefined where it comes from elsewhere: it has to carry the token of the
 * session that the page was shown to, and the browser, where it says so, has to be on this very site.
 */
export async function readForm(
  c: Context,
  publicUrl: URL,
  formToken: string | undefined,
): Promise<URLSearchParams | undefined> {
  if (formToken === undefined || isFromElsewhere(c, publicUrl)) return undefined;
  const form = new URLSearchParams(await readBody(c.req.raw, maxFormBytes));
  return form.get('form_token') === formToken ? form : undefined;
}

function isFromElsewhere(c: Context, publicUrl: URL): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin';
  // Our pages send no referrer, and then browsers name the origin of a form `null`.
  const origin = c.req.header('origin') ?? 'null';
  return origin !== 'null' && origin !== publicUrl.origin;
}
