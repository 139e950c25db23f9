/**
 * Where the time comes from. `Date.now()` stands still while a Worker computes and moves at each I/O, so a request
 * takes its time from one clock, and tests turn it.
 */
export interface Clock {
  nowMs(): number;
}

/** The clock of the platform. */
export const systemClock: Clock = { nowMs: () => Date.now() };
