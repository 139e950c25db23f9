import { type Clock, sleep, systemClock } from './clock.ts';

/*
 * Requests of an isolate share plain data only. The runtime cancels a request that awaits a promise of another request
 * when that request ends, and its I/O objects (timers, streams, signals) belong to one request. A request that needs the
 * work of another one therefore reads shared data by timers of its own, and performs the work itself if nobody else does.
 * @see https://developers.cloudflare.com/workers/observability/errors/
 */

const minDelayMs = 2;
const maxDelayMs = 25;

interface PollOptions {
  readonly maxWaitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until shared data has a state, at most a quarter longer than necessary, and 25 ms.
 * @returns false if it has not after `maxWaitMs`
 * @throws the signal's reason when it aborts before
 */
export async function pollUntil(
  hasState: () => boolean,
  { maxWaitMs = Number.POSITIVE_INFINITY, signal }: PollOptions = {},
): Promise<boolean> {
  const startedAtMs = systemClock.nowMs();
  while (!hasState()) {
    const waitedMs = systemClock.nowMs() - startedAtMs;
    if (waitedMs >= maxWaitMs) return false;
    const delayMs = Math.min(Math.max(waitedMs / 4, minDelayMs), maxDelayMs, maxWaitMs - waitedMs);
    await sleep(delayMs, signal);
  }
  return true;
}

/** Work whose result several requests need at the same time: one performs it, the others wait. */
export interface SharedWork {
  /** Whether a request performs the work. */
  isRunning(): boolean;
  /** Performs the work in this request. It continues after the response. */
  run(work: () => Promise<void>): Promise<void>;
  /**
   * Waits until no request performs the work.
   * @returns false if the request that started it has not completed it in time: it may have been canceled
   */
  wait(): Promise<boolean>;
}

export interface SharedWorkOptions {
  /** Longest time of the work. After it, the work counts as abandoned. */
  readonly maxMs: number;
  readonly clock: Clock;
  /** Without it the runtime cancels the work when the client of its request disconnects. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

export function createSharedWork({ maxMs, clock, waitUntil }: SharedWorkOptions): SharedWork {
  let current: { readonly startedAtMs: number } | undefined;
  const isRunning = () => current !== undefined && clock.nowMs() - current.startedAtMs < maxMs;

  async function perform(work: () => Promise<void>): Promise<void> {
    const own = { startedAtMs: clock.nowMs() };
    current = own;
    try {
      await work();
    } finally {
      if (current === own) current = undefined;
    }
  }

  return {
    isRunning,
    async run(work) {
      const performed = perform(work);
      waitUntil(performed);
      await performed;
    },
    async wait() {
      await pollUntil(() => !isRunning());
      return current === undefined;
    },
  };
}
