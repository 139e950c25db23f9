import { type LocalDateTime, parseIsoDate, utcFields, utcMs } from './iso-date.ts';

/** A calendar period: its start, and the start of the next period. */
export interface CalendarSpan {
  readonly start: LocalDateTime;
  readonly next: LocalDateTime;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

const unit = '(day|week|month|quarter|year)';
const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const monthNames =
  'january february march april may june july august september october november december'.split(' ');
const numberWord = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve';
const number = `(\\d{1,4}|an?|${numberWord})`;
const numberWords = ['zero', ...numberWord.split('|')];

/** Whether a period without a year or `next` is the last one or the next one. */
export type Direction = 'past' | 'future';

const forms: readonly (readonly [
  RegExp,
  (parts: readonly string[], today: LocalDateTime, direction: Direction) => CalendarSpan | undefined,
])[] = [
  [/^today$/, (_, today) => toPeriod('day', today)],
  [/^yesterday$/, (_, today) => toPeriod('day', shift(today, 'day', -1))],
  [/^tomorrow$/, (_, today) => toPeriod('day', shift(today, 'day', 1))],
  [/^(?:the )?day before yesterday$/, (_, today) => toPeriod('day', shift(today, 'day', -2))],
  [/^(?:the )?day after tomorrow$/, (_, today) => toPeriod('day', shift(today, 'day', 2))],
  [
    new RegExp(`^(last|previous|this|current|next) ${unit}$`),
    ([which = '', name], today) => toPeriod(name as Unit, shift(today, name as Unit, toStep(which))),
  ],
  [
    /^(last|previous|this|next) ([a-z]{3,9})$/,
    ([which = '', name = ''], today) => parseWeekday(which, name, today),
  ],
  [
    /^([a-z]{3,9})$/,
    ([name = ''], today, direction) => parseWeekday(direction === 'past' ? 'last' : 'next', name, today),
  ],
  [
    /^q([1-4])(?:[ /-]?([12]\d{3}))?$/,
    ([quarter, year], today, direction) => parseQuarter(Number(quarter), year, today, direction),
  ],
  [
    /^([12]\d{3})[ /-]?q([1-4])$/,
    ([year, quarter], today, direction) => parseQuarter(Number(quarter), year, today, direction),
  ],
  [
    new RegExp(`^${number} ${unit}s? ago$`),
    ([count = '', name], today) => dayAtOffset(-1, count, name, today),
  ],
  [
    new RegExp(`^(?:last|past|previous) ${number} ${unit}s?$`),
    ([count = '', name], today) => dayAtOffset(-1, count, name, today),
  ],
  [new RegExp(`^in ${number} ${unit}s?$`), ([count = '', name], today) => dayAtOffset(1, count, name, today)],
  [/^([12]\d{3})$/, ([year]) => toPeriod('year', midnight(Number(year), 1, 1))],
  [
    /^([12]\d{3})-(0[1-9]|1[0-2])$/,
    ([year, month]) => toPeriod('month', midnight(Number(year), Number(month), 1)),
  ],
  [/^([a-z]{3,9}) ([12]\d{3})$/, ([month = '', year]) => parseMonthOrDay(Number(year), month)],
  [
    /^(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9}),? ([12]\d{3})$/,
    ([day, month = '', year]) => parseMonthOrDay(Number(year), month, Number(day)),
  ],
  [
    /^([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?,? ([12]\d{3})$/,
    ([month = '', day, year]) => parseMonthOrDay(Number(year), month, Number(day)),
  ],
];

/**
 * Parses a date in plain English words, or an ISO date, relative to `today`. The list of forms is closed: ambiguous text
 * (`05/06/2026`, `may`) gives undefined rather than a guess. Weeks start on Monday (ISO 8601). `last monday` and
 * `next monday` are the nearest ones that are not today; `monday` is one of them, by direction.
 */
export function parseDateWords(
  words: string,
  today: LocalDateTime,
  direction: Direction = 'past',
): CalendarSpan | undefined {
  const edge = /^(?:the )?(start|beginning|end) of (.+)$/.exec(words);
  if (edge) {
    const span = parseDateWords(
      (edge[2] ?? '').replace(/^(?:the )?(day|week|month|quarter|year)$/, 'this $1'),
      today,
      direction,
    );
    if (!span) return undefined;
    const boundary = edge[1] === 'end' ? span.next : span.start;
    return { start: boundary, next: boundary };
  }
  const iso = parseIsoDate(words);
  if (iso && !iso.hasTime) return toPeriod('day', iso.local);
  for (const [form, read] of forms) {
    const parts = form.exec(words);
    if (parts) return read(parts.slice(1), today, direction);
  }
  return undefined;
}

function dayAtOffset(
  direction: 1 | -1,
  count: string,
  name: string | undefined,
  today: LocalDateTime,
): CalendarSpan {
  const wordValue = numberWords.indexOf(count);
  const amount = /^\d/.test(count) ? Number(count) : Math.max(wordValue, 1);
  return toPeriod('day', shift(today, name as Unit, direction * amount));
}

function toStep(which: string): number {
  if (which === 'next') return 1;
  return which === 'this' || which === 'current' ? 0 : -1;
}

function parseWeekday(which: string, name: string, today: LocalDateTime): CalendarSpan | undefined {
  const index = weekdayNames.findIndex((day) => day.startsWith(name));
  if (index === -1) return undefined;
  const ahead = index - isoWeekday(today);
  if (which === 'this') return toPeriod('day', shift(today, 'day', ahead));
  const days = which === 'next' ? ((ahead + 6) % 7) + 1 : -((((7 - ahead) % 7) + 6) % 7) - 1;
  return toPeriod('day', shift(today, 'day', days));
}

/** A quarter; without a year the current one, or the nearest that has begun (past) or not ended (future). */
function parseQuarter(
  quarter: number,
  year: string | undefined,
  today: LocalDateTime,
  direction: Direction,
): CalendarSpan {
  const span = toPeriod('quarter', midnight(year === undefined ? today.year : Number(year), quarter * 3, 1));
  if (year !== undefined) return span;
  if (direction === 'past' && utcMs(span.start) > utcMs(today)) return shiftSpan(span, -1);
  return direction === 'future' && utcMs(span.next) <= utcMs(today) ? shiftSpan(span, 1) : span;
}

function shiftSpan({ start, next }: CalendarSpan, years: number): CalendarSpan {
  return { start: shift(start, 'year', years), next: shift(next, 'year', years) };
}

/** Whether words name a weekday alone, without `last` or `next`. */
export function isBareWeekday(words: string): boolean {
  return /^[a-z]{3,9}\b/.test(words) && weekdayNames.some((day) => day.startsWith(words.split(' ')[0] ?? ''));
}

function parseMonthOrDay(year: number, name: string, day?: number): CalendarSpan | undefined {
  const month = monthNames.findIndex((month) => month.startsWith(name)) + 1;
  if (month === 0) return undefined;
  if (day === undefined) return toPeriod('month', midnight(year, month, 1));
  return day >= 1 && day <= daysInMonth(year, month)
    ? toPeriod('day', midnight(year, month, day))
    : undefined;
}

/** The day, week, month, quarter or year that contains a time. */
function toPeriod(unit: Unit, time: LocalDateTime): CalendarSpan {
  const { year, month, day } = time;
  const start = {
    day: () => midnight(year, month, day),
    week: () => midnight(year, month, day - isoWeekday(time)),
    month: () => midnight(year, month, 1),
    quarter: () => midnight(year, month - ((month - 1) % 3), 1),
    year: () => midnight(year, 1, 1),
  }[unit]();
  return { start, next: shift(start, unit, 1) };
}

/** Moves a date by a number of units. One month after 31 January is the last day of February. */
function shift(time: LocalDateTime, unit: Unit, amount: number): LocalDateTime {
  const { year, month, day } = time;
  if (unit === 'day' || unit === 'week')
    return midnight(year, month, day + amount * (unit === 'week' ? 7 : 1));
  const months = month - 1 + amount * { month: 1, quarter: 3, year: 12 }[unit];
  const first = midnight(year, months + 1, 1);
  return { ...first, day: Math.min(day, daysInMonth(first.year, first.month)) };
}

/** Midnight of a day; a day or month out of range rolls over. */
function midnight(year: number, month: number, day: number): LocalDateTime {
  return utcFields(utcMs({ year, month, day, hour: 0, minute: 0, second: 0, millisecond: 0 }));
}

function daysInMonth(year: number, month: number): number {
  return midnight(year, month + 1, 0).day;
}

/** 0 for Monday to 6 for Sunday. */
function isoWeekday(time: LocalDateTime): number {
  return (new Date(utcMs(time)).getUTCDay() + 6) % 7;
}
