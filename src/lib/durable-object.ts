import { retry } from './retry.ts';

/** Members that the platform sets on the error of a failed call to a Durable Object. */
export interface ObjectError extends Error {
  readonly retryable?: boolean;
  readonly overloaded?: boolean;
  readonly durableObjectReset?: boolean;
}

/** Where the objects of a class are. */
export interface ObjectPlacement {
  /** Objects of another jurisdiction are other objects: nothing is migrated. */
  readonly jurisdiction?: DurableObjectJurisdiction | undefined;
  /** Where objects are created. Existing objects do not move. Not used with a jurisdiction. */
  readonly locationHint?: DurableObjectLocationHint | undefined;
}

/**
 * Returns a function that gets a stub of the object with a name.
 * @see https://developers.cloudflare.com/durable-objects/reference/data-location/
 */
export function objectsByName<T extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<T>,
  { jurisdiction, locationHint }: ObjectPlacement,
): (name: string) => DurableObjectStub<T> {
  if (jurisdiction) {
    const objects = namespace.jurisdiction(jurisdiction);
    return (name) => objects.getByName(name);
  }
  const options = locationHint && { locationHint };
  return (name) => namespace.getByName(name, options);
}

/** Delays before the second and the third attempt, on average. */
const retryDelaysMs: readonly number[] = [50, 200];
const defaultDeadlineMs = 8000;

export interface ObjectCallOptions {
  /** Waits between two attempts. */
  readonly sleep?: ((milliseconds: number) => Promise<unknown>) | undefined;
  /** 0 to 1: spreads the retries of many requests. */
  readonly random?: (() => number) | undefined;
  /** For all attempts together. The object completes a call that is no longer waited for. */
  readonly deadlineMs?: number | undefined;
}

/**
 * Calls a Durable Object and retries if the platform marks the error as retryable. An overloaded object is never
 * retried, an object that was reset only once. Delays vary by half.
 * @param call must be idempotent, and must obtain a new stub on each call: an error can break a stub
 * @throws ObjectError of the last attempt, or a retryable one at the deadline
 * @see https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
 */
export async function callDurableObject<T>(
  call: () => Promise<T>,
  { sleep: pause = sleep, random = Math.random, deadlineMs = defaultDeadlineMs }: ObjectCallOptions = {},
): Promise<T> {
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`The Durable Object did not respond within ${deadlineMs} ms.`);
    deadline.reject(Object.assign(error, { retryable: true }));
  }, deadlineMs);
  try {
    return await Promise.race([callRepeatedly(call, pause, random), deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function callRepeatedly<T>(
  call: () => Promise<T>,
  pause: (milliseconds: number) => Promise<unknown>,
  random: () => number,
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
        const delayMs = mayRetry ? retryDelaysMs[attempts - 1] : undefined;
        return delayMs === undefined ? undefined : delayMs * (0.5 + random());
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
