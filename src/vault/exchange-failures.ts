import { type EntraFailure, type EntraFailureKind, negativeCacheSeconds } from '../entra/errors.ts';

/** Failed exchanges, remembered for a while so that nobody asks Entra the same again and again. In memory only. */
export interface ExchangeFailures {
  /** The failure to answer with instead of asking Entra, or undefined. */
  recall(entry: string, nowMs: number): EntraFailure | undefined;
  remember(entry: string, failure: EntraFailure, nowMs: number): void;
  /** An exchange has succeeded: Entra is well. */
  recovered(): void;
}

interface Remembered {
  readonly failure: EntraFailure;
  readonly untilMs: number;
}

const maxRemembered = 100;
const maxBackOffSeconds = 60;

/** What no other assertion of the person would change: these hold for all of them. */
const upstreamKinds: ReadonlySet<EntraFailureKind> = new Set<EntraFailureKind>([
  'unavailable',
  'throttled',
  'loop_detected',
  'credential_fault',
  'request_fault',
]);

/** Remembers failures by entry; an upstream that keeps failing is left alone for twice as long each time. */
export function createExchangeFailures(): ExchangeFailures {
  const byEntry = new Map<string, Remembered>();
  let upstream: Remembered | undefined;
  let failuresInARow = 0;
  return {
    recall(entry, nowMs) {
      const remembered = [upstream, byEntry.get(entry)].find((one) => one && one.untilMs > nowMs);
      return remembered && remaining(remembered, nowMs);
    },
    remember(entry, failure, nowMs) {
      const seconds = negativeCacheSeconds(failure);
      if (upstreamKinds.has(failure.kind)) {
        // Exchanges that fail together are one failure.
        if (!upstream || upstream.untilMs <= nowMs) failuresInARow += 1;
        const backOffSeconds = Math.min(seconds * 2 ** (failuresInARow - 1), maxBackOffSeconds);
        const untilMs = nowMs + Math.max(seconds, backOffSeconds) * 1000;
        upstream = { failure, untilMs: Math.max(untilMs, upstream?.untilMs ?? 0) };
        return;
      }
      byEntry.delete(entry);
      byEntry.set(entry, { failure, untilMs: nowMs + seconds * 1000 });
      const [oldest] = byEntry.keys();
      if (byEntry.size > maxRemembered && oldest !== undefined) byEntry.delete(oldest);
    },
    recovered() {
      upstream = undefined;
      failuresInARow = 0;
    },
  };
}

/** A wait that Entra or we asked for has partly passed. */
function remaining({ failure, untilMs }: Remembered, nowMs: number): EntraFailure {
  if (failure.retryAfterSeconds === undefined) return failure;
  return { ...failure, retryAfterSeconds: Math.ceil((untilMs - nowMs) / 1000) };
}
