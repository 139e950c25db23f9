/**
 * `npm run mutation`: runs Stryker on the files of `test/stryker.config.json`, or on those of `--mutate`. `--write` records
 * the figures of the measured files in docs/mutation.json, from which `npm run generate` makes the table of
 * docs/mutation.md. Files that were not measured keep their figures.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { root } from './lib/bundle.ts';
import { OperatorError, readOptions, runCommand } from './lib/command-line.ts';
import { type MutationFigures, type MutationReport, countMutants } from './lib/mutation-report.ts';

const usage = 'npm run mutation -- [--mutate src/oauth/step-up.ts,...] [--write]';
const reportFile = `${root}test-results/mutation.json`;
const figuresFile = `${root}docs/mutation.json`;

await runCommand(usage, async () => {
  const { values } = readOptions({
    options: { mutate: { type: 'string' }, write: { type: 'boolean', default: false } },
  });
  rmSync(reportFile, { force: true });
  const selected = values.mutate === undefined ? [] : ['--mutate', values.mutate];
  const stryker = `${root}node_modules/@stryker-mutator/core/bin/stryker.js`;
  const { status } = spawnSync(
    process.execPath,
    [stryker, 'run', `${root}test/stryker.config.json`, ...selected],
    { cwd: root, stdio: 'inherit' },
  );
  if (values.write && existsSync(reportFile)) {
    const report = JSON.parse(readFileSync(reportFile, 'utf8')) as MutationReport;
    const known = JSON.parse(readFileSync(figuresFile, 'utf8')) as MutationFigures;
    const figures = { ...known, ...countMutants(report, new Date().toISOString().slice(0, 10)) };
    const sorted = Object.fromEntries(Object.entries(figures).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(figuresFile, `${JSON.stringify(sorted, null, 2)}\n`);
  }
  if (status !== 0)
    throw new OperatorError('Mutation testing failed, or noticed less than 90 % of the changes.');
});
