/** Date and time without a time zone. Months and days count from 1. */
export interface LocalDateTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** A parsed ISO 8601 date or date-time. */
export interface IsoDate {
  readonly local: LocalDateTime;
  readonly hasTime: boolean;
  /** Minutes east of UTC; undefined if the text has no offset. */
  readonly offsetMinutes: number | undefined;
}

const date = String.raw`(\d{4})-(\d{2})-(\d{2})`;
const time = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?`;
const shape = new RegExp(`^${date}(?:[Tt ]${time}(?:([Zz])|([+-])(\\d{2})(?::?(\\d{2}))?)?)?$`);

/**
 * Reads `2026-11-24`, `2026-11-24T10:00`, `2026-11-24T10:00:00.0000000` as Graph formats it, and the same with `Z` or an
 * offset. Undefined for any other text, for dates and times that do not exist, such as 30 February, and for years before
 * the Gregorian calendar. Digits beyond milliseconds are dropped.
 */
export function parseIsoDate(text: string): IsoDate | undefined {
  const parts = shape.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const millisecond = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const [offsetHours, offsetMinutesPart] = [Number(parts[10] ?? 0), Number(parts[11] ?? 0)];
  const exists =
    year >= 1583 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (!exists || hour > 23 || minute > 59 || second > 59 || offsetHours > 14 || offsetMinutesPart > 59)
    return undefined;
  const offset = (parts[9] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutesPart);
  return {
    local: { year, month, day, hour, minute, second, millisecond },
    hasTime: parts[4] !== undefined,
    offsetMinutes: parts[8] !== undefined || parts[9] !== undefined ? offset : undefined,
  };
}

/**
 * The instant of a date and time in UTC. Fields out of range roll over. Years below 100 are taken literally, unlike in
 * `Date.UTC`.
 */
export function utcMs({ year, month, day, hour, minute, second, millisecond }: LocalDateTime): number {
  return (
    new Date(0).setUTCFullYear(year, month - 1, day) + Date.UTC(1970, 0, 1, hour, minute, second, millisecond)
  );
}

/** Date and time in UTC at an instant. */
export function utcFields(instantMs: number): LocalDateTime {
  const date = new Date(instantMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
}
