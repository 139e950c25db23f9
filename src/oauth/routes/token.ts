import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { AuditRecord } from '../../audit/audit-record.ts';
import { startAudit } from '../../http/audit.ts';
import { readBody } from '../../http/body.ts';
import { exposedHeaders } from '../../http/middleware/security-headers.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { parseJson } from '../../lib/json.ts';
import type { AuthorizationServerIdentity } from '../authorize-request.ts';
import { toAuditClient } from '../client-limits.ts';
import { OAuthError } from '../errors.ts';
import { authorizationServerMetadata, protectedResourceMetadata } from '../metadata.ts';
import { toolsParameter } from '../resource-indicator.ts';
import type { AuthorizationServer } from '../server.ts';

export interface OAuthTokenDependencies {
  readonly authorizationServer: AuthorizationServer;
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

const maxFormBytes = 64 * 1024;
const maxRegistrationBytes = 16 * 1024;
const endpointPaths = ['/oauth/token', '/token', '/oauth/register', '/register', '/oauth/revoke'];

/** The token, registration and revocation endpoints. CORS is open: clients may run in a browser. */
export function oauthTokenRoutes(dependencies: OAuthTokenDependencies): Hono {
  const { authorizationServer } = dependencies;
  const routes = new Hono();

  for (const path of endpointPaths) {
    const allowHeaders = ['Accept', 'Authorization', 'Content-Type', 'MCP-Protocol-Version'];
    const allowMethods = ['POST', 'OPTIONS'];
    const exposeHeaders = [...exposedHeaders];
    routes.use(path, cors({ origin: '*', allowMethods, allowHeaders, exposeHeaders, maxAge: 86_400 }));
  }
  for (const path of ['/oauth/token', '/token']) {
    routes.post(path, (c) =>
      respond(c, 'sign_in.token', dependencies, async (audit) => {
        const form = await readForm(c);
        // Before the checks, so that the event of a replay names the grant.
        audit.add({ grantId: await authorizationServer.findRenewedGrant(form) });
        const issued = await authorizationServer.issue(form, c.req.header('authorization'));
        const { response, caller, reported, grantId, client } = issued;
        audit.setCaller(caller);
        audit.add({ ...toAuditClient(client), grantId });
        if (reported.length > 0) audit.add({ reported });
        return c.json(response, 200);
      }),
    );
  }
  for (const path of ['/oauth/register', '/register']) {
    routes.post(path, (c) =>
      respond(c, 'sign_in.register', dependencies, async () =>
        c.json(await authorizationServer.registrations.register(await readJson(c)), 201),
      ),
    );
  }
  routes.post('/oauth/revoke', (c) =>
    respond(c, 'sign_in.revoke', dependencies, async (audit) => {
      const revoked = await authorizationServer.revoke(await readForm(c), c.req.header('authorization'));
      if (revoked) {
        const { user, client, grantId } = revoked;
        const { tenantId, objectId } = user;
        audit.add({ tenantId, objectId, ...toAuditClient(client), grantId });
      } else {
        // RFC 7009 section 2.2: an unknown token is no error for the client.
        audit.finish('refused', 200, 'token_unknown');
      }
      return c.body(null, 200);
    }),
  );
  for (const path of endpointPaths) {
    const body = { error: 'invalid_request', error_description: 'Send a POST request.' };
    routes.all(path, (c) => c.json(body, 405, { allow: 'POST, OPTIONS' }));
  }
  return routes;
}

/** The grant that a request to the token endpoint renews, for its rate limit. Leaves the body to the route. */
export async function findRenewedGrant(
  request: Request,
  authorizationServer: Pick<AuthorizationServer, 'findRenewedGrant'>,
): Promise<string | undefined> {
  if (request.method !== 'POST' || !/^(?:\/oauth)?\/token$/.test(new URL(request.url).pathname))
    return undefined;
  const body = await readBody(request.clone(), maxFormBytes);
  return body === undefined
    ? undefined
    : await authorizationServer.findRenewedGrant(new URLSearchParams(body));
}

async function readForm(c: Context): Promise<URLSearchParams> {
  const [type] = (c.req.header('content-type') ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw new OAuthError('invalid_request', 'Send a form: application/x-www-form-urlencoded.');
  }
  const body = await readBody(c.req.raw, maxFormBytes);
  if (body === undefined) throw new OAuthError('invalid_request', 'The form is larger than 64 KB.');
  return new URLSearchParams(body);
}

async function readJson(c: Context): Promise<unknown> {
  const body = await readBody(c.req.raw, maxRegistrationBytes);
  if (body === undefined)
    throw new OAuthError('invalid_client_metadata', 'The document is larger than 16 KB.');
  const document = parseJson(body);
  if (document === undefined) throw new OAuthError('invalid_client_metadata', 'The body is not JSON.');
  return document;
}

/** Runs a request with an audit record. An OAuthError becomes the JSON of RFC 6749 section 5.2. */
async function respond(
  c: Context,
  operation: string,
  dependencies: OAuthTokenDependencies,
  run: (audit: AuditRecord) => Promise<Response>,
): Promise<Response> {
  const audit = startAudit(c, dependencies);
  audit.add({ operation });
  c.header('x-request-id', audit.requestId);
  c.header('cache-control', 'no-store');
  c.header('pragma', 'no-cache');
  try {
    const response = await run(audit);
    audit.finish('ok', response.status);
    return response;
  } catch (error) {
    const isOAuthError = error instanceof OAuthError;
    const { code, message, status, details } = isOAuthError ? error : unexpectedError(error, audit.requestId);
    if (details.traceId !== undefined) audit.add({ entraTraceId: details.traceId });
    if (details.denial) audit.add(details.denial.user);
    if (isOAuthError) audit.finish('refused', status, details.denial?.reason ?? code);
    else audit.fail(error, status);
    // RFC 6749 section 5.2. Without the header in the request, a browser would ask its user for a password.
    if (status === 401 && c.req.header('authorization') !== undefined) {
      c.header('www-authenticate', 'Basic realm="OAuth client"');
    }
    if (details.retryAfterSeconds !== undefined) c.header('retry-after', String(details.retryAfterSeconds));
    return c.json({ error: code, error_description: message }, status);
  }
}

/** Never `invalid_grant`: a client must not discard a valid grant because of an internal error. */
function unexpectedError(error: unknown, requestId: string): OAuthError {
  const seconds = error instanceof AppError ? error.details.retryAfterSeconds : undefined;
  const message = `The connector failed. Try again. If it fails again, send the request id ${requestId} to its operator.`;
  return new OAuthError(
    'temporarily_unavailable',
    message,
    { retryAfterSeconds: seconds ?? 10 },
    { cause: error },
  );
}

/**
 * Discovery documents. The resource has a path, so its metadata is served at the URL with that path (RFC 9728 section
 * 3.1), and at the URL without it for clients that do not insert the path. Clients that were given the URL of the
 * connector with a trailing slash require it in the resource identifier. The issuer has no path.
 */
export function wellKnownRoutes(identity: AuthorizationServerIdentity, isRegistrationEnabled = true): Hono {
  const routes = new Hono();
  const headers = { 'cache-control': 'public, max-age=300' };
  const server = authorizationServerMetadata(identity, isRegistrationEnabled);
  routes.use('/.well-known/*', cors({ origin: '*', allowMethods: ['GET', 'OPTIONS'], allowHeaders: ['*'] }));
  for (const path of ['', '/mcp', '/mcp/']) {
    routes.get(`/.well-known/oauth-protected-resource${path}`, (c) => {
      const slash = path.endsWith('/') ? '/' : '';
      const resource = `${identity.resource}${slash}${toolsParameter(new URL(c.req.url))}`;
      return c.json(protectedResourceMetadata({ ...identity, resource }), 200, headers);
    });
  }
  routes.get('/.well-known/oauth-authorization-server', (c) => c.json(server, 200, headers));
  return routes;
}
