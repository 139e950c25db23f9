import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../../src/audit/audit-event.ts';
import { type AddressLimitDependencies, limitAddresses } from '../../../src/http/middleware/address-limit.ts';
import { createRateLimiter, rateLimits } from '../../../src/http/rate-limit.ts';

/** A rate limit binding with an exact count and a window that never ends. */
function binding(limit: number) {
  const counts = new Map<string, number>();
  return {
    limit: async ({ key }: { readonly key: string }) => {
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return { success: count <= limit };
    },
  };
}

describe('createRateLimiter', () => {
  test('counts each key separately', async () => {
    const limiter = createRateLimiter(binding(2), rateLimits.person);
    const answers = [];
    for (const key of ['a', 'a', 'b', 'a', 'b']) answers.push(await limiter.admits(key));
    expect(answers).toEqual([true, true, true, false, true]);
  });

  test('admits every request without a binding and when the binding fails', async () => {
    const broken = { limit: () => Promise.reject(new Error('no counters')) };
    for (const limiter of [undefined, broken].map((each) => createRateLimiter(each, rateLimits.address))) {
      expect(await limiter.admits('a')).toBe(true);
    }
  });

  test('returns the whole window as retryAfterSeconds', () => {
    expect(createRateLimiter(undefined, rateLimits.person).retryAfterSeconds).toBe(60);
  });
});

describe('limitAddresses', () => {
  function app(limit: number, renewals?: AddressLimitDependencies['renewals']) {
    const events: AuditEvent[] = [];
    const auditLog = {
      write: (event: AuditEvent) => void events.push(event),
      writeContentRead: () => undefined,
      writeError: () => undefined,
    };
    const hono = new Hono();
    hono.use(
      limitAddresses({
        addressLimit: createRateLimiter(binding(limit), rateLimits.address),
        ...(renewals && { renewals }),
        auditLog,
        clock: { nowMs: () => 0 },
      }),
    );
    hono.get('/', (c) => c.text('welcome'));
    const send = async (address?: string) =>
      hono.request('/', { headers: address === undefined ? {} : { 'cf-connecting-ip': address } });
    return { send, events };
  }

  test('returns 429 to an address above the limit, and 200 to another address', async () => {
    const { send, events } = app(1);
    expect((await send('192.0.2.1')).status).toBe(200);
    const refused = await send('192.0.2.1');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.headers.get('access-control-expose-headers')).toContain('Retry-After');
    expect(await refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
    expect((await send('192.0.2.2')).status).toBe(200);
    expect(events).toMatchObject([
      { operation: 'limit_address', outcome: 'refused', reason: 'rate_limited', status: 429 },
    ]);
    expect(JSON.stringify(events)).not.toContain('192.0.2.1');
  });

  test('counts renewals by grant instead of by address', async () => {
    const grants = ['a', 'b', 'c', 'c', undefined, undefined];
    const { send } = app(1, {
      limit: createRateLimiter(binding(1), rateLimits.callback),
      findGrant: async () => grants.shift(),
    });
    const statuses: number[] = [];
    while (grants.length > 0) statuses.push((await send('192.0.2.1')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 200, 429]);
  });

  test('counts requests without cf-connecting-ip under one key', async () => {
    const { send } = app(1);
    expect([(await send()).status, (await send()).status]).toEqual([200, 429]);
  });
});
