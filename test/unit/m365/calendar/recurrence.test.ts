import { expect, it } from 'vitest';
import { recurrence, formatRecurrence } from '../../../../src/m365/calendar/event.ts';

it.each([
  [{ type: 'daily', interval: 1 }, { type: 'noEnd' }, 'every day'],
  [{ type: 'daily', interval: 3 }, { type: 'numbered', numberOfOccurrences: 5 }, 'every 3 days 5 times'],
  [
    {
      type: 'weekly',
      interval: 2,
      daysOfWeek: ['monday', 'friday'],
      dayOfMonth: 0,
      month: 0,
      index: 'first',
    },
    { type: 'endDate', endDate: '2026-12-31', numberOfOccurrences: 0 },
    'every 2 weeks on monday, friday until 2026-12-31',
  ],
  [{ type: 'absoluteMonthly', interval: 1, dayOfMonth: 15 }, undefined, 'every month on day 15'],
  [
    { type: 'relativeMonthly', interval: 3, daysOfWeek: ['tuesday'], index: 'last' },
    null,
    'every 3 months on the last tuesday',
  ],
  [
    { type: 'absoluteYearly', interval: 1, dayOfMonth: 24, month: 12 },
    {},
    'every year on day 24 of month 12',
  ],
  [
    { type: 'relativeYearly', interval: 1, daysOfWeek: ['thursday'], index: 'fourth', month: 11 },
    {},
    'every year on the fourth thursday of month 11',
  ],
  [{ type: 'unknownFutureValue', interval: 1 }, {}, undefined],
  [null, null, undefined],
])('formatRecurrence of %j %j is %s', (pattern, range, expected) => {
  expect(formatRecurrence(recurrence.parse({ pattern, range }))).toBe(expected);
});
