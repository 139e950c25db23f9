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

  it('names the invalid argument', () => {
    const error = refusalOf(() =>
      resolveDateRange({ afterDateTime: 'today', beforeDateTime: 'absurd' }, frame),
    );
    expect(error.details.argument).toBe('beforeDateTime');
  });
});
