import { describe, expect, it } from 'vitest';
import { type Semaphore, createSemaphore } from '../../../src/lib/semaphore.ts';

const never = new AbortController().signal;

/** Runs a task while it holds a slot. */
async function run<T>(semaphore: Semaphore, task: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const release = await semaphore.acquire(signal);
  try {
    return await task();
  } finally {
    release();
  }
}

/** A task that ends when it is told to. */
function heldTask(log: string[], name: string) {
  const held = Promise.withResolvers<void>();
  return {
    end: held.resolve,
    fail: held.reject,
    run: async () => {
      log.push(name);
      await held.promise;
      return name;
    },
  };
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('createSemaphore', () => {
  it('runs up to the limit and the other tasks in order', async () => {
    const semaphore = createSemaphore(2);
    const log: string[] = [];
    const tasks = ['a', 'b', 'c', 'd'].map((name) => heldTask(log, name));
    const results = tasks.map((task) => run(semaphore, task.run, never));
    await settle();
    expect(log).toEqual(['a', 'b']);
    tasks[1]?.end();
    await settle();
    expect(log).toEqual(['a', 'b', 'c']);
    for (const { end } of tasks) end();
    await expect(Promise.all(results)).resolves.toEqual(['a', 'b', 'c', 'd']);
    expect(log).toEqual(['a', 'b', 'c', 'd']);
  });

  it('does not exceed the limit after it passed a slot on', async () => {
    const semaphore = createSemaphore(1);
    const log: string[] = [];
    const tasks = ['a', 'b', 'c'].map((name) => heldTask(log, name));
    const [first, second] = tasks.slice(0, 2).map((task) => run(semaphore, task.run, never));
    tasks[0]?.end();
    await first;
    const third = run(semaphore, tasks[2]!.run, never);
    await settle();
    expect(log).toEqual(['a', 'b']);
    for (const { end } of tasks) end();
    await Promise.all([second, third]);
    expect(log).toEqual(['a', 'b', 'c']);
  });

  it('releases the slot when a task fails', async () => {
    const semaphore = createSemaphore(1);
    const log: string[] = [];
    const first = heldTask(log, 'a');
    const failing = run(semaphore, first.run, never);
    const second = run(semaphore, () => Promise.resolve('b'), never);
    first.fail(new Error('failed'));
    await expect(failing).rejects.toThrow('failed');
    await expect(second).resolves.toBe('b');
    await expect(run(semaphore, () => Promise.resolve('c'), never)).resolves.toBe('c');
  });

  it('removes a waiting task whose signal aborts', async () => {
    const semaphore = createSemaphore(1);
    const log: string[] = [];
    const first = heldTask(log, 'a');
    const controller = new AbortController();
    const running = run(semaphore, first.run, never);
    const waiting = run(semaphore, heldTask(log, 'b').run, controller.signal);
    const next = run(semaphore, () => Promise.resolve('c'), never);
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    first.end();
    await expect(running).resolves.toBe('a');
    await expect(next).resolves.toBe('c');
    expect(log).toEqual(['a']);
  });

  it('rejects when the signal is already aborted', async () => {
    const log: string[] = [];
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(run(createSemaphore(1), heldTask(log, 'a').run, signal)).rejects.toThrow('stopped');
    expect(log).toEqual([]);
  });
});
