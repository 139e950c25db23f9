import { AppError } from '../lib/app-error.ts';
import { readCapped } from '../lib/read-capped.ts';

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
