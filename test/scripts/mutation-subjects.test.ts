import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/lib/bundle.ts';
import { mutationSubjects, planMutationRuns } from '../../scripts/lib/mutation-subjects.ts';

describe('mutationSubjects', () => {
  test('has no glob that matches nothing', () => {
    const globs = mutationSubjects.flatMap(({ mutate, tests }) => [...mutate, ...tests]);
    expect(globs.filter((glob) => globSync(glob, { cwd: root }).length === 0)).toEqual([]);
  });

  test('names each file once', () => {
    const files = planMutationRuns(root).runs.flatMap((run) => run.files);
    expect(new Set(files).size).toBe(files.length);
  });
});

describe('planMutationRuns', () => {
  test('runs a selected file with the tests of its subject', () => {
    const { runs, unknown } = planMutationRuns(root, ['src/vault/store.ts']);
    expect(runs.map(({ files }) => files)).toEqual([['src/vault/store.ts']]);
    expect(runs[0]?.tests).toContain('test/unit/vault/storage-faults.test.ts');
    expect(runs[0]?.tests).not.toContain('test/unit/oauth/sessions.test.ts');
    expect(unknown).toEqual([]);
  });

  test('makes one run for each subject of the selected files', () => {
    const selected = ['src/vault/store.ts', 'src/oauth/pkce.ts', 'src/vault/vault.ts'];
    expect(planMutationRuns(root, selected).runs.map(({ files }) => files)).toEqual([
      ['src/vault/store.ts', 'src/vault/vault.ts'],
      ['src/oauth/pkce.ts'],
    ]);
  });

  test('names a selected file that no subject has', () => {
    expect(planMutationRuns(root, ['src/worker.ts'])).toEqual({ runs: [], unknown: ['src/worker.ts'] });
  });
});
