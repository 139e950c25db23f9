import { describe, expect, it } from 'vitest';
import { cityZone, readRegion } from '../../../src/time/city-zone.ts';
import { formatCustomZone, parseCustomZone } from '../../../src/time/custom-zone.ts';
import { createZone, unknownZone } from '../../../src/time/time-zone.ts';

/** The rules of Central Europe. */
const europe = {
  bias: -60,
  toStandard: { month: 10, occurrence: 5, weekday: 0, minute: 180 },
  toDaylight: { month: 3, occurrence: 5, weekday: 0, minute: 120 },
  daylightBias: -60,
};

describe('a custom zone', () => {
  it('has the times of its rules, and can be stored by name', () => {
    const name = formatCustomZone(europe);
    expect(name).toMatch(/^[A-Za-z0-9_+/-]{1,64}$/);
    const [custom, berlin] = [createZone(name), createZone('Europe/Berlin')];
    for (let ms = Date.UTC(2025, 0, 1); ms < Date.UTC(2028, 0, 1); ms += 5_400_000) {
      if (custom.format(ms) !== berlin.format(ms))
        expect([ms, custom.format(ms)]).toEqual([ms, berlin.format(ms)]);
    }
    expect(custom.name).toBe('UTC+01:00');
    expect(
      custom.toInstantMs({ year: 2026, month: 7, day: 1, hour: 12, minute: 0, second: 0, millisecond: 0 }),
    ).toBe(Date.UTC(2026, 6, 1, 10));
  });

  it('without a change of the clock keeps its offset', () => {
    expect(createZone(formatCustomZone({ bias: 210, daylightBias: 0 })).format(0)).toBe(
      '1969-12-31T20:30-03:30',
    );
  });

  it.each(['Custom/', 'Custom/9999', 'Custom/60/1', 'Custom/60/1-1-1-1/1-1-1-1/9999', 'Custom/x'])(
    'does not exist by the name %s',
    (name) => {
      expect(parseCustomZone(name)).toBeUndefined();
      expect(() => createZone(name)).toThrow('not a time zone');
    },
  );
});

describe('cityZone', () => {
  it.each([
    ['Europe/Berlin', 'NO', 'Europe/Oslo'],
    ['Europe/Warsaw', 'PL', 'Europe/Warsaw'],
    ['America/Chicago', 'US', 'America/Chicago'],
    ['Europe/Berlin', 'US', 'Europe/Berlin'],
    ['Europe/Berlin', undefined, 'Europe/Berlin'],
    ['Europe/Berlin', 'XX', 'Europe/Berlin'],
  ])('of %s in %s is %s', (zone, region, expected) => expect(cityZone(zone, region)).toBe(expected));

  it.each([
    ['nb-NO', 'NO'],
    ['sr-Latn-RS', 'RS'],
    ['en', undefined],
    [null, undefined],
  ])('takes the region of the locale %s: %s', (locale, region) => expect(readRegion(locale)).toBe(region));
});

it('the unknown zone is UTC, and says so', () => {
  expect(createZone(unknownZone)).toMatchObject({ name: 'UTC', isAssumed: true });
  expect(createZone('UTC').isAssumed).toBeUndefined();
});
