import { describe, expect, it } from 'vitest';
import { type DateFrame, resolveDate } from '../../../src/time/date-range.ts';
import { createZone } from '../../../src/time/time-zone.ts';
import { frame, refusalOf } from './date-frame.ts';

const at = (utc: string, zone = 'Europe/Warsaw'): DateFrame => ({
  zone: createZone(zone),
  nowMs: Date.parse(utc),
});

describe('resolveDate', () => {
  it.each([
    ['2026-11-24', 'Tue 2026-11-24T00:00+01:00'],
    ['2026-07-01', 'Wed 2026-07-01T00:00+02:00'],
    ['  2026-11-24 ', 'Tue 2026-11-24T00:00+01:00'],
    ['2026-11-24T10:00', 'Tue 2026-11-24T10:00+01:00'],
    ['2026-11-24 10:00:30', 'Tue 2026-11-24T10:00+01:00'],
    ['2026-11-24T10:00Z', 'Tue 2026-11-24T11:00+01:00'],
    ['2026-11-24T10:00:00.000Z', 'Tue 2026-11-24T11:00+01:00'],
    ['2026-11-24T00:00:00-08:00', 'Tue 2026-11-24T09:00+01:00'],
    ['2026-11', 'Sun 2026-11-01T00:00+01:00'],
    ['2026', 'Thu 2026-01-01T00:00+01:00'],
    ['24 November 2026', 'Tue 2026-11-24T00:00+01:00'],
    ['1st of Mar 2026', 'Sun 2026-03-01T00:00+01:00'],
    ['nov 24, 2026', 'Tue 2026-11-24T00:00+01:00'],
    ['November 2nd 2026', 'Mon 2026-11-02T00:00+01:00'],
    ['may 2026', 'Fri 2026-05-01T00:00+02:00'],
    ['now', 'Tue 2026-11-24T09:30+01:00'],
    ['Today', 'Tue 2026-11-24T00:00+01:00'],
    ['YESTERDAY', 'Mon 2026-11-23T00:00+01:00'],
    ['tomorrow', 'Wed 2026-11-25T00:00+01:00'],
    ['the day before yesterday', 'Sun 2026-11-22T00:00+01:00'],
    ['day after tomorrow', 'Thu 2026-11-26T00:00+01:00'],
    ['yesterday 14:00', 'Mon 2026-11-23T14:00+01:00'],
    ['tomorrow at 9am', 'Wed 2026-11-25T09:00+01:00'],
    ['today at 12:15 pm', 'Tue 2026-11-24T12:15+01:00'],
    ['today at 12am', 'Tue 2026-11-24T00:00+01:00'],
    ['last friday, noon', 'Fri 2026-11-20T12:00+01:00'],
    ['2026-11-24 3pm', 'Tue 2026-11-24T15:00+01:00'],
    ['24 nov 2026 at 8:05', 'Tue 2026-11-24T08:05+01:00'],
    ['last monday', 'Mon 2026-11-23T00:00+01:00'],
    ['last tuesday', 'Tue 2026-11-17T00:00+01:00'],
    ['last wednesday', 'Wed 2026-11-18T00:00+01:00'],
    ['previous sun', 'Sun 2026-11-22T00:00+01:00'],
    ['this monday', 'Mon 2026-11-23T00:00+01:00'],
    ['this sunday', 'Sun 2026-11-29T00:00+01:00'],
    ['next monday', 'Mon 2026-11-30T00:00+01:00'],
    ['next tues', 'Tue 2026-12-01T00:00+01:00'],
    ['next friday', 'Fri 2026-11-27T00:00+01:00'],
    ['this week', 'Mon 2026-11-23T00:00+01:00'],
    ['last week', 'Mon 2026-11-16T00:00+01:00'],
    ['next week', 'Mon 2026-11-30T00:00+01:00'],
    ['this month', 'Sun 2026-11-01T00:00+01:00'],
    ['last month', 'Thu 2026-10-01T00:00+02:00'],
    ['next  month', 'Tue 2026-12-01T00:00+01:00'],
    ['this quarter', 'Thu 2026-10-01T00:00+02:00'],
    ['last quarter', 'Wed 2026-07-01T00:00+02:00'],
    ['next quarter', 'Fri 2027-01-01T00:00+01:00'],
    ['last year', 'Wed 2025-01-01T00:00+01:00'],
    ['current year', 'Thu 2026-01-01T00:00+01:00'],
    ['3 days ago', 'Sat 2026-11-21T00:00+01:00'],
    ['a week ago', 'Tue 2026-11-17T00:00+01:00'],
    ['two weeks ago', 'Tue 2026-11-10T00:00+01:00'],
    ['in 2 weeks', 'Tue 2026-12-08T00:00+01:00'],
    ['in one month', 'Thu 2026-12-24T00:00+01:00'],
    ['last 7 days', 'Tue 2026-11-17T00:00+01:00'],
    ['past three months', 'Mon 2026-08-24T00:00+02:00'],
    ['10 years ago', 'Thu 2016-11-24T00:00+01:00'],
    ['2 hours ago', 'Tue 2026-11-24T07:30+01:00'],
    ['an hour ago', 'Tue 2026-11-24T08:30+01:00'],
    ['half an hour ago', 'Tue 2026-11-24T09:00+01:00'],
    ['in 45 minutes', 'Tue 2026-11-24T10:15+01:00'],
    ['start of last week', 'Mon 2026-11-16T00:00+01:00'],
    ['end of last week', 'Mon 2026-11-23T00:00+01:00'],
    ['end of this month', 'Tue 2026-12-01T00:00+01:00'],
    ['end of the year', 'Fri 2027-01-01T00:00+01:00'],
    ['the end of 2026-11-24', 'Wed 2026-11-25T00:00+01:00'],
    ['beginning of 2026', 'Thu 2026-01-01T00:00+01:00'],
  ])('resolves "%s" to %s', (text, resolved) => {
    const date = resolveDate(text, 'afterDateTime', frame);
    expect(date.text).toBe(resolved);
    expect(Math.floor(date.instantMs / 60_000)).toBe(Date.parse(resolved.slice(4)) / 60_000);
  });

  it.each([
    ['today', '2026-11-24T23:30:00Z', 'Asia/Tokyo', 'Wed 2026-11-25T00:00+09:00'],
    ['today', '2026-11-24T07:30:00Z', 'America/Los_Angeles', 'Mon 2026-11-23T00:00-08:00'],
    ['tomorrow', '2026-03-28T12:00:00Z', 'Europe/Warsaw', 'Sun 2026-03-29T00:00+01:00'],
    ['tomorrow at 2:30', '2026-03-28T12:00:00Z', 'Europe/Warsaw', 'Sun 2026-03-29T03:30+02:00'],
    ['in 1 day', '2026-10-24T12:00:00Z', 'Europe/Warsaw', 'Sun 2026-10-25T00:00+02:00'],
    ['in 2 days', '2026-10-24T12:00:00Z', 'Europe/Warsaw', 'Mon 2026-10-26T00:00+01:00'],
    ['in 24 hours', '2026-10-24T12:00:00Z', 'Europe/Warsaw', 'Sun 2026-10-25T13:00+01:00'],
    ['in a month', '2026-01-31T12:00:00Z', 'Europe/Warsaw', 'Sat 2026-02-28T00:00+01:00'],
    ['1 year ago', '2028-02-29T12:00:00Z', 'Europe/Warsaw', 'Sun 2027-02-28T00:00+01:00'],
    ['last month', '2026-01-31T12:00:00Z', 'Europe/Warsaw', 'Mon 2025-12-01T00:00+01:00'],
    ['last month', '2026-03-31T12:00:00Z', 'Europe/Warsaw', 'Sun 2026-02-01T00:00+01:00'],
    ['next month', '2026-01-31T12:00:00Z', 'Europe/Warsaw', 'Sun 2026-02-01T00:00+01:00'],
    ['this week', '2026-11-29T12:00:00Z', 'Europe/Warsaw', 'Mon 2026-11-23T00:00+01:00'],
    ['next week', '2026-11-29T12:00:00Z', 'Europe/Warsaw', 'Mon 2026-11-30T00:00+01:00'],
    ['last sunday', '2026-11-29T12:00:00Z', 'Europe/Warsaw', 'Sun 2026-11-22T00:00+01:00'],
    ['next sunday', '2026-11-29T12:00:00Z', 'Europe/Warsaw', 'Sun 2026-12-06T00:00+01:00'],
    ['last monday', '2026-11-30T12:00:00Z', 'Europe/Warsaw', 'Mon 2026-11-23T00:00+01:00'],
    ['last week', '2027-01-01T12:00:00Z', 'Europe/Warsaw', 'Mon 2026-12-21T00:00+01:00'],
  ])('resolves "%s" at %s in %s to %s', (text, now, zone, resolved) => {
    expect(resolveDate(text, 'afterDateTime', at(now, zone)).text).toBe(resolved);
  });

  it.each([
    '',
    ' ',
    'absurd',
    '2026-02-30',
    '2026-11-24T25:00',
    '2026-11-24T10:00+99:00',
    '30 february 2026',
    '31 april 2026',
    '0 may 2026',
    'may 32 2026',
    'may',
    'next may',
    'march 3',
    '05/06/2026',
    '24.11.2026',
    '1/13/2026',
    '24/11/26',
    '5',
    '1764000000',
    '-1 days ago',
    '1.5 days ago',
    '10000 days ago',
    'in two fortnights',
    'last week 14:00',
    'end of today 14:00',
    'today 25:00',
    'today 13pm',
    'today 0am',
    'today at 9:60',
    '14:00',
    'noon',
    'yesterday; drop table',
    'today OR tomorrow',
    'end of',
    'end of end of',
    'last mo',
    'next thurs-day',
    'constructor',
    '__proto__',
    'today\u0000',
    '昨日',
    'the day of the meeting',
    'x'.repeat(1024),
    `2026-11-24${' '.repeat(100)}`,
  ])('throws invalid_argument with the name of the argument for %j', (text) => {
    const error = refusalOf(() => resolveDate(text, 'beforeDateTime', frame));
    expect(error).toMatchObject({ code: 'invalid_argument', details: { argument: 'beforeDateTime' } });
    expect(error.message).toContain('beforeDateTime');
    expect(error.message.length).toBeLessThan(300);
  });

  it.each([
    '1969-12-31',
    '2101-01-01',
    '9999-12-31',
    '1956 years ago',
    '9999 years ago',
    'in 999 years',
    '9999 weeks ago',
    'in 9999 months',
  ])('rejects %s as outside of the years 1970 to 2100', (text) => {
    expect(refusalOf(() => resolveDate(text, 'afterDateTime', frame)).message).toContain('1970 and 2100');
  });

  it('states the reason for an ambiguous date and for a date that does not exist', () => {
    expect(refusalOf(() => resolveDate('05/06/2026', 'a', frame)).message).toContain('two different days');
    expect(refusalOf(() => resolveDate('2026-02-30', 'a', frame)).message).toContain('exist');
  });
});
