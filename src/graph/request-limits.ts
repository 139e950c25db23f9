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
  readonly start: (lease: Lease) => void;
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
      next.start(lease);
    }
    const isUnused = group.leases.size === 0 && group.waiting.length === 0;
    if (isUnused && groups.get(name) === group) groups.delete(name);
  }

  return {
    async acquire(name, requested, leaseMs, signal) {
      signal.throwIfAborted();
      const group = groups.get(name) ?? { leases: new Set(), waiting: [] };
      groups.set(name, group);
      const count = Math.min(requested, limit);
      let recheck: ReturnType<typeof setInterval> | null = null;
      const started = new Promise<Lease>((resolve, reject) => {
        const cancel = () => {
          group.waiting.splice(group.waiting.indexOf(waiter), 1);
          reject(signal.reason as Error);
        };
        const waiter: Waiter = {
          count,
          start: (lease) => {
            signal.removeEventListener('abort', cancel);
            resolve(lease);
          },
        };
        group.waiting.push(waiter);
        startNext(name, group);
        if (!group.waiting.includes(waiter)) return;
        signal.addEventListener('abort', cancel, { once: true });
        recheck = setInterval(() => startNext(name, group), recheckMs);
      });
      // Not in `start`, which another request may call: a timer is cleared by its own request only.
      const lease = await started.finally(() => clearInterval(recheck));
      lease.expiresAtMs = clock.nowMs() + leaseMs;
      group.leases.add(lease);
      return () => {
        if (group.leases.delete(lease)) startNext(name, group);
      };
    },
  };
}
