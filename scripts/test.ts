/** `npm test`: every suite. The last line counts them: `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { bundle, root } from './bundle.ts';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  /** One for each file. */
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const maxRuns = 3;
const reportFile = `${root}test-results/vitest.json`;
await bundle();
let { code, report } = await run(process.argv.slice(2));
let passed = report.numPassedTests;
// The channel between vitest and workerd breaks now and then, and takes the rest of a file with it: none has failed then.
for (let runs = 1; code !== 0 && report.numFailedTests === 0 && runs < maxRuns; runs += 1) {
  const files = brokenOff(report);
  if (files.length === 0) break;
  console.log(`The run broke off without a failed test, in ${files.join(', ')}: once more.`);
  passed -= passedIn(report, files);
  ({ code, report } = await run(files));
  passed += report.numPassedTests;
}
// A suite that did not load has no failed test of its own, and a run that broke off reports none.
const failed = Math.max(report.numFailedTests, code === 0 ? 0 : Math.max(1, report.numFailedTestSuites));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Files that did not come to their end. */
function brokenOff({ testResults }: Report): string[] {
  const isOver = ({ status, assertionResults }: Report['testResults'][number]) =>
    status === 'passed' && assertionResults.every((test) => test.status !== 'pending');
  return testResults.filter((file) => !isOver(file)).map(({ name }) => name.replace(root, ''));
}

function passedIn({ testResults }: Report, files: readonly string[]): number {
  return testResults
    .filter(({ name }) => files.includes(name.replace(root, '')))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed').length;
}

async function run(filters: readonly string[]): Promise<{ code: number; report: Report }> {
  rmSync(reportFile, { force: true });
  const exitCode = await new Promise<number>((resolve) => {
    spawn(
      process.execPath,
      [
        `${root}node_modules/vitest/vitest.mjs`,
        'run',
        '--config',
        'test/vitest.config.ts',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile}`,
        ...filters,
      ],
      { cwd: root, stdio: 'inherit', env: { ...memoryFolder(), ...process.env } },
    ).once('exit', (status) => resolve(status ?? 1));
  });
  return { code: exitCode, report: readReport() };
}

/** A run that broke off before its report counts as one failure. */
function readReport(): Report {
  if (!existsSync(reportFile)) {
    return { numPassedTests: 0, numFailedTests: 1, numFailedTestSuites: 1, testResults: [] };
  }
  return JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
}

/** Objects of the tests live in memory where the machine has room for that: nobody needs them after a power cut. */
function memoryFolder(): { TMPDIR?: string } {
  return existsSync('/dev/shm') ? { TMPDIR: '/dev/shm' } : {};
}
