import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { openVaultStore } from '../../../src/vault/store.ts';
import { alarmOf, newUser, sqlIn, stubOf, vaultOf, tokenRequest } from './users.ts';
import { resetUpstream, upstream } from './upstream.ts';

beforeEach(resetUpstream);

describe('failing storage', () => {
  it('on write returns the exchanged token without storing it', async () => {
    const wish = tokenRequest(newUser());
    await sqlIn(
      wish,
      `CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    );
    const answer = await vaultOf(wish).graphToken(wish);
    expect(answer).toMatchObject({ ok: true, exchanged: true, storageFailed: true });
    await sqlIn(wish, 'DROP TRIGGER full');
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ exchanged: true, storageFailed: false });
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ exchanged: false, storageFailed: false });
  });

  it('on read makes an exchange and loses no acknowledged data', async () => {
    const wish = tokenRequest(newUser());
    const first = await vaultOf(wish).graphToken(wish);
    await sqlIn(wish, 'ALTER TABLE entry RENAME TO away');
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({
      ok: true,
      exchanged: true,
      storageFailed: true,
    });
    await sqlIn(wish, 'ALTER TABLE away RENAME TO entry');
    expect(await vaultOf(wish).graphToken(wish)).toEqual({ ...first, exchanged: false });
  });
});

describe('an unreadable copy of the policy', () => {
  it.each([
    ['no JSON', "UPDATE memory SET value = '{'"],
    ['no table', 'DROP TABLE memory'],
  ])('with %s is read again', async (_case, query) => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await sqlIn(wish, query);
    await evictDurableObject(stubOf(wish));
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ ok: true, exchanged: false });
    expect(upstream.policyReads).toHaveLength(2);
  });
});

describe('VaultStore', () => {
  it('does not overwrite a row that changed or disappeared since it was read', async () => {
    const bytes = (value: number): Uint8Array => Uint8Array.of(value);
    await runInDurableObject(stubOf(newUser()), async (_vault, { storage }) => {
      const store = openVaultStore(storage);
      await store.put(bytes(1), bytes(10), upstream.nowMs + 3600_000);
      store.replace(bytes(1), bytes(10), bytes(11));
      expect(store.sealedAt(bytes(1))).toEqual(bytes(11));
      store.replace(bytes(1), bytes(10), bytes(12));
      expect(store.sealedAt(bytes(1))).toEqual(bytes(11));
      store.remove(bytes(1));
      store.replace(bytes(1), bytes(11), bytes(12));
      expect(store.sealedAt(bytes(1))).toBeUndefined();
    });
  });
});

describe('the alarm', () => {
  it('deletes expired entries, keeps the rest, and schedules the next run', async () => {
    const person = newUser();
    const startMs = upstream.nowMs;
    const [short, long] = [tokenRequest(person), tokenRequest(person)];
    const shortEndMs = startMs + 20 * 60_000;
    await vaultOf(person).graphToken(long);
    await vaultOf(person).graphToken({ ...short, assertionExpiresAtMs: shortEndMs });
    expect(await alarmOf(person)).toBe(shortEndMs);
    upstream.nowMs = shortEndMs;
    expect(await runDurableObjectAlarm(stubOf(person))).toBe(true);
    expect(await sqlIn(person, 'SELECT expires_at_ms FROM entry')).toEqual([
      { expires_at_ms: long.assertionExpiresAtMs },
    ]);
    expect(await alarmOf(person)).toBe(long.assertionExpiresAtMs);
    expect(await vaultOf(person).graphToken(long)).toMatchObject({ exchanged: false });
  });

  it('is not scheduled when nothing is stored', async () => {
    const wish = tokenRequest(newUser());
    expect(await alarmOf(wish)).toBeNull();
    await vaultOf(wish).graphToken(wish);
    upstream.nowMs = wish.assertionExpiresAtMs;
    expect(await runDurableObjectAlarm(stubOf(wish))).toBe(true);
    expect(await sqlIn(wish, 'SELECT * FROM entry')).toEqual([]);
    expect(await alarmOf(wish)).toBeNull();
  });

  it('deletes nothing when it runs early', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await runDurableObjectAlarm(stubOf(wish));
    expect(await alarmOf(wish)).toBe(wish.assertionExpiresAtMs);
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ exchanged: false });
  });

  it('keeps revocations, needs no configuration, and works on a newly loaded object', async () => {
    const person = newUser();
    await vaultOf(person).revoke({ ...person, beforeMs: upstream.nowMs - 2000 });
    const wish = tokenRequest(person);
    await vaultOf(person).graphToken(wish);
    await evictDurableObject(stubOf(person));
    upstream.fault = 'SEAL_KEYS: must hold a key.';
    upstream.nowMs = wish.assertionExpiresAtMs;
    expect(await runDurableObjectAlarm(stubOf(person))).toBe(true);
    expect(await sqlIn(person, 'SELECT * FROM entry')).toEqual([]);
    expect(await sqlIn(person, 'SELECT * FROM revocation')).toHaveLength(1);
  });
});

describe('the schema', () => {
  it('has exactly the documented tables and columns', async () => {
    const columns = await sqlIn(
      newUser(),
      `SELECT t.name || '.' || c.name AS "column" FROM sqlite_master t JOIN pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY t.name, c.cid`,
    );
    expect(columns.map(({ column }) => column)).toEqual([
      'entry.row_id',
      'entry.sealed',
      'entry.expires_at_ms',
      'issued_token.row_id',
      'issued_token.issued_at_ms',
      'issued_token.issued_to',
      'issued_token.expires_at_ms',
      'memory.name',
      'memory.value',
      'revocation.singleton',
      'revocation.before_ms',
      'schema_version.version',
    ]);
  });

  it('is created once, and a later version is used unchanged', async () => {
    const wish = tokenRequest(newUser());
    await vaultOf(wish).graphToken(wish);
    await sqlIn(wish, 'ALTER TABLE entry ADD COLUMN added_later TEXT');
    await sqlIn(wish, 'INSERT INTO schema_version (version) VALUES (3)');
    await evictDurableObject(stubOf(wish));
    expect(await vaultOf(wish).graphToken(wish)).toMatchObject({ exchanged: false });
    const other = { ...tokenRequest(wish), tenantId: wish.tenantId, objectId: wish.objectId };
    expect(await vaultOf(wish).graphToken(other)).toMatchObject({ exchanged: true, storageFailed: false });
    expect(await sqlIn(wish, 'SELECT version FROM schema_version')).toEqual([
      { version: 1 },
      { version: 2 },
      { version: 3 },
    ]);
  });
});
