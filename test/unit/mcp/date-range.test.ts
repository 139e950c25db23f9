import { describe, expect, it } from 'vitest';
import { validateDateRange } from '../../../src/mcp/arguments.ts';

/** Tuesday in UTC, Monday in Honolulu. */
const nowMs = Date.UTC(2026, 10, 24, 9);

describe('validateDateRange', () => {
  it.each([
    ['2026-02-02', '2026-02-01', {}],
    ['2026-02-01', '2026-02-01', {}],
    ['tomorrow', 'yesterday', {}],
    ['today', 'today', {}],
    ['in 2 weeks', '2026-11-01', {}],
    ['now', '1 hour ago', {}],
    ['today', '2026-11-24T00:00+01:00', { timeZone: 'Europe/Warsaw' }],
  ])(
    'returns invalid_argument for an empty range: after %s, before %s',
    (afterDateTime, beforeDateTime, more) => {
      expect(validateDateRange({ afterDateTime, beforeDateTime, ...more }, nowMs)).toMatchObject({
        code: 'invalid_argument',
      });
    },
  );

  it.each([
    ['yesterday', 'today', {}],
    // Not empty west of Greenwich, where it is still Monday.
    ['today', '2026-11-24', {}],
    ['last monday', 'tomorrow', {}],
    ['2026-11-24T08:00', 'now', {}],
    ['2026-11-23', 'today', { timeZone: 'Europe/Warsaw' }],
    ['tomorrow', undefined, {}],
    [undefined, 'yesterday', {}],
  ])('returns undefined for after %s, before %s', (afterDateTime, beforeDateTime, more) => {
    expect(validateDateRange({ afterDateTime, beforeDateTime, ...more }, nowMs)).toBeUndefined();
  });
});
