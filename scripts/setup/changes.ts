/** What becomes of a change: it is made, shown first, or counted as drift. */
export type Mode = 'apply' | 'dry-run' | 'check';

/** Where the set-up says what it does. */
export interface Changes {
  readonly mode: Mode;
  /** How many changes there were. */
  readonly count: number;
  /** Says which part is looked at now. */
  part(title: string): void;
  /**
   * Says what changes and, in mode `apply`, does it.
   * @param assumed what the rest of the set-up goes on with where nothing is done
   */
  make<T>(text: string, apply: () => Promise<T>, assumed: T): Promise<T>;
  /** A difference that the set-up leaves alone. It counts, so that `--check` fails. */
  drift(text: string): void;
  /** What a person should know, and no difference. */
  note(text: string): void;
  /** Ends the last part. */
  end(): void;
}

/** Prints as it goes: `+` for a change, `!` for drift that stays, `·` for a note. */
export function createChanges(mode: Mode, print: (line: string) => void): Changes {
  let count = 0;
  let isQuiet = false;
  const say = (line: string): void => {
    isQuiet = false;
    print(line);
  };
  return {
    mode,
    get count() {
      return count;
    },
    part(title) {
      this.end();
      print(`\n${title}`);
      isQuiet = true;
    },
    async make(text, apply, assumed) {
      count += 1;
      say(`  + ${text}`);
      return mode === 'apply' ? await apply() : assumed;
    },
    drift(text) {
      count += 1;
      say(`  ! ${text}`);
    },
    note: (text) => say(`  · ${text}`),
    end() {
      if (isQuiet) print('  as it should be');
      isQuiet = false;
    },
  };
}
