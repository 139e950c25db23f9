import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/lib/bundle.ts';
import { type TestFile, countTests, failedFiles, skippedSuites } from '../../scripts/lib/vitest-report.ts';
import { WorkerExceptions } from '../../scripts/lib/worker-exceptions.ts';

const sources = {
  'hook.test.js':
    "describe('a suite', () => { beforeAll(() => { throw new Error('no server'); }); it('a', () => {}); });",
  'import.test.js': "import './missing.js'; it('a', () => {});",
  'syntax.test.js': "it('a', () => {",
  'empty.test.js': '',
  'failing.test.js': "it('a', () => { throw new Error('wrong'); }); it('b', () => {});",
  'skipped.test.js':
    "describe.skip('runs where a tenant exists', () => { it('a', () => {}); it('b', () => {}); });",
  'passing.test.js': "it('a', () => {});",
};

describe('the report of npm test on the results of vitest', () => {
  const folder = mkdtempSync(`${tmpdir()}/m365-connector-`);
  let files: readonly TestFile[] = [];

  beforeAll(() => {
    for (const [name, text] of Object.entries(sources)) writeFileSync(`${folder}/${name}`, text);
    writeFileSync(`${folder}/vitest.config.js`, 'export default { test: { globals: true } };');
    const options = ['run', '--root', folder, '--reporter=json', `--outputFile=${folder}/report.json`];
    spawnSync(process.execPath, [`${root}node_modules/vitest/vitest.mjs`, ...options]);
    files = (JSON.parse(readFileSync(`${folder}/report.json`, 'utf8')) as { testResults: TestFile[] })
      .testResults;
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('counts a thrown beforeAll, a failed import, a syntax error and an empty file as failed files', () => {
    const failed = failedFiles(files).map(({ name, reason }) => [name.replace(`${folder}/`, ''), reason]);
    expect(Object.fromEntries(failed)).toEqual({
      'hook.test.js': 'a beforeAll or afterAll hook threw',
      'import.test.js': expect.stringContaining('./missing.js') as string,
      'syntax.test.js': expect.stringMatching(/./) as string,
      'empty.test.js': expect.stringContaining('No test suite found') as string,
    });
  });

  it('counts passed and failed tests', () => {
    expect(countTests(files)).toEqual({ passed: 2, failed: 1 });
  });

  it('lists skipped tests with the title of their suite', () => {
    expect(skippedSuites(files)).toEqual([
      { name: `${folder}/skipped.test.js`, suite: 'runs where a tenant exists', tests: 2 },
    ]);
  });
});

describe('WorkerExceptions', () => {
  const report = (message: string) =>
    `uncaught exception; source = Uncaught (in promise); stack = ${message}\n    at a (a.ts:1:1)\n    at b (b.ts:2:2)\n`;

  it('removes the report of an exception that tests provoke, in chunks of any size', () => {
    const text = `before\n${report('Error: the exchange broke')}after\n`;
    for (const size of [1, 7, 1000]) {
      const exceptions = new WorkerExceptions();
      const filter = exceptions.filter();
      const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect(chunks.map(filter).join('')).toBe('before\nafter\n');
      expect(exceptions.provoked).toBe(1);
      expect(exceptions.unexpected).toEqual([]);
    }
  });

  it('prints the report of any other exception and lists its message', () => {
    const exceptions = new WorkerExceptions();
    const text = report('TypeError: x is undefined');
    expect(exceptions.filter()(text)).toBe(text);
    expect(exceptions.provoked).toBe(0);
    expect(exceptions.unexpected).toEqual(['TypeError: x is undefined']);
  });
});
