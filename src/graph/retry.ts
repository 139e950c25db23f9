import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { Semaphore } from '../lib/semaphore.ts';

/** What one try came to. */
export type Outcome<T> =
  | { readonly value: T }
  | {
      readonly error: AppError;
      /** Whether the same request may fare better in a moment. */
      readonly isTransient: boolean;
    };

/** Within what bounds is tried again. */
export interface RetryPolicy {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A number from 0 up to 1, to spread retries. */
  readonly random: () => number;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Held during a try, not during the wait for the next one. */
  readonly semaphore: Semaphore;
  /** No try outlasts this. */
  readonly deadlineMs: number;
}

const maxTries = 3;
const budgetMs = 20_000;
const firstDelayMs = 500;
/** A try with less time than this is not begun. */
const minTryMs = 1000;

/**
 * Tries up to three times within 20 seconds. Between two tries it waits as long as `Retry-After` said, else a random
 * part of a doubling time; what does not fit into the budget is not waited for.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @throws AppError of the last try; the signal's reason as soon as it aborts.
 */
export async function withRetries<T>(
  attempt: (timeoutMs: number) => Promise<Outcome<T>>,
  tryTimeoutMs: number,
  { clock, signal, random, wait, semaphore, deadlineMs }: RetryPolicy,
): Promise<T> {
  const endMs = Math.min(clock.nowMs() + budgetMs, deadlineMs);
  for (let tries = 1; ; tries += 1) {
    const outcome = await semaphore.run(async () => {
      const leftMs = endMs - clock.nowMs();
      return leftMs < minTryMs ? outOfTime() : await attempt(Math.min(tryTimeoutMs, leftMs));
    }, signal);
    if ('value' in outcome) return outcome.value;
    const { error, isTransient } = outcome;
    const backOffMs = random() * firstDelayMs * 2 ** tries;
    const delayMs = Math.max(backOffMs, (error.details.retryAfterSeconds ?? 0) * 1000);
    if (!isTransient || tries === maxTries || clock.nowMs() + delayMs + minTryMs > endMs) throw error;
    await wait(delayMs, signal);
  }
}

function outOfTime(): Outcome<never> {
  const error = new AppError(
    'timed_out',
    'Microsoft 365 did not answer in time. Try again, or ask for less.',
  );
  return { error, isTransient: false };
}
