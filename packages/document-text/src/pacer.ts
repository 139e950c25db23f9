/** Work between two pauses, in bytes of markup: a few milliseconds. */
const bytesBetweenPauses = 64 * 1024;

/**
 * Lets the event loop run between steps of work, so that other requests of the isolate are served meanwhile. Counts work
 * in bytes, because the clock of a Worker does not advance while it computes.
 */
export class Pacer {
  #bytes = 0;

  async spend(bytes: number): Promise<void> {
    this.#bytes += bytes;
    if (this.#bytes < bytesBetweenPauses) return;
    this.#bytes = 0;
    await pause();
  }
}

/** Continues in a later turn of the event loop. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
