import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DateFrame, resolveDate } from '../../../src/lib/date-input.ts';
import { createZone } from '../../../src/lib/zoned-time.ts';
import { frame, refusalOf } from './date-frame.ts';

const at = (utc: string, zone = 'Europe/Warsaw'): DateFrame => ({
  zone: createZone(zone),
  nowMs: Date.parse(utc),
});

describe('a date', () => {
  it.each([
    ['2026-11-24', '2026-11-24T00:00:00+01:00 Tue'],
    ['2026-07-01', '2026-07-01T00:00:00+02:00 Wed'],
    ['  2026-11-24 ', '2026-11-24T00:00:00+01:00 Tue'],
    ['2026-11-24T10:00', '2026-11-24T10:00:00+01:00 Tue'],
    ['2026-11-24 10:00:30', '2026-11-24T10:00:30+01:00 Tue'],
    ['2026-11-24T10:00Z', '2026-11-24T11:00:00+01:00 Tue'],
    ['2026-11-24T10:00:00.000Z', '2026-11-24T11:00:00+01:00 Tue'],
    ['2026-11-24T00:00:00-08:00', '2026-11-24T09:00:00+01:00 Tue'],
    ['2026-11', '2026-11-01T00:00:00+01:00 Sun'],
    ['2026', '2026-01-01T00:00:00+01:00 Thu'],
    ['24 November 2026', '2026-11-24T00:00:00+01:00 Tue'],
    ['1st of Mar 2026', '2026-03-01T00:00:00+01:00 Sun'],
    ['nov 24, 2026', '2026-11-24T00:00:00+01:00 Tue'],
    ['November 2nd 2026', '2026-11-02T00:00:00+01:00 Mon'],
    ['may 2026', '2026-05-01T00:00:00+02:00 Fri'],
    ['now', '2026-11-24T09:30:15+01:00 Tue'],
    ['Today', '2026-11-24T00:00:00+01:00 Tue'],
    ['YESTERDAY', '2026-11-23T00:00:00+01:00 Mon'],
    ['tomorrow', '2026-11-25T00:00:00+01:00 Wed'],
    ['the day before yesterday', '2026-11-22T00:00:00+01:00 Sun'],
    ['day after tomorrow', '2026-11-26T00:00:00+01:00 Thu'],
    ['yesterday 14:00', '2026-11-23T14:00:00+01:00 Mon'],
    ['tomorrow at 9am', '2026-11-25T09:00:00+01:00 Wed'],
    ['today at 12:15 pm', '2026-11-24T12:15:00+01:00 Tue'],
    ['today at 12am', '2026-11-24T00:00:00+01:00 Tue'],
    ['last friday, noon', '2026-11-20T12:00:00+01:00 Fri'],
    ['2026-11-24 3pm', '2026-11-24T15:00:00+01:00 Tue'],
    ['24 nov 2026 at 8:05', '2026-11-24T08:05:00+01:00 Tue'],
    ['last monday', '2026-11-23T00:00:00+01:00 Mon'],
    ['last tuesday', '2026-11-17T00:00:00+01:00 Tue'],
    ['last wednesday', '2026-11-18T00:00:00+01:00 Wed'],
    ['previous sun', '2026-11-22T00:00:00+01:00 Sun'],
    ['this monday', '2026-11-23T00:00:00+01:00 Mon'],
    ['this sunday', '2026-11-29T00:00:00+01:00 Sun'],
    ['next monday', '2026-11-30T00:00:00+01:00 Mon'],
    ['next tues', '2026-12-01T00:00:00+01:00 Tue'],
    ['next friday', '2026-11-27T00:00:00+01:00 Fri'],
    ['this week', '2026-11-23T00:00:00+01:00 Mon'],
    ['last week', '2026-11-16T00:00:00+01:00 Mon'],
    ['next week', '2026-11-30T00:00:00+01:00 Mon'],
    ['this month', '2026-11-01T00:00:00+01:00 Sun'],
    ['last month', '2026-10-01T00:00:00+02:00 Thu'],
    ['next  month', '2026-12-01T00:00:00+01:00 Tue'],
    ['this quarter', '2026-10-01T00:00:00+02:00 Thu'],
    ['last quarter', '2026-07-01T00:00:00+02:00 Wed'],
    ['next quarter', '2027-01-01T00:00:00+01:00 Fri'],
    ['last year', '2025-01-01T00:00:00+01:00 Wed'],
    ['current year', '2026-01-01T00:00:00+01:00 Thu'],
    ['3 days ago', '2026-11-21T00:00:00+01:00 Sat'],
    ['a week ago', '2026-11-17T00:00:00+01:00 Tue'],
    ['two weeks ago', '2026-11-10T00:00:00+01:00 Tue'],
    ['in 2 weeks', '2026-12-08T00:00:00+01:00 Tue'],
    ['in one month', '2026-12-24T00:00:00+01:00 Thu'],
    ['last 7 days', '2026-11-17T00:00:00+01:00 Tue'],
    ['past three months', '2026-08-24T00:00:00+02:00 Mon'],
    ['10 years ago', '2016-11-24T00:00:00+01:00 Thu'],
    ['2 hours ago', '2026-11-24T07:30:15+01:00 Tue'],
    ['an hour ago', '2026-11-24T08:30:15+01:00 Tue'],
    ['half an hour ago', '2026-11-24T09:00:15+01:00 Tue'],
    ['in 45 minutes', '2026-11-24T10:15:15+01:00 Tue'],
    ['start of last week', '2026-11-16T00:00:00+01:00 Mon'],
    ['end of last week', '2026-11-23T00:00:00+01:00 Mon'],
    ['end of this month', '2026-12-01T00:00:00+01:00 Tue'],
    ['end of the year', '2027-01-01T00:00:00+01:00 Fri'],
    ['the end of 2026-11-24', '2026-11-25T00:00:00+01:00 Wed'],
    ['beginning of 2026', '2026-01-01T00:00:00+01:00 Thu'],
  ])('%s is %s', (text, resolved) => {
    const date = resolveDate(text, 'afterDateTime', frame);
    expect(date.text).toBe(resolved);
    expect(date.instantMs).toBe(Date.parse(resolved.slice(0, 25)));
  });

  it.each([
    ['today', '2026-11-24T23:30:00Z', 'Asia/Tokyo', '2026-11-25T00:00:00+09:00 Wed'],
    ['today', '2026-11-24T07:30:00Z', 'America/Los_Angeles', '2026-11-23T00:00:00-08:00 Mon'],
    ['tomorrow', '2026-03-28T12:00:00Z', 'Europe/Warsaw', '2026-03-29T00:00:00+01:00 Sun'],
    ['tomorrow at 2:30', '2026-03-28T12:00:00Z', 'Europe/Warsaw', '2026-03-29T03:30:00+02:00 Sun'],
    ['in 1 day', '2026-10-24T12:00:00Z', 'Europe/Warsaw', '2026-10-25T00:00:00+02:00 Sun'],
    ['in 2 days', '2026-10-24T12:00:00Z', 'Europe/Warsaw', '2026-10-26T00:00:00+01:00 Mon'],
    ['in 24 hours', '2026-10-24T12:00:00Z', 'Europe/Warsaw', '2026-10-25T13:00:00+01:00 Sun'],
    ['in a month', '2026-01-31T12:00:00Z', 'Europe/Warsaw', '2026-02-28T00:00:00+01:00 Sat'],
    ['1 year ago', '2028-02-29T12:00:00Z', 'Europe/Warsaw', '2027-02-28T00:00:00+01:00 Sun'],
    ['last month', '2026-01-31T12:00:00Z', 'Europe/Warsaw', '2025-12-01T00:00:00+01:00 Mon'],
    ['last month', '2026-03-31T12:00:00Z', 'Europe/Warsaw', '2026-02-01T00:00:00+01:00 Sun'],
    ['next month', '2026-01-31T12:00:00Z', 'Europe/Warsaw', '2026-02-01T00:00:00+01:00 Sun'],
    ['this week', '2026-11-29T12:00:00Z', 'Europe/Warsaw', '2026-11-23T00:00:00+01:00 Mon'],
    ['next week', '2026-11-29T12:00:00Z', 'Europe/Warsaw', '2026-11-30T00:00:00+01:00 Mon'],
    ['last sunday', '2026-11-29T12:00:00Z', 'Europe/Warsaw', '2026-11-22T00:00:00+01:00 Sun'],
    ['next sunday', '2026-11-29T12:00:00Z', 'Europe/Warsaw', '2026-12-06T00:00:00+01:00 Sun'],
    ['last monday', '2026-11-30T12:00:00Z', 'Europe/Warsaw', '2026-11-23T00:00:00+01:00 Mon'],
    ['last week', '2027-01-01T12:00:00Z', 'Europe/Warsaw', '2026-12-21T00:00:00+01:00 Mon'],
  ])('%s at %s in %s is %s', (text, now, zone, resolved) => {
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
    'monday',
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
  ])('%j is refused by name', (text) => {
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
  ])('%s lies too far away', (text) => {
    expect(refusalOf(() => resolveDate(text, 'afterDateTime', frame)).message).toContain('1970 and 2100');
  });

  it('says why, where it can', () => {
    expect(refusalOf(() => resolveDate('05/06/2026', 'a', frame)).message).toContain('two different days');
    expect(refusalOf(() => resolveDate('2026-02-30', 'a', frame)).message).toContain('exist');
  });

  it('is refused or resolved, whatever is written', () => {
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
      { numRuns: 20_000 },
    );
  });
});
