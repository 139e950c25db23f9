/** Something that must hold, where it is said, and the tests that show it. */
export interface Requirement {
  readonly id: string;
  readonly text: string;
  readonly source: string;
  /** Files below `test/`, each with words of the test's title (or, in a table of rows, of the row). */
  readonly shownBy: readonly (readonly [file: string, words: string])[];
}
