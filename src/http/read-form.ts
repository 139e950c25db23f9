import type { Context } from 'hono';
import { readBody } from './body.ts';

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
