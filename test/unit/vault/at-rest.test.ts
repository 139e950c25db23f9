import { beforeEach, describe, expect, it } from 'vitest';
import type { User } from '../../../src/lib/guid.ts';
import { encodeBase64Url, sha256 } from '../../../src/crypto/encoding.ts';
import { unseal, sealPurpose } from '../../../src/crypto/sealed-box.ts';
import type { Assertion } from '../../../src/entra/caller.ts';
import { createEntryKey, sealEntry } from '../../../src/vault/entry.ts';
import { newAssertion, newUser, sqlIn, vaultOf, tokenRequest } from './users.ts';
import { resetUpstream, upstream } from './upstream.ts';

type Bytes = Uint8Array<ArrayBuffer>;

beforeEach(resetUpstream);

describe('the database of a vault', () => {
  it('contains no token, assertion, scope, time zone, user id or salt', async () => {
    const wish = tokenRequest(newUser());
    const answer = await vaultOf(wish).graphToken(wish);
    await vaultOf(wish).rememberTimeZone({ ...wish, timeZone: 'Europe/Berlin' });
    await vaultOf(wish).revoke({ ...wish, beforeMs: wish.issuedAtMs - 1 });
    await vaultOf(wish).graphToken(wish);
    const loot = (await allBytes(wish)).map(latin1).join('\n');
    const salt = await sha256(wish.assertion);
    const secrets = [
      answer.ok ? answer.accessToken : '',
      'graph-token',
      ...wish.assertion.split('.'),
      'User.Read',
      'Mail.Read',
      'Europe/Berlin',
      '.default',
      wish.tenantId,
      wish.objectId,
      wish.correlationId,
      latin1(salt),
      encodeBase64Url(salt),
    ];
    for (const secret of secrets) {
      expect(secret).not.toBe('');
      expect(loot).not.toContain(secret);
    }
    const { rowId } = await createEntryKey(wish.assertion);
    expect(loot).toContain(latin1(rowId));
  });

  it('cannot be unsealed with the key ring alone', async () => {
    const person = newUser();
    const wishes = [tokenRequest(person), tokenRequest(person), tokenRequest(person)];
    for (const wish of wishes) await vaultOf(person).graphToken(wish);
    const everything = await allBytes(person);
    const hashed = await Promise.all(everything.map((bytes) => sha256(bytes)));
    const salts = [...everything, ...hashed, new Uint8Array(), new Uint8Array(32)];
    const boxes = await sealedOf(person);
    expect(boxes).toHaveLength(3);
    for (const box of boxes) {
      for (const salt of salts) expect(await openWith(person, salt, box)).toBeUndefined();
    }
    // The same attempt with the live assertion opens exactly its own row.
    const owner = await openWith(person, await sha256(wishes[0]?.assertion ?? ''), ...boxes);
    expect(owner).toContain('graph-token-1-for');
  });

  async function openWith(person: User, salt: Bytes, ...boxes: Bytes[]): Promise<string | undefined> {
    const purpose = sealPurpose('m365-vault/v1', person.tenantId, person.objectId, 'graph/.default');
    const opened = await Promise.all(boxes.map((box) => unseal(upstream.keyRing, { purpose, salt }, box)));
    const found = opened.filter((plaintext) => plaintext !== undefined);
    return found.length === 1 ? new TextDecoder().decode(found[0]) : undefined;
  }
});

