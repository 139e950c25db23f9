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

/** The slots of one request. They expire, since a request that exceeds its CPU time never releases them. */
interface Slots {
  readonly count: number;
  /** Set by any request. False while this one waits. */
  hasTurn: boolean;
  expiresAtMs: number;
}

interface Group {
  readonly inUse: Set<Slots>;
  /** In the order of arrival. */
  readonly waiting: Set<Slots>;
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
    for (const slots of group.inUse) {
      if (slots.expiresAtMs <= nowMs) group.inUse.delete(slots);
      else used += slots.count;
    }
    for (const next of group.waiting) {
      used += next.count;
      if (used > limit) break;
      next.hasTurn = true;
      next.expiresAtMs = nowMs + takeOverMs;
      group.waiting.delete(next);
      group.inUse.add(next);
    }
    // Without slots in use, none waits. A late release of expired slots may belong to an earlier group of that name.
    if (group.inUse.size === 0 && groups.get(name) === group) groups.delete(name);
  }

  return {
    async acquire(name, { count: requested, leaseMs, signal, abortedLeaseMs = 0, maxWaitMs }) {
      signal.throwIfAborted();
      const group = groups.get(name) ?? { inUse: new Set(), waiting: new Set() };
      groups.set(name, group);
      const slots: Slots = { count: Math.min(requested, limit), hasTurn: false, expiresAtMs: 0 };
      group.waiting.add(slots);
      const release = () => {
        signal.removeEventListener('abort', onAbort);
        group.waiting.delete(slots);
        group.inUse.delete(slots);
        startNext(name, group);
      };
      const onAbort = () => {
        if (slots.hasTurn && abortedLeaseMs > 0) slots.expiresAtMs = clock.nowMs() + abortedLeaseMs;
        else release();
      };
      // The runtime ends a request whose client has disconnected after this event: no `finally` runs.
      signal.addEventListener('abort', onAbort);
      const hasTurn = () => {
        startNext(name, group);
        return slots.hasTurn;
      };
      await pollUntil(hasTurn, { maxWaitMs, signal });
      signal.throwIfAborted();
      if (!slots.hasTurn) {
        release();
        return undefined;
      }
      slots.expiresAtMs = clock.nowMs() + leaseMs;
      // They may have expired before this request noticed its turn.
      group.inUse.add(slots);
      return release;
    },
  };
}
