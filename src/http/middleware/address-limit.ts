import type { MiddlewareHandler } from 'hono';
import type { AuditLog } from '../../audit/audit-log.ts';
import { createAudit } from '../audit.ts';
import type { Clock } from '../../lib/clock.ts';
import { type RateLimiter, readNetwork } from '../rate-limit.ts';
import { exposedHeaders } from './security-headers.ts';

export interface AddressLimitDependencies {
  readonly addressLimit: RateLimiter;
  /** Renewals are counted by grant: a web client renews the tokens of all of its users from few addresses. */
  readonly renewals?: {
    readonly limit: RateLimiter;
    readonly findGrant: (request: Request) => Promise<string | undefined>;
  };
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

/**
 * Rate limit per network for routes that need no token. `/mcp` is limited per user instead, and per network for rejected
 * tokens; a request without a token costs less than the limiter.
 */
export function limitAddresses({
  addressLimit,
  renewals,
  auditLog,
  clock,
}: AddressLimitDependencies): MiddlewareHandler {
  return async function limitAddress(c, next) {
    const grantId = await renewals?.findGrant(c.req.raw);
    const limit = renewals && grantId !== undefined ? renewals.limit : addressLimit;
    const key = grantId === undefined ? readNetwork(c.req.raw) : `grant/${grantId}`;
    if (await limit.admits(key)) return next();
    const audit = createAudit(c, { auditLog, clock });
    audit.add({ operation: 'limit_address' });
    audit.finish('refused', 429, 'rate_limited');
    const seconds = limit.retryAfterSeconds;
    const source = grantId === undefined ? 'from this network' : 'for this sign-in';
    const body = {
      error: 'temporarily_unavailable',
      error_description: `Too many requests ${source}. Try again in ${seconds} seconds.`,
    };
    return c.json(body, 429, {
      'retry-after': String(seconds),
      'x-request-id': audit.requestId,
      // Readable for clients in a browser: the response contains nothing confidential.
      'access-control-allow-origin': '*',
      'access-control-expose-headers': exposedHeaders.join(','),
    });
  };
}
