import type { Clock } from '../lib/clock.ts';
import { pollUntil } from '../lib/shared-work.ts';

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

/** One wait for slots. */
interface SlotRequest {
  readonly count: number;
  /** Time after which the slots are free again, even if they were not released. */
  readonly leaseMs: number;
  /** Aborts with the request: it does not wait any more, and the slots that it holds are free after `abortedLeaseMs`. */
  readonly signal: AbortSignal;
  /** Default: 0. */
  readonly abortedLeaseMs?: number;
  readonly maxWaitMs?: number;
}

/** Limits how many requests run at once in each group. */
export interface RequestLimits {
  /**
   * Waits for free slots of a group, in the order of arrival.
   * @returns the function that releases them; undefined if they are not free after `maxWaitMs`
   * @throws the signal's reason when it aborts before the slots are free
   */
  acquire(group: string, request: SlotRequest): Promise<(() => void) | undefined>;
}

/** Slots in use. They expire, since a request that exceeds its CPU time never releases them. */
interface Lease {
  readonly count: number;
  expiresAtMs: number;
}

interface Waiter {
  readonly count: number;
  /** Granted by any request. Undefined while it waits. */
  lease: Lease | undefined;
}

interface Group {
  readonly leases: Set<Lease>;
  readonly waiting: Waiter[];
}

/** A request that ended without a signal does not take the slots that it waited for: they are free after this time. */
const takeOverMs = 5000;

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
    }
    const isUnused = group.leases.size === 0 && group.waiting.length === 0;
    if (isUnused && groups.get(name) === group) groups.delete(name);
  }

  return {
    async acquire(name, { count: requested, leaseMs, signal, abortedLeaseMs = 0, maxWaitMs }) {
      signal.throwIfAborted();
      const group = groups.get(name) ?? { leases: new Set(), waiting: [] };
      groups.set(name, group);
      const waiter: Waiter = { count: Math.min(requested, limit), lease: undefined };
      group.waiting.push(waiter);
      const release = () => {
        signal.removeEventListener('abort', onAbort);
        const place = group.waiting.indexOf(waiter);
        if (place >= 0) group.waiting.splice(place, 1);
        if (waiter.lease) group.leases.delete(waiter.lease);
        startNext(name, group);
      };
      const onAbort = () => {
        if (waiter.lease && abortedLeaseMs > 0) waiter.lease.expiresAtMs = clock.nowMs() + abortedLeaseMs;
        else release();
      };
      // The runtime ends a request whose client has disconnected after this event: no `finally` runs.
      signal.addEventListener('abort', onAbort, { once: true });
      const hasTurn = () => {
        startNext(name, group);
        return waiter.lease !== undefined;
      };
      await pollUntil(hasTurn, { maxWaitMs, signal });
      signal.throwIfAborted();
      if (!waiter.lease) {
        release();
        return undefined;
      }
      waiter.lease.expiresAtMs = clock.nowMs() + leaseMs;
      // It may have expired before this request noticed it.
      group.leases.add(waiter.lease);
      return release;
    },
  };
}
