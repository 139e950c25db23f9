import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import type { AuditRecord } from '../../audit/audit-record.ts';
import { startAudit } from '../../http/audit.ts';
import { readBody } from '../../http/body.ts';
import { exposedHeaders } from '../../http/middleware/security-headers.ts';
import { AppError } from '../../lib/app-error.ts';
import { parseJson } from '../../lib/json.ts';
import type { AuthorizationServerIdentity } from '../authorize-request.ts';
import { OAuthError } from '../errors.ts';
import { authorizationServerMetadata, protectedResourceMetadata } from '../metadata.ts';
import { toolsParameter } from '../resource-indicator.ts';
import type { OAuthServices } from './browser.ts';

const maxFormBytes = 64 * 1024;
const maxRegistrationBytes = 16 * 1024;

/** The part of the relay that clients speak to: tokens, registration, revocation. Clients in a browser may, too. */
export function oauthTokenRoutes(services: OAuthServices): Hono {
  const { relay } = services;
  const routes = new Hono();

  for (const path of ['/oauth/token', '/token', '/oauth/register', '/register', '/oauth/revoke']) {
    const allowHeaders = ['Accept', 'Authorization', 'Content-Type', 'MCP-Protocol-Version'];
    const allowMethods = ['POST', 'OPTIONS'];
    const exposeHeaders = [...exposedHeaders];
    routes.use(path, cors({ origin: '*', allowMethods, allowHeaders, exposeHeaders, maxAge: 86_400 }));
  }
  for (const path of ['/oauth/token', '/token']) {
    routes.post(path, (c) =>
      answer(c, 'sign_in.token', services, async (trail) => {
        const { response, caller } = await relay.issue(await readForm(c), c.req.header('authorization'));
        trail.setCaller(caller);
        return c.json(response, 200);
      }),
    );
  }
  for (const path of ['/oauth/register', '/register']) {
    routes.post(path, (c) =>
      answer(c, 'sign_in.register', services, async () =>
        c.json(await relay.registrations.register(await readJson(c)), 201),
      ),
    );
  }
  routes.post('/oauth/revoke', (c) =>
    answer(c, 'sign_in.revoke', services, async (trail) => {
      const user = await relay.revoke(await readForm(c), c.req.header('authorization'));
      if (user) trail.add({ tenantId: user.tenantId, objectId: user.objectId });
      return c.body(null, 200);
    }),
  );
  return routes;
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

/** Runs one request, and answers a refusal as RFC 6749 section 5.2 has it. */
async function answer(
  c: Context,
  operation: string,
  services: OAuthServices,
  run: (trail: AuditRecord) => Promise<Response>,
): Promise<Response> {
  const trail = startAudit(c, services);
  trail.add({ operation });
  c.header('x-request-id', trail.requestId);
  c.header('cache-control', 'no-store');
  c.header('pragma', 'no-cache');
  try {
    const response = await run(trail);
    trail.finish('ok', response.status);
    return response;
  } catch (error) {
    const isRefusal = error instanceof OAuthError;
    const { code, message, status, details } = isRefusal ? error : unexpected(error, trail.requestId);
    if (details.traceId !== undefined) trail.add({ entraTraceId: details.traceId });
    if (isRefusal) trail.finish('refused', status, code);
    else trail.fail(error, status);
    if (details.retryAfterSeconds !== undefined) c.header('retry-after', String(details.retryAfterSeconds));
    return c.json({ error: code, error_description: message }, status);
  }
}

/** Not `invalid_grant`, whatever it was: a client must not throw a good token away for a fault of ours. */
function unexpected(error: unknown, requestId: string): OAuthError {
  const seconds = error instanceof AppError ? error.details.retryAfterSeconds : undefined;
  const message = `The connector failed. If it stays so, tell its operator the request id ${requestId}.`;
  return new OAuthError(
    'temporarily_unavailable',
    message,
    { retryAfterSeconds: seconds ?? 10 },
    { cause: error },
  );
}

/**
 * Discovery. The resource has a path, so its metadata is at the address with that path (RFC 9728 section 3.1) and, for
 * clients that do not insert it, at the one without. The issuer has none: its metadata is at one address alone.
 */
export function wellKnownRoutes(identity: AuthorizationServerIdentity): Hono {
  const routes = new Hono();
  const cached = { 'cache-control': 'public, max-age=300' };
  const server = authorizationServerMetadata(identity);
  routes.use('/.well-known/*', cors({ origin: '*', allowMethods: ['GET', 'OPTIONS'], allowHeaders: ['*'] }));
  for (const path of ['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp']) {
    routes.get(path, (c) => {
      const resource = `${identity.resource}${toolsParameter(new URL(c.req.url))}`;
      return c.json(protectedResourceMetadata({ ...identity, resource }), 200, cached);
    });
  }
  routes.get('/.well-known/oauth-authorization-server', (c) => c.json(server, 200, cached));
  return routes;
}
