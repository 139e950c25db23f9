import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { accountTtlMs } from '../account/account.ts';
import { adminSessionTtlMs } from '../admin/session.ts';
import { type BrowserCookies, adminConsentTtlMs } from '../oauth/authorization-flow.ts';
import { consentTtlMs } from '../oauth/consent.ts';

const browserCookie = 'm365-browser';
const consentsCookie = 'm365-consents';
const accountCookie = 'm365-account';
const adminCookie = 'm365-admin';
const checkCookie = 'm365-check';
const noticeCookie = 'm365-notice';
/** The longest flow that is bound to a browser. */
const browserTtlMs = adminConsentTtlMs;
/** As long as the way back to the page can take, a sign-in included. */
const noticeTtlMs = 5 * 60_000;

/** The cookies of a sign-in: `__Host-`, so that no neighbouring host and no plain connection can set them. */
export function readBrowserCookies(c: Context): BrowserCookies {
  return { browser: getCookie(c, browserCookie, 'host'), consents: getCookie(c, consentsCookie, 'host') };
}

/**
 * Sets those that changed. `Lax`, since `Strict` ones do not come along when Entra sends the person back; other sites
 * still cannot post a form with them.
 */
export function writeBrowserCookies(c: Context, { browser, consents }: Partial<BrowserCookies>): void {
  if (browser !== undefined) write(c, browserCookie, browser, browserTtlMs);
  if (consents !== undefined) write(c, consentsCookie, consents, consentTtlMs);
}

/** The session of the account page, if the browser has one. */
export function readAccountCookie(c: Context): string | undefined {
  return getCookie(c, accountCookie, 'host');
}

export function writeAccountCookie(c: Context, session: string): void {
  write(c, accountCookie, session, accountTtlMs);
}

/** The session of the administration page, if the browser has one. */
export function readAdminCookie(c: Context): string | undefined {
  return getCookie(c, adminCookie, 'host');
}

/** Begins the session of an administrator, or ends it. What was found for somebody before goes. */
export function writeAdminCookie(c: Context, session: string | undefined): void {
  write(c, adminCookie, session ?? '', session === undefined ? 0 : adminSessionTtlMs);
  write(c, checkCookie, '', 0);
}

/** What the last self-check found. */
export function readCheckCookie(c: Context): string | undefined {
  return getCookie(c, checkCookie, 'host');
}

export function writeCheckCookie(c: Context, report: string): void {
  write(c, checkCookie, report, adminSessionTtlMs);
}

/** What the administration page says once, when it is next shown: a code, and what goes with it. */
export function readNoticeCookie(c: Context): readonly string[] {
  return (getCookie(c, noticeCookie, 'host') ?? '').split('.');
}

/** Undefined: it has been said. */
export function writeNoticeCookie(c: Context, notice: readonly string[] | undefined): void {
  write(c, noticeCookie, notice?.join('.') ?? '', notice ? noticeTtlMs : 0);
}

/** The session is over. */
export function deleteAccountCookie(c: Context): void {
  write(c, accountCookie, '', 0);
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