describe('a modified row', () => {
  const headerLength = 5;
  it.each<[string, (sealed: Bytes) => Bytes]>([
    ['its version', (sealed) => flip(sealed, 0)],
    ['its key id', (sealed) => flip(sealed, 2)],
    ['its iv', (sealed) => flip(sealed, headerLength)],
    ['its ciphertext', (sealed) => flip(sealed, headerLength + 12)],
    ['its tag', (sealed) => flip(sealed, sealed.byteLength - 1)],
    ['its end', (sealed) => sealed.slice(0, -1)],
    ['all of it', () => new Uint8Array()],
    ['all of it, for random bytes', (sealed) => crypto.getRandomValues(sealed.slice())],
  ])('in %s is a miss, and is replaced', async (_case, tamper) => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    const [sealed = new Uint8Array()] = await sealedOf(wish);
    const tampered = tamper(sealed);
    await sqlIn(wish, 'UPDATE entry SET sealed = ?', tampered.buffer);
    await vaultOf(wish).rememberTimeZone({ ...wish, timeZone: 'Europe/Berlin' });
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({
      ok: true,
      exchanged: true,
      storageFailed: false,
    });
    expect(await sealedOf(wish)).not.toContainEqual(tampered);
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged: false });
    expect(upstream.exchanges).toHaveLength(2);
  });

  it('is deleted even when the following exchange fails', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await sqlIn(wish, `UPDATE entry SET sealed = x'01'`);
    upstream.exchange = async () => ({ ok: false, failure: { kind: 'blocked' } });
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: false });
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toEqual([]);
  });

  it('is a miss when two rows of a user are swapped', async () => {
    const person = newUser();
    const [phone, laptop] = [tokenRequest(person), tokenRequest(person)];
    for (const wish of [phone, laptop]) await vaultOf(person).graphToken(wish);
    const [first, second] = await sqlIn(person, 'SELECT row_id, sealed FROM entry');
    for (const [to, from] of [
      [first, second],
      [second, first],
    ]) {
      const row = [from?.['sealed'] ?? null, to?.['row_id'] ?? null];
      await sqlIn(person, 'UPDATE entry SET sealed = ? WHERE row_id = ?', ...row);
    }
    expect(await sealedOf(person)).toEqual([second, first].map((row) => bytesOf(row?.['sealed'] ?? null)));
    expect(await vaultOf(person).graphToken(phone)).toMatchObject({ exchanged: true });
    expect(await vaultOf(person).graphToken(laptop)).toMatchObject({ exchanged: true });
  });

  it.each([
    ['another person', () => newUser],
    [
      'the same object id in another tenant',
      (person: User) => () => ({ ...newUser(), objectId: person.objectId }),
    ],
  ])('is a miss when it was carried over from %s, even with their own assertion', async (_case, other) => {
    const assertion = newAssertion();
    const here = newUser();
    const there = other(here)();
    await vaultOf(here).graphToken(tokenRequest(here, assertion));
    const [row] = await sqlIn(here, 'SELECT * FROM entry');
    await sqlIn(
      there,
      'INSERT INTO entry (row_id, sealed, expires_at_ms) VALUES (?, ?, ?)',
      ...Object.values(row ?? {}),
    );
    expect(await vaultOf(there).graphToken(tokenRequest(there, assertion))).toMatchObject({
      exchanged: true,
    });
  });

  it('does not live longer with a later plaintext expiry', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await sqlIn(wish, 'UPDATE entry SET expires_at_ms = ?', wish.assertionExpiresAtMs + 3600_000);
    upstream.nowMs = wish.assertionExpiresAtMs;
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ exchanged: true });
  });
});

describe('an entry of another format version', () => {
  const entry = {
    accessToken: 'a later token',
    scopes: ['User.Read'],
    expiresAtMs: Date.now() + 4 * 3600_000,
  };
  it.each([
    ['with a member more is used', { ...entry, addedLater: true }, false],
    ['without a token is a miss', { ...entry, accessToken: undefined }, true],
    ['with scopes of another shape is a miss', { ...entry, scopes: 'User.Read' }, true],
  ])('%s', async (_case, sealedEntry, exchanged) => {
    const wish = tokenRequest(newUser());
    await plant(wish, wish.assertion, sealedEntry);
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged, storageFailed: false });
  });

  async function plant(person: User, assertion: Assertion, content: object): Promise<void> {
    const key = await createEntryKey(assertion);
    const sealed = await sealEntry(upstream.keyRing, person, key, content as typeof entry);
    const row = [key.rowId.buffer, sealed.buffer, entry.expiresAtMs];
    await sqlIn(person, 'INSERT INTO entry (row_id, sealed, expires_at_ms) VALUES (?, ?, ?)', ...row);
  }
});

/** Every value of every table of a person's vault, as bytes. */
async function allBytes(person: User): Promise<Bytes[]> {
  const rows = await Promise.all(
    ['entry', 'revocation', 'schema_version'].map((table) => sqlIn(person, `SELECT * FROM ${table}`)),
  );
  return rows.flat().flatMap((row) => Object.values(row).map(bytesOf));
}

async function sealedOf(person: User): Promise<Bytes[]> {
  return (await sqlIn(person, 'SELECT sealed FROM entry')).map(({ sealed }) => bytesOf(sealed ?? null));
}

function bytesOf(value: SqlStorageValue): Bytes {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return new TextEncoder().encode(JSON.stringify(value)).slice();
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function flip(bytes: Bytes, index: number): Bytes {
  return bytes.map((byte, at) => (at === index ? byte ^ 4 : byte));
}
