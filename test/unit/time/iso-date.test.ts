import { describe, expect, it } from 'vitest';
import { parseIsoDate, utcFields, utcMs } from '../../../src/time/iso-date.ts';

describe('parseIsoDate', () => {
  it.each([
    ['2026-11-24', [2026, 11, 24, 0, 0, 0, 0], false, undefined],
    ['2024-02-29', [2024, 2, 29, 0, 0, 0, 0], false, undefined],
    ['2026-11-24T10:00', [2026, 11, 24, 10, 0, 0, 0], true, undefined],
    ['2026-11-24 10:00', [2026, 11, 24, 10, 0, 0, 0], true, undefined],
    ['2026-11-24T10:00:05.1', [2026, 11, 24, 10, 0, 5, 100], true, undefined],
    ['2026-11-24T10:00:05.1239999', [2026, 11, 24, 10, 0, 5, 123], true, undefined],
    ['2026-11-24t10:00:05z', [2026, 11, 24, 10, 0, 5, 0], true, 0],
    ['2026-11-24T10:00+01:00', [2026, 11, 24, 10, 0, 0, 0], true, 60],
    ['2026-11-24T10:00-0330', [2026, 11, 24, 10, 0, 0, 0], true, -210],
    ['2026-11-24T10:00+14', [2026, 11, 24, 10, 0, 0, 0], true, 840],
  ])('parses %s', (text, fields, hasTime, offsetMinutes) => {
    const parsed = parseIsoDate(text);
    expect(parsed && Object.values(parsed.local)).toEqual(fields);
    expect(parsed).toMatchObject({ hasTime, offsetMinutes });
  });

  it.each([
    '',
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',
    '2026-04-31',
    '2026-1-1',
    '26-01-01',
    '02026-01-01',
    '0070-01-01',
    '2026-01-01T24:00',
    '2026-01-01T10:60',
    '2026-01-01T10:00:60',
    '2026-01-01T1:00',
    '2026-01-01T10',
    '2026-01-01Z',
    '2026-01-01+01:00',
    '2026-01-01T10:00+15:00',
    '2026-01-01T10:00+01:60',
    '2026-01-01T10:00:00.0000000000',
    '2026-01-01T10:00Z ',
    ' 2026-01-01',
    '2026-01-01\n',
    '２０２６-01-01',
    '20260101',
    '2026-W01-1',
    '2026/01/01',
  ])('returns undefined for %j', (text) => expect(parseIsoDate(text)).toBeUndefined());
});

describe('utcMs', () => {
  it.each([
    '1970-01-01T00:00:00.000Z',
    '2026-11-24T23:59:59.999Z',
    '0070-03-01T00:00:00.000Z',
    '-000001-12-31T12:00:00.000Z',
  ])('converts the UTC fields of %s back to the same instant', (text) => {
    expect(new Date(utcMs(utcFields(Date.parse(text)))).toISOString()).toBe(text);
  });
});
