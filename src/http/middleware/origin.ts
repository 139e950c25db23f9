import type { Context, MiddlewareHandler } from 'hono';
import type { AuditLog } from '../../audit/audit-log.ts';
import { AuditRecord } from '../../audit/audit-record.ts';
import type { Clock } from '../../lib/clock.ts';
import { isLoopback } from '../../lib/outbound-fetch.ts';

/** What the gate needs. */
export interface OriginGateServices {
  readonly publicUrl: URL;
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

/**
 * Refuses requests that a web page of someone else makes (DNS rebinding, MCP transport section on `Origin`): Host must
 * be the connector's own, and a present Origin its own or one of this machine, each in the one spelling that it has.
 * Loopback names are let through: they reach only a connector that runs on this machine.
 */
export function originGate({ publicUrl, auditLog, clock }: OriginGateServices): MiddlewareHandler {
  return async function checkOrigin(c, next) {
    const host = c.req.header('host') ?? new URL(c.req.url).host;
    if (host !== publicUrl.host && !isOurs(`${publicUrl.protocol}//${host}`, publicUrl)) {
      return refuse(c, 'misdirected', 'This host name is not the one of PUBLIC_URL.');
    }
    const origin = c.req.header('origin');
    if (origin !== undefined && !isOurs(origin, publicUrl)) {
      return refuse(c, 'origin_refused', 'Web pages of this origin may not call the connector.');
    }
    return next();
  };

  function refuse(c: Context, error: string, description: string): Response {
    const trail = new AuditRecord(auditLog, clock, crypto.randomUUID());
    trail.finish('refused', 403, error);
    const headers = { 'x-request-id': trail.requestId };
    return c.json({ error, error_description: description }, 403, headers);
  }
}

function isOurs(origin: string, publicUrl: URL): boolean {
  const url = URL.parse(origin);
  if (url === null || (url.origin !== publicUrl.origin && !isLoopback(url))) return false;
  // What a parser would drop, a user name or a path, is no part of an origin. A default port may be spelled out.
  const [, rest = ''] = origin.toLowerCase().split('://', 2);
  return rest === url.host || rest === `${url.host}:${url.protocol === 'https:' ? 443 : 80}`;
}
