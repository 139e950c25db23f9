/**
 * The tables of a person's vault object. Each migration runs once, in order, and is never edited after a release. It
 * only adds: while a new version rolls out, the old code still reads and writes the same object.
 * @see docs/storage.md
 */
const migrations: readonly string[] = [
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

/** Brings the tables of the object up to this version, in one transaction. A newer version's tables stay untouched. */
export function migrate(storage: DurableObjectStorage): void {
  storage.transactionSync(() => {
    storage.sql.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT');
    const { version } = storage.sql
      .exec<{ version: number }>('SELECT coalesce(max(version), 0) AS version FROM schema_version')
      .one();
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      storage.sql.exec(migration);
      storage.sql.exec('INSERT INTO schema_version (version) VALUES (?)', index + 1);
    }
  });
}
