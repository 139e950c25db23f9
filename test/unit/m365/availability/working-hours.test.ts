import { describe, expect, it } from 'vitest';
import { customClock, zoneClock } from '../../../../src/m365/availability/local-clock.ts';
import { isWorkingTime, toWorkingWeek } from '../../../../src/m365/availability/schedules.ts';
import { createZone } from '../../../../src/time/time-zone.ts';

const quarterMs = 15 * 60_000;
const pacificRules = {
  bias: 480,
  standardOffset: { time: '02:00:00.0000000', dayOccurrence: 1, dayOfWeek: 'sunday', month: 11 },
  daylightOffset: {
    daylightBias: -60,
    time: '02:00:00.0000000',
    dayOccurrence: 2,
    dayOfWeek: 'sunday',
    month: 3,
  },
};
/** Sydney: summer time over the turn of the year, its ends on first Sundays. */
const sydneyRules = {
  bias: -600,
  standardOffset: { time: '03:00:00', dayOccurrence: 1, dayOfWeek: 'Sunday', month: 4 },
  daylightOffset: { daylightBias: -60, time: '02:00:00', dayOccurrence: 1, dayOfWeek: 'Sunday', month: 10 },
};
/** Warsaw: last Sundays. */
const warsawRules = {
  bias: -60,
  standardOffset: { time: '03:00:00', dayOccurrence: 5, dayOfWeek: 'sunday', month: 10 },
  daylightOffset: { daylightBias: -60, time: '02:00:00', dayOccurrence: 5, dayOfWeek: 'sunday', month: 3 },
};

describe('customClock and zoneClock', () => {
  it.each([
    ['America/Los_Angeles', pacificRules, 'UTC-08:00'],
    ['Australia/Sydney', sydneyRules, 'UTC+10:00'],
    ['Europe/Warsaw', warsawRules, 'UTC+01:00'],
  ])('agree for %s, each six hours and around the clock changes', (name, rules, shown) => {
    const zone = createZone(name);
    const clock = customClock(rules);
    expect(clock.name).toBe(shown);
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2028, 0, 1); at += 6 * 3_600_000) {
      expect(clock.toLocal(at)).toEqual(zone.toLocal(at));
    }
    for (const month of [2, 3, 9, 10]) {
      for (let at = Date.UTC(2027, month, 1); at < Date.UTC(2027, month, 8); at += quarterMs * 2) {
        expect(clock.toLocal(at)).toEqual(zone.toLocal(at));
      }
    }
  });

  it('keep the offset of a zone without daylight saving time', () => {
    expect(customClock({ bias: -330 }).toLocal(Date.UTC(2026, 6, 1, 12))).toMatchObject({
      hour: 17,
      minute: 30,
    });
  });

  it('agree with the zone at every quarter hour of the days of a clock change', () => {
    const zone = createZone('America/New_York');
    const clock = zoneClock(zone);
    for (const [month, day] of [
      [2, 8],
      [10, 1],
      [6, 1],
    ] as const) {
      for (let at = Date.UTC(2026, month, day - 1); at < Date.UTC(2026, month, day + 2); at += quarterMs) {
        expect(clock.toLocal(at + 7)).toEqual(zone.toLocal(at + 7));
      }
    }
  });
});

describe('working hours', () => {
  const week = toWorkingWeek({
    daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    startTime: '09:00:00.0000000',
    endTime: '17:00:00.0000000',
    timeZone: { name: 'Central European Standard Time' },
  });

  it.each([
    ['2026-11-24T08:00:00Z', '2026-11-24T16:00:00Z', true],
    ['2026-11-24T07:59:00Z', '2026-11-24T09:00:00Z', false],
    ['2026-11-24T15:30:00Z', '2026-11-24T16:15:00Z', false],
    ['2026-11-22T09:00:00Z', '2026-11-22T10:00:00Z', false],
    // Summer time: the same hours are others in UTC.
    ['2026-10-23T07:00:00Z', '2026-10-23T08:00:00Z', true],
    ['2026-10-26T07:00:00Z', '2026-10-26T08:00:00Z', false],
    ['2026-11-24T15:00:00Z', '2026-11-25T15:00:00Z', false],
  ])('from %s to %s: %s', (start, end, expected) => {
    expect(week && isWorkingTime(week, Date.parse(start), Date.parse(end))).toBe(expected);
  });

  it('may end at midnight', () => {
    const late = toWorkingWeek({
      daysOfWeek: ['tuesday'],
      startTime: '16:00:00',
      endTime: '24:00:00',
      timeZone: { name: 'UTC' },
    });
    expect(late && isWorkingTime(late, Date.UTC(2026, 10, 24, 23), Date.UTC(2026, 10, 25))).toBe(true);
    expect(late && isWorkingTime(late, Date.UTC(2026, 10, 24, 23, 30), Date.UTC(2026, 10, 25, 0, 30))).toBe(
      false,
    );
  });

  it.each([
    ['nothing', undefined],
    ['no days', { startTime: '09:00:00', endTime: '17:00:00', timeZone: { name: 'UTC' } }],
    [
      'a zone that nobody knows',
      {
        daysOfWeek: ['monday'],
        startTime: '09:00:00',
        endTime: '17:00:00',
        timeZone: { name: 'Customized Time Zone' },
      },
    ],
    [
      'times that are none',
      { daysOfWeek: ['monday'], startTime: 'nine', endTime: 'five', timeZone: { name: 'UTC' } },
    ],
  ])('are undefined for %s', (_, hours) => {
    expect(toWorkingWeek(hours)).toBeUndefined();
  });
});
