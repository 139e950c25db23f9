import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import { createVault } from '../../../src/vault/client.ts';
import { vaultName } from '../../../src/vault/messages.ts';
import type { TokenVault } from '../../../src/vault/vault.ts';
import { crash, namespace, newAssertion, newUser, sqlIn, tokenRequest } from './users.ts';
import { grantFor, heldExchange, resetUpstream, upstream } from './upstream.ts';

beforeEach(resetUpstream);

describe('createVault', () => {
  const vault = createVault({ namespace });

  it('calls the object of the caller with the claims of the access token', async () => {
    const [caller, assertion, correlationId] = [newCaller(), newAssertion(), crypto.randomUUID()];
    expect(await vault.graphToken(caller, assertion, correlationId)).toMatchObject({
      ok: true,
      exchanged: true,
    });
    expect(upstream.exchanges).toEqual([{ tenantId: caller.tenantId, assertion, correlationId }]);
    await vault.rememberTimeZone(caller, assertion, 'Asia/Tokyo');
    expect(await vault.graphToken(caller, assertion, correlationId)).toMatchObject({
      timeZone: 'Asia/Tokyo',
    });
    expect(await sqlIn(caller, 'SELECT expires_at_ms FROM entry')).toEqual([
      { expires_at_ms: caller.expiresAtMs },
    ]);
    await vault.revoke(caller, caller.issuedAtMs);
    expect(await vault.graphToken(caller, assertion, correlationId)).toEqual({
      ok: false,
      reason: 'revoked',
    });
  });

  it('reports the way to the object and back without the exchange', async () => {
    let nowMs = upstream.nowMs;
    const hops: number[] = [];
    const timed = createVault({
      namespace,
      onHop: (hopMs) => hops.push(hopMs),
      clock: { nowMs: () => (nowMs += 30) },
    });
    const result = await timed.graphToken(newCaller(), newAssertion(), crypto.randomUUID());
    expect(hops).toHaveLength(1);
    expect(hops[0]).toBeGreaterThanOrEqual(0);
    expect(hops[0]).toBeLessThanOrEqual(30);
    expect(result).not.toHaveProperty('spentMs');
  });

  it('retries when the object crashes during an exchange', async () => {
    const caller = newCaller();
    heldExchange();
    const answer = vault.graphToken(caller, newAssertion(), crypto.randomUUID());
    // Not by a promise that the object keeps: who waits on the object's own promises dies with it.
    await vi.waitUntil(() => upstream.exchanges.length === 1, { timeout: 30_000 });
    upstream.exchange = async (request) => grantFor(request);
    await crash(caller);
    expect(await answer).toMatchObject({ ok: true, exchanged: true });
    expect(upstream.exchanges).toHaveLength(2);
  });

  it('does not expose internal errors', async () => {
    upstream.fault = 'SERVER_APP_SECRET: must be set';
    const failure = await refusalOf(vault.graphToken(newCaller(), newAssertion(), crypto.randomUUID()));
    expect(failure.code).toBe('internal');
    expect(failure.message).not.toContain('SERVER_APP_SECRET');
    expect(failure.cause).toMatchObject({ message: 'SERVER_APP_SECRET: must be set' });
  });
});

