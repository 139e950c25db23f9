import { migrate } from '../lib/durable-object.ts';

/**
 * The rows of one vault object. Every change is one atomic write, and no answer leaves the object before it is durable:
 * the platform's output gate holds it back.
 * @see https://developers.cloudflare.com/durable-objects/reference/in-memory-state/
 */
interface VaultStore {
  sealedAt(rowId: Uint8Array): Uint8Array | undefined;
  /** Writes a row and sees to it that the alarm deletes it. */
  put(rowId: Uint8Array, sealed: Uint8Array, expiresAtMs: number): Promise<void>;
  /** Exchanges the content of a row, unless the row has meanwhile changed or gone. */
  replace(rowId: Uint8Array, from: Uint8Array, to: Uint8Array): void;
  remove(rowId: Uint8Array): void;
  /** Deletes what has expired and sets the alarm for what has not. */
  removeExpired(nowMs: number): Promise<void>;
  /** Access tokens issued at or before this time are refused. */
  revokedBeforeMs(): number;
  /** Raises the mark of revocation and deletes every entry. */
  revoke(beforeMs: number): Promise<void>;
}

/** The store of an object, its tables brought up to date. */
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
 * The tables of a person's vault object. Each migration runs once, in order, and is never edited after a release. It
 * only adds: while a new version rolls out, the old code still reads and writes the same object.
 * @see docs/storage.md
 */
const vaultMigrations: readonly string[] = [
  `CREATE TABLE entry (
    -- SHA-256 of the SHA-256 of the assertion. The inner hash salts the seal and is nowhere stored.
    row_id BLOB PRIMARY KEY,
    -- Version, key id, iv, ciphertext and tag of the Graph token, its scopes, its expiry and the time zone.
    sealed BLOB NOT NULL,
    -- When the alarm deletes the row. Whether an entry may be used is decided by what is sealed, not by this.
    expires_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE revocation (
    -- At most one row.
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    -- Access tokens issued at or before this time are refused. It never goes back.
    before_ms INTEGER NOT NULL
  ) STRICT;`,
];
