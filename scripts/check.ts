/**
 * `npm run check`: format, lint, types, dead code, structure, shared promises, regular expressions, generated files, links and secrets.
 * Every step runs, also after one has failed. `--release` adds the conditions of a release.
 */
import { spawnSync } from 'node:child_process';
import manifest from '../package.json' with { type: 'json' };
import { billOfMaterialsProblems } from './checks/bill-of-materials.ts';
import { brokenLinks } from './checks/links.ts';
import { slowExpressions } from './checks/regular-expressions.ts';
import { releaseProblems } from './checks/release.ts';
import { runbookProblems } from './checks/runbook.ts';
import { securityDocumentProblems } from './checks/security-documents.ts';
import { sharedPromiseProblems } from './checks/shared-promises.ts';
import { structureProblems } from './checks/structure.ts';
import { workflowProblems } from './checks/workflows.ts';
import { root } from './lib/bundle.ts';
import { readOptions, runCommand } from './lib/command-line.ts';

const usage = 'npm run check -- [--release]';

/** A command, or a function that returns what is wrong. */
type Step =
  | readonly [command: string, ...args: string[]]
  | (() => readonly string[] | Promise<readonly string[]>);

const steps: Readonly<Record<string, Step>> = {
  format: ['oxfmt', '--check', '.'],
  lint: ['oxlint', '--type-aware', '--deny-warnings'],
  'types of the Worker': ['tsc', '-p', 'tsconfig.json'],
  'types of the views': ['tsc', '-p', 'src/views/tsconfig.json'],
  'types of tests and scripts': ['tsc', '-p', 'test/tsconfig.json'],
  'types of the simulator': ['tsc', '-p', 'packages/m365-simulator/tsconfig.json'],
  'dead code': ['knip'],
  'file sizes and import cycles': structureProblems,
  'promises shared by requests': sharedPromiseProblems,
  'regular expressions': slowExpressions,
  'generated files': ['node', 'scripts/generate.ts', '--check'],
  'bill of materials': billOfMaterialsProblems,
  workflows: workflowProblems,
  'security documents': securityDocumentProblems,
  runbook: runbookProblems,
  'links in Markdown': brokenLinks,
  secrets: [
    'secretlint',
    '--secretlintrc',
    'scripts/secretlint.json',
    '--secretlintignore',
    '.gitignore',
    '**/*',
    '.github/**',
  ],
};

await runCommand(usage, async () => {
  const { values } = readOptions({ options: { release: { type: 'boolean', default: false } } });
  const selected = Object.entries({ ...steps, ...(values.release && { release: releaseStep }) });
  let failed = 0;
  for (const [name, step] of selected) {
    const passed = await run(step);
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
    if (!passed) failed += 1;
  }
  console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${selected.length} checks failed.`);
  process.exitCode = failed === 0 ? 0 : 1;
});

async function run(step: Step): Promise<boolean> {
  if (typeof step !== 'function') {
    const [command, ...args] = step;
    return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
  }
  const problems = await step();
  for (const problem of problems) console.error(problem);
  return problems.length === 0;
}

function releaseStep(): readonly string[] {
  return releaseProblems({
    repository: 'repository' in manifest ? String(manifest.repository) : undefined,
    version: manifest.version,
    workflowRepository: process.env['GITHUB_REPOSITORY'],
    tag: process.env['GITHUB_REF_TYPE'] === 'tag' ? process.env['GITHUB_REF_NAME'] : undefined,
  });
}
