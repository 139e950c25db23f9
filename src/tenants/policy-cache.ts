import type { Clock } from '../lib/clock.ts';
import type { Policy } from './policy.ts';

/** The tenant policy, cached in a vault object. */
export interface PolicyCache {
  /** Undefined if the policy cannot be read and the cached one is too old: then access is denied. */
  current(): Promise<Policy | undefined>;
}

/** Maximum age of the policy: a change applies to every user within this time. */
const freshForMs = 10_000;
/** How much longer the cached policy is used if the policy object cannot be reached. */
const graceMs = 60_000;

/**
 * Reads the policy at most once in ten seconds, failed attempts included, however many requests need it, so that a slow
 * policy object of a large tenant does not receive more requests. The age counts from the start of a read.
 */
export function createPolicyCache(read: () => Promise<Policy>, clock: Clock): PolicyCache {
  let cached: Policy | undefined;
  let cachedAtMs = Number.NEGATIVE_INFINITY;
  let attemptedAtMs = Number.NEGATIVE_INFINITY;
  let attempt: Promise<void> = Promise.resolve();

  async function load(startedAtMs: number): Promise<void> {
    try {
      cached = await read();
      cachedAtMs = startedAtMs;
    } catch {
      // The cached policy is used for the grace period; without one, access is denied.
    }
  }

  return {
    async current() {
      const nowMs = clock.nowMs();
      if (nowMs - attemptedAtMs >= freshForMs) {
        attemptedAtMs = nowMs;
        attempt = load(nowMs);
      }
      await attempt;
      return clock.nowMs() - cachedAtMs < freshForMs + graceMs ? cached : undefined;
    },
  };
}
