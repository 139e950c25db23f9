import type { EntraFailureKind } from '../entra/aadsts-codes.ts';
import { type EntraFailure, negativeCacheSeconds } from '../entra/errors.ts';

/** A negative cache of failed exchanges, so that the same exchange is not repeated at once. */
export interface ExchangeFailures {
  /** The cached failure for an entry, or undefined. */
  find(entryId: string, nowMs: number): EntraFailure | undefined;
  add(entryId: string, failure: EntraFailure, nowMs: number): void;
  /** Clears upstream failures after a successful exchange. */
  reset(): void;
}

/** The cache as JSON. */
export interface StoredFailures {
  readonly byEntry: readonly (readonly [string, CachedFailure])[];
  readonly upstream?: CachedFailure | undefined;
  readonly consecutiveFailures: number;
}

/** The row that survives eviction from memory. */
export interface FailureStorage {
  load(): StoredFailures | undefined;
  /** Undefined: there is no failure. */
  save(failures: StoredFailures | undefined): void;
}

interface CachedFailure {
  readonly failure: EntraFailure;
  readonly untilMs: number;
}

const maxEntries = 100;
/** Access tokens of one user are few: older failures are kept in memory only. */
const maxStored = 10;
const maxBackOffSeconds = 60;

/** Failures that do not depend on the assertion: they are cached for every assertion of the user. */
const upstreamKinds: ReadonlySet<EntraFailureKind> = new Set<EntraFailureKind>([
  'unavailable',
  'throttled',
  'loop_detected',
  'credential_fault',
  'request_fault',
]);

/** Creates the cache. Consecutive upstream failures double the back-off. */
export function createExchangeFailures(storage?: FailureStorage): ExchangeFailures {
  const stored = storage?.load();
  const byEntry = new Map(stored?.byEntry);
  let upstream = stored?.upstream;
  let consecutiveFailures = stored?.consecutiveFailures ?? 0;

  function save(): void {
    const isEmpty = byEntry.size === 0 && !upstream;
    const latest = [...byEntry].slice(-maxStored);
    storage?.save(isEmpty ? undefined : { byEntry: latest, upstream, consecutiveFailures });
  }

  return {
    find(entryId, nowMs) {
      const cached = [upstream, byEntry.get(entryId)].find((one) => one && one.untilMs > nowMs);
      return cached && withRemainingWait(cached, nowMs);
    },
    add(entryId, failure, nowMs) {
      const seconds = negativeCacheSeconds(failure);
      if (upstreamKinds.has(failure.kind)) {
        // Concurrent failures count once.
        if (!upstream || upstream.untilMs <= nowMs) consecutiveFailures += 1;
        const backOffSeconds = Math.min(seconds * 2 ** (consecutiveFailures - 1), maxBackOffSeconds);
        const untilMs = nowMs + Math.max(seconds, backOffSeconds) * 1000;
        upstream = { failure, untilMs: Math.max(untilMs, upstream?.untilMs ?? 0) };
        save();
        return;
      }
      byEntry.delete(entryId);
      byEntry.set(entryId, { failure, untilMs: nowMs + seconds * 1000 });
      const [oldest] = byEntry.keys();
      if (byEntry.size > maxEntries && oldest !== undefined) byEntry.delete(oldest);
      save();
    },
    reset() {
      if (!upstream) return;
      upstream = undefined;
      consecutiveFailures = 0;
      save();
    },
  };
}

function withRemainingWait({ failure, untilMs }: CachedFailure, nowMs: number): EntraFailure {
  if (failure.retryAfterSeconds === undefined) return failure;
  return { ...failure, retryAfterSeconds: Math.ceil((untilMs - nowMs) / 1000) };
}
