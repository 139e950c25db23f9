import { retry } from './retry.ts';

/** Members that the platform sets on the error of a failed call to a Durable Object. */
export interface ObjectError extends Error {
  readonly retryable?: boolean;
  readonly overloaded?: boolean;
  readonly durableObjectReset?: boolean;
}

/** Delays before the second and the third attempt. */
const retryDelaysMs: readonly number[] = [50, 200];

/**
 * Calls a Durable Object and retries if the platform marks the error as retryable. An overloaded object is never
 * retried, an object that was reset only once.
 * @param call must be idempotent, and must obtain a new stub on each call: an error can break a stub
 * @throws ObjectError of the last attempt
 * @see https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
 */
export async function callDurableObject<T>(
  call: () => Promise<T>,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<T> {
  let resets = 0;
  const result = await retry(
    async () => {
      try {
        return { ok: true, value: await call() } as const;
      } catch (error) {
        return { ok: false, error: error as ObjectError } as const;
      }
    },
    {
      sleep: pause,
      delayMs: (outcome, attempts) => {
        if (outcome.ok) return undefined;
        const { overloaded, retryable, durableObjectReset } = outcome.error;
        if (durableObjectReset) resets += 1;
        const mayRetry = !overloaded && (retryable || (durableObjectReset && resets === 1));
        return mayRetry ? retryDelaysMs[attempts - 1] : undefined;
      },
    },
  );
  if (result.ok) return result.value;
  throw result.error;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/**
 * Applies the migrations that a Durable Object has not applied yet, in order and in one transaction. A released
 * migration is never edited. Tables of a newer version are left unchanged.
 * @param table of the applied versions: an object with two stores has one for each
 */
export function migrate(
  storage: DurableObjectStorage,
  migrations: readonly string[],
  table: 'schema_version' | 'activity_schema_version' = 'schema_version',
): void {
  storage.transactionSync(() => {
    storage.sql.exec(`CREATE TABLE IF NOT EXISTS ${table} (version INTEGER PRIMARY KEY) STRICT`);
    const { version } = storage.sql
      .exec<{ version: number }>(`SELECT coalesce(max(version), 0) AS version FROM ${table}`)
      .one();
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      storage.sql.exec(migration);
      storage.sql.exec(`INSERT INTO ${table} (version) VALUES (?)`, index + 1);
    }
  });
}
