import { setTimeout as sleep } from 'node:timers/promises';

/** A change of the tenant policy applies to every request that is sent later than this after it. */
export const maxPolicyDelayMs = 10_000;

/**
 * Repeats a request until its result is the new one.
 * @returns when the last request with the old result was sent, in milliseconds after the call. Unlike the time of the first
 * new result, it does not grow with the load of the machine.
 */
export async function measurePolicyDelay(hasOldResult: () => Promise<boolean>): Promise<number> {
  const startedAtMs = Date.now();
  let lastOldMs = 0;
  for (;;) {
    const sentMs = Date.now() - startedAtMs;
    if (!(await hasOldResult())) return lastOldMs;
    lastOldMs = sentMs;
    await sleep(250);
  }
}
