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
import { newPerson } from './entra-stub.ts';

const bindings = env as unknown as {
  readonly OAUTH_GRANT: DurableObjectNamespace<OAuthGrant>;
  readonly OAUTH_USER: DurableObjectNamespace<OAuthUser>;
};
const grants = createGrantStore({ grants: bindings.OAUTH_GRANT });
const people = createUserStore({ people: bindings.OAUTH_USER });
const nowMs = Date.now();
const expiresAtMs = nowMs + 60_000;
const stubOf = (grantId: string) => bindings.OAUTH_GRANT.getByName(`v1/${grantId}`);

function entry(handle: string, changes: Partial<Parameters<typeof people.awaitStepUp>[1]> = {}) {
  return { cause: 'claims_step_up', handle, tokenId: 'uti', nowMs, expiresAtMs, ...changes } as const;
}

describe('the object of a grant', () => {
  it('keeps what it acknowledged through eviction and abort', async () => {
    const [grantId, first, second, third] = [randomId(), randomId(), randomId(), randomId()];
    await grants.begin(grantId, first, { nowMs, expiresAtMs });
    await evictDurableObject(stubOf(grantId));
    expect(await grants.begin(grantId, first, { nowMs, expiresAtMs })).toBe(false);
    await grants.advance(grantId, first, second, { nowMs, graceMs: 0, expiresAtMs });
    await abortAllDurableObjects();
    expect(await grants.isLive(grantId, second, { nowMs, graceMs: 0 })).toBe(true);
    await grants.revoke(grantId, expiresAtMs);
    await abortAllDurableObjects();
    expect(await grants.advance(grantId, second, third, { nowMs, graceMs: 0, expiresAtMs })).toBeUndefined();
  });

  it('may be asked the same thing twice: the platform repeats calls whose answer was lost', async () => {
    const [grantId, first, second, opening] = [randomId(), randomId(), randomId(), randomId()];
    const stub = stubOf(grantId);
    const begin = { link: first, opening, nowMs, expiresAtMs };
    expect([await stub.begin(begin), await stub.begin(begin)]).toEqual([true, true]);
    expect(await stub.begin({ ...begin, opening: randomId() })).toBe(false);
    const advance = { link: first, next: second, nowMs, graceMs: 0, expiresAtMs };
    expect([await stub.advance(advance), await stub.advance(advance)]).toEqual([second, second]);
    expect(await stub.isLive({ link: second, nowMs, graceMs: 0 })).toBe(true);
  });

  it('that was never begun opens nothing, and stays shut where it was revoked before', async () => {
    const grantId = randomId();
    expect(await grants.isLive(grantId, randomId(), { nowMs, graceMs: 1000 })).toBe(false);
    expect(
      await grants.advance(grantId, randomId(), randomId(), { nowMs, graceMs: 0, expiresAtMs }),
    ).toBeUndefined();
    await grants.revoke(grantId, expiresAtMs);
    expect(await grants.begin(grantId, randomId(), { nowMs, expiresAtMs })).toBe(false);
  });

  it('hands a parcel out once, to the right link, in time', async () => {
    const [grantId, first, second] = [randomId(), randomId(), randomId()];
    const parcel = new Uint8Array([1, 2, 3]);
    const when = { nowMs, graceMs: 0, expiresAtMs };
    await grants.begin(grantId, first, when);
    await expect(grants.deposit(grantId, second, parcel, when)).rejects.toThrow();
    await grants.deposit(grantId, first, parcel, when);
    expect(await grants.collect(grantId, first, second, when)).toEqual({ link: second, parcel });
    expect(await grants.collect(grantId, second, randomId(), when)).toBeUndefined();
    const late = randomId();
    await grants.begin(late, first, { nowMs, expiresAtMs });
    await grants.deposit(late, first, parcel, { nowMs, expiresAtMs: nowMs + 1 });
    expect(await grants.collect(late, first, second, { ...when, nowMs: nowMs + 1 })).toBeUndefined();
  });

  it('deletes a parcel that nobody collects, and one of a grant that ends', async () => {
    const [grantId, first] = [randomId(), randomId()];
    const parcel = new Uint8Array([1, 2, 3]);
    const keys = () =>
      runInDurableObject(stubOf(grantId), async (_grant, { storage }) => [...(await storage.list()).keys()]);
    await grants.begin(grantId, first, { nowMs, expiresAtMs });
    await grants.deposit(grantId, first, parcel, { nowMs, expiresAtMs: nowMs + 1 });
    expect(await keys()).toEqual(['grant', 'parcel']);
    await runDurableObjectAlarm(stubOf(grantId));
    expect(await keys()).toEqual(['grant']);
    await grants.deposit(grantId, first, parcel, { nowMs, expiresAtMs });
    await grants.revoke(grantId, expiresAtMs);
    expect(await keys()).toEqual(['grant']);
  });

  it('holds no person and no client, and deletes itself when it has expired', async () => {
    const [grantId, first] = [randomId(), randomId()];
    await grants.begin(grantId, first, { nowMs, expiresAtMs });
    const stub = stubOf(grantId);
    const [kept, alarm] = await runInDurableObject(stub, async (_grant, { storage }) => [
      Object.fromEntries(await storage.list()),
      await storage.getAlarm(),
    ]);
    expect(kept).toEqual({ grant: { current: first, opening: expect.any(String), expiresAtMs } });
    expect(alarm).toBe(expiresAtMs);
    expect(await grants.isLive(grantId, first, { nowMs: expiresAtMs, graceMs: 0 })).toBe(false);
    await grants.revoke(grantId, nowMs - 1);
    await runDurableObjectAlarm(stub);
    expect(await runInDurableObject(stub, async (_grant, { storage }) => (await storage.list()).size)).toBe(
      0,
    );
  });
});

