/** `npm test`: every suite. The last line counts them: `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { bundle, root } from './bundle.ts';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
}

const reportFile = `${root}test-results/vitest.json`;
await bundle();
let { code, report } = await run();
// The channel between vitest and workerd breaks now and then, and takes a file of tests with it: none has failed then.
if (code !== 0 && report.numFailedTests === 0) {
  console.log('The run broke off without a failed test: once more.');
  ({ code, report } = await run());
}
// A suite that did not load has no failed test of its own, and a run that broke off reports none.
const failed = Math.max(report.numFailedTests, code === 0 ? 0 : Math.max(1, report.numFailedTestSuites));
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function run(): Promise<{ code: number; report: Report }> {
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
        ...process.argv.slice(2),
      ],
      { cwd: root, stdio: 'inherit', env: { ...memoryFolder(), ...process.env } },
    ).once('exit', (status) => resolve(status ?? 1));
  });
  return { code: exitCode, report: readReport() };
}

/** A run that broke off before its report counts as one failure. */
function readReport(): Report {
  if (!existsSync(reportFile)) return { numPassedTests: 0, numFailedTests: 1, numFailedTestSuites: 1 };
  return JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
}

/** Objects of the tests live in memory where the machine has room for that: nobody needs them after a power cut. */
function memoryFolder(): { TMPDIR?: string } {
  return existsSync('/dev/shm') ? { TMPDIR: '/dev/shm' } : {};
}
