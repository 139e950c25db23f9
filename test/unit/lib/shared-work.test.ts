import { describe, expect, it } from 'vitest';
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

describe('createSharedWork', () => {
  const createWork = () => {
    const state = { nowMs: 0 };
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
});
