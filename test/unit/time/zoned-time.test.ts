import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { parseIsoDate } from '../../../src/time/iso-date.ts';
import { createZone, toIanaZone } from '../../../src/time/time-zone.ts';
import { windowsZones } from '../../../src/time/windows-zones.ts';

const instant = (text: string) => Date.parse(text);
/** Parts that `format` omits. */
const withoutSeconds = (text: string) => text.replace(/:\d\d(?=[+-])/, '');
const local = (text: string) => parseIsoDate(text)!.local;

describe('createZone', () => {
  it.each([
    ['Europe/Warsaw', '2026-10-25T00:59:59Z', '2026-10-25T02:59:59+02:00'],
    ['Europe/Warsaw', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00+01:00'],
    ['Europe/Warsaw', '2026-10-25T23:59:59Z', '2026-10-26T00:59:59+01:00'],
    ['Australia/Lord_Howe', '2026-04-04T14:59:59Z', '2026-04-05T01:59:59+11:00'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', '2026-04-05T01:30:00+10:30'],
  ])('in %s formats %s as %s on a day of a clock change, in any order of calls', (name, utc, shown) => {
    const zone = createZone(name);
    const hourMs = 3_600_000;
    for (const hours of [-30, 30, -1, 1]) zone.format(instant(utc) + hours * hourMs);
    expect(zone.format(instant(utc))).toBe(withoutSeconds(shown));
    expect(zone.format(instant(utc))).toBe(withoutSeconds(shown));
  });

  it.each([
    ['Europe/Warsaw', '2026-11-24T09:00:00Z', '2026-11-24T10:00:00+01:00', 'Tue'],
    ['Europe/Warsaw', '2026-07-24T22:30:00Z', '2026-07-25T00:30:00+02:00', 'Sat'],
    ['America/Los_Angeles', '2026-11-24T07:59:59.999Z', '2026-11-23T23:59:59-08:00', 'Mon'],
    ['Asia/Kathmandu', '2026-11-24T18:15:00Z', '2026-11-25T00:00:00+05:45', 'Wed'],
    ['America/St_Johns', '2026-11-24T12:00:00Z', '2026-11-24T08:30:00-03:30', 'Tue'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01T00:00:00+14:00', 'Fri'],
    ['UTC', '2026-11-24T09:00:00Z', '2026-11-24T09:00:00+00:00', 'Tue'],
    ['Pacific Standard Time', '2026-11-24T09:00:00Z', '2026-11-24T01:00:00-08:00', 'Tue'],
  ])('in %s formats %s as %s', (name, utc, shown, weekday) => {
    const zone = createZone(name);
    expect(zone.format(instant(utc))).toBe(withoutSeconds(shown));
    expect(zone.weekday(instant(utc))).toBe(weekday);
    expect(zone.toLocal(instant(utc))).toMatchObject({ ...local(shown), millisecond: instant(utc) % 1000 });
  });

  it.each([
    // Clocks go from 02:00 to 03:00: a skipped time moves forward by the hour that is skipped.
    ['Europe/Warsaw', '2026-03-29T01:59', '2026-03-29T00:59:00Z'],
    ['Europe/Warsaw', '2026-03-29T02:00', '2026-03-29T01:00:00Z'],
    ['Europe/Warsaw', '2026-03-29T02:30', '2026-03-29T01:30:00Z'],
    ['Europe/Warsaw', '2026-03-29T03:00', '2026-03-29T01:00:00Z'],
    // Clocks go from 03:00 back to 02:00: of a time shown twice the earlier counts.
    ['Europe/Warsaw', '2026-10-25T02:00', '2026-10-25T00:00:00Z'],
    ['Europe/Warsaw', '2026-10-25T02:59', '2026-10-25T00:59:00Z'],
    ['Europe/Warsaw', '2026-10-25T03:00', '2026-10-25T02:00:00Z'],
    ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00Z'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z'],
    // Half an hour of summer time, and midnight skipped.
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00Z'],
    ['America/Asuncion', '2023-10-01T00:30', '2023-10-01T04:30:00Z'],
    // A whole day skipped.
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00:00Z'],
    ['Pacific/Apia', '2011-12-31T12:00', '2011-12-30T22:00:00Z'],
  ])('in %s converts local time %s to %s', (name, text, utc) => {
    expect(new Date(createZone(name).toInstantMs(local(text))).toISOString()).toBe(
      new Date(utc).toISOString(),
    );
  });

  it('rolls over fields out of range', () => {
    const zone = createZone('Europe/Warsaw');
    const rolled = zone.toInstantMs({ ...local('2026-12-31'), day: 32 });
    expect(zone.format(rolled)).toBe('2027-01-01T00:00+01:00');
  });

  it('converts the local time of each instant back to the same instant', () => {
    const zones = [
      'Europe/London',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Tehran',
    ];
    const opened = zones.map((name) => createZone(name));
    fc.assert(
      fc.property(
        fc.constantFrom(...opened),
        fc.integer({ min: instant('1973-01-01T00:00:00Z'), max: instant('2100-01-01T00:00:00Z') }),
        (zone, instantMs) => {
          expect(Date.parse(zone.format(instantMs))).toBe(Math.floor(instantMs / 60_000) * 60_000);
          const back = zone.toInstantMs(zone.toLocal(instantMs));
          // In the hour that clocks show twice, the earlier of the two.
          expect([0, 1_800_000, 3_600_000]).toContain(instantMs - back);
          expect(zone.toLocal(back)).toEqual(zone.toLocal(instantMs));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    '',
    'Mars/Phobos',
    '+01:00',
    'GMT+25',
    '../etc',
    'Europe/Warsaw\n',
    'constructor',
    'Customized Time Zone',
    'tzone://Microsoft/Custom',
    'x'.repeat(100),
    'Standard Time',
  ])('rejects the name %j', (name) => {
    expect(toIanaZone(name)).toBeUndefined();
    let refused: unknown;
    try {
      createZone(name);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'invalid_argument', details: { argument: 'timeZone' } });
  });

  it.each([
    ['europe/warsaw', 'Europe/Warsaw'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['w. europe standard time', 'Europe/Berlin'],
    ['Central Standard Time (Mexico)', 'America/Mexico_City'],
    ['UTC', 'UTC'],
    ['UTC-02', 'Etc/GMT+2'],
    ['tzone://Microsoft/Utc', 'UTC'],
    ['Etc/GMT+12', 'Etc/GMT+12'],
  ])('toIanaZone maps %s to %s', (name, iana) => expect(toIanaZone(name)).toBe(iana));
});

describe('windowsZones', () => {
  it('contains the names of CLDR, each with an IANA zone that exists', () => {
    expect(windowsZones.size).toBe(139);
    for (const [windows, iana] of windowsZones) {
      expect(toIanaZone(windows)?.toLowerCase(), windows).toBe(iana.toLowerCase());
    }
  });
});
