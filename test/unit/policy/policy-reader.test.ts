import { describe, expect, it } from 'vitest';
import {
  type KnownPolicy,
  createPolicyCache,
  createPolicyReader,
} from '../../../src/tenants/policy-cache.ts';
import type { Policy } from '../../../src/tenants/policy.ts';
import { newTenant } from './policies.ts';

const policy: Policy = {
  enabled: true,
  disabledTools: [],
  disabledPermissions: [],
  allowedGroups: [],
  allowedUsers: [],
  revokedBeforeMs: 0,
};
const minuteMs = 60_000;

describe('the policy reader of an isolate', () => {
  function createFixture() {
    const fixture = { nowMs: 1_000_000, reads: 0, isDown: false };
    const reader = createPolicyReader({
      read: async () => {
        fixture.reads += 1;
        if (fixture.isDown) throw new Error('down');
        return policy;
      },
      clock: { nowMs: () => fixture.nowMs },
      waitUntil: () => undefined,
      sleep: () => new Promise(() => undefined),
    });
    return { fixture, reader };
  }

  it('returns a policy for ten seconds after it was read', async () => {
    const { fixture, reader } = createFixture();
    const tenant = newTenant();
    expect(reader.fresh(tenant)).toBeUndefined();
    expect(await reader.read(tenant)).toEqual({ policy, readAtMs: 1_000_000 });
    fixture.nowMs += 9999;
    expect(reader.fresh(tenant)).toEqual({ policy, readAtMs: 1_000_000 });
    expect(await reader.read(tenant)).toBeDefined();
    expect(fixture.reads).toBe(1);
    fixture.nowMs += 1;
    expect(reader.fresh(tenant)).toBeUndefined();
    await reader.read(tenant);
    expect(fixture.reads).toBe(2);
  });

  it('reads once for concurrent requests', async () => {
    const { fixture, reader } = createFixture();
    const tenant = newTenant();
    const policies = await Promise.all(Array.from({ length: 10 }, () => reader.read(tenant)));
    expect(policies.map((known) => known?.policy)).toEqual(Array.from({ length: 10 }, () => policy));
    expect(fixture.reads).toBe(1);
  });

  it('attempts a failed read again after ten seconds', async () => {
    const { fixture, reader } = createFixture();
    const tenant = newTenant();
    fixture.isDown = true;
    expect(await reader.read(tenant)).toBeUndefined();
    fixture.isDown = false;
    fixture.nowMs += 9999;
    expect(await reader.read(tenant)).toBeUndefined();
    fixture.nowMs += 1;
    expect(await reader.read(tenant)).toMatchObject({ policy });
    expect(fixture.reads).toBe(2);
  });

  it('holds the policies of the 500 tenants that were read last', async () => {
    const { fixture, reader } = createFixture();
    const tenants = Array.from({ length: 501 }, newTenant);
    const [first, second, third, ...others] = tenants;
    if (!first || !second || !third) throw new Error('There are no tenants.');
    await reader.read(first);
    fixture.nowMs += 10_000;
    for (const tenant of [second, third, ...others.slice(0, -1)]) await reader.read(tenant);
    await reader.read(first);
    expect(reader.fresh(second)).toBeDefined();
    await reader.read(others.at(-1) ?? first);
    expect(reader.fresh(second)).toBeUndefined();
    expect(reader.fresh(first)).toBeDefined();
    expect(reader.fresh(third)).toBeDefined();
  });
});

describe('the stored policy of a vault', () => {
  function createFixture(stored?: KnownPolicy) {
    const fixture = { nowMs: 1_000_000, policy, saved: [] as KnownPolicy[] };
    const cache = createPolicyCache({
      read: async () => fixture.policy,
      clock: { nowMs: () => fixture.nowMs },
      storage: { load: () => stored, save: (known) => void fixture.saved.push(known) },
    });
    return { fixture, cache };
  }

  it('is written again unchanged only after half an hour, and a change at once', async () => {
    const { fixture, cache } = createFixture();
    await cache.current();
    fixture.nowMs += 30 * minuteMs - 1;
    await cache.current();
    expect(fixture.saved).toEqual([{ policy, readAtMs: 1_000_000 }]);
    fixture.nowMs += 10_000;
    await cache.current();
    expect(fixture.saved).toHaveLength(2);
    fixture.nowMs += 10_000;
    fixture.policy = { ...policy, enabled: false };
    await cache.current();
    expect(fixture.saved.at(-1)).toMatchObject({ policy: { enabled: false } });
    expect(fixture.saved).toHaveLength(3);
  });

  it('is the last known policy of a new object, and is not written again', async () => {
    const stored = { policy, readAtMs: 999_000 };
    const { fixture, cache } = createFixture(stored);
    expect(cache.last()).toEqual(stored);
    await cache.current();
    expect(fixture.saved).toEqual([]);
    fixture.nowMs = stored.readAtMs + 90 * minuteMs;
    expect(createFixture(stored).cache.last()).toEqual(stored);
  });

  it('is replaced by a newer policy of the Worker, not by one of the same time or older', () => {
    const newer = { policy: { ...policy, enabled: false }, readAtMs: 1000 };
    const { cache } = createFixture({ policy, readAtMs: 999 });
    for (const readAtMs of [998, 999]) cache.offer({ ...newer, readAtMs });
    expect(cache.last()?.policy).toEqual(policy);
    cache.offer(newer);
    expect(cache.last()).toEqual(newer);
  });

  it('is not replaced by a read that started before the policy of the Worker', async () => {
    const { promise, resolve } = Promise.withResolvers<Policy>();
    const cache = createPolicyCache({
      read: () => promise,
      clock: { nowMs: () => 2000 },
      storage: { load: () => ({ policy, readAtMs: 1000 }), save: () => undefined },
    });
    const current = cache.current();
    const newer = { policy: { ...policy, enabled: false }, readAtMs: 2001 };
    cache.offer(newer);
    resolve(policy);
    expect(await current).toEqual(newer);
  });

  it('is not taken over from the Worker by an object that has read none', () => {
    const { cache } = createFixture();
    cache.offer({ policy, readAtMs: 1_000_000 });
    expect(cache.last()).toBeUndefined();
  });
});
