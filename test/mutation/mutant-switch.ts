/** What `__mutant(id)` in the instrumented sources asks. */
export interface MutantSwitch {
  /** Switches a mutant on and all others off; 0 for none. */
  turnTo(id: number): void;
  /** The mutants whose place was passed since then. */
  reached(): ReadonlySet<number>;
}

/** A loop that a mutant made endless is broken off here: no test comes to one place that often. */
const mostTimes = 5_000_000;

export function createMutantSwitch(): MutantSwitch {
  let active = 0;
  let times = 0;
  let reached = new Set<number>();
  Object.assign(globalThis, {
    __mutant: (id: number): boolean => {
      if (active === 0) reached.add(id);
      if (id !== active) return false;
      times += 1;
      if (times > mostTimes) throw new Error('The mutant does not end.');
      return true;
    },
  });
  return {
    turnTo(id) {
      active = id;
      times = 0;
      reached = new Set();
    },
    reached: () => reached,
  };
}
