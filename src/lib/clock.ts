/**
 * Source of the current time, replaced in tests. In a Worker `Date.now()` advances only with I/O, so it does not measure
 * computation.
 */
export interface Clock {
  nowMs(): number;
}

/** The clock of the platform, `Date.now()`. */
export const systemClock: Clock = { nowMs: () => Date.now() };

/** Resolves after the delay, or rejects with the signal's reason when it aborts. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
