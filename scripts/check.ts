/**
 * `npm run check`: format, lint, types, dead code and generated files, each step even where one before it fails. With
 * `--release` also whether this may be published.
 */
import { spawnSync } from 'node:child_process';
import { root } from './lib/bundle.ts';

const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format', 'oxfmt', '--check', '.'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['types of the Worker', 'tsc', '-p', 'tsconfig.json'],
  ['types of tests and scripts', 'tsc', '-p', 'test/tsconfig.json'],
  ['types of the simulator', 'tsc', '-p', 'packages/m365-simulator/tsconfig.json'],
  ['dead code', 'knip'],
  ['size and imports of files', 'node', 'scripts/check-structure.ts'],
  ['regular expressions', 'node', 'scripts/check-expressions.ts'],
  ['generated files', 'node', 'scripts/generate.ts', '--check'],
  ['links of the documents', 'node', 'scripts/check-links.ts'],
  [
    'secrets',
    'secretlint',
    '--secretlintrc',
    'scripts/secretlint.json',
    '--secretlintignore',
    '.gitignore',
    '**/*',
    '.github/**',
  ],
  ...(process.argv.includes('--release') ? [['release', 'node', 'scripts/check-release.ts'] as const] : []),
];

const failed = steps.filter(([name, command, ...args]) => {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  return status !== 0;
});
console.log(
  failed.length === 0 ? 'All checks passed.' : `${failed.length} of ${steps.length} checks failed.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
