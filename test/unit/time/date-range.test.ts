import { describe, expect, it } from 'vitest';
import { resolveDateRange } from '../../../src/time/date-range.ts';
import { frame, refusalOf } from './date-frame.ts';

describe('resolveDateRange', () => {
  it('uses the first instant of a day on both sides', () => {
    const range = resolveDateRange({ afterDateTime: '2026-11-20', beforeDateTime: '2026-11-21' }, frame);
    expect(range.after?.instantMs).toBe(Date.parse('2026-11-19T23:00:00Z'));
    expect(range.before?.instantMs).toBe(Date.parse('2026-11-20T23:00:00Z'));
    expect(range.text).toBe('from Fri 2026-11-20T00:00+01:00 before Sat 2026-11-21T00:00+01:00');
  });

  it('returns an open range when a side is missing', () => {
    expect(resolveDateRange({}, frame)).toEqual({});
    expect(resolveDateRange({ afterDateTime: 'today' }, frame).text).toBe('from Tue 2026-11-24T00:00+01:00');
    expect(resolveDateRange({ beforeDateTime: 'today' }, frame).text).toBe(
      'before Tue 2026-11-24T00:00+01:00',
    );
  });

  it.each([
    ['today', 'today'],
    ['2026-11-21', '2026-11-20'],
    ['2026-11-24T10:00Z', '2026-11-24T11:00+01:00'],
  ])('rejects the empty range after %s and before %s', (afterDateTime, beforeDateTime) => {
    const error = refusalOf(() => resolveDateRange({ afterDateTime, beforeDateTime }, frame));
    expect(error).toMatchObject({ code: 'invalid_argument', details: { argument: 'beforeDateTime' } });
    expect(error.message).toContain('use the next day');
  });

  it.each([
    ['this week', 'from Mon 2026-11-23T00:00+01:00 before Mon 2026-11-30T00:00+01:00'],
    ['next month', 'from Tue 2026-12-01T00:00+01:00 before Fri 2027-01-01T00:00+01:00'],
    ['Q4', 'from Thu 2026-10-01T00:00+02:00 before Fri 2027-01-01T00:00+01:00'],
    ['q1 2027', 'from Fri 2027-01-01T00:00+01:00 before Thu 2027-04-01T00:00+02:00'],
    ['2025', 'from Wed 2025-01-01T00:00+01:00 before Thu 2026-01-01T00:00+01:00'],
    ['start of this week', 'from Mon 2026-11-23T00:00+01:00'],
    ['3 weeks ago', 'from Tue 2026-11-03T00:00+01:00'],
    ['since last month', 'from Thu 2026-10-01T00:00+02:00'],
    ['Since 2026-11-01', 'from Sun 2026-11-01T00:00+01:00'],
    ['since monday', 'from Mon 2026-11-23T00:00+01:00'],
  ])('reads %s as the whole period when no end is given', (afterDateTime, text) => {
    expect(resolveDateRange({ afterDateTime }, frame).text).toBe(text);
  });

  it('accepts since for the start only', () => {
    const error = refusalOf(() => resolveDateRange({ beforeDateTime: 'since monday' }, frame));
    expect(error).toMatchObject({ code: 'invalid_argument', details: { argument: 'beforeDateTime' } });
  });

  it('uses a given end instead of the end of the period', () => {
    const range = resolveDateRange({ afterDateTime: 'last week', beforeDateTime: 'today' }, frame);
    expect(range.text).toBe('from Mon 2026-11-16T00:00+01:00 before Tue 2026-11-24T00:00+01:00');
  });

  it.each([
    ['past', 'monday', 'Mon 2026-11-23'],
    ['future', 'monday', 'Mon 2026-11-30'],
    ['past', 'tue', 'Tue 2026-11-17'],
    ['future', 'friday', 'Fri 2026-11-27'],
    ['future', 'since friday', 'Fri 2026-11-20'],
    ['past', 'Q1', 'Thu 2026-01-01'],
    ['future', 'Q1', 'Fri 2027-01-01'],
  ] as const)('reads by direction %s: %s is %s', (direction, afterDateTime, day) => {
    expect(resolveDateRange({ afterDateTime }, { ...frame, direction }).after?.text).toContain(day);
  });

  it('counts a weekday as the end from the start', () => {
    const range = resolveDateRange({ afterDateTime: 'monday', beforeDateTime: 'friday' }, frame);
    expect(range.text).toBe('from Mon 2026-11-23T00:00+01:00 before Fri 2026-11-27T00:00+01:00');
  });

  it('names the invalid argument', () => {
    const error = refusalOf(() =>
      resolveDateRange({ afterDateTime: 'today', beforeDateTime: 'absurd' }, frame),
    );
    expect(error.details.argument).toBe('beforeDateTime');
  });
});
