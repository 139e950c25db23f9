import { evictDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { alarmOf, asker, newAssertion, newUser, sqlIn, stubOf, vaultOf, tokenRequest } from './users.ts';
import { heldExchange, resetUpstream, upstream } from './upstream.ts';

beforeEach(resetUpstream);

describe('TokenVault.graphToken', () => {
  it('makes one exchange, then reads from storage', async () => {
    const wish = tokenRequest(newUser());
    const first = await vaultOf(wish).graphToken(wish);
    const second = await vaultOf(wish).graphToken(wish);
    expect(first).toMatchObject({
      ok: true,
      exchanged: true,
      storageFailed: false,
      scopes: ['User.Read', 'Mail.Read'],
    });
    expect(second).toEqual({ ...first, exchanged: false });
    expect(upstream.exchanges).toEqual([
      { tenantId: wish.tenantId, assertion: wish.assertion, correlationId: wish.correlationId },
    ]);
  });

  it('makes exactly one exchange for 100 concurrent first requests', async () => {
    const wish = tokenRequest(newUser());
    const { started, release } = heldExchange();
    const answers = Array.from({ length: 100 }, () => vaultOf(wish).graphToken(wish));
    await started;
    release();
    const results = await Promise.all(answers);
    expect(upstream.exchanges).toHaveLength(1);
    expect(results.filter((result) => result.ok && result.exchanged)).toHaveLength(1);
    expect(new Set(results.map((result) => result.ok && result.accessToken)).size).toBe(1);
  });

  it('serves waiting callers when the first caller disconnects', async () => {
    const wish = tokenRequest(newUser());
    const { started, release } = heldExchange();
    const hangUp = new AbortController();
    const leader = asker.fetch('https://vault.example/', {
      method: 'POST',
      body: JSON.stringify(wish),
      signal: hangUp.signal,
    });
    await started;
    const follower = vaultOf(wish).graphToken(wish);
    hangUp.abort();
    await expect(leader).rejects.toThrow('abort');
    release();
    expect(await follower).toMatchObject({ ok: true, exchanged: false });
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged: false });
    expect(upstream.exchanges).toHaveLength(1);
  });

  it('makes one exchange per access token of the user', async () => {
    const person = newUser();
    const [phone, laptop] = [tokenRequest(person), tokenRequest(person)];
    const first = await vaultOf(person).graphToken(phone);
    const second = await vaultOf(person).graphToken(laptop);
    expect(second).toMatchObject({ ok: true, exchanged: true });
    expect(await vaultOf(person).graphToken(phone)).toEqual({ ...first, exchanged: false });
    expect(await vaultOf(person).graphToken(laptop)).toEqual({ ...second, exchanged: false });
  });

  it('reads from storage after an eviction', async () => {
    const wish = tokenRequest(newUser());
    const first = await vaultOf(wish).graphToken(wish);
    await evictDurableObject(stubOf(wish));
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ...first, exchanged: false });
    expect(upstream.exchanges).toHaveLength(1);
  });

  it('is separate for the same object id in two tenants', async () => {
    const here = newUser();
    const there = { ...newUser(), objectId: here.objectId };
    const assertion = newAssertion();
    const first = await vaultOf(here).graphToken(tokenRequest(here, assertion));
    const second = await vaultOf(there).graphToken(tokenRequest(there, assertion));
    expect(second).toMatchObject({ ok: true, exchanged: true });
    expect(second.ok && second.accessToken).not.toBe(first.ok && first.accessToken);
    expect(upstream.exchanges.map(({ tenantId }) => tenantId)).toEqual([here.tenantId, there.tenantId]);
  });

  it.each([
    ['another tenant id', () => ({ tenantId: newUser().tenantId })],
    ['another object id', () => ({ objectId: newUser().objectId })],
    ['no tenant id', () => ({ tenantId: undefined as never })],
    ['an object id in capitals', () => ({ objectId: 'ABCDEF00-0000-4000-8000-000000000000' as never })],
  ])('is refused by the object of somebody else: %s', async (_case, other) => {
    const person = newUser();
    const wrong = { ...tokenRequest(person), ...other() };
    const vault = vaultOf(person);
    await expect(vault.graphToken(wrong)).rejects.toThrow(/vault/);
    await expect(vault.rememberTimeZone({ ...wrong, timeZone: 'Europe/Paris' })).rejects.toThrow(/vault/);
    await expect(vault.revoke({ ...wrong, beforeMs: upstream.nowMs })).rejects.toThrow(/vault/);
    expect(upstream.exchanges).toEqual([]);
    expect(await sqlIn(person, 'SELECT * FROM revocation')).toEqual([]);
  });

  it.each([
    ['five minutes before Graph’s expiry', { graphMinutes: 30, assertionMinutes: 90, usableMinutes: 25 }],
    ['with the access token', { graphMinutes: 90, assertionMinutes: 20, usableMinutes: 20 }],
  ])('is no longer used %s', async (_case, { graphMinutes, assertionMinutes, usableMinutes }) => {
    const startMs = upstream.nowMs;
    const wish = { ...tokenRequest(newUser()), assertionExpiresAtMs: startMs + assertionMinutes * 60_000 };
    upstream.exchange = async () => {
      const expiresAtMs = upstream.nowMs + graphMinutes * 60_000;
      return { ok: true, grant: { accessToken: 'graph-token', scopes: [], expiresAtMs } };
    };
    await vaultOf(wish).graphToken(wish);
    expect(await alarmOf(wish)).toBe(startMs + usableMinutes * 60_000);
    upstream.nowMs = startMs + usableMinutes * 60_000 - 1;
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ exchanged: false });
    upstream.nowMs += 1;
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ exchanged: true });
  });

  it.each([4, 5])('is returned but not stored when it expires in %d minutes', async (minutes) => {
    const wish = tokenRequest(newUser());
    upstream.exchange = async () => {
      const expiresAtMs = upstream.nowMs + minutes * 60_000;
      return { ok: true, grant: { accessToken: 'graph-token', scopes: [], expiresAtMs } };
    };
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, accessToken: 'graph-token' });
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toEqual([]);
    expect(await alarmOf(wish)).toBeNull();
  });
});

