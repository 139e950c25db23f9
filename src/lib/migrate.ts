/**
 * Brings the tables of a Durable Object up to the newest of its migrations, in one transaction. Each runs once, in
 * order, and is never edited after a release; tables of a newer version stay untouched.
 */
export function migrate(storage: DurableObjectStorage, migrations: readonly string[]): void {
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
