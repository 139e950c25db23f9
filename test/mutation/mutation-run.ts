import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin } from 'vite';
import { startVitest } from 'vitest/node';
import { root } from '../../scripts/lib/bundle.ts';
import { instrument, type Mutant } from './instrument.ts';

/** What became of a mutant: a test noticed it, none did, or none came to its place. */
export type Fate = 'killed' | 'survived' | 'unreached';

/**
 * Runs the tests once for each mutant of the sources, those alone that come to its place, until one of them fails. All
 * mutants are compiled in at once, each behind a switch, and the tests are loaded once, so that most take milliseconds.
 * @param names sources below `src`, without ending
 * @param report told of each mutant in turn
 */
export async function mutationRun(
  names: readonly string[],
  report: (mutant: Mutant, fate: Fate) => void,
): Promise<void> {
  const codes = new Map<string, string>();
  const mutants: Mutant[] = [];
  for (const name of names) {
    const file = `src/${name}.ts`;
    const source = instrument(file, readFileSync(root + file, 'utf8'), mutants.length + 1);
    mutants.push(...source.mutants);
    codes.set(root + file, source.code);
  }
  const plugin: Plugin = {
    name: 'mutants',
    enforce: 'pre',
    transform: (code, id) =>
      id.includes('/test/unit/')
        ? code.replace(/ from 'vitest';/, ` from '${root}test/mutation/collected-tests.ts';`)
        : codes.get(id.split('?')[0] ?? ''),
  };
  let told = 0;
  const { promise: allTold, resolve: tellEnd } = Promise.withResolvers<void>();
  const running = startVitest(
    'test',
    [],
    {
      config: false,
      root: `${root}test`,
      include: ['mutation/mutants.test.ts'],
      provide: { mutants: mutants.map(({ id, file }) => [id, basename(file, '.ts')] as const) },
      watch: false,
      // It would serve the mutants of an earlier run.
      fsModuleCache: false,
      disableConsoleIntercept: false,
      reporters: [
        {
          onUserConsoleLog({ content }) {
            for (const [, id, fate] of content.matchAll(/^(\d+) (killed|survived|unreached)$/gm)) {
              const mutant = mutants[Number(id) - 1];
              if (mutant) report(mutant, fate as Fate);
              told += 1;
              if (told === mutants.length) tellEnd();
            }
          },
          onTestRunEnd(modules, errors) {
            for (const error of [...errors, ...modules.flatMap((module) => module.errors())])
              console.error(error);
            for (const module of modules) {
              for (const testCase of module.children.allTests('failed'))
                console.error(testCase.result().errors);
            }
          },
        },
      ],
    },
    { plugins: [plugin] },
  );
  // What a mutant left hanging may keep the process of the tests from ending: with the last fate there is no more to wait for.
  await Promise.race([allTold, running]);
  if (told !== mutants.length) throw new Error(`Only ${told} of ${mutants.length} mutants were run.`);
}
