import { beforeEach, describe, expect, inject, it } from 'vitest';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import { createPolicyCache, createPolicyReader } from '../../../src/tenants/policy-cache.ts';
import type { PolicyChange } from '../../../src/tenants/policy.ts';
import { type Vault, createVault } from '../../../src/vault/client.ts';
import { crash, namespace, newAssertion, newUser, sqlIn, vaultOf, tokenRequest } from '../vault/users.ts';
import { grantFor, heldExchange, resetUpstream, upstream } from '../vault/upstream.ts';
import { isLongKey } from '../../model/provided.ts';
import { decide, newTenant, policies, sqlInPolicy } from './policies.ts';

const label = '2096f6a2-d2f7-48be-b329-b73aaa526e5d';

const group = '90000000-0000-4000-8000-000000000001';
/** A change is in force for everybody by then. */
const inForceMs = 10_000;

beforeEach(resetUpstream);

describe('TokenVault with a tenant policy', () => {
  it('returns the disabled tools and permissions with the token', async () => {
    const wish = tokenRequest(newUser());
    await decide(wish.tenantId, 'tool_off', 'sharepoint_search');
    await decide(wish.tenantId, 'permission_off', 'Mail.Read');
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({
      ok: true,
      disabledTools: ['sharepoint_search'],
      disabledPermissions: ['Mail.Read'],
    });
  });

  it.each<['disable' | 'allow_user' | 'allow_group', string | undefined, object, string]>([
    ['disable', undefined, {}, 'tenant_disabled'],
    ['allow_user', group, {}, 'not_allowed'],
    ['allow_group', group, { groupIds: [newUser().objectId] }, 'not_allowed'],
    ['allow_group', group, {}, 'groups_unknown'],
  ])('gives nothing after %s %s, and makes no exchange', async (kind, subject, facts, reason) => {
    const wish = { ...tokenRequest(newUser()), ...facts };
    await decide(wish.tenantId, kind, subject);
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason });
    expect(upstream.exchanges).toEqual([]);
  });

  it('applies a change within ten seconds, and its reversal', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await decide(wish.tenantId, 'disable');
    upstream.nowMs += inForceMs;
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason: 'tenant_disabled' });
    await decide(wish.tenantId, 'enable');
    upstream.nowMs += inForceMs;
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged: false });
  });

  it('applies a change that arrives during an exchange', async () => {
    const wish = tokenRequest(newUser());
    const { started, release } = heldExchange();
    const answer = vaultOf(wish).graphToken(wish);
    await started;
    await decide(wish.tenantId, 'disable');
    upstream.nowMs += inForceMs;
    release();
    expect(await answer).toEqual({ ok: false, reason: 'tenant_disabled' });
  });

  it('rejects and deletes tokens issued before a tenant-wide revocation, and accepts later ones', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    upstream.nowMs += inForceMs;
    await decide(wish.tenantId, 'revoke_everybody');
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason: 'revoked' });
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toEqual([]);
    const later = { ...tokenRequest(wish, newAssertion()), issuedAtMs: upstream.nowMs + 1 };
    expect(await vaultOf(wish).graphToken(later)).toMatchObject({ ok: true, exchanged: true });
  });

  it('accepts a token of a later sign-in that Entra dated back', async () => {
    const person = newUser();
    await decide(person.tenantId, 'revoke_everybody');
    const issuedAtMs = upstream.nowMs - 300_000;
    upstream.nowMs += 1;
    const [early, late] = [
      { ...tokenRequest(person), issuedAtMs, authenticatedAtMs: upstream.nowMs - 1 },
      { ...tokenRequest(person), issuedAtMs, authenticatedAtMs: upstream.nowMs },
    ];
    expect(await vaultOf(person).graphToken(early)).toEqual({ ok: false, reason: 'revoked' });
    expect(await vaultOf(person).graphToken(late)).toMatchObject({ ok: true, exchanged: true });
    const { authenticatedAtMs: _, ...request } = late;
    expect(await vaultOf(person).graphToken(request)).toMatchObject({ ok: true, exchanged: false });
  });

  it('keeps a revocation when the policy is unavailable', async () => {
    const wish = tokenRequest(newUser());
    await decide(wish.tenantId, 'revoke_everybody');
    await vaultOf(wish).graphToken(wish);
    await sqlInPolicy(wish.tenantId, 'DELETE FROM revocation');
    upstream.nowMs += inForceMs;
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason: 'revoked' });
  });

  it('exchanges stored tokens again after reread_permissions, once, and keeps the sign-in', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await decide(wish.tenantId, 'reread_permissions');
    upstream.nowMs += inForceMs;
    upstream.exchange = async (request) => {
      const result = grantFor(request);
      return result.ok ? { ...result, grant: { ...result.grant, scopes: ['User.Read'] } } : result;
    };
    const [first, second] = await Promise.all([
      vaultOf(wish).graphToken(wish),
      vaultOf(wish).graphToken(wish),
    ]);
    expect(first).toMatchObject({ ok: true, scopes: ['User.Read'], exchanged: true });
    expect(second).toMatchObject({ ok: true, scopes: ['User.Read'], exchanged: false });
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged: false });
    expect(upstream.exchanges).toHaveLength(2);
  });

  it('keeps a sign-in that Entra dated back before a revocation when permissions are re-read', async () => {
    const person = newUser();
    await decide(person.tenantId, 'revoke_everybody');
    const issuedAtMs = upstream.nowMs - 300_000;
    upstream.nowMs += 1;
    const signIn = { ...tokenRequest(person), issuedAtMs, authenticatedAtMs: upstream.nowMs };
    expect(await vaultOf(person).graphToken(signIn)).toMatchObject({ ok: true });
    await decide(person.tenantId, 'reread_permissions');
    upstream.nowMs += inForceMs;
    const { authenticatedAtMs: _, ...request } = signIn;
    expect(await vaultOf(person).graphToken(request)).toMatchObject({ ok: true, exchanged: true });
    expect(await vaultOf(person).graphToken(request)).toMatchObject({ ok: true, exchanged: false });
  });

  it('discards the result of an exchange during which permissions were re-read', async () => {
    const wish = tokenRequest(newUser());
    const { started, release } = heldExchange();
    const answer = vaultOf(wish).graphToken(wish);
    await started;
    await decide(wish.tenantId, 'reread_permissions');
    upstream.nowMs += inForceMs;
    release();
    expect(await answer).toMatchObject({ ok: true, exchanged: true });
    expect(upstream.exchanges).toHaveLength(2);
  });

  it('repeats a failed exchange at once after reread_permissions', async () => {
    const wish = tokenRequest(newUser());
    upstream.exchange = async () => ({ ok: false, failure: { kind: 'admin_consent_required' } }) as never;
    await vaultOf(wish).graphToken(wish);
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: false, negativelyCached: true });
    await decide(wish.tenantId, 'reread_permissions');
    upstream.nowMs += inForceMs;
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: false, negativelyCached: false });
  });

  it('returns no token when the policy was never read', async () => {
    const wish = tokenRequest(newUser());
    upstream.policyFault = 'overloaded';
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason: 'policy_unavailable' });
    expect(upstream.exchanges).toEqual([]);
  });

  it('uses the last policy for an hour when it cannot be read, after eviction from memory too', async () => {
    const wish = { ...tokenRequest(newUser()), assertionExpiresAtMs: upstream.nowMs + 4 * 60 * 60_000 };
    upstream.exchange = async (request) => {
      const result = grantFor(request);
      return result.ok
        ? { ...result, grant: { ...result.grant, expiresAtMs: upstream.nowMs + 4 * 60 * 60_000 } }
        : result;
    };
    await vaultOf(wish).graphToken(wish);
    upstream.policyFault = 'overloaded';
    upstream.nowMs += 60 * 60_000;
    await crash(wish);
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged: false });
    upstream.nowMs += 30 * 60_000;
    await crash(wish);
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason: 'policy_unavailable' });
  });

  it('does not affect the same object id in another tenant', async () => {
    const here = tokenRequest(newUser());
    const there = { ...tokenRequest(newUser(newTenant())), objectId: here.objectId };
    await decide(here.tenantId, 'disable');
    expect(await vaultOf(there).graphToken(there)).toMatchObject({ ok: true });
    expect(await vaultOf(here).graphToken(here)).toEqual({ ok: false, reason: 'tenant_disabled' });
  });
});

