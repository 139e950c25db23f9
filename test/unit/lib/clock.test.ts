import { describe, expect, it } from 'vitest';
import { sleep } from '../../../src/lib/clock.ts';

describe('sleep', () => {
  it('resolves after the delay', async () => {
    await expect(sleep(1, new AbortController().signal)).resolves.toBeUndefined();
  });

  it("rejects with the signal's reason when it aborts", async () => {
    const controller = new AbortController();
    const stopped = new Error('stopped');
    const waiting = sleep(3_600_000, controller.signal);
    controller.abort(stopped);
    await expect(waiting).rejects.toBe(stopped);
    await expect(sleep(3_600_000, controller.signal)).rejects.toBe(stopped);
  });
});
