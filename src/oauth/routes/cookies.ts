import type { Context } from 'hono';
import { readHostCookie, writeHostCookie } from '../../http/cookies.ts';
import { type BrowserCookies, stateTtlMs } from '../authorization-flow.ts';
import { consentTtlMs } from '../consent.ts';

const browserCookie = 'm365-browser';
const consentsCookie = 'm365-consents';

/** Reads the cookies of the authorization flow, and the network of the browser. */
export function readBrowserCookies(c: Context): BrowserCookies {
  return {
    browser: readHostCookie(c, browserCookie),
    consents: readHostCookie(c, consentsCookie),
    // Set by Cloudflare and not forgeable.
    address: c.req.header('cf-connecting-ip'),
  };
}

/**
 * Sets the cookies that are defined.
 * @param browserTtlMs how long the flow may take
 */
export function writeBrowserCookies(
  c: Context,
  { browser, consents }: { readonly browser?: string; readonly consents?: string },
  browserTtlMs = stateTtlMs,
): void {
  if (browser !== undefined) writeHostCookie(c, browserCookie, browser, browserTtlMs);
  if (consents !== undefined) writeHostCookie(c, consentsCookie, consents, consentTtlMs);
}
