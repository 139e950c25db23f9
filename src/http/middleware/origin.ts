import type { Context, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { AuditLog } from '../../audit/audit-log.ts';
import { createAudit } from '../audit.ts';
import type { Clock } from '../../lib/clock.ts';
import { isLoopback } from '../../lib/outbound-fetch.ts';
import { exposedHeaders } from './security-headers.ts';

export interface OriginDependencies {
  readonly publicUrl: URL;
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

/**
 * Rejects requests to another host name than that of PUBLIC_URL, on every route: DNS rebinding, and requests to the
 * workers.dev name that bypass the rules of the operator's domain. Loopback hosts are allowed because they reach only a
 * connector on the same machine.
 */
export function checkHost(dependencies: OriginDependencies): MiddlewareHandler {
  const { publicUrl } = dependencies;
  return async function checkRequestHost(c, next) {
    const host = c.req.header('host') ?? new URL(c.req.url).host;
    if (host === publicUrl.host || isAllowedOrigin(`${publicUrl.protocol}//${host}`, publicUrl))
      return next();
    return reject(c, 'misdirected', 'This host name is not the one of PUBLIC_URL.', dependencies);
  };
}

/**
 * Rejects requests of other web pages: Origin, if present, must be that of PUBLIC_URL or a loopback origin, in canonical
 * form. Allowed origins receive CORS headers.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports#security-warning
 */
export function checkOrigin(dependencies: OriginDependencies): MiddlewareHandler {
  const { publicUrl } = dependencies;
  const allowBrowser = cors({
    // Only allowed origins get here.
    origin: (origin) => origin,
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
    // Without WWW-Authenticate, clients in a browser cannot start a sign-in. Mcp-Session-Id: mcp/views.ts.
    exposeHeaders: ['WWW-Authenticate', 'Mcp-Session-Id', ...exposedHeaders],
    maxAge: 86_400,
  });

  return async function checkRequestOrigin(c, next) {
    const origin = c.req.header('origin');
    // Only browsers send Origin.
    if (origin === undefined) return next();
    if (isAllowedOrigin(origin, publicUrl)) return allowBrowser(c, next);
    return reject(c, 'origin_refused', 'Web pages of this origin may not call the connector.', dependencies);
  };
}

function reject(
  c: Context,
  error: string,
  description: string,
  { auditLog, clock }: OriginDependencies,
): Response {
  const audit = createAudit(c, { auditLog, clock });
  audit.finish('refused', 403, error);
  const headers = { 'x-request-id': audit.requestId };
  return c.json({ error, error_description: description }, 403, headers);
}

function isAllowedOrigin(origin: string, publicUrl: URL): boolean {
  const url = URL.parse(origin);
  if (url === null || (url.origin !== publicUrl.origin && !isLoopback(url))) return false;
  // A user name, a path or another spelling is not part of an origin. The default port may be written out.
  const [, rest = ''] = origin.toLowerCase().split('://', 2);
  return rest === url.host || rest === `${url.host}:${url.protocol === 'https:' ? 443 : 80}`;
}
