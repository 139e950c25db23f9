import { beforeEach, describe, expect, it } from 'vitest';
import { createPolicyCache } from '../../../src/tenants/policy-cache.ts';
import { newAssertion, newUser, sqlIn, vaultOf, tokenRequest } from '../vault/users.ts';
import { heldExchange, resetUpstream, upstream } from '../vault/upstream.ts';
import { decide, newTenant, policies, sqlInPolicy } from './policies.ts';

const group = '90000000-0000-4000-8000-000000000001';
/** A change is in force for everybody by then. */
const inForceMs = 10_000;

beforeEach(resetUpstream);

describe('a vault', () => {
  it('hands out what its organisation has switched off along with the token', async () => {
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

  it('follows a change within ten seconds, there and back', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await decide(wish.tenantId, 'disable');
    upstream.nowMs += inForceMs;
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason: 'tenant_disabled' });
    await decide(wish.tenantId, 'enable');
    upstream.nowMs += inForceMs;
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged: false });
  });

  it('follows a change that comes during an exchange', async () => {
    const wish = tokenRequest(newUser());
    const { started, release } = heldExchange();
    const answer = vaultOf(wish).graphToken(wish);
    await started;
    await decide(wish.tenantId, 'disable');
    upstream.nowMs += inForceMs;
    release();
    expect(await answer).toEqual({ ok: false, reason: 'tenant_disabled' });
  });

  it('refuses what was issued before everybody was revoked, deletes it, and lets later access tokens in', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    upstream.nowMs += inForceMs;
    await decide(wish.tenantId, 'revoke_everybody');
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason: 'revoked' });
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toEqual([]);
    const later = { ...tokenRequest(wish, newAssertion()), issuedAtMs: upstream.nowMs + 1 };
    expect(await vaultOf(wish).graphToken(later)).toMatchObject({ ok: true, exchanged: true });
  });

  it('lets in what a sign-in after that brought, though Entra dated it back', async () => {
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

  it('still knows of a revocation when the policy has gone', async () => {
    const wish = tokenRequest(newUser());
    await decide(wish.tenantId, 'revoke_everybody');
    await vaultOf(wish).graphToken(wish);
    await sqlInPolicy(wish.tenantId, 'DELETE FROM revocation');
    upstream.nowMs += inForceMs;
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason: 'revoked' });
  });

  it('gives nothing where the policy was never read', async () => {
    const wish = tokenRequest(newUser());
    upstream.policyFault = 'overloaded';
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason: 'policy_unavailable' });
    expect(upstream.exchanges).toEqual([]);
  });

  it('goes by the last policy for a minute where it cannot be read, and no longer', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    upstream.policyFault = 'overloaded';
    upstream.nowMs += 69_000;
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true });
    upstream.nowMs += 1_000;
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ok: false, reason: 'policy_unavailable' });
  });

  it('of another organisation with the same object id is left alone', async () => {
    const here = tokenRequest(newUser());
    const there = { ...tokenRequest(newUser(newTenant())), objectId: here.objectId };
    await decide(here.tenantId, 'disable');
    expect(await vaultOf(there).graphToken(there)).toMatchObject({ ok: true });
    expect(await vaultOf(here).graphToken(here)).toEqual({ ok: false, reason: 'tenant_disabled' });
  });
});

describe('an organisation of many people', () => {
  it('is asked for its policy once for each vault in ten seconds, and all of them follow a change', async () => {
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
  }, 30_000);

  it('answers 5,000 people at once, once each in ten seconds', async () => {
    const tenantId = newTenant();
    let reads = 0;
    // What each vault object holds, without 5,000 databases that are not what this is about.
    const caches = Array.from({ length: 5_000 }, () =>
      createPolicyCache(
        async () => {
          reads += 1;
          return await policies.read(tenantId);
        },
        { nowMs: () => upstream.nowMs },
      ),
    );
    const everybodyAsks = async (): Promise<ReadonlySet<boolean | undefined>> =>
      new Set(await Promise.all(caches.map(async (cache) => (await cache.current())?.enabled)));
    for (let second = 0; second < 10; second += 1) {
      expect(await everybodyAsks()).toEqual(new Set([true]));
      upstream.nowMs += 999;
    }
    expect(reads).toBe(5_000);
    await decide(tenantId, 'disable');
    upstream.nowMs += 10;
    expect(await everybodyAsks()).toEqual(new Set([false]));
    expect(reads).toBe(10_000);
  }, 60_000);
});
