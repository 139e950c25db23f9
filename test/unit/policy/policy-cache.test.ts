import { describe, expect, it } from 'vitest';
import { createPolicyCache } from '../../../src/tenants/policy-cache.ts';
import type { Policy } from '../../../src/tenants/policy.ts';

const policy: Policy = {
  enabled: true,
  disabledTools: [],
  disabledPermissions: [],
  allowedGroups: [],
  allowedUsers: [],
  revokedBeforeMs: 0,
};

function setUp() {
  const world = { nowMs: 1_000_000, reads: 0, answer: async (): Promise<Policy> => policy };
  const cache = createPolicyCache({
    read: () => {
      world.reads += 1;
      return world.answer();
    },
    clock: { nowMs: () => world.nowMs },
  });
  return { world, cache };
}

const down = async (): Promise<Policy> => {
  throw new Error('down');
};

describe('the policy cache of a vault', () => {
  it('reads the policy once in ten seconds for any number of requests', async () => {
    const { world, cache } = setUp();
    await Promise.all(Array.from({ length: 50 }, () => cache.current()));
    world.nowMs += 9_999;
    await cache.current();
    expect(world.reads).toBe(1);
    world.nowMs += 1;
    await Promise.all(Array.from({ length: 50 }, () => cache.current()));
    expect(world.reads).toBe(2);
  });

  it('counts the age from the start of the read', async () => {
    const { world, cache } = setUp();
    world.answer = async () => {
      world.nowMs += 4_000;
      return policy;
    };
    await cache.current();
    world.nowMs += 6_000;
    world.answer = async () => ({ ...policy, enabled: false });
    expect((await cache.current())?.policy).toMatchObject({ enabled: false });
  });

  it('uses the last policy for 90 minutes when it cannot be read, then denies', async () => {
    const { world, cache } = setUp();
    await cache.current();
    world.answer = down;
    world.nowMs += 90 * 60_000 - 1;
    expect((await cache.current())?.policy).toEqual(policy);
    world.nowMs += 1;
    expect(await cache.current()).toBeUndefined();
  });

  it('denies at once when the policy was never read, and reads again after ten seconds', async () => {
    const { world, cache } = setUp();
    world.answer = down;
    expect(await cache.current()).toBeUndefined();
    world.answer = async () => policy;
    world.nowMs += 9_999;
    expect(await cache.current()).toBeUndefined();
    world.nowMs += 1;
    expect((await cache.current())?.policy).toEqual(policy);
  });

  it('does not read more often while the policy is unavailable', async () => {
    const { world, cache } = setUp();
    world.answer = down;
    for (let second = 0; second < 60; second += 1) {
      await cache.current();
      world.nowMs += 1_000;
    }
    expect(world.reads).toBe(6);
  });
});
