import { readCapped } from '../lib/read-capped.ts';

/**
 * The body of a request as text, or undefined where it is larger than allowed. One that breaks off counts as empty: half
 * a form can look like a whole one.
 */
export async function readBody(request: Request, maxBytes: number): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined;
  if (!request.body) return '';
  const bytes = await readCapped(request.body, maxBytes).catch(() => new Uint8Array());
  return bytes && new TextDecoder().decode(bytes);
}
