import { describe, expect, it } from 'vitest';
import { validateDateRange } from '../../../src/mcp/arguments.ts';

/** Tuesday in UTC and still Monday in Honolulu. */
const nowMs = Date.UTC(2026, 10, 24, 9);

describe('emptySpan', () => {
  it.each([
    ['2026-02-02', '2026-02-01', {}],
    ['2026-02-01', '2026-02-01', {}],
    ['tomorrow', 'yesterday', {}],
    ['today', 'today', {}],
    ['in 2 weeks', '2026-11-01', {}],
    ['now', '1 hour ago', {}],
    ['today', '2026-11-24T00:00+01:00', { timeZone: 'Europe/Warsaw' }],
  ])('refuses from %s before %s', (afterDateTime, beforeDateTime, more) => {
    expect(validateDateRange({ afterDateTime, beforeDateTime, ...more }, nowMs)).toMatchObject({
      code: 'invalid_argument',
    });
  });

  it.each([
    ['yesterday', 'today', {}],
    // Monday west of Greenwich: there it holds the whole day.
    ['today', '2026-11-24', {}],
    ['last monday', 'tomorrow', {}],
    ['2026-11-24T08:00', 'now', {}],
    ['2026-11-23', 'today', { timeZone: 'Europe/Warsaw' }],
    ['tomorrow', undefined, {}],
    [undefined, 'yesterday', {}],
  ])('lets by from %s before %s', (afterDateTime, beforeDateTime, more) => {
    expect(validateDateRange({ afterDateTime, beforeDateTime, ...more }, nowMs)).toBeUndefined();
  });
});
