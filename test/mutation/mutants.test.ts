/// <reference types="vite/types/importMeta.d.ts" />
import { configureGlobal } from 'fast-check';
import { inject, test, vi } from 'vitest';
import { type CollectedTests, collectTests } from './collected-tests.ts';
import { createMutantSwitch } from './mutant-switch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** For each mutant, the name of its source without folder and ending. */
    mutants: readonly (readonly [id: number, source: string])[];
  }
}

// A counter-example need not be small to be one, and a property that finds no cases need not look for long.
configureGlobal({ endOnFailure: true, maxSkipsPerRun: 50, interruptAfterTimeLimit: 5000 });

const longestTestMs = 20_000;
/** What is decided while a module loads needs a new load for each mutant: of so many test files at most. */
const maxReloads = 6;

/**
 * Tests that need nothing of workerd but what Node has as well. Those on Durable Objects are left out: what they alone
 * notice counts as survived.
 */
const loaders: Readonly<Record<string, () => Promise<unknown>>> = import.meta.glob([
  '../unit/entra/**/*.test.ts',
  '../unit/graph/**/*.test.ts',
  '../unit/lib/**/*.test.ts',
  '../unit/resources/**/*.test.ts',
  '../unit/vault/{seal,vault-name}.test.ts',
  '../unit/sign-in/{client-identity,known-clients,redirect-uri,registration,resource-indicator}.test.ts',
]);

interface TestFile {
  readonly name: string;
  readonly load: () => Promise<unknown>;
  /** Mutants whose place is passed while the file loads. */
  readonly loading: ReadonlySet<number>;
  readonly tests: readonly {
    readonly work: () => unknown;
    readonly reached: ReadonlySet<number>;
    readonly ms: number;
  }[];
}

const mutantSwitch = createMutantSwitch();

test('each mutant is noticed', { timeout: 0 }, async () => {
  const files: TestFile[] = [];
  for (const [path, load] of Object.entries(loaders)) files.push(await tryOut(path, load));
  for (const [id, source] of inject('mutants')) console.log(`${id} ${await fateOf(id, source, files)}`);
});

/** Loads a test file and runs its tests without a mutant, to learn whose places they pass. */
async function tryOut(path: string, load: () => Promise<unknown>): Promise<TestFile> {
  mutantSwitch.turnTo(0);
  const collected = await loadAnew(load);
  const loading = mutantSwitch.reached();
  const tests: TestFile['tests'][number][] = [];
  for (const work of collected.tests) {
    mutantSwitch.turnTo(0);
    const startedMs = performance.now();
    if (!(await passes(work))) throw new Error(`A test of ${path} fails without a mutant.`);
    tests.push({ work, reached: mutantSwitch.reached(), ms: performance.now() - startedMs });
  }
  return { name: path.replace(/^.*\//, ''), load, loading, tests };
}

async function loadAnew(load: () => Promise<unknown>): Promise<CollectedTests> {
  vi.resetModules();
  const collected = await collectTests(load);
  for (const preparation of collected.preparations) await preparation();
  return collected;
}

/** The tests that pass the place of the mutant, those of its source first, until one of them fails. */
async function fateOf(id: number, source: string, files: readonly TestFile[]): Promise<string> {
  const rank = ({ name }: TestFile): number => Number(!name.startsWith(`${source}.`));
  const sorted = files.toSorted((a, b) => rank(a) - rank(b));
  const concerned = sorted.flatMap(({ tests }) => tests.filter(({ reached }) => reached.has(id)));
  const reloaded = sorted.filter(({ loading }) => loading.has(id));
  if (concerned.length + reloaded.length === 0) return 'unreached';
  for (const { work } of concerned.toSorted((a, b) => a.ms - b.ms)) {
    mutantSwitch.turnTo(id);
    if (!(await passes(work))) return 'killed';
  }
  for (const { load } of reloaded.slice(0, maxReloads)) {
    mutantSwitch.turnTo(id);
    try {
      for (const work of (await loadAnew(load)).tests) if (!(await passes(work))) return 'killed';
    } catch {
      return 'killed';
    }
  }
  return 'survived';
}

async function passes(work: () => unknown): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('This test does not end.')), longestTestMs);
  });
  try {
    await Promise.race([work(), tooLong]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
