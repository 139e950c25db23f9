import { migrate } from '../lib/durable-object.ts';
import { parseJson } from '../lib/json.ts';
import type { IssuedTo } from './messages.ts';

/** When and to whom the authorization server issued an access token. */
export interface TokenIssue {
  readonly issuedAtMs: number;
  readonly issuedTo: IssuedTo | undefined;
}

/** The issue of an access token, and the revocation that it is compared with. */
export interface TokenValidity {
  /** Undefined if the authorization server has not issued the access token. */
  readonly issue: TokenIssue | undefined;
  /** Access tokens issued at or before this time are revoked. 0 if there is no revocation. */
  readonly revokedBeforeMs: number;
}

/** Values that survive eviction from memory: the last policy, and recent failed exchanges. */
export type MemoryName = 'policy' | 'exchange_failures';

/**
 * The tables of a vault object. Every write is atomic, and the output gate holds the response until it is durable.
 * @see https://developers.cloudflare.com/durable-objects/reference/in-memory-state/
 */
interface VaultStore {
  sealedAt(rowId: Uint8Array): Uint8Array | undefined;
  /** Writes a row and schedules the alarm that deletes it. */
  put(rowId: Uint8Array, sealed: Uint8Array, expiresAtMs: number): Promise<void>;
  /** Replaces the content of a row if it is unchanged. */
  replace(rowId: Uint8Array, from: Uint8Array, to: Uint8Array): void;
  remove(rowId: Uint8Array): void;
  /** Records the issue of an access token and schedules the alarm that deletes the record. */
  putIssue(rowId: Uint8Array, issue: TokenIssue, expiresAtMs: number): Promise<void>;
  /** One statement, since it runs in each tool call. */
  readValidity(rowId: Uint8Array): TokenValidity;
  /** Deletes expired rows and schedules the alarm for the next one. */
  removeExpired(nowMs: number): Promise<void>;
  /** Raises the time of the revocation and deletes every entry. */
  revoke(beforeMs: number): Promise<void>;
  /** The value of a name, or undefined if there is none or it is unreadable. */
  readMemory(name: MemoryName): unknown;
  /** Replaces a value, or deletes it (undefined). Does nothing if the write fails: the value is also in memory. */
  writeMemory(name: MemoryName, value: unknown): void;
}

/** Opens the store of an object and applies its migrations. */
export function openVaultStore(storage: DurableObjectStorage): VaultStore {
  migrate(storage, vaultMigrations);
  const { sql } = storage;

  async function scheduleAlarm(): Promise<void> {
    const { next } = sql
      .exec<{ next: number | null }>(
        'SELECT min(expires_at_ms) AS next FROM (SELECT expires_at_ms FROM entry UNION ALL SELECT expires_at_ms FROM issued_token)',
      )
      .one();
    await (next === null ? storage.deleteAlarm() : storage.setAlarm(next));
  }

  return {
    sealedAt(rowId) {
      const [row] = sql.exec<{ sealed: ArrayBuffer }>('SELECT sealed FROM entry WHERE row_id = ?', rowId);
      return row && new Uint8Array(row.sealed);
    },
    async put(rowId, sealed, expiresAtMs) {
      sql.exec(
        'INSERT OR REPLACE INTO entry (row_id, sealed, expires_at_ms) VALUES (?, ?, ?)',
        rowId,
        sealed,
        expiresAtMs,
      );
      await scheduleAlarm();
    },
    replace(rowId, from, to) {
      sql.exec('UPDATE entry SET sealed = ? WHERE row_id = ? AND sealed = ?', to, rowId, from);
    },
    remove(rowId) {
      sql.exec('DELETE FROM entry WHERE row_id = ?', rowId);
    },
    async putIssue(rowId, { issuedAtMs, issuedTo }, expiresAtMs) {
      sql.exec(
        'INSERT OR REPLACE INTO issued_token (row_id, issued_at_ms, issued_to, expires_at_ms) VALUES (?, ?, ?, ?)',
        rowId,
        issuedAtMs,
        issuedTo === undefined ? null : JSON.stringify(issuedTo),
        expiresAtMs,
      );
      await scheduleAlarm();
    },
    readValidity(rowId) {
      const { before_ms, issued_at_ms, issued_to } = sql
        .exec<{ before_ms: number | null; issued_at_ms: number | null; issued_to: string | null }>(
          `SELECT (SELECT before_ms FROM revocation) AS before_ms, issued_at_ms, issued_to
           FROM (SELECT 1) LEFT JOIN issued_token ON row_id = ?`,
          rowId,
        )
        .one();
      const issuedTo = issued_to === null ? undefined : (JSON.parse(issued_to) as IssuedTo);
      return {
        issue: issued_at_ms === null ? undefined : { issuedAtMs: issued_at_ms, issuedTo },
        revokedBeforeMs: before_ms ?? 0,
      };
    },
    async removeExpired(nowMs) {
      sql.exec('DELETE FROM entry WHERE expires_at_ms <= ?', nowMs);
      sql.exec('DELETE FROM issued_token WHERE expires_at_ms <= ?', nowMs);
      await scheduleAlarm();
    },
    async revoke(beforeMs) {
      storage.transactionSync(() => {
        sql.exec(
          `INSERT INTO revocation (singleton, before_ms) VALUES (1, ?)
           ON CONFLICT (singleton) DO UPDATE SET before_ms = max(before_ms, excluded.before_ms)`,
          beforeMs,
        );
        sql.exec('DELETE FROM entry');
      });
      await scheduleAlarm();
    },
    readMemory(name) {
      try {
        const [row] = sql.exec<{ value: string }>('SELECT value FROM memory WHERE name = ?', name);
        return row && parseJson(row.value);
      } catch {
        return undefined;
      }
    },
    writeMemory(name, value) {
      try {
        if (value === undefined) sql.exec('DELETE FROM memory WHERE name = ?', name);
        else
          sql.exec('INSERT OR REPLACE INTO memory (name, value) VALUES (?, ?)', name, JSON.stringify(value));
      } catch {
        // The value in memory is used.
      }
    },
  };
}

/**
 * Migrations of a vault object. Each runs once, in order. A released migration is never edited, and only adds: during a
 * roll-out an older version reads and writes the same tables.
 * @see docs/storage.md
 */
const vaultMigrations: readonly string[] = [
  `CREATE TABLE entry (
    -- SHA-256 of the SHA-256 of the assertion. The inner hash is the salt of the seal and is not stored.
    row_id BLOB PRIMARY KEY,
    -- Version, key id, iv, ciphertext and tag of the Graph token, its scopes, its expiry and the time zone.
    sealed BLOB NOT NULL,
    -- When the alarm deletes the row. The sealed expiry decides whether an entry is usable.
    expires_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE revocation (
    -- At most one row.
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    -- Access tokens issued at or before this time are revoked. It never decreases.
    before_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE memory (
    -- 'policy': the last tenant policy and when it was read. 'exchange_failures': the negative cache.
    name TEXT PRIMARY KEY,
    -- JSON.
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE issued_token (
    -- As in entry.
    row_id BLOB PRIMARY KEY,
    -- When the authorization server issued the access token, in the connector's clock.
    issued_at_ms INTEGER NOT NULL,
    -- Grant and client, JSON.
    issued_to TEXT,
    -- When the access token expires, and the alarm deletes the row.
    expires_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`,
];
