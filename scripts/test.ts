/**
 * `npm test`: every suite. `npm run test:long`: the tests of {@link longTests} with their full number of iterations.
 * Other arguments go to vitest. The last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { bundle, root } from './lib/bundle.ts';
import { endWithNpm } from './lib/command-line.ts';
import { longProjects, longTests } from './lib/long-tests.ts';
import { countTests, failedFiles, skippedSuites, type TestFile } from './lib/vitest-report.ts';
import { WorkerExceptions } from './lib/worker-exceptions.ts';

const usage = `npm test [-- FILTER… VITEST-OPTION…]   every test, or those of matching files
npm run test:fast                      without end-to-end and browser tests
npm run test:long                      long proofs with their full number of iterations`;

/** The Durable Objects of all tests take 200 MB. Docker gives `/dev/shm` 64 MB by default. */
const minMemoryBytes = 1024 ** 3;
const reportFile = `${root}test-results/vitest.json`;

if (process.argv.includes('--help')) {
  console.log(usage);
  process.exit();
}
const isLong = process.argv.includes('--long');
const filters = process.argv.slice(2).filter((argument) => argument !== '--long');
const args =
  isLong && filters.length === 0
    ? [...longProjects.flatMap((name) => ['--project', name]), ...longTests]
    : filters;
// Everything that the suite writes to a temporary folder is below this one.
const temporaryFolder = mkdtempSync(`${temporaryRoot()}/m365-connector-tests-`);
// Browsers that end with the tests may still write for a moment.
process.once('exit', () => rmSync(temporaryFolder, { recursive: true, force: true, maxRetries: 5 }));
const signals = ['SIGINT', 'SIGTERM'] as const;
let isInterrupted = false;
const exit = () => process.exit(130);
for (const signal of signals) process.on(signal, exit);
endWithNpm();

const bundleFolder = await bundle();
const exceptions = new WorkerExceptions();
const { code, files } = await runVitest();
const failures = failedFiles(files);
const counts = countTests(files);
const problems = [
  ...failures.map(({ name, reason }) => `Failed file: ${relative(name)}: ${reason}`),
  ...exceptions.unexpected.map((message) => `Unexpected exception of a Worker under test: ${message}`),
];
if (code !== 0 && counts.failed + problems.length === 0)
  problems.push(isInterrupted ? 'Interrupted' : 'An error outside of a test: see above');
const failed = counts.failed + problems.length;
console.log();
if (exceptions.provoked > 0) {
  console.log(`${exceptions.provoked} exceptions that tests provoke in Workers are not shown`);
}
for (const problem of problems) console.log(problem);
for (const { name, suite, tests } of skippedSuites(files)) {
  console.log(`${tests} skipped in ${relative(name)}: ${suite}`);
}
console.log(`${counts.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runVitest(): Promise<{ code: number; files: readonly TestFile[] }> {
  mkdirSync(`${root}test-results`, { recursive: true });
  rmSync(reportFile, { force: true });
  const exitCode = await new Promise<number>((resolve) => {
    const child = spawn(
      process.execPath,
      [
        `${root}node_modules/vitest/vitest.mjs`,
        'run',
        '--config',
        'test/vitest.config.ts',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile}`,
        ...args,
      ],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        // A process group of its own, which ends with it.
        detached: true,
        env: {
          ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
          ...process.env,
          ...(isLong && { LONG_TESTS: '1' }),
          TMPDIR: temporaryFolder,
          // Vitest keeps a token there.
          XDG_DATA_HOME: temporaryFolder,
          TEST_BUNDLE: bundleFolder,
          // Tests start the scripts and wrangler a hundred times.
          NODE_COMPILE_CACHE: `${temporaryFolder}/compile-cache`,
        },
      },
    );
    print(child.stdout, process.stdout);
    print(child.stderr, process.stderr);
    for (const signal of signals) {
      process.off(signal, exit).on(signal, () => {
        isInterrupted = true;
        child.kill(signal);
      });
    }
    child.once('exit', () => killGroup(child.pid));
    child.once('close', (status) => resolve(status ?? 1));
  });
  if (!existsSync(reportFile)) return { code: exitCode || 1, files: [] };
  const { testResults } = JSON.parse(readFileSync(reportFile, 'utf8')) as { testResults: TestFile[] };
  return { code: exitCode, files: testResults };
}

/** Kills what the tests have started and an interruption kept them from stopping, such as workerd. */
function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // Nothing is left.
  }
}

function print(source: NodeJS.ReadableStream, target: NodeJS.WritableStream): void {
  const filter = exceptions.filter();
  source.setEncoding('utf8');
  source.on('data', (chunk: string) => target.write(filter(chunk)));
  source.on('end', () => target.write(filter('\n')));
}

function relative(file: string): string {
  return file.replace(root, '');
}

/** `TMPDIR` where it is set; otherwise memory where the machine has enough of it. */
function temporaryRoot(): string {
  if (process.env['TMPDIR'] !== undefined || !existsSync('/dev/shm')) return tmpdir();
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize >= minMemoryBytes ? '/dev/shm' : tmpdir();
}
