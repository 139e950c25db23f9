import type { Clock } from '../lib/clock.ts';
import type { Policy } from './policy.ts';

/** The policy of one organisation as one vault object knows it. */
export interface PolicyCache {
  /** Undefined where the policy cannot be had and the last one known is too old to go by: then nobody comes in. */
  current(): Promise<Policy | undefined>;
}

/** How old a policy may be that decides: a change reaches everybody within this time. */
const freshForMs = 10_000;
/** How long the last policy known goes on when the policy object cannot be reached. */
const graceMs = 60_000;

/**
 * Reads the policy at most once in ten seconds, failed attempts counted, however many ask at once: so the policy object
 * of a large organisation is not asked more by being slow. Ages count from when a reading began.
 */
export function createPolicyCache(read: () => Promise<Policy>, clock: Clock): PolicyCache {
  let known: Policy | undefined;
  let knownSinceMs = Number.NEGATIVE_INFINITY;
  let attemptedAtMs = Number.NEGATIVE_INFINITY;
  let attempt: Promise<void> = Promise.resolve();

  async function load(startedAtMs: number): Promise<void> {
    try {
      known = await read();
      knownSinceMs = startedAtMs;
    } catch {
      // What is known goes on for the grace; what is not known refuses everybody.
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
      return clock.nowMs() - knownSinceMs < freshForMs + graceMs ? known : undefined;
    },
  };
}
