import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { createRequestLimits } from './request-limits.ts';

/** Memory of the isolate for the content of files, from the download to the extracted text. */
export interface ContentMemory {
  /**
   * Waits up to five seconds until the content fits, and returns the function that releases it.
   * @param user `tenant/object id`
   * @param bytes size of the content
   * @throws AppError `throttled`
   */
  reserve(user: string, bytes: number, signal: AbortSignal): Promise<() => void>;
}

/** An isolate has 128 MB. Half of it is left for everything else. */
const maxReservedBytes = 56 * 1024 * 1024;
/** A text extraction needs this beside the content. */
const workingBytes = 12 * 1024 * 1024;
const maxReadsPerUser = 2;
const maxWaitMs = 5000;
/** The longest time of a tool call. */
const leaseMs = 25_000;
/** The memory of a canceled request is freed later than its user is allowed to read again. */
const abortedLeaseMs = 2000;

/** Limits for one isolate, in its memory. A reservation ends with its request, after 25 seconds at the latest. */
export function createContentMemory(clock: Clock): ContentMemory {
  const reads = createRequestLimits(maxReadsPerUser, clock);
  const bytesInUse = createRequestLimits(maxReservedBytes, clock);
  return {
    async reserve(user, bytes, signal) {
      const endMs = clock.nowMs() + maxWaitMs;
      const releaseRead = await reads.acquire(user, { count: 1, leaseMs, signal, maxWaitMs });
      const releaseBytes =
        releaseRead &&
        (await bytesInUse.acquire('isolate', {
          count: bytes + workingBytes,
          leaseMs,
          signal,
          abortedLeaseMs,
          maxWaitMs: endMs - clock.nowMs(),
        }));
      if (!releaseBytes) {
        releaseRead?.();
        throw new AppError(
          'throttled',
          'The connector is reading other large files. Try again in 5 seconds, one file at a time.',
          { retryAfterSeconds: 5 },
        );
      }
      return () => {
        releaseBytes();
        releaseRead();
      };
    },
  };
}

/** Frees bytes at once. Garbage collection would leave several large files in memory. */
export function freeMemory({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}
