/**
 * The tables of a person's vault object. Each migration runs once, in order, and is never edited after a release. It
 * only adds: while a new version rolls out, the old code still reads and writes the same object.
 * @see docs/storage.md
 */
export const vaultMigrations: readonly string[] = [
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
