import { describe, expect, it } from 'vitest';
import type { User } from '../../../src/lib/guid.ts';
import {
  assertStillAllowed,
  lastRevocationMs,
  type SignInCheckDependencies,
} from '../../../src/oauth/sign-in-checks.ts';
import { newUser } from './entra-stub.ts';

const user = newUser();

function dependencies(userMs: number, policyMs: number): SignInCheckDependencies & { checked: User[] } {
  const checked: User[] = [];
  return {
    checked,
    users: { revokedBeforeMs: () => Promise.resolve(userMs) } as unknown as SignInCheckDependencies['users'],
    checkTenantPolicy: async (one) => {
      checked.push(one);
      return { deniedText: undefined, revokedBeforeMs: policyMs };
    },
  };
}

describe('lastRevocationMs', () => {
  it.each([
    [0, 0, 0],
    [2000, 1000, 2000],
    [1000, 2000, 2000],
  ])('of a revocation by the user at %i and by the tenant at %i is %i', async (userMs, policyMs, lastMs) => {
    const store = dependencies(userMs, policyMs);
    expect(await lastRevocationMs(user, store)).toBe(lastMs);
    expect(store.checked).toEqual([user]);
  });
});

describe('assertStillAllowed', () => {
  it.each([
    ['the user', 1000, 0],
    ['the tenant', 0, 1000],
  ])('rejects a sign-in that is not later than the revocation by %s', async (_, userMs, policyMs) => {
    const store = dependencies(userMs, policyMs);
    await expect(assertStillAllowed(user, 1000, store)).rejects.toMatchObject({
      code: 'invalid_grant',
      message: 'This sign-in was revoked. Sign in again.',
    });
    await expect(assertStillAllowed(user, 1001, store)).resolves.toBeUndefined();
  });
});
