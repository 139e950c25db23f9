/** What `__mutant(id)` in the instrumented sources asks. */
export interface MutantSwitch {
  /** Switches a mutant on and all others off; 0 for none. */
  turnTo(id: number): void;
  /** The mutants whose place was passed since then. */
  reached(): ReadonlySet<number>;
}

/** A loop that a mutant made endless is broken off here: no test passes so many places. */
const maxSteps = 100_000_000;

export function createMutantSwitch(): MutantSwitch {
  let active = 0;
  let steps = 0;
  let reached = new Set<number>();
  Object.assign(globalThis, {
    __mutant: (id: number): boolean => {
      if (active === 0) reached.add(id);
      steps += 1;
      if (steps > maxSteps) throw new Error('The mutant does not end.');
      return id === active;
    },
  });
  return {
    turnTo(id) {
      active = id;
      steps = 0;
      reached = new Set();
    },
    reached: () => reached,
  };
}
