/** A requirement, its source, and the tests that verify it. */
export interface Requirement {
  /** Stands in brackets in the titles of the tests, or of the rows of a table: `[entra-7.3]`. */
  readonly id: string;
  readonly text: string;
  /** URL, or `measured` for observed behavior. */
  readonly source: string;
  /** Files below `test/`. */
  readonly tests: readonly string[];
}