describe('the object of a person', () => {
  it('is one for each person of a tenant: the same object id elsewhere is somebody else', async () => {
    const megan = newPerson();
    const diego = { ...newPerson(), objectId: megan.objectId };
    await people.revoke(megan, 5);
    await people.awaitStepUp(megan, entry('h'));
    expect(await people.revokedBeforeMs(diego)).toBe(0);
    expect(await people.findStepUp(diego, 'h', nowMs)).toBeUndefined();
    expect(await people.isStepUpPending(diego, 'uti', nowMs)).toBe(false);
  });

  it('never moves a revocation back', async () => {
    const person = newPerson();
    await people.revoke(person, 20);
    await people.revoke(person, 10);
    await abortAllDurableObjects();
    expect(await people.revokedBeforeMs(person)).toBe(20);
  });

  it('keeps step-ups until their time, and the last of the tokens that asked', async () => {
    const person = newPerson();
    for (let token = 0; token < 20; token += 1) {
      await people.awaitStepUp(person, entry(`handle ${token}`, { tokenId: `uti ${token}` }));
    }
    expect(await people.findStepUp(person, 'handle 0', nowMs)).toMatchObject({ cause: 'claims_step_up' });
    expect(await people.isStepUpPending(person, 'uti 19', nowMs)).toBe(true);
    expect(await people.isStepUpPending(person, 'uti 0', nowMs)).toBe(false);
    expect(await people.findStepUp(person, 'handle 0', expiresAtMs)).toBeUndefined();
    expect(
      await people.awaitStepUp(person, entry('later', { nowMs: expiresAtMs, expiresAtMs: expiresAtMs + 1 })),
    ).toBe('later');
  });

  it('deletes itself when nothing in it counts any more', async () => {
    const person = newPerson();
    const stub = bindings.OAUTH_USER.getByName(vaultName(person.tenantId, person.objectId));
    const sizeOf = () =>
      runInDurableObject(stub, async (_person, { storage }) => (await storage.list()).size);
    const alarmOf = () => runInDurableObject(stub, async (_person, { storage }) => await storage.getAlarm());
    await people.awaitStepUp(person, entry('h', { expiresAtMs: nowMs - 1, nowMs: nowMs - 2 }));
    await people.revoke(person, nowMs);
    expect(await sizeOf()).toBe(2);
    await runDurableObjectAlarm(stub);
    expect(await sizeOf()).toBe(1);
    expect(await alarmOf()).toBe(nowMs + 90 * 24 * 3_600_000);
    const old = newPerson();
    const oldStub = bindings.OAUTH_USER.getByName(vaultName(old.tenantId, old.objectId));
    await people.awaitStepUp(old, entry('h'));
    await people.completeStepUp(old, 'h', nowMs);
    const left = await runInDurableObject(
      oldStub,
      async (_person, { storage }) => (await storage.list()).size,
    );
    expect(left).toBe(0);
  });
});
