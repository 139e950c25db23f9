import {
  abortAllDurableObjects,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { randomId } from '../../../src/crypto/encoding.ts';
import type { OAuthGrant } from '../../../src/oauth/storage/grant.ts';
import { createGrantStore, createUserStore } from '../../../src/oauth/storage/store-clients.ts';
import type { OAuthUser } from '../../../src/oauth/storage/user.ts';
import { vaultName } from '../../../src/vault/messages.ts';
import { newUser } from './entra-stub.ts';

const bindings = env as unknown as {
  readonly OAUTH_GRANT: DurableObjectNamespace<OAuthGrant>;
  readonly OAUTH_USER: DurableObjectNamespace<OAuthUser>;
};
const grants = createGrantStore({ namespace: bindings.OAUTH_GRANT });
const users = createUserStore({ namespace: bindings.OAUTH_USER });
const nowMs = Date.now();
const expiresAtMs = nowMs + 60_000;
const stubOf = (grantId: string) => bindings.OAUTH_GRANT.getByName(`v1/${grantId}`);

function entry(handle: string, changes: Partial<Parameters<typeof users.addStepUp>[1]> = {}) {
  return { cause: 'claims_step_up', handle, tokenId: 'uti', nowMs, expiresAtMs, ...changes } as const;
}

describe('OAuthGrant', () => {
  it('keeps acknowledged data through eviction and abort', async () => {
    const [grantId, first, second, third] = [randomId(), randomId(), randomId(), randomId()];
    await grants.start(grantId, first, { nowMs, expiresAtMs });
    await evictDurableObject(stubOf(grantId));
    expect(await grants.start(grantId, first, { nowMs, expiresAtMs })).toBe(false);
    await grants.rotate(grantId, first, second, { nowMs, graceMs: 0, expiresAtMs });
    await abortAllDurableObjects();
    expect(await grants.isActive(grantId, second, { nowMs, graceMs: 0 })).toBe(true);
    await grants.revoke(grantId, expiresAtMs);
    await abortAllDurableObjects();
    expect(await grants.rotate(grantId, second, third, { nowMs, graceMs: 0, expiresAtMs })).toBeUndefined();
  });

  it('accepts repeated calls with the same result', async () => {
    const [grantId, first, second, idempotencyKey] = [randomId(), randomId(), randomId(), randomId()];
    const stub = stubOf(grantId);
    const start = { rotationId: first, idempotencyKey, nowMs, expiresAtMs };
    expect([await stub.start(start), await stub.start(start)]).toEqual([true, true]);
    expect(await stub.start({ ...start, idempotencyKey: randomId() })).toBe(false);
    const rotation = { rotationId: first, nextRotationId: second, nowMs, graceMs: 0, expiresAtMs };
    expect([await stub.rotate(rotation), await stub.rotate(rotation)]).toEqual([second, second]);
    expect(await stub.isActive({ rotationId: second, nowMs, graceMs: 0 })).toBe(true);
  });

  it('rejects an unknown grant, and stays revoked when revoked before the start', async () => {
    const grantId = randomId();
    expect(await grants.isActive(grantId, randomId(), { nowMs, graceMs: 1000 })).toBe(false);
    expect(
      await grants.rotate(grantId, randomId(), randomId(), { nowMs, graceMs: 0, expiresAtMs }),
    ).toBeUndefined();
    await grants.revoke(grantId, expiresAtMs);
    expect(await grants.start(grantId, randomId(), { nowMs, expiresAtMs })).toBe(false);
  });

  it('returns the pending tokens once and to a retry of the call, for the right rotation id, in time', async () => {
    const [grantId, first, second] = [randomId(), randomId(), randomId()];
    const sealedTokens = new Uint8Array([1, 2, 3]);
    const when = { nowMs, graceMs: 0, expiresAtMs };
    await grants.start(grantId, first, when);
    await expect(grants.storeTokens(grantId, second, sealedTokens, when)).rejects.toMatchObject({
      cause: { message: 'The grant was rotated or has ended.' },
    });
    await grants.storeTokens(grantId, first, sealedTokens, when);
    expect(await grants.takeTokens(grantId, first, second, when)).toEqual({
      rotationId: second,
      sealedTokens,
    });
    expect(await grants.takeTokens(grantId, first, second, when)).toEqual({
      rotationId: second,
      sealedTokens,
    });
    expect(await grants.takeTokens(grantId, second, randomId(), when)).toBeUndefined();
    expect(await grants.takeTokens(grantId, first, randomId(), when)).toBeUndefined();
    expect(await grants.takeTokens(grantId, first, second, when)).toBeUndefined();
    const late = randomId();
    await grants.start(late, first, { nowMs, expiresAtMs });
    await grants.storeTokens(late, first, sealedTokens, { nowMs, expiresAtMs: nowMs + 1 });
    expect(await grants.takeTokens(late, first, second, { ...when, nowMs: nowMs + 1 })).toBeUndefined();
  });

  it('deletes pending tokens that are not taken, and those of a revoked grant', async () => {
    const [grantId, first] = [randomId(), randomId()];
    const sealedTokens = new Uint8Array([1, 2, 3]);
    const keys = () =>
      runInDurableObject(stubOf(grantId), async (_grant, { storage }) => [...(await storage.list()).keys()]);
    await grants.start(grantId, first, { nowMs, expiresAtMs });
    await grants.storeTokens(grantId, first, sealedTokens, { nowMs, expiresAtMs: nowMs + 30_000 });
    expect(await keys()).toEqual(['grant', 'pending-tokens']);
    const alarm = () => runInDurableObject(stubOf(grantId), (_grant, { storage }) => storage.getAlarm());
    expect(await alarm()).toBe(nowMs + 30_000);
    await runDurableObjectAlarm(stubOf(grantId));
    expect(await alarm()).toBe(expiresAtMs);
    expect(await keys()).toEqual(['grant']);
    await grants.storeTokens(grantId, first, sealedTokens, { nowMs, expiresAtMs });
    await grants.revoke(grantId, expiresAtMs);
    expect(await keys()).toEqual(['grant']);
  });

  it('stores no user and no client, and deletes itself at expiry', async () => {
    const [grantId, first] = [randomId(), randomId()];
    await grants.start(grantId, first, { nowMs, expiresAtMs });
    const stub = stubOf(grantId);
    const [kept, alarm] = await runInDurableObject(stub, async (_grant, { storage }) => [
      Object.fromEntries(await storage.list()),
      await storage.getAlarm(),
    ]);
    expect(kept).toEqual({ grant: { current: first, idempotencyKey: expect.any(String), expiresAtMs } });
    expect(alarm).toBe(expiresAtMs);
    expect(await grants.isActive(grantId, first, { nowMs: expiresAtMs, graceMs: 0 })).toBe(false);
    await grants.revoke(grantId, nowMs - 1);
    await runDurableObjectAlarm(stub);
    expect(await runInDurableObject(stub, async (_grant, { storage }) => (await storage.list()).size)).toBe(
      0,
    );
  });
});

describe('OAuthUser', () => {
  it('is separate per tenant for the same object id', async () => {
    const megan = newUser();
    const diego = { ...newUser(), objectId: megan.objectId };
    await users.revoke(megan, 5);
    await users.addStepUp(megan, entry('h'));
    expect(await users.revokedBeforeMs(diego)).toBe(0);
    expect(await users.findStepUp(diego, 'h', nowMs)).toBeUndefined();
    expect(await users.isStepUpPending(diego, 'uti', nowMs)).toBe(false);
  });

  it('never moves a revocation to an earlier time', async () => {
    const user = newUser();
    await users.revoke(user, 20);
    await users.revoke(user, 10);
    await abortAllDurableObjects();
    expect(await users.revokedBeforeMs(user)).toBe(20);
  });

  it('keeps step-ups until they expire, with the latest challenged token', async () => {
    const user = newUser();
    for (let token = 0; token < 20; token += 1) {
      await users.addStepUp(user, entry(`handle ${token}`, { tokenId: `uti ${token}` }));
    }
    expect(await users.findStepUp(user, 'handle 0', nowMs)).toMatchObject({ cause: 'claims_step_up' });
    expect(await users.isStepUpPending(user, 'uti 19', nowMs)).toBe(true);
    expect(await users.isStepUpPending(user, 'uti 0', nowMs)).toBe(false);
    expect(await users.findStepUp(user, 'handle 0', expiresAtMs)).toBeUndefined();
    expect(
      await users.addStepUp(user, entry('later', { nowMs: expiresAtMs, expiresAtMs: expiresAtMs + 1 })),
    ).toBe('later');
  });

  it('deletes itself when no data is left', async () => {
    const user = newUser();
    const stub = bindings.OAUTH_USER.getByName(vaultName(user.tenantId, user.objectId));
    const sizeOf = () => runInDurableObject(stub, async (_user, { storage }) => (await storage.list()).size);
    const alarmOf = () => runInDurableObject(stub, async (_user, { storage }) => await storage.getAlarm());
    await users.addStepUp(user, entry('h', { expiresAtMs: nowMs - 1, nowMs: nowMs - 2 }));
    await users.revoke(user, nowMs);
    expect(await sizeOf()).toBe(2);
    await runDurableObjectAlarm(stub);
    expect(await sizeOf()).toBe(1);
    expect(await alarmOf()).toBe(nowMs + 90 * 24 * 3_600_000);
    const old = newUser();
    const oldStub = bindings.OAUTH_USER.getByName(vaultName(old.tenantId, old.objectId));
    await users.addStepUp(old, entry('h'));
    await users.completeStepUp(old, 'h', nowMs);
    const left = await runInDurableObject(oldStub, async (_user, { storage }) => (await storage.list()).size);
    expect(left).toBe(0);
  });

  it('keeps a revocation for 90 days, the lifetime of the refresh tokens that it ends', async () => {
    const ninetyDaysMs = 90 * 24 * 3_600_000;
    const [recent, old] = [newUser(), newUser()];
    await users.revoke(recent, nowMs - ninetyDaysMs + 60_000);
    await users.revoke(old, nowMs - ninetyDaysMs);
    for (const { tenantId, objectId } of [recent, old])
      await runDurableObjectAlarm(bindings.OAUTH_USER.getByName(vaultName(tenantId, objectId)));
    expect(await users.revokedBeforeMs(recent)).toBe(nowMs - ninetyDaysMs + 60_000);
    expect(await users.revokedBeforeMs(old)).toBe(0);
  });

  it('completes and expires one step-up without the others', async () => {
    const user = newUser();
    await users.addStepUp(user, entry('claims', { expiresAtMs: nowMs + 30_000 }));
    await users.addStepUp(user, entry('device', { cause: 'device_step_up' }));
    await users.addStepUp(user, entry('elsewhere', { clientId: 'other' }));
    const stub = bindings.OAUTH_USER.getByName(vaultName(user.tenantId, user.objectId));
    const alarmOf = () => runInDurableObject(stub, async (_user, { storage }) => await storage.getAlarm());
    expect(await alarmOf()).toBe(nowMs + 30_000);
    await users.completeStepUp(user, 'claims', nowMs);
    expect(await users.findStepUp(user, 'claims', nowMs)).toBeUndefined();
    expect(await users.findStepUp(user, 'device', nowMs)).toMatchObject({ cause: 'device_step_up' });
    expect(await users.findStepUp(user, 'elsewhere', nowMs)).toMatchObject({ clientId: 'other' });
    expect(await users.isStepUpPending(user, 'uti', nowMs)).toBe(true);
    expect(await alarmOf()).toBe(expiresAtMs);
  });
});
