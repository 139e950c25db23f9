import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../bench/figure.ts';
import { missedGoals } from '../bench/missed-goals.ts';
import type { Performance } from '../bench/performance.ts';

const cpu: Figure = {
  id: 'search-cpu-1',
  title: 'Search: CPU time',
  unit: 'ms',
  value: 2.2,
  goal: { atMost: 1.3 },
};

describe('missedGoals', () => {
  it('returns value, goal and reason of a missed goal, with the figures that the reason names', () => {
    const bare: Figure = { id: 'floor-protocol-cpu', title: 'Bare Worker', unit: 'ms', value: 0.77 };
    const [line] = missedGoals([cpu, bare]);
    expect(line).toMatch(
      /^\*\*Search: CPU time\*\*: 2\.20 ms, goal at most 1\.3\. A bare Worker needs 0\.77 ms/,
    );
  });

  it('returns nothing for goals that are kept and for figures without a goal', () => {
    expect(
      missedGoals([
        { ...cpu, value: 1.3 },
        { id: 'p50', title: 'p50', unit: 'ms', value: 14 },
      ]),
    ).toEqual([]);
  });

  it('knows a reason for every missed goal of the committed figures', () => {
    const text = readFileSync(new URL('../../docs/performance.json', import.meta.url), 'utf8');
    const { figures } = JSON.parse(text) as Performance;
    expect(missedGoals(figures).filter((line) => line.includes('The reason is not known'))).toEqual([]);
  });
});
