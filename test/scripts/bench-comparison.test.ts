import { describe, expect, it } from 'vitest';
import { ratioChart } from '../bench/goal-chart.ts';
import {
  comparisonBars,
  comparisonTable,
  type ComparisonRow,
  compareBlocks,
  median,
  ratios,
} from '../bench/peer/comparison.ts';

const rate: ComparisonRow = {
  title: 'Search: rate',
  unit: 'calls/s',
  values: { connector: 400, peer: 100, peerMail: 800 },
  ratios: { peer: 4, peerMail: 0.5 },
};

describe('median', () => {
  it.each([
    { values: [7], expected: 7 },
    { values: [10, 9, 1], expected: 9 },
    { values: [100, 2, 4, 3], expected: 3.5 },
  ])('of $values is $expected', ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });

  it('throws for no values', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  it('leaves its input in order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('ratios', () => {
  it('divides each value by its neighbor', () => {
    expect(ratios([1, 6], [2, 3])).toEqual([0.5, 2]);
  });

  it.each([
    { name: 'lists of different length', values: [1, 2], divisors: [1] },
    { name: 'a divisor of 0', values: [1], divisors: [0] },
  ])('throws for $name', ({ values, divisors }) => {
    expect(() => ratios(values, divisors)).toThrow(RangeError);
  });
});

describe('compareBlocks', () => {
  it('takes the median of the ratios of neighboring blocks, so that a slow period of the machine cancels out', () => {
    const row = compareBlocks('Search: CPU time', 'ms', {
      connector: [2, 20, 2],
      peer: [4, 40, 4],
      peerMail: [1, 10, 2],
    });
    expect(row).toEqual({
      title: 'Search: CPU time',
      unit: 'ms',
      values: { connector: 2, peer: 4, peerMail: 2 },
      ratios: { peer: 0.5, peerMail: 2 },
    });
  });
});

describe('comparisonTable', () => {
  it('shows the value of each server and the ratio to each tool set of the peer', () => {
    expect(comparisonTable([rate])).toEqual([
      ['Figure', 'Connector', 'Peer, same permissions', 'Ratio', 'Peer, two mail tools', 'Ratio'],
      ['Search: rate', '400 calls/s', '100 calls/s', '4', '800 calls/s', '0.50'],
    ]);
  });
});

describe('comparisonBars', () => {
  it('draws the inverse of a rate, and marks a figure that is worse than that of the peer', () => {
    expect(comparisonBars([rate])).toEqual([
      { title: 'Search: rate (same permissions)', share: 0.25, isGood: true, text: '400 / 100 calls/s' },
      { title: 'Search: rate (two mail tools)', share: 2, isGood: false, text: '400 / 800 calls/s' },
    ]);
  });

  it('draws CPU time as it is', () => {
    const row = { ...rate, unit: 'ms', ratios: { peer: 0.5, peerMail: 1 } } as const;
    expect(comparisonBars([row]).map(({ share, isGood }) => ({ share, isGood }))).toEqual([
      { share: 0.5, isGood: true },
      { share: 1, isGood: true },
    ]);
  });
});

describe('ratioChart', () => {
  it('cuts bars at 1.25, and escapes titles', () => {
    const chart = ratioChart([{ title: 'a < b', share: 9, isGood: false, text: '9' }], 'peer', 'A & B');
    expect(chart).toContain('>a &lt; b</text>');
    expect(chart).toContain('aria-label="A &amp; B"');
    expect(chart).toContain('width="300.0" height="16" rx="3" class="missed"');
    expect(chart).toContain('>peer</text>');
  });
});
