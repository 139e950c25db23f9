/** Meaning of a number in a cell. */
export type NumberKind = 'number' | 'date' | 'time' | 'datetime' | 'elapsed';

/** Kind of a built-in format. 27 to 36 and 50 to 58 are dates and times of East Asian locales (ECMA-376 18.8.30). */
export function getBuiltInKind(id: number): NumberKind {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return 'date';
  if ((id >= 18 && id <= 21) || id === 45 || id === 47 || (id >= 32 && id <= 35)) return 'time';
  if (id === 22) return 'datetime';
  return id === 46 ? 'elapsed' : 'number';
}

/** Removes literals from a format code: quoted text, escaped characters, fill, colors, locales. */
function stripFormatCode(code: string): string {
  return code
    .slice(0, 512)
    .replaceAll(/"[^"]*"|\\.|[_*]./g, '')
    .replaceAll(/\[(?![hms]{1,4}\])[^[\]]*\]/gi, '')
    .toLowerCase();
}

/** Kind of a custom format. */
export function parseCustomKind(code: string): NumberKind {
  const section = stripFormatCode(code).split(';')[0] ?? '';
  if (section.includes('general')) return 'number';
  if (/\[[hms]{1,4}\]/.test(section)) return 'elapsed';
  const time = /[hs]/.test(section);
  const date = /[yde]/.test(section.replaceAll(/e[+-]/g, '')) || (!time && section.includes('m'));
  // `0.0,, m` is a number with a letter; `ss.0` is a time with a fraction.
  if (/[0#?]/.test(section.replaceAll(/s\.0{1,3}/g, ''))) return 'number';
  if (date) return time ? 'datetime' : 'date';
  return time ? 'time' : 'number';
}

/** Days from 1 March of the year 0 to the epochs of workbooks: 30 December 1899 and 1 January 1904. */
const days1900 = 693_899;
const days1904 = 695_361;
/** The day after 31 December 9999, the last day in Excel, in either date system. */
export const lastSerial1900 = 2_958_466;
const lastSerial1904 = lastSerial1900 - 1462;

function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function formatClock(seconds: number): string {
  const rest = seconds % 60;
  const minutes = Math.floor(seconds / 60);
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}${rest === 0 ? '' : `:${pad(rest)}`}`;
}

/**
 * Formats a serial number: `2026-03-01` (also for midnight), `2026-03-01 14:30`, or `14:30:05`.
 * Undefined if it is not a valid time, or elapsed time. The 1900 date system includes 29 February 1900 (ECMA-376
 * 18.17.4.1).
 */
export function formatSerial(serial: number, kind: NumberKind, date1904: boolean): string | undefined {
  const last = date1904 ? lastSerial1904 : lastSerial1900;
  if (kind === 'number' || kind === 'elapsed' || !(serial >= 0 && serial < last)) return undefined;
  const seconds = Math.round(serial * 86_400);
  if (kind === 'time') return formatClock(seconds % 86_400);
  const days = Math.floor(seconds / 86_400);
  const leap = days < 60 ? 1 : 0;
  const date = formatDay(days + (date1904 ? days1904 : days1900 + leap));
  const midnight = seconds % 86_400 === 0;
  return kind === 'date' || midnight ? date : `${date} ${formatClock(seconds % 86_400)}`;
}

/** Formats a day, counted from 1 March of the year 0, as an ISO date. Ten times faster than `Date`. */
function formatDay(day: number): string {
  const era = Math.floor(day / 146_097);
  const dayOfEra = day - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // From March on, the lengths of months repeat: 31, 30, 31, 30, 31 days.
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const year = era * 400 + yearOfEra + (month < 10 ? 0 : 1);
  return `${year}-${pad(month < 10 ? month + 3 : month - 9)}-${pad(dayOfMonth)}`;
}
