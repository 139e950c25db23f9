import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { RelayIdentity } from '../authorize-request.ts';
import { narrowingOf } from '../resource-indicator.ts';
import { authorizationServerMetadata, protectedResourceMetadata } from '../metadata.ts';

/**
 * Discovery. The resource has a path, so its metadata is at the address with that path (RFC 9728 section 3.1) and, for
 * clients that do not insert it, at the one without. The issuer has none: its metadata is at one address alone.
 */
export function wellKnownRoutes(identity: RelayIdentity): Hono {
  const routes = new Hono();
  const cached = { 'cache-control': 'public, max-age=300' };
  const server = authorizationServerMetadata(identity);
  routes.use('/.well-known/*', cors({ origin: '*', allowMethods: ['GET', 'OPTIONS'], allowHeaders: ['*'] }));
  for (const path of ['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp']) {
    routes.get(path, (c) => {
      const resource = `${identity.resource}${narrowingOf(new URL(c.req.url))}`;
      return c.json(protectedResourceMetadata({ ...identity, resource }), 200, cached);
    });
  }
  routes.get('/.well-known/oauth-authorization-server', (c) => c.json(server, 200, cached));
  return routes;
}
