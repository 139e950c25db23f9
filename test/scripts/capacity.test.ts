import { expect, test } from 'vitest';
import { estimate, peopleOfOneOrganisation } from '../../scripts/capacity/estimate.ts';

const measured = { warmCpuMs: 0.5, coldCpuMs: 4.5, graphRequestsPerCall: 1.5, tracedShare: 0.05 };

test('the arithmetic for a hundred thousand people, done by hand', () => {
  const { dollars, ...load } = estimate(100_000, measured);
  // 100,000 people × 21 days × 40 calls; 21 days × 6 h / 1.25 h exchanges.
  expect(load.callsPerMonth).toBe(84_000_000);
  expect(load.exchangesPerMonth).toBe(10_080_000);
  // 40 calls × 20 % in an hour, twice that in its busiest second.
  expect(load.callsPerSecond).toBeCloseTo(444.44, 1);
  expect(load.graphPerSecond).toBeCloseTo(666.67, 1);
  // 84 M × 0.5 ms + 2 × 10.08 M × 4 ms = 122.64 M ms.
  expect(load.cpuHoursPerMonth).toBeCloseTo(34.07, 2);
  expect(dollars.cpu).toBeCloseTo((122.64 - 30) * 0.02, 6);
  expect(dollars.requests).toBeCloseTo((94.08 - 10) * 0.3, 6);
  // Two objects a call, three a renewal.
  expect(dollars.objectRequests).toBeCloseTo((168 + 30.24 - 1) * 0.15, 6);
  // 94.08 M lines of 1.5 KB, and of every twentieth 27 spans of 1.2 KB; seven days of it are kept.
  expect(load.ingestedGb).toBeCloseTo(141.12 + 152.4096, 6);
  expect(dollars.observability).toBeCloseTo((293.5296 - 50) * 0.25 + ((293.5296 * 7) / 30 - 12) * 0.1, 6);
  const parts = Object.entries(dollars).filter(([name]) => name !== 'total');
  expect(dollars.total).toBeCloseTo(5 + parts.reduce((sum, [, part]) => sum + part, 0), 6);
});

test('what a plan includes costs nothing more', () => {
  expect(estimate(1, measured).dollars.total).toBe(5);
});

test('an organisation as large as its policy object can serve has a call for each request that it takes', () => {
  const largest = estimate(peopleOfOneOrganisation(), measured);
  expect(largest.callsPerSecond).toBeLessThanOrEqual(1000);
  expect(largest.callsPerSecond).toBeGreaterThan(999);
});
