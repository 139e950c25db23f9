import { expect, test } from 'vitest';
import { customTimeZone } from '../../../../src/m365/availability/local-clock.ts';

const rule = { time: '02:00:00', dayOccurrence: 5, dayOfWeek: 'sunday', month: 3, daylightBias: -60 };

test('customTimeZone accepts valid rules', () => {
  const zone = { bias: -60, standardOffset: { ...rule, month: 10 }, daylightOffset: rule };
  expect(customTimeZone.safeParse(zone).success).toBe(true);
});

// Anybody can write what they like into the settings of their own mailbox, and be invited.
test.each([
  ['an occurrence without end', { ...rule, dayOccurrence: Number.MAX_SAFE_INTEGER }],
  ['an occurrence before the first', { ...rule, dayOccurrence: -1 }],
  ['a month that there is not', { ...rule, month: 13 }],
  ['a shift of years', { ...rule, daylightBias: 1e9 }],
])('customTimeZone rejects %s', (_name, standardOffset) => {
  expect(customTimeZone.safeParse({ bias: 0, standardOffset }).success).toBe(false);
});

test('customTimeZone rejects a bias of years', () => {
  expect(customTimeZone.safeParse({ bias: 1e9 }).success).toBe(false);
});
