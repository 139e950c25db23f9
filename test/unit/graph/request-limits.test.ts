import { describe, expect, it, vi } from 'vitest';
import {
  type RequestLimits,
  createRequestLimits,
  isMailbox,
  limitGroup,
} from '../../../src/graph/request-limits.ts';

const never = new AbortController().signal;
let nowMs = 0;
const limitsOf = (limit: number) => createRequestLimits(limit, { nowMs: () => nowMs });

/** Runs a task while it holds a slot. */
async function run<T>(
  limits: RequestLimits,
  task: () => Promise<T>,
  signal: AbortSignal,
  { group = 'me', count = 1 } = {},
): Promise<T> {
  const release = await limits.acquire(group, { count, leaseMs: 20_000, signal });
  try {
    return await task();
  } finally {
    release?.();
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

/** Longer than a request waits until it sees that its turn has come. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('createRequestLimits', () => {
  it('runs up to the limit and the other tasks in order', async () => {
    const limits = limitsOf(2);
    const log: string[] = [];
    const tasks = ['a', 'b', 'c', 'd'].map((name) => heldTask(log, name));
    const results = tasks.map((task) => run(limits, task.run, never));
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
    const limits = limitsOf(1);
    const log: string[] = [];
    const tasks = ['a', 'b', 'c'].map((name) => heldTask(log, name));
    const [first, second] = tasks.slice(0, 2).map((task) => run(limits, task.run, never));
    tasks[0]?.end();
    await first;
    const third = run(limits, tasks[2]!.run, never);
    await settle();
    expect(log).toEqual(['a', 'b']);
    for (const { end } of tasks) end();
    await Promise.all([second, third]);
    expect(log).toEqual(['a', 'b', 'c']);
  });

  it('releases the slot when a task fails', async () => {
    const limits = limitsOf(1);
    const log: string[] = [];
    const first = heldTask(log, 'a');
    const failing = run(limits, first.run, never);
    const second = run(limits, () => Promise.resolve('b'), never);
    first.fail(new Error('failed'));
    await expect(failing).rejects.toThrow('failed');
    await expect(second).resolves.toBe('b');
    await expect(run(limits, () => Promise.resolve('c'), never)).resolves.toBe('c');
  });

  it('removes a waiting task whose signal aborts', async () => {
    const limits = limitsOf(1);
    const log: string[] = [];
    const first = heldTask(log, 'a');
    const controller = new AbortController();
    const running = run(limits, first.run, never);
    const waiting = run(limits, heldTask(log, 'b').run, controller.signal);
    const next = run(limits, () => Promise.resolve('c'), never);
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    first.end();
    await expect(running).resolves.toBe('a');
    await expect(next).resolves.toBe('c');
    expect(log).toEqual(['a']);
  });

  it('frees the slot of a task at once when its signal aborts', async () => {
    const limits = limitsOf(1);
    const controller = new AbortController();
    await limits.acquire('me', { count: 1, leaseMs: 20_000, signal: controller.signal });
    const next = run(limits, () => Promise.resolve('b'), never);
    controller.abort(new Error('disconnected'));
    await expect(next).resolves.toBe('b');
  });

  it('frees the slot of an aborted task after its aborted lease', async () => {
    const limits = limitsOf(1);
    const controller = new AbortController();
    const { signal } = controller;
    await limits.acquire('me', { count: 1, leaseMs: 20_000, signal, abortedLeaseMs: 2000 });
    const log: string[] = [];
    const next = run(limits, async () => log.push('b'), never);
    controller.abort(new Error('disconnected'));
    nowMs += 1999;
    await settle();
    expect(log).toEqual([]);
    nowMs += 1;
    await next;
    expect(log).toEqual(['b']);
  });

  it('returns undefined when no slot is free in time, and leaves the queue', async () => {
    const limits = limitsOf(1);
    const release = await limits.acquire('me', { count: 1, leaseMs: 20_000, signal: never });
    const request = { count: 1, leaseMs: 20_000, signal: never, maxWaitMs: 20 };
    expect(await limits.acquire('me', request)).toBeUndefined();
    release?.();
    await expect(run(limits, () => Promise.resolve('c'), never)).resolves.toBe('c');
  });

  it('gives a slot to the next task when the task whose turn it is never takes it', async () => {
    const limits = limitsOf(1);
    const first = await limits.acquire('me', { count: 1, leaseMs: 20_000, signal: never });
    vi.useFakeTimers();
    // A request that was ended by the runtime: its timers do not run.
    void limits.acquire('me', { count: 1, leaseMs: 20_000, signal: never });
    vi.useRealTimers();
    const next = run(limits, () => Promise.resolve('c'), never);
    first?.();
    await settle();
    nowMs += 5001;
    await expect(next).resolves.toBe('c');
  });

  it('rejects when the signal is already aborted', async () => {
    const log: string[] = [];
    const signal = AbortSignal.abort(new Error('stopped'));
    const limits = limitsOf(1);
    await expect(run(limits, heldTask(log, 'a').run, signal)).rejects.toThrow('stopped');
    expect(log).toEqual([]);
    const request = { count: 1, leaseMs: 20_000, signal: never, maxWaitMs: 0 };
    expect(await limits.acquire('me', request)).toBeTypeOf('function');
  });

  it('counts each group by itself', async () => {
    const limits = limitsOf(1);
    const log: string[] = [];
    const [own, shared] = [heldTask(log, 'own'), heldTask(log, 'shared')];
    const results = [
      run(limits, own.run, never),
      run(limits, shared.run, never, { group: 'shared@contoso.example' }),
    ];
    await settle();
    expect(log).toEqual(['own', 'shared']);
    own.end();
    shared.end();
    await Promise.all(results);
  });

  it('waits until all slots of a batch are free, and lets no later task pass it', async () => {
    const limits = limitsOf(4);
    const log: string[] = [];
    const tasks = ['a', 'batch', 'c'].map((name) => heldTask(log, name));
    const [first, batch, last] = [1, 4, 1].map((count, index) =>
      run(limits, tasks[index]!.run, never, { count }),
    );
    await settle();
    expect(log).toEqual(['a']);
    tasks[0]?.end();
    await first;
    await settle();
    expect(log).toEqual(['a', 'batch']);
    for (const { end } of tasks) end();
    await Promise.all([batch, last]);
    expect(log).toEqual(['a', 'batch', 'c']);
  });

  it('frees a slot that was not released when its lease expires', async () => {
    const limits = limitsOf(1);
    const release = await limits.acquire('me', { count: 1, leaseMs: 20_000, signal: never });
    const log: string[] = [];
    const next = run(limits, async () => log.push('b'), never);
    nowMs += 19_999;
    await settle();
    expect(log).toEqual([]);
    nowMs += 1;
    await next;
    expect(log).toEqual(['b']);
    release?.();
    await expect(run(limits, () => Promise.resolve('c'), never)).resolves.toBe('c');
  });

  it('gives a request for more slots than the limit all of them', async () => {
    const limits = limitsOf(2);
    const log: string[] = [];
    const tasks = ['batch', 'b'].map((name) => heldTask(log, name));
    const [batch, next] = [3, 1].map((count, index) => run(limits, tasks[index]!.run, never, { count }));
    await settle();
    expect(log).toEqual(['batch']);
    for (const { end } of tasks) end();
    await Promise.all([batch, next]);
    expect(log).toEqual(['batch', 'b']);
  });

  it('gives the slot that an aborted request waited for to the next one at once', async () => {
    const limits = limitsOf(1);
    const first = await limits.acquire('me', { count: 1, leaseMs: 20_000, signal: never });
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = limits.acquire('me', { count: 1, leaseMs: 20_000, signal, abortedLeaseMs: 2000 });
    const next = run(limits, () => Promise.resolve('c'), never);
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    first?.();
    await expect(next).resolves.toBe('c');
  });

  it('frees the slot of an aborted task when it is released before the end of its aborted lease', async () => {
    const limits = limitsOf(1);
    const controller = new AbortController();
    const { signal } = controller;
    const release = await limits.acquire('me', { count: 1, leaseMs: 20_000, signal, abortedLeaseMs: 2000 });
    controller.abort(new Error('disconnected'));
    release?.();
    await expect(run(limits, () => Promise.resolve('b'), never)).resolves.toBe('b');
  });

  it('counts a slot whose turn had expired before its request took it', async () => {
    const limits = limitsOf(1);
    const first = await limits.acquire('me', { count: 1, leaseMs: 20_000, signal: never });
    const late = limits.acquire('me', { count: 1, leaseMs: 20_000, signal: never });
    first?.();
    nowMs += 5000;
    const early = await limits.acquire('me', { count: 1, leaseMs: 20_000, signal: never });
    const releaseLate = await late;
    early?.();
    const log: string[] = [];
    const next = run(limits, async () => log.push('d'), never);
    await settle();
    expect(log).toEqual([]);
    releaseLate?.();
    await next;
    expect(log).toEqual(['d']);
  });

  it('rejects a request that is aborted as its turn comes, and frees the slot', async () => {
    const limits = limitsOf(1);
    const controller = new AbortController();
    const aborted = limits.acquire('me', { count: 1, leaseMs: 20_000, signal: controller.signal });
    controller.abort(new Error('stopped'));
    await expect(aborted).rejects.toThrow('stopped');
    await expect(run(limits, () => Promise.resolve('b'), never)).resolves.toBe('b');
  });

  it('keeps the limit when slots are released long after they expired', async () => {
    const limits = limitsOf(1);
    const request = { count: 1, leaseMs: 20_000, signal: never };
    const releaseLate = await limits.acquire('me', request);
    nowMs += 20_000;
    (await limits.acquire('me', request))?.();
    const release = await limits.acquire('me', request);
    releaseLate?.();
    expect(await limits.acquire('me', { ...request, maxWaitMs: 0 })).toBeUndefined();
    release?.();
    expect(await limits.acquire('me', { ...request, maxWaitMs: 0 })).toBeTypeOf('function');
  });

  it('leaves no listener on the signal after the slot is released', async () => {
    const { signal } = new AbortController();
    const [added, removed] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
    const release = await limitsOf(1).acquire('me', { count: 1, leaseMs: 20_000, signal });
    release?.();
    expect(added).toHaveBeenCalledOnce();
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });

  it('keeps the turn of a request for five seconds', async () => {
    const limits = limitsOf(1);
    const first = await limits.acquire('me', { count: 1, leaseMs: 20_000, signal: never });
    const waiting = limits.acquire('me', { count: 1, leaseMs: 20_000, signal: never });
    first?.();
    nowMs += 4999;
    const other = { count: 1, leaseMs: 20_000, signal: never, maxWaitMs: 0 };
    expect(await limits.acquire('me', other)).toBeUndefined();
    expect(await waiting).toBeTypeOf('function');
  });
});

describe('limitGroup', () => {
  it.each([
    ['/me/messages', 'me'],
    ['/search/query', 'me'],
    ['/me/drive/root', 'me'],
    ['/users/sales%40contoso.example/messages/AAMk', 'sales%40contoso.example'],
    ['/users/Sales%40contoso.example/calendarView', 'sales%40contoso.example'],
    ['/drives/b!x/items/1/content', 'content'],
    ['/drives/b!x/root:/content/report.docx:', 'me'],
    ['/drives/b!x/items/1', 'me'],
    ['/sites/contoso.sharepoint.com/drives/b!x/items/1/content', 'me'],
  ])('returns for %s: %s', (path, group) => {
    expect(limitGroup(path)).toBe(group);
  });
});

describe('isMailbox', () => {
  it.each([
    ['/me/messages', true],
    ['/me/mailFolders/inbox/messages', true],
    ['/me/calendar/getSchedule', true],
    ['/me/people', true],
    ['/me/todo/lists/A/tasks', true],
    ['/users/sales%40contoso.example/calendarView', true],
    ['/me/chats', false],
    ['/me/drive/root', false],
    ['/me/planner/tasks', false],
    ['/users/00000000-0000-4000-8000-000000000001/manager', false],
  ])('returns for %s: %s', (path, expected) => {
    expect(isMailbox(path)).toBe(expected);
  });
});
