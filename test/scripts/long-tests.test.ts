import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from '../../scripts/lib/bundle.ts';
import { longTests } from '../../scripts/lib/long-tests.ts';

const files = globSync('{test,packages/*/test}/**/*.test.ts', { cwd: root });

test('npm run test:long selects every file that runs fewer cases in npm test', () => {
  const shortened = files.filter((file) =>
    /env\['LONG_TESTS'\]\s*\?|= inject\(isLongKey\)|^ +propertyRuns,$/m.test(
      readFileSync(root + file, 'utf8'),
    ),
  );
  expect(shortened.length).toBeGreaterThan(5);
  expect(shortened.filter((file) => !longTests.some((name) => file.includes(name)))).toEqual([]);
});

test('npm run test:long selects no file that does not exist', () => {
  expect(longTests.filter((name) => !files.some((file) => file.includes(name)))).toEqual([]);
});
