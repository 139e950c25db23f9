/**
 * `npm run mutation`: runs Stryker on the files of `lib/mutation-subjects.ts`, or on those of `--mutate`, each with the
 * tests of its subject. `--write` records the figures in docs/mutation.json, from which `npm run generate` makes the table
 * of docs/mutation.md. Files that were not measured keep their figures.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { root } from './lib/bundle.ts';
import { OperatorError, readOptions, runCommand } from './lib/command-line.ts';
import { type MutationFigures, type MutationReport, countMutants } from './lib/mutation-report.ts';
import { type MutationRun, planMutationRuns } from './lib/mutation-subjects.ts';

const usage = 'npm run mutation -- [--mutate src/oauth/step-up.ts,...] [--write]';
const reportFile = `${root}test-results/mutation.json`;
const figuresFile = `${root}docs/mutation.json`;

await runCommand(usage, async () => {
  const { values } = readOptions({
    options: { mutate: { type: 'string' }, write: { type: 'boolean', default: false } },
  });
  const { runs, unknown } = planMutationRuns(root, values.mutate?.split(','));
  if (unknown.length > 0)
    throw new OperatorError(`No subject of scripts/lib/mutation-subjects.ts has ${unknown.join(', ')}.`);
  let failedRuns = 0;
  for (const run of runs) {
    if (!runStryker(run)) failedRuns += 1;
    if (values.write) recordFigures();
  }
  if (failedRuns > 0)
    throw new OperatorError(
      `${failedRuns} of ${runs.length} runs failed, or noticed less than 90 % of the changes.`,
    );
});

/** Returns false if Stryker failed or the mutation score is too low. */
function runStryker({ files, tests }: MutationRun): boolean {
  rmSync(reportFile, { force: true });
  const stryker = `${root}node_modules/@stryker-mutator/core/bin/stryker.js`;
  const options = ['--mutate', files.join(','), '--testFiles', tests.join(',')];
  const { status } = spawnSync(
    process.execPath,
    [stryker, 'run', `${root}test/stryker.config.json`, ...options],
    { cwd: root, stdio: 'inherit' },
  );
  return status === 0;
}

/** Adds the figures of the last run to docs/mutation.json. */
function recordFigures(): void {
  if (!existsSync(reportFile)) return;
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as MutationReport;
  const known = JSON.parse(readFileSync(figuresFile, 'utf8')) as MutationFigures;
  const figures = { ...known, ...countMutants(report, new Date().toISOString().slice(0, 10)) };
  const sorted = Object.fromEntries(Object.entries(figures).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(figuresFile, `${JSON.stringify(sorted, null, 2)}\n`);
}
