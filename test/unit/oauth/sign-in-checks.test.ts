import { describe, expect, it } from 'vitest';
import type { User } from '../../../src/lib/guid.ts';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import { en } from '../../../src/http/messages/en.ts';
import type { RuleDecision } from '../../../src/tenants/access-rules.ts';
import type { TenantAccess } from '../../../src/tenants/tenant-access.ts';
import {
  assertAccessRules,
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

describe('assertStillAllowed for a user whom the tenant policy denies', () => {
  it('rejects with the text of the denial', async () => {
    const store = {
      ...dependencies(0, 0),
      checkTenantPolicy: () => Promise.resolve({ deniedText: 'Disabled.', revokedBeforeMs: 0 }),
    };
    await expect(assertStillAllowed(user, 1000, store)).rejects.toMatchObject({
      code: 'invalid_grant',
      message: 'Disabled.',
    });
  });
});

describe('assertAccessRules', () => {
  const caller = { ...user, directoryRoles: ['role'] } as unknown as VerifiedCaller;
  const accessOf = (decision: RuleDecision) => {
    const attempts: unknown[] = [];
    const check = async (...attempt: unknown[]) => {
      attempts.push(attempt);
      return decision;
    };
    return { attempts, access: { check } as unknown as TenantAccess };
  };

  it('returns the rules that only report', async () => {
    const { access, attempts } = accessOf({ denial: undefined, reported: ['directory_role'] });
    expect(await assertAccessRules(caller, 'client', access)).toEqual(['directory_role']);
    expect(attempts).toEqual([
      [user.tenantId, { at: 'token', clientId: 'client', directoryRoles: ['role'] }],
    ]);
  });

  it('rejects the request with the rule and its user when a rule denies it', async () => {
    const { access } = accessOf({ denial: 'directory_role', reported: [] });
    await expect(assertAccessRules(caller, 'client', access)).rejects.toMatchObject({
      code: 'invalid_grant',
      message: en.denials['directory_role'],
      details: { denial: { reason: 'directory_role', user } },
    });
  });
});
