import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { meRoutes } from './account/routes.ts';
import { adminAnswerRoutes } from './admin/callbacks.ts';
import { adminChangeRoutes } from './admin/changes.ts';
import { type AdminRouteServices, adminRoutes } from './admin/routes.ts';
import { AuditRecord } from './audit/audit-record.ts';
import { errorResponse } from './http/errors.ts';
import { type FederationServices, federationRoutes } from './http/federation.ts';
import { type HealthServices, livenessRoute, readinessRoute } from './http/health.ts';
import { type HomePageOptions, homeRoutes } from './http/home.tsx';
import { type AddressLimitServices, limitAddresses } from './http/middleware/address-limit.ts';
import { originGate } from './http/middleware/origin.ts';
import { exposedHeaders, securityHeaders } from './http/middleware/security-headers.ts';
import { isLoopback } from './lib/outbound-fetch.ts';
import { type McpRouteServices, mcpRoute } from './mcp/route.ts';
import { type OAuthServices, oauthPageRoutes } from './oauth/routes/browser.ts';
import { oauthTokenRoutes, wellKnownRoutes } from './oauth/routes/token.ts';

/** What the routes need, made once per isolate by the composition. */
export interface HttpServices
  extends
    McpRouteServices,
    OAuthServices,
    AdminRouteServices,
    AddressLimitServices,
    FederationServices,
    HealthServices,
    HomePageOptions {}

/** The router: which path leads where, and what every answer carries. */
export function createHttpApp(services: HttpServices): Hono {
  const app = new Hono();
  app.use(securityHeaders());
  app.route('/', livenessRoute(services));
  // Before the limit: Entra asks for everybody, from few addresses.
  app.route('/', federationRoutes(services));
  app.use('/mcp', originGate(services), mcpCors(services.publicUrl));
  app.post('/mcp', mcpRoute(services));
  app.all('/mcp', (c) => {
    const trail = new AuditRecord(services.auditLog, services.clock, crypto.randomUUID());
    trail.finish('refused', 405, 'method_not_allowed');
    // Neither era needs GET or DELETE: there are no sessions and no streams to resume.
    const error = { code: -32000, message: 'Send MCP messages by POST.' };
    const headers = { allow: 'POST, OPTIONS', 'x-request-id': trail.requestId };
    return c.json({ jsonrpc: '2.0', id: null, error }, 405, headers);
  });
  app.use(limitAddresses(services));
  app.route('/', readinessRoute(services));
  app.route('/', homeRoutes(services));
  app.route('/', wellKnownRoutes(services.relay.identity));
  // Before the relay's: what comes back to it may be an administrator's.
  app.route('/', adminAnswerRoutes(services));
  app.route('/', adminRoutes(services));
  app.route('/', adminChangeRoutes(services));
  app.route('/', oauthPageRoutes(services));
  app.route('/', oauthTokenRoutes(services));
  app.route('/', meRoutes(services));
  app.notFound((c) =>
    c.json({ error: 'not_found', error_description: 'There is nothing at this address.' }, 404),
  );
  app.onError((error, c) => {
    const trail = new AuditRecord(services.auditLog, services.clock, crypto.randomUUID());
    const response = errorResponse(error, trail.requestId);
    trail.add({ operation: 'unknown' });
    trail.fail(error, response.status);
    return c.newResponse(response.body, response);
  });
  return app;
}

/**
 * CORS for MCP clients that run in a browser. The challenge must be readable there, or they cannot sign in. A request
 * without an Origin comes from no browser.
 */
function mcpCors(publicUrl: URL): MiddlewareHandler {
  const forBrowsers = cors({
    origin: (origin) => {
      const url = URL.parse(origin);
      return url && (url.origin === publicUrl.origin || isLoopback(url)) ? origin : null;
    },
    allowMethods: ['POST', 'OPTIONS'],
    allowHeaders: [
      'Accept',
      'Authorization',
      'Content-Type',
      'Last-Event-ID',
      'MCP-Protocol-Version',
      'Mcp-Method',
      'Mcp-Name',
      'Mcp-Session-Id',
      'traceparent',
      'tracestate',
    ],
    exposeHeaders: ['WWW-Authenticate', ...exposedHeaders],
    maxAge: 86_400,
  });
  return async function allowBrowsers(c, next) {
    return c.req.header('origin') === undefined ? next() : forBrowsers(c, next);
  };
}