describe('a failed call', () => {
  const transient = { retryable: true };
  const reset = { durableObjectReset: true };
  const overload = { overloaded: true };
  it.each<[string, readonly Fault[], { attempts: number; waitsMs: number[]; code?: AppError['code'] }]>([
    ['transiently is repeated', [transient], { attempts: 2, waitsMs: [50] }],
    ['twice is repeated twice', [transient, transient], { attempts: 3, waitsMs: [50, 200] }],
    [
      'three times is given up',
      [transient, transient, transient],
      { attempts: 3, waitsMs: [50, 200], code: 'upstream_unavailable' },
    ],
    ['for overload is not repeated', [overload], { attempts: 1, waitsMs: [], code: 'throttled' }],
    [
      'for overload is not repeated, retryable or not',
      [{ overloaded: true, retryable: true }],
      { attempts: 1, waitsMs: [], code: 'throttled' },
    ],
    [
      'for overload at last is not repeated',
      [transient, overload],
      { attempts: 2, waitsMs: [50], code: 'throttled' },
    ],
    ['because the object was reset is repeated', [reset], { attempts: 2, waitsMs: [50] }],
    [
      'because the object was reset again is given up',
      [reset, reset],
      { attempts: 2, waitsMs: [50], code: 'upstream_unavailable' },
    ],
    ['by an error of our own is not repeated', [{}], { attempts: 1, waitsMs: [], code: 'internal' }],
  ])('%s', async (_case, faults, { attempts, waitsMs, code }) => {
    const fake = fakeNamespace(faults);
    const waited: number[] = [];
    const pause = async (milliseconds: number): Promise<void> => void waited.push(milliseconds);
    const vault = createVault({ namespace: fake.namespace, retries: { sleep: pause, random: () => 0.5 } });
    const revocation = vault.revoke(newUser(), upstream.nowMs);
    if (code === undefined) await revocation;
    else {
      const refusal = await refusalOf(revocation);
      expect(refusal.code).toBe(code);
      expect(refusal.details.retryAfterSeconds).toBe(code === 'internal' ? undefined : 2);
      expect(refusal.cause).toMatchObject({ message: 'of the platform' });
    }
    expect(waited).toEqual(waitsMs);
    // A stub that has failed may stay broken: each attempt has its own.
    expect(fake.stubs).toHaveLength(attempts);
    expect(new Set(fake.stubs).size).toBe(attempts);
  });

  it('is sent to the object of the user in the jurisdiction', async () => {
    const person = newUser();
    const fake = fakeNamespace([transient]);
    const vault = createVault({
      namespace: fake.namespace,
      placement: { jurisdiction: 'eu', locationHint: 'apac' },
      retries: { sleep: async () => undefined },
    });
    await vault.revoke(person, upstream.nowMs);
    const place = `eu:${vaultName(person.tenantId, person.objectId)}`;
    expect(fake.stubs.map(({ place }) => place)).toEqual([place, place]);
  });

  it('creates the object at the location hint if there is no jurisdiction', async () => {
    const person = newUser();
    const fake = fakeNamespace([]);
    const vault = createVault({ namespace: fake.namespace, placement: { locationHint: 'apac' } });
    await vault.revoke(person, upstream.nowMs);
    const place = `${vaultName(person.tenantId, person.objectId)} near apac`;
    expect(fake.stubs.map(({ place }) => place)).toEqual([place]);
  });
});

interface Fault {
  readonly retryable?: boolean;
  readonly overloaded?: boolean;
  readonly durableObjectReset?: boolean;
}

/** A namespace whose objects fail as told, one fault after the other, and then answer. */
function fakeNamespace(faults: readonly Fault[]): {
  readonly namespace: DurableObjectNamespace<TokenVault>;
  readonly stubs: readonly { readonly place: string }[];
} {
  const stubs: { readonly place: string; revoke: () => Promise<void> }[] = [];
  const within = (prefix: string): object => ({
    jurisdiction: (jurisdiction: string) => within(`${jurisdiction}:`),
    getByName: (name: string, options?: { readonly locationHint?: string }) => {
      const fault = faults[stubs.length];
      const revoke = async (): Promise<void> => {
        if (fault) throw Object.assign(new Error('of the platform'), fault);
      };
      const near = options?.locationHint === undefined ? '' : ` near ${options.locationHint}`;
      stubs.push({ place: `${prefix}${name}${near}`, revoke });
      return stubs.at(-1);
    },
  });
  return { namespace: within('') as DurableObjectNamespace<TokenVault>, stubs };
}

function newCaller(): VerifiedCaller {
  const { tenantId, objectId, issuedAtMs, assertionExpiresAtMs } = tokenRequest(newUser());
  return { tenantId, objectId, issuedAtMs, expiresAtMs: assertionExpiresAtMs } as VerifiedCaller;
}

async function refusalOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error('Expected an AppError', { cause: error });
  return error;
}
