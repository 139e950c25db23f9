/**
 * Where the time comes from. `Date.now()` stands still while a Worker computes and moves at each I/O, so a request
 * takes its time from one clock, and tests turn it.
 */
export interface Clock {
  nowMs(): number;
}

/** The clock of the platform. */
export const systemClock: Clock = { nowMs: () => Date.now() };

/** Resolves after the time, or rejects with the signal's reason as soon as it aborts. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
