import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** Reads a cookie with the prefix `__Host-`. Undefined if the browser does not have it. */
export function readHostCookie(c: Context, name: string): string | undefined {
  return getCookie(c, name, 'host');
}

/**
 * Sets a cookie with the prefix `__Host-`, so that no sibling host and no plain connection can set it. `SameSite=Lax`,
 * because `Strict` cookies are not sent when Entra redirects the user back. Other sites cannot post a form with it.
 * @param ttlMs 0 deletes the cookie
 */
export function writeHostCookie(c: Context, name: string, value: string, ttlMs: number): void {
  setCookie(c, name, value, {
    prefix: 'host',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: ttlMs / 1000,
  });
}
