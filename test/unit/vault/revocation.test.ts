import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import type { User } from '../../../src/lib/guid.ts';
import { alarmOf, crash, newUser, sqlIn, stubOf, vaultOf, tokenRequest } from './users.ts';
import { heldExchange, resetUpstream, upstream } from './upstream.ts';

const revoked = { ok: false, reason: 'revoked' };

beforeEach(resetUpstream);

describe('TokenVault.revoke', () => {
  it('rejects tokens issued until then, deletes every entry, and accepts later tokens', async () => {
    const person = newUser();
    const [phone, laptop] = [tokenRequest(person), tokenRequest(person)];
    await vaultOf(person).graphToken(phone);
    await vaultOf(person).graphToken(laptop);
    await vaultOf(person).revoke({ ...person, beforeMs: upstream.nowMs });
    expect(await sqlIn(person, 'SELECT * FROM entry')).toEqual([]);
    expect(await alarmOf(person)).toBeNull();
    expect(await vaultOf(person).graphToken(phone)).toEqual(revoked);
    expect(await vaultOf(person).graphToken(laptop)).toEqual(revoked);
    expect(
      await vaultOf(person).graphToken({ ...tokenRequest(person), issuedAtMs: upstream.nowMs + 1 }),
    ).toMatchObject({
      ok: true,
      exchanged: true,
    });
    expect(upstream.exchanges).toHaveLength(3);
  });

  it('includes tokens issued at the same second', async () => {
    const person = newUser();
    await vaultOf(person).revoke({ ...person, beforeMs: upstream.nowMs });
    const wish = { ...tokenRequest(person), issuedAtMs: upstream.nowMs };
    expect(await vaultOf(person).graphToken(wish)).toEqual(revoked);
    expect(upstream.exchanges).toEqual([]);
  });

  it('accepts a token of a later sign-in that Entra dated back, while its entry exists', async () => {
    const person = newUser();
    const revokedAtMs = upstream.nowMs;
    await vaultOf(person).revoke({ ...person, beforeMs: revokedAtMs });
    upstream.nowMs += 1000;
    const wish = { ...tokenRequest(person), issuedAtMs: upstream.nowMs - 300_000 };
    expect(await vaultOf(person).graphToken(wish)).toEqual(revoked);
    expect(await vaultOf(person).graphToken({ ...wish, authenticatedAtMs: revokedAtMs })).toEqual(revoked);
    expect(upstream.exchanges).toEqual([]);
    const proven = { ...wish, authenticatedAtMs: revokedAtMs + 1 };
    expect(await vaultOf(person).graphToken(proven)).toMatchObject({ ok: true });
    expect(await vaultOf(person).graphToken(wish)).toMatchObject({ ok: true, exchanged: false });
    const other = { ...wish, assertion: tokenRequest(person).assertion };
    expect(await vaultOf(person).graphToken(other)).toEqual(revoked);

    await vaultOf(person).revoke({ ...person, beforeMs: wish.issuedAtMs });
    expect(await vaultOf(person).graphToken(wish)).toEqual(revoked);
    upstream.nowMs += 1000;
    await vaultOf(person).revoke({ ...person, beforeMs: upstream.nowMs });
    expect(await vaultOf(person).graphToken(proven)).toEqual(revoked);
  });

  it('aborts an exchange in progress for an earlier sign-in', async () => {
    const person = newUser();
    const wish = {
      ...tokenRequest(person),
      issuedAtMs: upstream.nowMs - 300_000,
      authenticatedAtMs: upstream.nowMs,
    };
    const { started, release } = heldExchange();
    const answer = vaultOf(wish).graphToken(wish);
    await started;
    await vaultOf(wish).revoke({ ...person, beforeMs: upstream.nowMs });
    release();
    expect(await answer).toEqual(revoked);
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toEqual([]);
  });

  it('aborts an exchange in progress for every waiting caller and stores nothing', async () => {
    const wish = tokenRequest(newUser());
    const { started, release } = heldExchange();
    const answers = [vaultOf(wish).graphToken(wish), vaultOf(wish).graphToken(wish)];
    await started;
    await vaultOf(wish).revoke({ ...wish, beforeMs: upstream.nowMs });
    release();
    expect(await Promise.all(answers)).toEqual([revoked, revoked]);
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toEqual([]);
    expect(await alarmOf(wish)).toBeNull();
  });

  it('does not abort an exchange in progress for a later access token', async () => {
    const wish = tokenRequest(newUser());
    const { started, release } = heldExchange();
    const answer = vaultOf(wish).graphToken(wish);
    await started;
    await vaultOf(wish).revoke({ ...wish, beforeMs: wish.issuedAtMs - 1 });
    release();
    expect(await answer).toMatchObject({ ok: true });
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged: false });
  });

  it('is not undone by a concurrent time zone write', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await Promise.all([
      vaultOf(wish).rememberTimeZone({ ...wish, timeZone: 'Europe/Berlin' }),
      vaultOf(wish).revoke({ ...wish, beforeMs: upstream.nowMs }),
    ]);
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toEqual([]);
  });

  it.each([
    ['an eviction', async (person: User) => await evictDurableObject(stubOf(person))],
    ['a crash', crash],
  ])('survives %s', async (_case, lose) => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await vaultOf(wish).revoke({ ...wish, beforeMs: upstream.nowMs });
    await lose(wish);
    expect(await vaultOf(wish).graphToken(wish)).toEqual(revoked);
    expect(upstream.exchanges).toHaveLength(1);
  });

  it('never moves to an earlier time', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).revoke({ ...wish, beforeMs: upstream.nowMs });
    await vaultOf(wish).revoke({ ...wish, beforeMs: wish.issuedAtMs - 3600_000 });
    expect(await vaultOf(wish).graphToken(wish)).toEqual(revoked);
    expect(await sqlIn(wish, 'SELECT before_ms FROM revocation')).toEqual([{ before_ms: upstream.nowMs }]);
  });

  it('does not affect other users', async () => {
    const wish = tokenRequest(newUser());
    const colleague = tokenRequest(newUser(wish.tenantId));
    await vaultOf(wish).revoke({ ...wish, beforeMs: upstream.nowMs });
    expect(await vaultOf(colleague).graphToken(colleague)).toMatchObject({ ok: true });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, undefined, '1790000000000'])(
    'needs a time: %s is refused',
    async (beforeMs) => {
      const wish = tokenRequest(newUser());
      await vaultOf(wish).graphToken(wish);
      await expect(vaultOf(wish).revoke({ ...wish, beforeMs: beforeMs as number })).rejects.toThrow(
        'beforeMs',
      );
      expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged: false });
    },
  );

  it.each([
    ['the mark', 'INSERT ON revocation'],
    ['the deletion of entries', 'DELETE ON entry'],
  ])('that cannot write %s is not acknowledged, and writes nothing at all', async (_case, event) => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await sqlIn(wish, `CREATE TRIGGER full BEFORE ${event} BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    await expect(vaultOf(wish).revoke({ ...wish, beforeMs: upstream.nowMs })).rejects.toThrow('disk full');
    expect(await sqlIn(wish, 'SELECT * FROM revocation')).toEqual([]);
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toHaveLength(1);
    await sqlIn(wish, 'DROP TRIGGER full');
    await vaultOf(wish).revoke({ ...wish, beforeMs: upstream.nowMs });
    expect(await vaultOf(wish).graphToken(wish)).toEqual(revoked);
  });

  it('denies access when the revocation cannot be read', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await sqlIn(wish, 'DROP TABLE revocation');
    await expect(vaultOf(wish).graphToken(wish)).rejects.toThrow('revocation');
  });
});

describe('TokenVault.recordIssue', () => {
  const issuedTo = {
    grantId: 'grant',
    clientKind: 'document',
    clientId: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
    redirectHost: 'claude.ai',
  };

  it('has an access token compared with revocations by when it was issued, however Entra dates it', async () => {
    const user = newUser();
    const [dead, alive, future] = [tokenRequest(user), tokenRequest(user), tokenRequest(user)];
    const atMs = upstream.nowMs;
    await vaultOf(user).recordIssue({ ...dead, issuedAtMs: atMs });
    await vaultOf(user).recordIssue({ ...future, issuedAtMs: atMs });
    await vaultOf(user).revoke({ ...user, beforeMs: atMs });
    await vaultOf(user).recordIssue({ ...alive, issuedAtMs: atMs + 1 });
    const iat = { issuedAtMs: atMs - 300_000 };
    expect(await vaultOf(user).graphToken({ ...dead, ...iat })).toEqual(revoked);
    expect(await vaultOf(user).graphToken({ ...alive, ...iat })).toMatchObject({ ok: true });
    expect(await vaultOf(user).graphToken({ ...future, issuedAtMs: atMs + 300_000 })).toEqual(revoked);
  });

  it('returns client and grant with the Graph token, and with the reason why there is none', async () => {
    const user = newUser();
    const request = tokenRequest(user);
    await vaultOf(user).recordIssue({ ...request, issuedAtMs: upstream.nowMs, issuedTo });
    expect(await vaultOf(user).graphToken(request)).toMatchObject({ ok: true, issuedTo });
    await vaultOf(user).revoke({ ...user, beforeMs: upstream.nowMs });
    expect(await vaultOf(user).graphToken(request)).toEqual({ ...revoked, issuedTo });
    expect(
      await vaultOf(user).graphToken({ ...tokenRequest(user), issuedAtMs: upstream.nowMs + 1 }),
    ).not.toHaveProperty('issuedTo');
  });

  it('is deleted when the access token expires', async () => {
    const user = newUser();
    const request = tokenRequest(user);
    await vaultOf(user).recordIssue({ ...request, issuedAtMs: upstream.nowMs, issuedTo });
    expect(await alarmOf(user)).toBe(request.assertionExpiresAtMs);
    upstream.nowMs = request.assertionExpiresAtMs;
    await runDurableObjectAlarm(stubOf(user));
    expect(await sqlIn(user, 'SELECT * FROM issued_token')).toEqual([]);
  });

  it('rejects another user', async () => {
    const request = tokenRequest(newUser());
    await expect(vaultOf(newUser()).recordIssue({ ...request, issuedAtMs: 0 })).rejects.toThrow();
  });
});

describe('the RPC interface of TokenVault', () => {
  it('has four methods and an alarm, and none returns or restores storage', async () => {
    const methods = await runInDurableObject(stubOf(newUser()), (vault) => {
      const names: string[] = [];
      for (let proto = Object.getPrototypeOf(vault); proto; proto = Object.getPrototypeOf(proto)) {
        if (proto.constructor.name === 'DurableObject') break;
        names.push(...Object.getOwnPropertyNames(proto).filter((name) => name !== 'constructor'));
      }
      return new Set(names);
    });
    for (const name of ['graphToken', 'recordIssue', 'rememberTimeZone', 'revoke', 'alarm'])
      expect(methods.delete(name)).toBe(true);
    expect([...methods]).toEqual([]);
  });
});