describe('TokenVault.rememberTimeZone', () => {
  it('keeps the time zone with the entry, through an eviction', async () => {
    const wish = tokenRequest(newUser());
    expect(await vaultOf(wish).graphToken(wish)).not.toHaveProperty('timeZone');
    await vaultOf(wish).rememberTimeZone({ ...wish, timeZone: 'Europe/Berlin' });
    await evictDurableObject(stubOf(wish));
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({
      ok: true,
      timeZone: 'Europe/Berlin',
      exchanged: false,
    });
  });

  it('drops a time zone without an entry', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).rememberTimeZone({ ...wish, timeZone: 'Europe/Berlin' });
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toEqual([]);
  });

  it.each(['', 'Europe/Berlin\n', "x'; DROP TABLE entry", 'x'.repeat(65)])(
    '%j is refused',
    async (timeZone) => {
      const wish = tokenRequest(newUser());
      await vaultOf(wish).graphToken(wish);
      await expect(vaultOf(wish).rememberTimeZone({ ...wish, timeZone })).rejects.toThrow('time zone');
    },
  );
});

describe('a vault with an invalid configuration', () => {
  it('returns its own error on each call, and recovers with the next object', async () => {
    const wish = tokenRequest(newUser());
    upstream.fault = 'SEAL_KEYS: Key 1 is not the base64 of exactly 32 bytes.';
    await expect(vaultOf(wish).graphToken(wish)).rejects.toThrow('SEAL_KEYS');
    await expect(vaultOf(wish).graphToken(wish)).rejects.toThrow('SEAL_KEYS');
    await vaultOf(wish).revoke({ ...wish, beforeMs: upstream.nowMs - 3600_000 });
    upstream.fault = undefined;
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true });
  });
});
