import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSharedWork, pollUntil } from '../../../src/lib/shared-work.ts';

describe('pollUntil', () => {
  it('returns true at once for a state that is reached', async () => {
    await expect(pollUntil(() => true)).resolves.toBe(true);
  });

  it('returns true soon after the state is reached', async () => {
    let isReached = false;
    const startedAtMs = Date.now();
    setTimeout(() => (isReached = true), 50);
    await expect(pollUntil(() => isReached)).resolves.toBe(true);
    expect(Date.now() - startedAtMs).toBeLessThan(1000);
  });

  it('returns false after the maximum wait', async () => {
    await expect(pollUntil(() => false, { maxWaitMs: 10 })).resolves.toBe(false);
  });

  it("throws the signal's reason", async () => {
    const controller = new AbortController();
    const waiting = pollUntil(() => false, { signal: controller.signal });
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });
});

describe('intervals of pollUntil', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** The milliseconds after which the state was read, and the result of the wait. */
  async function readPolls(endsAfterMs: number, options: { maxWaitMs?: number } = {}) {
    const startedAtMs = Date.now();
    const polledAtMs: number[] = [];
    const waiting = pollUntil(() => {
      const waitedMs = Date.now() - startedAtMs;
      polledAtMs.push(waitedMs);
      return waitedMs >= endsAfterMs;
    }, options);
    await vi.runAllTimersAsync();
    return { isReached: await waiting, polledAtMs };
  }

  it('reads the state every 2 ms at first', async () => {
    const { isReached, polledAtMs } = await readPolls(6);
    expect(isReached).toBe(true);
    expect(polledAtMs).toEqual([0, 2, 4, 6]);
  });

  it('reads the state after a quarter of the time that it has waited', async () => {
    const { polledAtMs } = await readPolls(90);
    const later = polledAtMs.filter((polledMs) => polledMs >= 12);
    expect(later.length).toBeGreaterThan(5);
    for (const [index, polledMs] of later.slice(1).entries()) {
      expect(Math.abs(polledMs - 1.25 * later[index]!)).toBeLessThanOrEqual(1);
    }
  });

  it('reads the state every 25 ms after the first 100 ms', async () => {
    const { polledAtMs } = await readPolls(1000);
    const later = polledAtMs.filter((polledMs) => polledMs >= 100);
    expect(later.length).toBeGreaterThan(30);
    for (const [index, polledMs] of later.slice(1).entries()) expect(polledMs - later[index]!).toBe(25);
  });

  it('reads the state for the last time when the maximum wait ends', async () => {
    expect(await readPolls(1000, { maxWaitMs: 5 })).toEqual({ isReached: false, polledAtMs: [0, 2, 4, 5] });
    expect(await readPolls(1000, { maxWaitMs: 0 })).toEqual({ isReached: false, polledAtMs: [0] });
  });
});

describe('createSharedWork', () => {
  const createWork = () => {
    const state = { nowMs: 5000 };
    const continued: Promise<unknown>[] = [];
    const work = createSharedWork({
      maxMs: 1000,
      clock: { nowMs: () => state.nowMs },
      waitUntil: (promise) => continued.push(promise),
    });
    return { work, state, continued };
  };

  it('is not waited for when nobody performs it', async () => {
    const { work } = createWork();
    expect(work.isRunning()).toBe(false);
    await expect(work.wait()).resolves.toBe(true);
  });

  it('is waited for until it ends, and passed to waitUntil', async () => {
    const { work, continued } = createWork();
    const held = Promise.withResolvers<void>();
    const performed = work.run(() => held.promise);
    expect(work.isRunning()).toBe(true);
    const waiting = work.wait();
    held.resolve();
    await performed;
    await expect(waiting).resolves.toBe(true);
    expect(continued).toHaveLength(1);
  });

  it('ends when it fails', async () => {
    const { work, continued } = createWork();
    await expect(work.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    await expect(continued[0]).rejects.toThrow('failed');
    await expect(work.wait()).resolves.toBe(true);
  });

  it('counts as abandoned when it does not end in time, until somebody performs it again', async () => {
    const { work, state } = createWork();
    const held = Promise.withResolvers<void>();
    const abandoned = work.run(() => held.promise);
    const waiting = work.wait();
    state.nowMs += 1000;
    await expect(waiting).resolves.toBe(false);
    expect(work.isRunning()).toBe(false);
    await work.run(() => Promise.resolve());
    await expect(work.wait()).resolves.toBe(true);
    held.resolve();
    await abandoned;
    await expect(work.wait()).resolves.toBe(true);
  });

  it('counts as performed by the second request when the abandoned one ends before it', async () => {
    const { work, state } = createWork();
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const abandoned = work.run(() => first.promise);
    state.nowMs += 1000;
    const performed = work.run(() => second.promise);
    first.resolve();
    await abandoned;
    expect(work.isRunning()).toBe(true);
    second.resolve();
    await performed;
    expect(work.isRunning()).toBe(false);
  });
});
