/** What the tests import in place of `vitest` while mutants are run: they are collected here, to be run again and again. */
import { expect, vi } from 'vitest';

export { expect, vi };

type Work = () => unknown;
type Row = (...values: never[]) => unknown;
type Each = (rows: readonly unknown[]) => (name: string, work: Row) => void;

/** The tests of one file. */
export interface CollectedTests {
  readonly preparations: Work[];
  readonly tests: Work[];
}

const holder = globalThis as { collectedTests?: CollectedTests };

/** What the imports of one file declare. It outlives this module, which is loaded anew with each file. */
export async function collectTests(load: () => Promise<unknown>): Promise<CollectedTests> {
  const collected: CollectedTests = { preparations: [], tests: [] };
  holder.collectedTests = collected;
  await load();
  return collected;
}

export function beforeAll(work: Work): void {
  holder.collectedTests?.preparations.push(work);
}

type Declare = (name: string, work: Work) => void;

/** A way to declare, for one case and for each of a table. */
function declaring(declare: Declare) {
  const each: Each = (rows) => (name, work) => {
    for (const row of rows) declare(name, () => work(...((Array.isArray(row) ? row : [row]) as never[])));
  };
  return Object.assign((name: string, work: Work) => declare(name, work), { each });
}

const declareTest: Declare = (_name, work) => void holder.collectedTests?.tests.push(work);
const declareSuite: Declare = (_name, work) => void work();

export const it = declaring(declareTest);
export const test = declaring(declareTest);
export const describe = Object.assign(declaring(declareSuite), {
  skipIf: (isSkipped: unknown): Declare => (isSkipped ? () => {} : declareSuite),
});
