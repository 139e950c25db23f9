import { evictDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EntraFailure } from '../../../src/entra/errors.ts';
import { newUser, sqlIn, stubOf, vaultOf, tokenRequest } from './users.ts';
import { grantFor, heldExchange, resetUpstream, upstream } from './upstream.ts';

beforeEach(resetUpstream);

describe('a failed exchange', () => {
  const mfa: EntraFailure = { kind: 'claims_step_up', code: 'AADSTS50076', claims: '{"access_token":{}}' };
  const down: EntraFailure = { kind: 'unavailable' };

  it('is answered from the negative cache, then exchanged again', async () => {
    const wish = tokenRequest(newUser());
    upstream.exchange = async () => ({ ok: false, failure: mfa });
    const first = await vaultOf(wish).graphToken(wish);
    expect(first).toEqual({ ok: false, reason: 'exchange', failure: mfa, negativelyCached: false });
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ...first, negativelyCached: true });
    expect(upstream.exchanges).toHaveLength(1);
    upstream.nowMs += 3600_000;
    expect(await vaultOf(wish).graphToken(wish)).toEqual(first);
    expect(upstream.exchanges).toHaveLength(2);
  });

  it('is answered from the negative cache after an eviction of the object from memory', async () => {
    const wish = tokenRequest(newUser());
    upstream.exchange = async () => ({ ok: false, failure: mfa });
    const first = await vaultOf(wish).graphToken(wish);
    await evictDurableObject(stubOf(wish));
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ...first, negativelyCached: true });
    expect(upstream.exchanges).toHaveLength(1);
  });

  it('of one access token does not block another of the same user', async () => {
    const person = newUser();
    upstream.exchange = async () => ({ ok: false, failure: mfa });
    await vaultOf(person).graphToken(tokenRequest(person));
    upstream.exchange = async (request) => grantFor(request);
    expect(await vaultOf(person).graphToken(tokenRequest(person))).toMatchObject({
      ok: true,
      exchanged: true,
    });
  });

  it('of the service blocks all exchanges, while stored tokens stay usable', async () => {
    const person = newUser();
    const stored = tokenRequest(person);
    await vaultOf(person).graphToken(stored);
    upstream.exchange = async () => ({ ok: false, failure: down });
    const results = [];
    for (let n = 0; n < 20; n += 1) results.push(await vaultOf(person).graphToken(tokenRequest(person)));
    expect(upstream.exchanges).toHaveLength(2);
    expect(
      results.filter((result) => !result.ok && result.reason === 'exchange' && result.negativelyCached),
    ).toHaveLength(19);
    expect(await vaultOf(person).graphToken(stored)).toMatchObject({ ok: true, exchanged: false });
  });

  it.each<[string, EntraFailure]>([
    ['of an access token', mfa],
    ['of the service', down],
  ])('%s is not repeated after the vault was evicted from memory', async (_name, failure) => {
    const wish = tokenRequest(newUser());
    upstream.exchange = async () => ({ ok: false, failure });
    await vaultOf(wish).graphToken(wish);
    await evictDurableObject(stubOf(wish));
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ failure, negativelyCached: true });
    upstream.nowMs += 3600_000;
    upstream.exchange = async (request) => grantFor(request);
    const later = tokenRequest(wish);
    expect(await vaultOf(wish).graphToken(later)).toMatchObject({ ok: true, exchanged: true });
  });

  it('is not stored as an entry', async () => {
    const wish = tokenRequest(newUser());
    upstream.exchange = async () => ({ ok: false, failure: mfa });
    await vaultOf(wish).graphToken(wish);
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toEqual([]);
  });

  it('that throws reaches every waiting caller, and the next call exchanges again', async () => {
    const wish = tokenRequest(newUser());
    const { started, release } = heldExchange();
    const held = upstream.exchange;
    upstream.exchange = async (request) => {
      await held(request);
      throw new Error('the exchange broke');
    };
    const both = [vaultOf(wish).graphToken(wish), vaultOf(wish).graphToken(wish)];
    await started;
    // Until the second call waits as well.
    await scheduler.wait(20);
    release();
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(upstream.exchanges).toHaveLength(1);
    upstream.exchange = async (request) => grantFor(request);
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged: true });
  });
});

describe('a stored token with a claims challenge from Graph', () => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';

  it('is replaced by an exchange with the claims', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    const renewed = await vaultOf(wish).graphToken({ ...wish, claims });
    expect(renewed).toMatchObject({ ok: true, exchanged: true });
    expect(upstream.exchanges.at(-1)).toMatchObject({ claims });
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ...renewed, exchanged: false });
  });

  it('is deleted when Entra issues none for the claims, and the next call returns the cause', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    const failure: EntraFailure = { kind: 'claims_step_up', claims };
    upstream.exchange = async () => ({ ok: false, failure });
    for (let call = 0; call < 5; call += 1) await vaultOf(wish).graphToken({ ...wish, claims });
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({
      ok: false,
      failure,
      negativelyCached: true,
    });
    expect(upstream.exchanges).toHaveLength(2);
  });
});

describe('a stored token that Graph rejected', () => {
  it('is replaced by one exchange, and only it', async () => {
    const wish = tokenRequest(newUser());
    const stored = await vaultOf(wish).graphToken(wish);
    const rejectedToken = stored.ok ? stored.accessToken : '';
    upstream.exchange = async (request) => {
      const response = grantFor(request);
      return response.ok ? { ok: true, grant: { ...response.grant, accessToken: 'new' } } : response;
    };
    const renewed = await vaultOf(wish).graphToken({ ...wish, rejectedToken });
    expect(renewed).toMatchObject({ ok: true, accessToken: 'new', exchanged: true });
    // Another call that was rejected at the same time gets the new token.
    expect(await vaultOf(wish).graphToken({ ...wish, rejectedToken })).toMatchObject({
      accessToken: 'new',
      exchanged: false,
    });
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ accessToken: 'new', exchanged: false });
    expect(upstream.exchanges).toHaveLength(2);
  });

  it('is deleted when the exchange fails', async () => {
    const wish = tokenRequest(newUser());
    const stored = await vaultOf(wish).graphToken(wish);
    const rejectedToken = stored.ok ? stored.accessToken : '';
    const failure: EntraFailure = { kind: 'claims_step_up', claims: '{"access_token":{}}' };
    upstream.exchange = async () => ({ ok: false, failure });
    expect(await vaultOf(wish).graphToken({ ...wish, rejectedToken })).toMatchObject({ ok: false, failure });
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: false, failure });
  });
});
