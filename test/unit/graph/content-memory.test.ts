import { describe, expect, it } from 'vitest';
import { createContentMemory } from '../../../src/graph/content-memory.ts';

const megabyte = 1024 * 1024;
const clock = { nowMs: () => Date.now() };
const { signal } = new AbortController();

describe('createContentMemory', () => {
  it('lets small contents of different users in at once', async () => {
    const memory = createContentMemory(clock);
    const releases = await Promise.all(
      ['a', 'b', 'c', 'd'].map((user) => memory.reserve(user, megabyte, signal)),
    );
    expect(releases).toHaveLength(4);
  });

  it('lets a second large content in when the first is released', async () => {
    const memory = createContentMemory(clock);
    const release = await memory.reserve('a', 24 * megabyte, signal);
    let isReserved = false;
    const second = memory.reserve('b', 24 * megabyte, signal).then(() => (isReserved = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isReserved).toBe(false);
    release();
    await second;
    expect(isReserved).toBe(true);
  });

  it('fails with throttled and a wait after five seconds without memory', async () => {
    const memory = createContentMemory(clock);
    await memory.reserve('a', 24 * megabyte, signal);
    await expect(memory.reserve('b', 24 * megabyte, signal)).rejects.toMatchObject({
      code: 'throttled',
      details: { retryAfterSeconds: 5 },
    });
  });

  it('lets two reads of one user run at once, and the third wait', async () => {
    const memory = createContentMemory(clock);
    const [release] = await Promise.all([
      memory.reserve('a', megabyte, signal),
      memory.reserve('a', megabyte, signal),
    ]);
    let isReserved = false;
    const third = memory.reserve('a', megabyte, signal).then(() => (isReserved = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isReserved).toBe(false);
    release();
    await third;
    expect(isReserved).toBe(true);
  });

  it('rejects with the reason of the signal when the caller cancels', async () => {
    const memory = createContentMemory(clock);
    await memory.reserve('a', 24 * megabyte, signal);
    const controller = new AbortController();
    const waiting = memory.reserve('b', 24 * megabyte, controller.signal);
    controller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
  });

  it('keeps the memory of a canceled read for two seconds, and lets its user read again at once', async () => {
    const memory = createContentMemory(clock);
    const controller = new AbortController();
    await memory.reserve('a', megabyte, controller.signal);
    await memory.reserve('a', megabyte, controller.signal);
    controller.abort(new Error('disconnected'));
    const startedAtMs = Date.now();
    await memory.reserve('a', megabyte, signal);
    expect(Date.now() - startedAtMs).toBeLessThan(1000);
    await memory.reserve('b', 24 * megabyte, signal);
    expect(Date.now() - startedAtMs).toBeGreaterThan(1500);
  });
});
