import type { Context } from 'hono';
import { readBody } from './read-body.ts';

const maxFormBytes = 16 * 1024;

/**
 * The form that a page of ours sent, or undefined where it comes from elsewhere: it has to carry the token of the
 * session that the page was shown to, and the browser, where it says so, has to be on this very site.
 */
export async function readForm(
  c: Context,
  formToken: string | undefined,
): Promise<URLSearchParams | undefined> {
  const site = c.req.header('sec-fetch-site');
  if (formToken === undefined || (site !== undefined && site !== 'same-origin')) return undefined;
  const form = new URLSearchParams(await readBody(c.req.raw, maxFormBytes));
  return form.get('form_token') === formToken ? form : undefined;
}
