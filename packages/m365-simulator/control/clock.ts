/** The tenant's own time, which can be turned. */
export interface SimulatorClock {
  nowMs(): number;
  advance(byMs: number): void;
  reset(): void;
}

export function createSimulatorClock(nowMs: () => number): SimulatorClock {
  let offsetMs = 0;
  return {
    nowMs: () => nowMs() + offsetMs,
    advance(byMs) {
      offsetMs += byMs;
    },
    reset() {
      offsetMs = 0;
    },
  };
}
