import type { Clock } from '../lib/clock.ts';

/** Exchange Online's limit for one application and mailbox. @see https://learn.microsoft.com/graph/throttling-limits */
export const maxConcurrent = 4;

const otherMailbox = /^\/users\/([^/]+)\//;
/** Relevant people and To Do are part of the mailbox. */
const mailbox =
  /^\/(?:me|users\/[^/]+)\/(?:messages|mailFolders|events|calendars?|calendarView|people|todo)(?:\/|$)/;

/** Whether Exchange serves a path from a mailbox. */
export function isMailbox(path: string): boolean {
  return mailbox.test(path);
}

/** The requests that share a limit: those to another mailbox, those to content of files, and all others of the user. */
export function limitGroup(path: string): string {
  if (/^\/drives\/.*\/content$/.test(path)) return 'content';
  return otherMailbox.exec(path)?.[1]?.toLowerCase() ?? 'me';
}

/** Limits how many requests run at once in each group. */
export interface RequestLimits {
  /**
   * Waits for `count` free slots of a group, in the order of arrival. Returns the function that releases them.
   * @param leaseMs after which the slots are free again, even if they were not released
   * @throws the signal's reason when it aborts before the slots are free
   */
  acquire(group: string, count: number, leaseMs: number, signal: AbortSignal): Promise<() => void>;
}

/** Slots in use. A canceled Worker request may never release them, so that they expire. */
interface Lease {
  readonly count: number;
  expiresAtMs: number;
}

interface Waiter {
  readonly count: number;
  /** Undefined while it waits. */
  lease: Lease | undefined;
  /** Called, possibly by another request, when the lease has been granted. */
  readonly notify: () => void;
}

interface Group {
  readonly leases: Set<Lease>;
  readonly waiting: Waiter[];
}

/** A canceled Worker request does not take the slots that it waited for: they are free again after this time. */
const takeOverMs = 1000;
const recheckMs = 250;

/**
 * Limits of `limit` slots for each group, in the memory of the isolate. A group exists while it has a request that runs or
 * waits.
 */
export function createRequestLimits(limit: number, clock: Clock): RequestLimits {
  const groups = new Map<string, Group>();

  function startNext(name: string, group: Group): void {
    const nowMs = clock.nowMs();
    let used = 0;
    for (const lease of group.leases) {
      if (lease.expiresAtMs <= nowMs) group.leases.delete(lease);
      else used += lease.count;
    }
    for (;;) {
      const next = group.waiting[0];
      if (!next || used + next.count > limit) break;
      group.waiting.shift();
      const lease = { count: next.count, expiresAtMs: nowMs + takeOverMs };
      group.leases.add(lease);
      used += next.count;
      next.lease = lease;
      next.notify();
    }
    const isUnused = group.leases.size === 0 && group.waiting.length === 0;
    if (isUnused && groups.get(name) === group) groups.delete(name);
  }

  /** A request that gives up does not wait any more, and returns the slots that it was given meanwhile. */
  function leave(name: string, group: Group, waiter: Waiter): void {
    const place = group.waiting.indexOf(waiter);
    if (place >= 0) group.waiting.splice(place, 1);
    if (waiter.lease) group.leases.delete(waiter.lease);
    startNext(name, group);
  }

  return {
    async acquire(name, requested, leaseMs, signal) {
      signal.throwIfAborted();
      const group = groups.get(name) ?? { leases: new Set(), waiting: [] };
      groups.set(name, group);
      const count = Math.min(requested, limit);
      const started = Promise.withResolvers<void>();
      const checked = Promise.withResolvers<void>();
      const waiter: Waiter = { count, lease: undefined, notify: started.resolve };
      const cancel = () => checked.reject(signal.reason as Error);
      group.waiting.push(waiter);
      startNext(name, group);
      if (!waiter.lease) {
        signal.addEventListener('abort', cancel, { once: true });
        const recheck = setInterval(() => {
          startNext(name, group);
          if (waiter.lease) checked.resolve();
        }, recheckMs);
        try {
          // Another request resolves `started`, which workerd can lose. Timer and listener are of this request alone.
          await Promise.race([started.promise, checked.promise]);
        } catch (error) {
          leave(name, group, waiter);
          throw error;
        } finally {
          clearInterval(recheck);
          signal.removeEventListener('abort', cancel);
        }
      }
      const expiresAtMs = clock.nowMs() + leaseMs;
      const lease = Object.assign(waiter.lease ?? { count }, { expiresAtMs });
      group.leases.add(lease);
      return () => {
        if (group.leases.delete(lease)) startNext(name, group);
      };
    },
  };
}
