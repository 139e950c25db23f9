/**
 * `npm test`: every suite. `npm run test:long`: the tests of {@link longTests} with their full number of iterations.
 * Other arguments go to vitest. The last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, type WriteStream } from 'node:fs';
import { bundle, root } from './lib/bundle.ts';
import {
  countTests,
  failedFiles,
  skippedSuites,
  type TestFile,
  unfinishedFiles,
} from './lib/vitest-report.ts';

/** Files that run a part of their cases in `npm test`, and all of them under `--long`. */
const longTests = ['e2e/isolation', 'e2e/resource-crawl'];
const maxRuns = 3;
const folder = `${root}test-results`;
const reportFile = `${folder}/vitest.json`;
const workerLogFile = `${folder}/worker-exceptions.log`;

if (process.argv.includes('--help')) {
  console.log('npm test [-- FILTER… VITEST-OPTION…]\nnpm run test:fast\nnpm run test:long');
  process.exit();
}
const isLong = process.argv.includes('--long');
const filters = process.argv.slice(2).filter((argument) => argument !== '--long');
mkdirSync(folder, { recursive: true });
const workerLog = createWriteStream(workerLogFile);
let workerExceptions = 0;
await bundle();

let run = await runVitest(isLong && filters.length === 0 ? ['--project', 'e2e', ...longTests] : filters);
const finished: TestFile[] = [];
const repeated: string[] = [];
// The connection between vitest and workerd breaks now and then. Files that it cut off have no result and run again.
for (let runs = 1; runs < maxRuns && unfinishedFiles(run.files).length > 0; runs += 1) {
  const names = unfinishedFiles(run.files).map(({ name }) => name);
  console.log(`\nNot finished, run again: ${names.map(relative).join(', ')}`);
  repeated.push(...names.map(relative));
  finished.push(...run.files.filter(({ name }) => !names.includes(name)));
  run = await runVitest(names.map(relative));
}
workerLog.end();

const files = [...finished, ...run.files];
const failures = failedFiles(files);
const counts = countTests(files);
// An unhandled error, or a run without a report, fails although no test did.
const failed = counts.failed + failures.length || (run.code === 0 ? 0 : 1);
console.log();
if (workerExceptions > 0) {
  console.log(`${workerExceptions} uncaught exceptions of Workers under test: ${relative(workerLogFile)}`);
}
if (repeated.length > 0)
  console.log(`Ran again after the connection to workerd broke: ${repeated.join(', ')}`);
for (const { name, reason } of failures) console.log(`Failed file: ${relative(name)}: ${reason}`);
for (const { name, suite, tests } of skippedSuites(files)) {
  console.log(`${tests} skipped in ${relative(name)}: ${suite}`);
}
console.log(`${counts.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runVitest(args: readonly string[]): Promise<{ code: number; files: readonly TestFile[] }> {
  rmSync(reportFile, { force: true });
  const code = await new Promise<number>((resolve) => {
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
        stdio: ['inherit', 'pipe', 'pipe'],
        env: {
          ...memoryFolder(),
          ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
          ...process.env,
          ...(isLong && { LONG_TESTS: '1' }),
        },
      },
    );
    separate(child.stdout, process.stdout, workerLog);
    separate(child.stderr, process.stderr, workerLog);
    child.once('close', (status) => resolve(status ?? 1));
  });
  if (!existsSync(reportFile)) return { code: code || 1, files: [] };
  const { testResults } = JSON.parse(readFileSync(reportFile, 'utf8')) as { testResults: TestFile[] };
  return { code, files: testResults };
}

/**
 * Writes output on, except workerd's reports of uncaught exceptions with their stacks: tests provoke them, and assert
 * what the caller receives.
 */
function separate(source: NodeJS.ReadableStream, target: NodeJS.WritableStream, log: WriteStream): void {
  let rest = '';
  let isException = false;
  source.setEncoding('utf8');
  source.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('uncaught exception; ')) {
        isException = true;
        workerExceptions += 1;
      } else if (!/^(?: {4}at |stack: )/.test(line)) isException = false;
      (isException ? log : target).write(`${line}\n`);
    }
  });
  source.on('end', () => target.write(rest));
}

function relative(file: string): string {
  return file.replace(root, '');
}

/** Storage of the Workers under test lives in memory where the machine has `/dev/shm`. */
function memoryFolder(): { TMPDIR?: string } {
  return existsSync('/dev/shm') ? { TMPDIR: '/dev/shm' } : {};
}
