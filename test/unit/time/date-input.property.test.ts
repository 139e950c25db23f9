import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveDate } from '../../../src/time/date-range.ts';
import { frame } from './date-frame.ts';
import { propertyRuns } from '../property-runs.ts';

describe('resolveDate', () => {
  it('resolves any text or throws invalid_argument', () => {
    const words = fc.constantFrom(
      'last',
      'next',
      'this',
      'in',
      'ago',
      'end of',
      'start of',
      'the',
      '1',
      '99',
      'two',
      'day',
      'weeks',
      'month',
      'monday',
      'may',
      '2026',
      '2026-11-24',
      'at',
      '10:00',
      '9am',
      'noon',
      'today',
      'T',
      'Z',
      '+01:00',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(words, { maxLength: 6 }).map((list) => list.join(' ')),
        ),
        (text) => {
          try {
            const { instantMs } = resolveDate(text, 'a', frame);
            expect(Number.isSafeInteger(instantMs)).toBe(true);
          } catch (error) {
            expect(error).toMatchObject({ code: 'invalid_argument' });
          }
        },
      ),
      propertyRuns,
    );
  });
});
