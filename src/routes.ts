import { Hono, type MiddlewareHandler } from 'hono';
import type { AuditLog } from './audit/audit-log.ts';
import { createAudit } from './http/audit.ts';
import { errorResponse } from './http/errors.ts';
import { isNavigation, notFoundPage } from './http/home.tsx';
import { readMessages } from './http/messages/catalog.ts';
import { checkHost } from './http/middleware/origin.ts';
import { securityHeaders } from './http/middleware/security-headers.ts';
import type { Clock } from './lib/clock.ts';
import { mcpPaths } from './mcp/route.ts';

/** The routes of each feature. */
export interface FeatureRoutes {
  readonly liveness: Hono;
  readonly federation: Hono;
  readonly mcp: Hono;
  readonly limitAddresses: MiddlewareHandler;
  /** A lower limit for the redirect URIs of Entra, where anyone can make the connector send a token request. */
  readonly limitCallbacks: MiddlewareHandler;
  readonly readiness: Hono;
  readonly securityTxt: Hono;
  readonly home: Hono;
  readonly oauth: Hono;
  readonly admin: Hono;
  readonly account: Hono;
  readonly publicUrl: URL;
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

/** Hono runs the handler of GET for HEAD: at a redirect URI of Entra that would use the code and the state up. */
const rejectHead: MiddlewareHandler = async (c, next) =>
  c.req.method === 'HEAD' ? c.body(null, 405, { allow: 'GET' }) : next();

/** Mounts the routes of the features, in the order in which they match. */
export function createRoutes(features: FeatureRoutes): Hono {
  const { publicUrl, auditLog, clock } = features;
  const app = new Hono();
  app.use(securityHeaders());
  app.use(checkHost({ publicUrl, auditLog, clock }));
  app.route('/', features.liveness);
  // Not limited per network: Entra requests these for every tenant from few addresses.
  app.route('/', features.federation);
  for (const path of mcpPaths) {
    app.get(path, (c, next) => (isNavigation(c.req.raw) ? Promise.resolve(c.redirect('/')) : next()));
  }
  app.route('/', features.mcp);
  app.use(features.limitAddresses);
  for (const path of ['/oauth/callback', '/admin/callback', '/admin/consented']) {
    app.get(path, rejectHead, features.limitCallbacks);
  }
  app.route('/', features.readiness);
  app.route('/', features.securityTxt);
  app.route('/', features.home);
  app.route('/', features.admin);
  app.route('/', features.oauth);
  app.route('/', features.account);
  // Typed with a trailing slash.
  for (const path of ['/admin', '/me']) app.get(`${path}/`, (c) => c.redirect(path, 301));
  app.notFound((c) =>
    c.req.header('accept')?.includes('text/html')
      ? notFoundPage(readMessages(c), features.publicUrl)
      : c.json({ error: 'not_found', error_description: 'This path does not exist.' }, 404),
  );
  app.onError((error, c) => {
    const audit = createAudit(c, { auditLog, clock });
    const response = errorResponse(error, audit.requestId);
    audit.add({ operation: 'unknown' });
    audit.fail(error, response.status);
    return c.newResponse(response.body, response);
  });
  return app;
}
