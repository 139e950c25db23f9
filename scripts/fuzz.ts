/**
 * `npm run fuzz`: coverage-guided fuzzing of the readers of untrusted input with Jazzer.js (libFuzzer). An input that
 * breaks a promise is written to `test-results/fuzz/TARGET/`; its name begins with `crash-`, `timeout-` or `oom-`. Move it
 * to `test/fuzz/corpus/TARGET/` with the fix: `npm test` runs every input of the corpus.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { build } from 'vite';
import { targets } from '../test/fuzz/target-names.ts';
import { root } from './lib/bundle.ts';
import { OperatorError, oneOf, readOptions, runCommand, wholeNumber } from './lib/command-line.ts';

const usage = `npm run fuzz -- [--target ${targets.join('|')}] [--seconds 60]`;
const fuzzFolder = `${root}test/fuzz`;
const outputFolder = `${root}test-results/fuzz`;
/** For one input. A document has a work limit of its own, which instrumented code reaches ten times later. */
const timeoutMs = 10_000;
const maxMemoryMb = 2048;
const maxInputBytes = 16_384;

await runCommand(usage, async () => {
  const { values } = readOptions({
    options: { target: { type: 'string' }, seconds: { type: 'string', default: '60' } },
  });
  const seconds = wholeNumber('--seconds', values.seconds, 1, 86_400);
  const selected = values.target === undefined ? targets : [oneOf('--target', values.target, targets)];
  installFuzzer();
  await bundleTargets();
  const failed = selected.filter((target) => !fuzz(target, seconds));
  if (failed.length > 0)
    throw new OperatorError(`Fuzzing found an input: ${failed.join(', ')}. See ${outputFolder}.`);
});

/** Installs Jazzer.js by the lock file of its package. Its binaries are in the package: no script has to run. */
function installFuzzer(): void {
  if (existsSync(`${fuzzFolder}/node_modules`)) return;
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: fuzzFolder,
    stdio: 'inherit',
  });
  if (status !== 0) throw new OperatorError('The fuzzer could not be installed.');
}

/** One CommonJS file: Jazzer.js adds its counters to what `require` loads. */
async function bundleTargets(): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: 'test/fuzz/targets.ts',
      outDir: outputFolder,
      emptyOutDir: false,
      target: 'es2024',
      minify: false,
      rolldownOptions: {
        external: /^node:/,
        output: { format: 'cjs', entryFileNames: 'targets.cjs', codeSplitting: false },
      },
    },
  });
}

/** Returns true if no input broke a promise. */
function fuzz(target: string, seconds: number): boolean {
  const found = `${outputFolder}/${target}`;
  mkdirSync(`${found}/corpus`, { recursive: true });
  const { status } = spawnSync(
    process.execPath,
    [
      `${fuzzFolder}/node_modules/@jazzer.js/core/dist/cli.js`,
      `${outputFolder}/targets.cjs`,
      // New inputs are written to the first folder.
      `${found}/corpus`,
      `${fuzzFolder}/corpus/${target}`,
      '--fuzzEntryPoint',
      target,
      '--includes',
      'targets.cjs',
      '--timeout',
      String(timeoutMs),
      '--',
      `-max_total_time=${seconds}`,
      `-rss_limit_mb=${maxMemoryMb}`,
      `-max_len=${maxInputBytes}`,
      `-artifact_prefix=${found}/`,
      '-print_final_stats=1',
    ],
    { cwd: root, stdio: 'inherit' },
  );
  return status === 0;
}
