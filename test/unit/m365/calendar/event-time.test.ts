import { describe, expect, it } from 'vitest';
import { eventTime, isWithin, formatEventTime } from '../../../../src/m365/calendar/time.ts';
import { createZone } from '../../../../src/time/time-zone.ts';

const zone = createZone('Europe/Warsaw');
const pacific = createZone('America/Los_Angeles');

function event(start: string, end: string, more: object = {}) {
  const time = (dateTime: string) => ({ dateTime: `${dateTime}.0000000`, timeZone: 'UTC' });
  return { start: time(start), end: time(end), ...more } as Parameters<typeof eventTime>[0];
}

function written(...args: Parameters<typeof event>) {
  const time = eventTime(event(...args));
  return time && formatEventTime(time, zone);
}

describe('eventTime', () => {
  it.each([
    [
      '2026-11-24T16:00:00',
      '2026-11-24T16:30:00',
      {},
      ['2026-11-24T17:00+01:00', 'Tue', '2026-11-24T17:30+01:00'],
    ],
    [
      '2026-11-24T22:30:00',
      '2026-11-24T23:30:00',
      {},
      ['2026-11-24T23:30+01:00', 'Tue', '2026-11-25T00:30+01:00'],
    ],
    // The clocks go back within the event.
    [
      '2026-10-25T00:30:00',
      '2026-10-25T01:30:00',
      {},
      ['2026-10-25T02:30+02:00', 'Sun', '2026-10-25T02:30+01:00'],
    ],
    ['2026-12-08T00:00:00', '2026-12-11T00:00:00', { isAllDay: true }, ['2026-12-08', 'Tue', '2026-12-10']],
    ['2026-12-08T00:00:00', '2026-12-09T00:00:00', { isAllDay: true }, ['2026-12-08', 'Tue', undefined]],
  ])('%s to %s', (start, end, more, [from, weekday, to]) => {
    const shown = written(start, end, more);
    expect(shown).toEqual({ start: from, weekday, end: to });
    // Any program reads them.
    expect(Date.parse(shown?.start ?? '')).toBe(
      Date.parse('isAllDay' in more ? start.slice(0, 10) : `${start}Z`),
    );
  });

  it('reads times of another zone, and returns undefined without a time', () => {
    const start = { dateTime: '2026-11-24T08:00:00.0000000', timeZone: 'Pacific Standard Time' };
    expect(eventTime({ start, end: start })?.startMs).toBe(Date.UTC(2026, 10, 24, 16));
    expect(eventTime({})).toBeUndefined();
    expect(eventTime({ start: { dateTime: 'soon' }, end: start })).toBeUndefined();
  });

  it.each([
    ['hours in the span', event('2026-11-24T10:00:00', '2026-11-24T11:00:00'), true],
    ['hours that reach into it', event('2026-11-24T07:30:00', '2026-11-24T08:30:00'), true],
    ['hours that end where it begins', event('2026-11-24T07:00:00', '2026-11-24T08:00:00'), false],
    ['hours that begin where it ends', event('2026-11-25T08:00:00', '2026-11-25T09:00:00'), false],
    ['a moment at its start', event('2026-11-24T08:00:00', '2026-11-24T08:00:00'), true],
    ['that whole day', event('2026-11-24T00:00:00', '2026-11-25T00:00:00', { isAllDay: true }), true],
    ['the whole day before', event('2026-11-23T00:00:00', '2026-11-24T00:00:00', { isAllDay: true }), false],
    ['the whole day after', event('2026-11-25T00:00:00', '2026-11-26T00:00:00', { isAllDay: true }), false],
    ['days around it', event('2026-11-20T00:00:00', '2026-11-30T00:00:00', { isAllDay: true }), true],
  ])('isWithin for a day in Los Angeles and %s: %s', (_, held, expected) => {
    const time = eventTime(held);
    const [from, to] = [Date.UTC(2026, 10, 24, 8), Date.UTC(2026, 10, 25, 8)];
    expect(time && isWithin(time, from, to, pacific)).toBe(expected);
  });
});
