/** The tenant's own time, which can be turned. */
export interface TenantClock {
  nowMs(): number;
  turn(byMs: number): void;
  reset(): void;
}

export function createTenantClock(nowMs: () => number): TenantClock {
  let offsetMs = 0;
  return {
    nowMs: () => nowMs() + offsetMs,
    turn(byMs) {
      offsetMs += byMs;
    },
    reset() {
      offsetMs = 0;
    },
  };
}
