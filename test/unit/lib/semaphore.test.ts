import { describe, expect, it } from 'vitest';
import { createSemaphore } from '../../../src/lib/semaphore.ts';

const never = new AbortController().signal;

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

describe('a semaphore', () => {
  it('lets in as many as it may, the others in their order', async () => {
    const semaphore = createSemaphore(2);
    const log: string[] = [];
    const tasks = ['a', 'b', 'c', 'd'].map((name) => heldTask(log, name));
    const results = tasks.map(({ run }) => semaphore.run(run, never));
    await settle();
    expect(log).toEqual(['a', 'b']);
    tasks[1]?.end();
    await settle();
    expect(log).toEqual(['a', 'b', 'c']);
    for (const { end } of tasks) end();
    await expect(Promise.all(results)).resolves.toEqual(['a', 'b', 'c', 'd']);
    expect(log).toEqual(['a', 'b', 'c', 'd']);
  });

  it('has no place to spare after it gave one on', async () => {
    const semaphore = createSemaphore(1);
    const log: string[] = [];
    const tasks = ['a', 'b', 'c'].map((name) => heldTask(log, name));
    const [first, second] = tasks.slice(0, 2).map(({ run }) => semaphore.run(run, never));
    tasks[0]?.end();
    await first;
    const third = semaphore.run(tasks[2]!.run, never);
    await settle();
    expect(log).toEqual(['a', 'b']);
    for (const { end } of tasks) end();
    await Promise.all([second, third]);
    expect(log).toEqual(['a', 'b', 'c']);
  });

  it('gives the place on when a task fails', async () => {
    const semaphore = createSemaphore(1);
    const log: string[] = [];
    const first = heldTask(log, 'a');
    const failing = semaphore.run(first.run, never);
    const second = semaphore.run(() => Promise.resolve('b'), never);
    first.fail(new Error('failed'));
    await expect(failing).rejects.toThrow('failed');
    await expect(second).resolves.toBe('b');
    await expect(semaphore.run(() => Promise.resolve('c'), never)).resolves.toBe('c');
  });

  it('forgets who no longer wants to wait', async () => {
    const semaphore = createSemaphore(1);
    const log: string[] = [];
    const first = heldTask(log, 'a');
    const controller = new AbortController();
    const running = semaphore.run(first.run, never);
    const waiting = semaphore.run(heldTask(log, 'b').run, controller.signal);
    const next = semaphore.run(() => Promise.resolve('c'), never);
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    first.end();
    await expect(running).resolves.toBe('a');
    await expect(next).resolves.toBe('c');
    expect(log).toEqual(['a']);
  });

  it('does not begin for who has stopped already', async () => {
    const log: string[] = [];
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(createSemaphore(1).run(heldTask(log, 'a').run, signal)).rejects.toThrow('stopped');
    expect(log).toEqual([]);
  });
});
