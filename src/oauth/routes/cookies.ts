import type { Context } from 'hono';
import { readHostCookie, writeHostCookie } from '../../http/cookies.ts';
import { type BrowserCookies, stateTtlMs } from '../authorization-flow.ts';
import { browserUsersTtlMs } from '../browser-users.ts';
import { consentTtlMs } from '../consent.ts';

const browserCookie = 'm365-browser';
const consentsCookie = 'm365-consents';
const usersCookie = 'm365-users';

/** Reads the cookies of the authorization flow, and the network of the browser. */
export function readBrowserCookies(c: Context): BrowserCookies {
  return {
    browser: readHostCookie(c, browserCookie),
    consents: readHostCookie(c, consentsCookie),
    users: readHostCookie(c, usersCookie),
    // Set by Cloudflare and not forgeable.
    address: c.req.header('cf-connecting-ip'),
  };
}

/** Cookies to set. */
interface NewCookies {
  readonly browser?: string;
  readonly consents?: string;
  readonly users?: string;
}

/**
 * Sets the cookies that are defined.
 * @param browserTtlMs how long the flow may take
 */
export function writeBrowserCookies(
  c: Context,
  { browser, consents, users }: NewCookies,
  browserTtlMs = stateTtlMs,
): void {
  if (browser !== undefined) writeHostCookie(c, browserCookie, browser, browserTtlMs);
  if (users !== undefined) writeHostCookie(c, usersCookie, users, browserUsersTtlMs);
  if (consents !== undefined) writeHostCookie(c, consentsCookie, consents, consentTtlMs);
}
