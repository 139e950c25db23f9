import { migrate } from '../lib/durable-object.ts';

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
  /** Deletes expired rows and schedules the alarm for the next one. */
  removeExpired(nowMs: number): Promise<void>;
  /** Access tokens issued at or before this time are revoked. 0 if there is no revocation. */
  revokedBeforeMs(): number;
  /** Raises the time of the revocation and deletes every entry. */
  revoke(beforeMs: number): Promise<void>;
}

/** Opens the store of an object and applies its migrations. */
export function openVaultStore(storage: DurableObjectStorage): VaultStore {
  migrate(storage, vaultMigrations);
  const { sql } = storage;

  async function scheduleAlarm(): Promise<void> {
    const { next } = sql.exec<{ next: number | null }>('SELECT min(expires_at_ms) AS next FROM entry').one();
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
    async removeExpired(nowMs) {
      sql.exec('DELETE FROM entry WHERE expires_at_ms <= ?', nowMs);
      await scheduleAlarm();
    },
    revokedBeforeMs() {
      const [row] = sql.exec<{ before_ms: number }>('SELECT before_ms FROM revocation');
      return row?.before_ms ?? 0;
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
  ) STRICT;
  CREATE TABLE revocation (
    -- At most one row.
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    -- Access tokens issued at or before this time are revoked. It never decreases.
    before_ms INTEGER NOT NULL
  ) STRICT;`,
];
