import { describe, expect, it } from 'vitest';
import { ianaZone, instantOf, wallClock } from './zoned-time.ts';

describe('zoned time', () => {
  it.each([
    ['2026-11-24T10:00:00', 'Europe/Warsaw', '2026-11-24T09:00:00Z'],
    ['2026-07-24T10:00:00', 'Europe/Warsaw', '2026-07-24T08:00:00Z'],
    ['2026-11-24T10:00:00', 'America/Los_Angeles', '2026-11-24T18:00:00Z'],
    ['2026-11-24T10:00:00', 'Asia/Kathmandu', '2026-11-24T04:15:00Z'],
    // The hour that summer time skips, and the one that comes twice: the first of the two.
    ['2026-03-29T02:30:00', 'Europe/Warsaw', '2026-03-29T01:30:00Z'],
    ['2026-10-25T02:30:00', 'Europe/Warsaw', '2026-10-25T00:30:00Z'],
    ['2026-11-01T01:30:00', 'America/Los_Angeles', '2026-11-01T08:30:00Z'],
  ])('%s in %s is %s', (wall, zone, instant) => {
    expect(new Date(instantOf(wall, zone)).toISOString()).toBe(instant.replace('Z', '.000Z'));
  });

  it('goes back to the wall clock', () => {
    expect(wallClock(Date.parse('2026-11-24T00:00:00Z'), 'Europe/Warsaw')).toBe('2026-11-24T01:00:00');
    expect(wallClock(Date.parse('2026-11-24T00:00:00Z'), 'UTC')).toBe('2026-11-24T00:00:00');
  });

  it.each([
    ['Pacific Standard Time', 'America/Los_Angeles'],
    ['pacific standard time', 'America/Los_Angeles'],
    ['Europe/Warsaw', 'Europe/Warsaw'],
    ['Nowhere/Land', undefined],
    ['Central European Summer Time', undefined],
  ])('knows %s as %s', (name, iana) => {
    expect(ianaZone(name)).toBe(iana);
  });
});
