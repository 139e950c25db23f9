import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/crypto/encoding.ts';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import { unseal, seal, sealPurpose } from '../../../src/crypto/sealed-box.ts';
import type { Assertion } from '../../../src/entra/caller.ts';
import type { ObjectId, TenantId, User } from '../../../src/lib/guid.ts';
import { type VaultEntry, createEntryKey, unsealEntry, sealEntry } from '../../../src/vault/entry.ts';

const ring = parseKeyRing(`k1:${btoa('0123456789abcdef0123456789abcdef')}`);
const assertion = 'header.payload.signature' as Assertion;
const owner: User = {
  tenantId: '11111111-1111-4111-8111-111111111111' as TenantId,
  objectId: '22222222-2222-4222-8222-222222222222' as ObjectId,
};
const entry: VaultEntry = {
  accessToken: 'graph-token',
  scopes: ['Mail.Read', 'User.Read'],
  expiresAtMs: 1_800_000_000_000,
  timeZone: 'Europe/Berlin',
};

describe('entryKey', () => {
  it('uses SHA-256 of the assertion as salt, and its hash as row name', async () => {
    const salt = await sha256(assertion);
    expect(await createEntryKey(assertion)).toEqual({ salt, rowId: await sha256(salt) });
  });
});

describe('sealEntry', () => {
  it('returns the sealed values, with and without a time zone', async () => {
    const key = await createEntryKey(assertion);
    const { timeZone: _, ...zoneless } = entry;
    for (const given of [entry, zoneless, { ...entry, scopes: [] }]) {
      expect(await unsealEntry(ring, owner, key, await sealEntry(ring, owner, key, given))).toEqual(given);
    }
  });

  it('uses the documented seal purposes only', async () => {
    const { salt } = await createEntryKey(assertion);
    const { tenantId, objectId } = owner;
    const box = await sealEntry(ring, owner, await createEntryKey(assertion), entry);
    const purpose = sealPurpose('m365-vault/v1', tenantId, objectId, 'graph/.default');
    const plaintext = await unseal(ring, { purpose, salt }, box);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual(entry);
  });

  it.each<[string, Partial<User>, string]>([
    ['another tenant', { tenantId: owner.objectId as unknown as TenantId }, assertion],
    ['another person', { objectId: owner.tenantId as unknown as ObjectId }, assertion],
    ['another assertion', {}, 'header.payload.other'],
  ])('is closed to %s', async (_, changed, presented) => {
    const box = await sealEntry(ring, owner, await createEntryKey(assertion), entry);
    const key = await createEntryKey(presented as Assertion);
    expect(await unsealEntry(ring, { ...owner, ...changed }, key, box)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['no token', { ...entry, accessToken: undefined }],
    ['an empty token', { ...entry, accessToken: '' }],
    ['scopes in one text', { ...entry, scopes: 'Mail.Read' }],
    ['a scope that is none', { ...entry, scopes: [1] }],
    ['no end', { ...entry, expiresAtMs: undefined }],
    ['a time zone that is none', { ...entry, timeZone: 1 }],
    ['nothing', null],
  ])('is none where an older or newer version sealed %s', async (_, sealed) => {
    const key = await createEntryKey(assertion);
    const purpose = sealPurpose('m365-vault/v1', owner.tenantId, owner.objectId, 'graph/.default');
    const plaintext = new TextEncoder().encode(JSON.stringify(sealed));
    const box = await seal(ring, { purpose, salt: key.salt }, plaintext);
    expect(await unsealEntry(ring, owner, key, box)).toBeUndefined();
  });
});
