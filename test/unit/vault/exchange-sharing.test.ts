import { beforeEach, describe, expect, it } from 'vitest';
import type { GraphTokenRequest } from '../../../src/vault/messages.ts';
import { decide } from '../policy/policies.ts';
import { newUser, sqlIn, tokenRequest, vaultOf } from './users.ts';
import { grantFor, heldExchange, resetUpstream, upstream } from './upstream.ts';

/** A policy change applies to every vault by then. */
const policyDelayMs = 10_000;
const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
const otherClaims = '{"access_token":{"nbf":{"essential":true,"value":"2"}}}';

beforeEach(resetUpstream);

describe('requests during an exchange', () => {
  it.each<[string, Partial<GraphTokenRequest>, Partial<GraphTokenRequest>, number]>([
    ['with the same claims challenge share it', { claims }, { claims }, 1],
    ['after the same rejection share it', { rejectedToken: 'old' }, { rejectedToken: 'old' }, 1],
    ['with a claims challenge do not share one without', {}, { claims }, 2],
    ['with another claims challenge do not share it', { claims }, { claims: otherClaims }, 2],
    ['after a rejection do not share one without', {}, { rejectedToken: 'old' }, 2],
    ['with a claims challenge do not share one after a rejection', { rejectedToken: 'old' }, { claims }, 2],
  ])('%s', async (_case, first, second, exchanges) => {
    const request = tokenRequest(newUser());
    const { started, release } = heldExchange();
    const results = [vaultOf(request).graphToken({ ...request, ...first })];
    await started;
    results.push(vaultOf(request).graphToken({ ...request, ...second }));
    await scheduler.wait(20);
    release();
    expect((await Promise.all(results)).map(({ ok }) => ok)).toEqual([true, true]);
    expect(upstream.exchanges).toHaveLength(exchanges);
    expect(upstream.exchanges.at(-1)?.claims).toBe(second.claims);
  });
});

describe('a stored token', () => {
  it('is not returned to a request that brings the policy and a claims challenge', async () => {
    const request = { ...tokenRequest(newUser()), isPolicyPending: true };
    await vaultOf(request).graphToken(request);
    expect(await vaultOf(request).graphToken({ ...request, claims })).toMatchObject({ exchanged: true });
  });

  it('is not returned to a request that brings the policy and says that Graph rejected it', async () => {
    const request = { ...tokenRequest(newUser()), isPolicyPending: true };
    const stored = await vaultOf(request).graphToken(request);
    const rejectedToken = stored.ok ? stored.accessToken : '';
    expect(await vaultOf(request).graphToken({ ...request, rejectedToken })).toMatchObject({
      exchanged: true,
    });
  });

  it('needs no read of the policy after it was exchanged again for reread_permissions', async () => {
    const request = { ...tokenRequest(newUser()), isPolicyPending: true };
    await vaultOf(request).graphToken(request);
    await decide(request.tenantId, 'reread_permissions');
    upstream.nowMs += policyDelayMs;
    await vaultOf(request).graphToken({ ...request, isPolicyPending: false });
    const reads = upstream.policyReads.length;
    upstream.nowMs += policyDelayMs;
    expect(await vaultOf(request).graphToken(request)).toMatchObject({
      exchanged: false,
      storageFailed: false,
    });
    expect(upstream.policyReads).toHaveLength(reads);
  });

  it('keeps the time zone of the one that it replaces', async () => {
    const request = tokenRequest(newUser());
    await vaultOf(request).graphToken(request);
    await vaultOf(request).rememberTimeZone({ ...request, timeZone: 'Europe/Berlin' });
    await decide(request.tenantId, 'reread_permissions');
    upstream.nowMs += policyDelayMs;
    const timeZone = 'Europe/Berlin';
    expect(await vaultOf(request).graphToken(request)).toMatchObject({ exchanged: true, timeZone });
    expect(await vaultOf(request).graphToken(request)).toMatchObject({ exchanged: false, timeZone });
  });

  it('keeps a sign-in that Entra dated back before a revocation when its new exchange fails once', async () => {
    const user = newUser();
    await decide(user.tenantId, 'revoke_everybody');
    const issuedAtMs = upstream.nowMs - 300_000;
    upstream.nowMs += 1;
    const signIn = { ...tokenRequest(user), issuedAtMs, authenticatedAtMs: upstream.nowMs };
    expect(await vaultOf(user).graphToken(signIn)).toMatchObject({ ok: true });
    await decide(user.tenantId, 'reread_permissions');
    upstream.nowMs += policyDelayMs;
    const { authenticatedAtMs: _, ...request } = signIn;
    upstream.exchange = async () => ({ ok: false, failure: { kind: 'unavailable' } });
    expect(await vaultOf(user).graphToken(request)).toMatchObject({ ok: false, reason: 'exchange' });
    upstream.nowMs += 60_000;
    upstream.exchange = async (exchange) => grantFor(exchange);
    expect(await vaultOf(user).graphToken(request)).toMatchObject({ ok: true, exchanged: true });
  });
});

describe('a successful exchange', () => {
  it('ends the back-off after failures of the service', async () => {
    const user = newUser();
    const failNow = async (): Promise<void> => {
      upstream.exchange = async () => ({ ok: false, failure: { kind: 'unavailable' } });
      const result = await vaultOf(user).graphToken(tokenRequest(user));
      expect(result).toMatchObject({ ok: false, negativelyCached: false });
    };
    for (let failures = 0; failures < 8; failures += 1) {
      await failNow();
      upstream.nowMs += 60_000;
    }
    upstream.exchange = async (exchange) => grantFor(exchange);
    expect(await vaultOf(user).graphToken(tokenRequest(user))).toMatchObject({ ok: true });
    await failNow();
    upstream.nowMs += 30_000;
    await failNow();
  });

  it('ends a concurrent failure of the service, also for the next start of the vault', async () => {
    const user = newUser();
    const { started, release } = heldExchange();
    const request = tokenRequest(user);
    const result = vaultOf(user).graphToken(request);
    await started;
    upstream.exchange = async () => ({ ok: false, failure: { kind: 'unavailable' } });
    expect(await vaultOf(user).graphToken(tokenRequest(user))).toMatchObject({ ok: false });
    release();
    expect(await result).toMatchObject({ ok: true });
    expect(await sqlIn(user, "SELECT * FROM memory WHERE name = 'exchange_failures'")).toEqual([]);
    upstream.exchange = async (exchange) => grantFor(exchange);
    expect(await vaultOf(user).graphToken(tokenRequest(user))).toMatchObject({ ok: true, exchanged: true });
  });
});
