import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { BrowserCookies } from '../sign-in/authorize.ts';
import { consentTtlMs } from '../sign-in/consent.ts';
import { stateTtlMs } from '../sign-in/sign-in-formats.ts';

const browserCookie = 'm365-browser';
const consentsCookie = 'm365-consents';

/** The cookies of a sign-in: `__Host-`, so that no neighbouring host and no plain connection can set them. */
export function readBrowserCookies(c: Context): BrowserCookies {
  return { browser: getCookie(c, browserCookie, 'host'), consents: getCookie(c, consentsCookie, 'host') };
}

/**
 * Sets those that changed. `Lax`, since `Strict` ones do not come along when Entra sends the person back; other sites
 * still cannot post a form with them.
 */
export function writeBrowserCookies(c: Context, { browser, consents }: Partial<BrowserCookies>): void {
  if (browser !== undefined) write(c, browserCookie, browser, stateTtlMs);
  if (consents !== undefined) write(c, consentsCookie, consents, consentTtlMs);
}

function write(c: Context, name: string, value: string, ttlMs: number): void {
  setCookie(c, name, value, {
    prefix: 'host',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: ttlMs / 1000,
  });
}
