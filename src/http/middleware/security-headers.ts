import type { MiddlewareHandler } from 'hono';

/** Headers that every answer carries, and the id that finds it in the log. */
export function securityHeaders(): MiddlewareHandler {
  return async function setSecurityHeaders(c, next) {
    await next();
    const { headers } = c.res;
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'no-referrer');
    headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains');
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  };
}

/** What a client in a browser may read of every answer to it: when to try again, and what to report. */
export const exposedHeaders: readonly string[] = ['Retry-After', 'X-Request-Id'];
