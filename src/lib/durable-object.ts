/** What the platform says of a failed call to a Durable Object. */
export interface ObjectError extends Error {
  readonly retryable?: boolean;
  readonly overloaded?: boolean;
  readonly durableObjectReset?: boolean;
}

/** Waits before the second and the third attempt. */
const backOffMs: readonly number[] = [50, 200];

/**
 * Calls a Durable Object, and again where the platform says that it may help: never an overloaded one, and one that was
 * reset only once. An error can break a stub, so `call` takes a new one each time, and it must bear repeating.
 * @throws ObjectError of the last attempt
 * @see https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
 */
export async function callDurableObject<T>(
  call: () => Promise<T>,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<T> {
  let resets = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const { overloaded, retryable, durableObjectReset } = error as ObjectError;
      const waitMs = backOffMs[attempt];
      if (durableObjectReset) resets += 1;
      const again = !overloaded && (retryable || (durableObjectReset && resets === 1));
      if (!again || waitMs === undefined) throw error;
      await pause(waitMs);
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

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