describe('a tenant with many users', () => {
  it('reads the policy once per vault in ten seconds, and applies a change in each', async () => {
    const tenantId = newTenant();
    const everybody = Array.from({ length: 60 }, () => tokenRequest(newUser(tenantId)));
    const round = async (): Promise<ReadonlySet<string>> => {
      const results = await Promise.all(everybody.map((wish) => vaultOf(wish).graphToken(wish)));
      return new Set(results.map((result) => (result.ok ? 'ok' : result.reason)));
    };
    expect(await round()).toEqual(new Set(['ok']));
    expect(await round()).toEqual(new Set(['ok']));
    expect(upstream.policyReads).toHaveLength(60);
    await decide(tenantId, 'disable');
    upstream.nowMs += inForceMs;
    expect(await round()).toEqual(new Set(['tenant_disabled']));
    expect(upstream.policyReads).toHaveLength(120);
  });

  const vaultCount = inject(isLongKey) ? 5_000 : 200;

  it(`serves ${vaultCount} vaults that read once in ten seconds`, async () => {
    const tenantId = newTenant();
    let reads = 0;
    // The policy cache of each vault object, without its database.
    const caches = Array.from({ length: vaultCount }, () =>
      createPolicyCache({
        read: async () => {
          reads += 1;
          return await policies.read(tenantId);
        },
        clock: { nowMs: () => upstream.nowMs },
      }),
    );
    const everybodyAsks = async (): Promise<ReadonlySet<boolean | undefined>> =>
      new Set(await Promise.all(caches.map(async (cache) => (await cache.current())?.policy.enabled)));
    for (let second = 0; second < 10; second += 1) {
      expect(await everybodyAsks()).toEqual(new Set([true]));
      upstream.nowMs += 999;
    }
    expect(reads).toBe(vaultCount);
    await decide(tenantId, 'disable');
    upstream.nowMs += 10;
    expect(await everybodyAsks()).toEqual(new Set([false]));
    expect(reads).toBe(2 * vaultCount);
  });
});

