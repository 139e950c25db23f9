import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { root } from '../../scripts/lib/bundle.ts';

/** A protocol revision whose required scenarios are frozen. */
export type Revision = '2026-07-28' | '2025-11-25';

/** Result of one run of the MCP conformance suite. */
export interface SuiteRun {
  /** 0 when exactly the expected failures failed. */
  readonly exitCode: number;
  /** Scenarios that the revision requires. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  /** Number of checks, including those of optional scenarios. */
  readonly checks: number;
  /** Output of the suite. */
  readonly output: string;
}

const suite = `${root}node_modules/@modelcontextprotocol/conformance`;

/**
 * Runs the server scenarios that a revision requires.
 * @param baseline YAML file of the checks that are expected to fail
 */
export async function runSuite(url: string, revision: Revision, baseline?: string): Promise<SuiteRun> {
  const child = spawn(
    process.execPath,
    [
      `${suite}/dist/index.js`,
      'server',
      '--url',
      url,
      '--requirements',
      revision,
      ...(baseline === undefined ? [] : ['--expected-failures', baseline]),
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  const exitCode = await new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
  });
  const scenarios = [...output.matchAll(/^([✓✗]) ([\w-]+): (\d+) passed/gm)].map(
    ([, mark, name = '', checks]) => ({ name, hasPassed: mark === '✓', checks: Number(checks) }),
  );
  const names = requiredScenarios(revision);
  const required = scenarios.filter(({ name }) => names.has(name));
  return {
    exitCode,
    passed: required.filter(({ hasPassed }) => hasPassed).map(({ name }) => name),
    failed: required.filter(({ hasPassed }) => !hasPassed).map(({ name }) => name),
    checks: scenarios.reduce((sum, { checks }) => sum + checks, 0),
    output,
  };
}

/** Required server scenarios of a revision. Optional scenarios run too and are not counted. */
function requiredScenarios(revision: Revision): ReadonlySet<string> {
  const requirements = readFileSync(`${suite}/requirements/${revision}.yaml`, 'utf8');
  const section = /^server:\n((?: {2}- .+\n)+)/m.exec(requirements)?.[1] ?? '';
  return new Set([...section.matchAll(/^ {2}- ([\w-]+)$/gm)].map(([, name = '']) => name));
}
