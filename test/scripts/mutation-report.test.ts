import { describe, expect, test } from 'vitest';
import { countMutants, mutationRows } from '../../scripts/lib/mutation-report.ts';

const mutants = (...statuses: readonly string[]) => ({ mutants: statuses.map((status) => ({ status })) });

describe('countMutants', () => {
  test('counts killed and timed out mutants as noticed, and leaves ignored ones out', () => {
    const report = {
      files: {
        'src/a.ts': mutants('Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored', 'RuntimeError'),
        'src/b.ts': mutants('Ignored'),
      },
    };
    const figures = countMutants(report, '2026-11-30');
    expect(figures).toEqual({ 'src/a.ts': { noticed: 2, total: 4, date: '2026-11-30' } });
    expect(mutationRows(figures)).toEqual([['[src/a.ts](../src/a.ts)', '2', '4', '50.0 %', '2026-11-30']]);
  });
});
