/** Limits how many tasks run at once. The others wait in the order in which they arrived. */
export interface Semaphore {
  /**
   * Waits for a free slot. Returns the function that releases it, to be called once.
   * @throws the signal's reason when it aborts before a slot is free
   */
  acquire(signal: AbortSignal): Promise<() => void>;
}

/** A semaphore with `limit` slots. */
export function createSemaphore(limit: number): Semaphore {
  const waiting: (() => void)[] = [];
  let free = limit;

  function release(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  return {
    async acquire(signal) {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return release;
      }
      await new Promise<void>((resolve, reject) => {
        const cancel = () => {
          waiting.splice(waiting.indexOf(start), 1);
          reject(signal.reason as Error);
        };
        const start = () => {
          signal.removeEventListener('abort', cancel);
          resolve();
        };
        waiting.push(start);
        signal.addEventListener('abort', cancel, { once: true });
      });
      return release;
    },
  };
}
