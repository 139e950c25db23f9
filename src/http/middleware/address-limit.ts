import type { MiddlewareHandler } from 'hono';
import type { AuditLog } from '../../audit/audit-log.ts';
import { AuditRecord } from '../../audit/audit-record.ts';
import type { Clock } from '../../lib/clock.ts';
import { type RateLimiter, networkPrefix } from '../rate-limit.ts';
import { exposedHeaders } from './security-headers.ts';

/** What the limit needs. */
export interface AddressLimitServices {
  readonly addressLimit: RateLimiter;
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

/**
 * Limits what one network address may ask of routes that need no token. `/mcp` is not among them: whoever has a token is
 * counted as a person, and whoever has none gets an answer that costs less than counting.
 */
export function limitAddresses({ addressLimit, auditLog, clock }: AddressLimitServices): MiddlewareHandler {
  return async function limitAddress(c, next) {
    // Set by Cloudflare, whatever the caller sent. Elsewhere there is no limiter that could be misled.
    const address = c.req.header('cf-connecting-ip') ?? 'unknown';
    if (await addressLimit.admits(networkPrefix(address))) return next();
    const trail = new AuditRecord(auditLog, clock, crypto.randomUUID());
    trail.add({ operation: 'limit_address' });
    trail.finish('refused', 429, 'rate_limited');
    const seconds = addressLimit.retryAfterSeconds;
    const body = {
      error: 'temporarily_unavailable',
      error_description: `Too many requests from this network address. Try again in ${seconds} seconds.`,
    };
    // Readable for clients in a browser: there is nothing in it.
    const headers = {
      'retry-after': String(seconds),
      'access-control-allow-origin': '*',
      'access-control-expose-headers': exposedHeaders.join(','),
    };
    return c.json(body, 429, { ...headers, 'x-request-id': trail.requestId });
  };
}
