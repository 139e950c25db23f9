import type { MiddlewareHandler } from 'hono';

/** Sets the headers of every response. `no-store` unless the route set its own cache control. */
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

/** Response headers that clients in a browser may read. */
export const exposedHeaders: readonly string[] = ['Retry-After', 'X-Request-Id'];