describe('isolates of the Worker that read the policy', () => {
  function newIsolate(): { vault: Vault; reads: () => number } {
    let count = 0;
    const reader = createPolicyReader({
      read: async (tenantId) => {
        count += 1;
        if (upstream.policyFault !== undefined) throw new Error(upstream.policyFault);
        return await policies.read(tenantId);
      },
      clock: { nowMs: () => upstream.nowMs },
      waitUntil: () => undefined,
    });
    return { vault: createVault({ namespace, policies: reader }), reads: () => count };
  }

  function signIn() {
    const { assertion, issuedAtMs, assertionExpiresAtMs, ...user } = tokenRequest(newUser());
    const caller = { ...user, issuedAtMs, expiresAtMs: assertionExpiresAtMs } as unknown as VerifiedCaller;
    return { user, ask: ({ vault }: { vault: Vault }) => vault.graphToken(caller, assertion, 'id') };
  }

  it('need no read of the vault for a stored token, and one each in ten seconds', async () => {
    const [one, other] = [newIsolate(), newIsolate()];
    const { user, ask } = signIn();
    expect(await ask(one)).toMatchObject({ ok: true, exchanged: true });
    expect(upstream.policyReads).toHaveLength(1);
    upstream.nowMs += inForceMs;
    await crash(user);
    for (const isolate of [one, other, one, other]) {
      expect(await ask(isolate)).toMatchObject({ ok: true, exchanged: false });
    }
    expect(upstream.policyReads).toHaveLength(1);
    expect([one.reads(), other.reads()]).toEqual([2, 1]);
  });

  it.each<[PolicyChange['kind'], string | undefined, object]>([
    ['disable', undefined, { ok: false, reason: 'tenant_disabled' }],
    ['revoke_everybody', undefined, { ok: false, reason: 'revoked' }],
    ['tool_off', 'sharepoint_search', { ok: true, disabledTools: ['sharepoint_search'] }],
    ['permission_off', 'Mail.Read', { ok: true, disabledPermissions: ['Mail.Read'] }],
    ['reread_permissions', undefined, { ok: true, exchanged: true }],
    [
      'withhold_label',
      label,
      {
        ok: true,
        labelRules: { labels: [{ id: label, name: '', isWithheld: true }], withholdsOthers: false },
      },
    ],
    ['withhold_other_labels', undefined, { ok: true, labelRules: { labels: [], withholdsOthers: true } }],
  ])('apply %s %s within ten seconds in both', async (kind, subject, expected) => {
    const [one, other] = [newIsolate(), newIsolate()];
    const [first, second] = [signIn(), signIn()];
    for (const isolate of [one, other]) {
      for (const { ask } of [first, second]) expect(await ask(isolate)).toMatchObject({ ok: true });
    }
    upstream.nowMs += inForceMs - 1;
    await decide(first.user.tenantId, kind, subject);
    await decide(second.user.tenantId, kind, subject);
    upstream.nowMs += inForceMs;
    expect(await first.ask(one)).toMatchObject(expected);
    expect(await second.ask(other)).toMatchObject(expected);
    if (kind !== 'reread_permissions') expect(await first.ask(other)).toMatchObject(expected);
  });

  it('reject the tokens of a user at once after one of them has revoked them', async () => {
    const [one, other] = [newIsolate(), newIsolate()];
    const { user, ask } = signIn();
    for (const isolate of [one, other]) expect(await ask(isolate)).toMatchObject({ ok: true });
    await one.vault.revoke(user, upstream.nowMs);
    for (const isolate of [one, other]) {
      expect(await ask(isolate)).toMatchObject({ ok: false, reason: 'revoked' });
    }
  });

  it('do not restore an older policy in a vault that knows a newer one', async () => {
    const [early, late] = [newIsolate(), newIsolate()];
    const { user, ask } = signIn();
    await ask(early);
    upstream.nowMs += inForceMs;
    await ask(early);
    await decide(user.tenantId, 'disable');
    upstream.nowMs += 1000;
    expect(await ask(late)).toMatchObject({ ok: false, reason: 'tenant_disabled' });
    expect(await ask(early)).toMatchObject({ ok: false, reason: 'tenant_disabled' });
  });

  it('use the last policy of an evicted vault while the policy object is unreachable', async () => {
    const isolate = newIsolate();
    const { user, ask } = signIn();
    await ask(isolate);
    upstream.policyFault = 'unreachable';
    for (const minutes of [1, 20, 30]) {
      upstream.nowMs += minutes * 60_000;
      await crash(user);
      expect(await ask(isolate)).toMatchObject({ ok: true, exchanged: false });
    }
    expect(await ask(newIsolate())).toMatchObject({ ok: true });
  });

  it('do not wait for the policy read of a request that has not completed it in two seconds', async () => {
    let reads = 0;
    const reader = createPolicyReader({
      read: () => {
        reads += 1;
        return new Promise(() => undefined);
      },
      clock: { nowMs: () => upstream.nowMs },
      waitUntil: () => undefined,
    });
    const { tenantId } = signIn().user;
    void reader.read(tenantId);
    const waiting = reader.read(tenantId);
    upstream.nowMs += 2000;
    expect(await waiting).toBeUndefined();
    expect(await reader.read(tenantId)).toBeUndefined();
    expect(reads).toBe(1);
  });

  it('do not wait longer than two seconds for a policy object that does not respond', async () => {
    const { user, ask } = signIn();
    await ask(newIsolate());
    const reader = createPolicyReader({
      read: () => new Promise(() => undefined),
      clock: { nowMs: () => upstream.nowMs },
      waitUntil: () => undefined,
      sleep: async (milliseconds) => {
        expect(milliseconds).toBe(2000);
      },
    });
    expect(reader.fresh(user.tenantId)).toBeUndefined();
    expect(await ask({ vault: createVault({ namespace, policies: reader }) })).toMatchObject({ ok: true });
  });
});
