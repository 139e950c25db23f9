import type { MiddlewareHandler } from 'hono';
import { isLoopback } from '../../lib/outbound-fetch.ts';

/**
 * Refuses requests that a web page of someone else makes (DNS rebinding, MCP transport section on `Origin`): Host must
 * be the connector's own, and a present Origin its own or one of this machine. Loopback names are let through: they
 * reach only a connector that runs on this machine.
 */
export function originGate(publicUrl: URL): MiddlewareHandler {
  return async function checkOrigin(c, next) {
    const host = c.req.header('host');
    if (host !== publicUrl.host && !isOurs(hostOf(c.req.url, host, publicUrl), publicUrl)) {
      return c.json(
        { error: 'misdirected', error_description: 'This host name is not the one of PUBLIC_URL.' },
        403,
      );
    }
    const origin = c.req.header('origin');
    if (origin !== undefined && !isOurs(URL.parse(origin), publicUrl)) {
      return c.json(
        {
          error: 'origin_refused',
          error_description: 'Web pages of this origin may not call the connector.',
        },
        403,
      );
    }
    return next();
  };
}

function hostOf(address: string, host: string | undefined, publicUrl: URL): URL | null {
  return URL.parse(host === undefined ? address : `${publicUrl.protocol}//${host}`);
}

function isOurs(url: URL | null, publicUrl: URL): boolean {
  return url !== null && (url.host === publicUrl.host || isLoopback(url));
}
