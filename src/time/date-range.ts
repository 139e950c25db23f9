import { AppError } from '../lib/app-error.ts';
import { type LocalDateTime, parseIsoDate, utcMs } from './iso-date.ts';
import { type Direction, isBareWeekday, parseDateWords } from './relative-dates.ts';
import { type Zone, formatWithWeekday } from './time-zone.ts';

/** Time zone and current time of the user, to resolve a date. */
export interface DateFrame {
  readonly zone: Zone;
  readonly nowMs: number;
  /** Of words that name no direction, such as `monday`. Default: past. */
  readonly direction?: Direction;
}

/** A resolved date. */
interface ResolvedDate {
  readonly instantMs: number;
  /** Returned with the results so that a wrong interpretation shows: `Mon 2026-11-23T00:00+01:00`. */
  readonly text: string;
}

const timeOfDay = /^(.+?)(?: at|,)? (\d{1,2}:\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m|noon)$/;
/** `since monday` as the start: the last one, and an open end, also of a week or month. */
const since = /^\s*since (?=\S)/i;
const relativeTime = /^(\d{1,4}|an?|half an) (minute|hour)s? ago$|^in (\d{1,4}|an?|half an) (minute|hour)s?$/;

/**
 * Resolves a date in ISO 8601 or plain English words. Without a time of day it is the start of the period: `2026-11-24`
 * and `today` are midnight, `last week` is the start of its Monday.
 * @throws AppError `invalid_argument` that names the argument and the accepted forms.
 */
export function resolveDate(text: string, argument: string, frame: DateFrame): ResolvedDate {
  const isSince = argument === 'afterDateTime' && since.test(text);
  const date = isSince ? text.replace(since, '') : text;
  const ownFrame: DateFrame = isSince ? { ...frame, direction: 'past' } : frame;
  const instantMs =
    text.length > 64
      ? undefined
      : (parseIsoInstant(date.trim(), frame) ?? parseWordsInstant(normalizeWords(date), ownFrame));
  if (instantMs === undefined) throw invalidDateError(text, argument);
  const { year } = frame.zone.toLocal(instantMs);
  if (year < 1970 || year > 2100) {
    throw new AppError('invalid_argument', `${argument} must lie between the years 1970 and 2100.`, {
      argument,
    });
  }
  return { instantMs, text: formatWithWeekday(instantMs, frame.zone) };
}

function parseIsoInstant(text: string, { zone }: DateFrame): number | undefined {
  const iso = parseIsoDate(text);
  if (!iso) return undefined;
  if (iso.offsetMinutes === undefined) return zone.toInstantMs(iso.local);
  return utcMs(iso.local) - iso.offsetMinutes * 60_000;
}

function parseWordsInstant(words: string, { zone, nowMs, direction }: DateFrame): number | undefined {
  if (words === 'now') return nowMs;
  const relative = relativeTime.exec(words);
  if (relative) {
    const [, ago, agoUnit, ahead, aheadUnit] = relative;
    const minutes = parseAmount(ago ?? ahead ?? '') * ((agoUnit ?? aheadUnit) === 'hour' ? 60 : 1);
    return nowMs + (ago === undefined ? 1 : -1) * minutes * 60_000;
  }
  const today = zone.toLocal(nowMs);
  const timed = timeOfDay.exec(words);
  const found = parseDateWords(timed?.[1] ?? words, today, direction);
  if (!found || !timed) return found && zone.toInstantMs(found.start);
  const isDay = utcMs(found.next) - utcMs(found.start) === 86_400_000;
  const time = parseTimeOfDay(timed[2] ?? '');
  return isDay && time ? zone.toInstantMs({ ...found.start, ...time }) : undefined;
}

function parseAmount(text: string): number {
  if (text === 'half an') return 0.5;
  return /^\d/.test(text) ? Number(text) : 1;
}

function parseTimeOfDay(text: string): Pick<LocalDateTime, 'hour' | 'minute'> | undefined {
  if (text === 'noon') return { hour: 12, minute: 0 };
  const parts = /^(\d{1,2})(?::(\d{2}))? ?([ap]m)?$/.exec(text);
  const [hour, minute, half] = [Number(parts?.[1]), Number(parts?.[2] ?? 0), parts?.[3]];
  if (!parts || minute > 59 || (half ? hour < 1 || hour > 12 : hour > 23)) return undefined;
  return { hour: half ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour, minute };
}

function invalidDateError(text: string, argument: string): AppError {
  const isAmbiguous = /^\s*\d{1,2}[./]\d{1,2}[./]\d{2,4}/.test(text);
  const doesNotExist = /^\s*\d{4}-\d{2}-\d{2}/.test(text);
  const problem = isAmbiguous
    ? 'is ambiguous: it could be two different days'
    : doesNotExist
      ? 'does not exist in the calendar'
      : 'is not a supported date format';
  return new AppError(
    'invalid_argument',
    `${argument} ${problem}. Use 2026-11-24, 2026-11-24T10:00, 24 November 2026, or words such as today, yesterday 14:00, last monday, this week, next month, 3 days ago, in 2 weeks.`,
    { argument },
  );
}

const maxDayMs = 25 * 3_600_000;

/** The end of a named week, month, quarter or year; undefined for any other date. */
function resolveSpanEnd(text: string, { zone, nowMs, direction }: DateFrame): ResolvedDate | undefined {
  const words = normalizeWords(text);
  const span = parseDateWords(words, zone.toLocal(nowMs), direction);
  if (!span || utcMs(span.next) - utcMs(span.start) <= maxDayMs) return undefined;
  const instantMs = zone.toInstantMs(span.next);
  return { instantMs, text: formatWithWeekday(instantMs, zone) };
}

function normalizeWords(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}

/** A range of time, end exclusive. Either side may be open. */
export interface DateRange {
  readonly after?: ResolvedDate;
  readonly before?: ResolvedDate;
  /** Returned with the results so that a wrong interpretation shows. Undefined if both sides are open. */
  readonly text?: string;
}

/**
 * Resolves `afterDateTime` and `beforeDateTime`. A day is its first instant on both sides: after 2026-11-20 and before
 * 2026-11-21 covers all of the 20th; before 2026-11-20 excludes it. A week, month, quarter or year as `afterDateTime`
 * alone is that whole period, and its start after `since`. A weekday as `beforeDateTime` is the first one after the start.
 * @throws AppError `invalid_argument` for an invalid date or an empty range.
 */
export function resolveDateRange(
  {
    afterDateTime,
    beforeDateTime,
  }: { afterDateTime?: string | undefined; beforeDateTime?: string | undefined },
  frame: DateFrame,
): DateRange {
  const after = afterDateTime === undefined ? undefined : resolveDate(afterDateTime, 'afterDateTime', frame);
  const before =
    beforeDateTime === undefined
      ? afterDateTime === undefined
        ? undefined
        : resolveSpanEnd(afterDateTime, frame)
      : resolveDate(beforeDateTime, 'beforeDateTime', endFrame(beforeDateTime, after, frame));
  if (after && before && after.instantMs >= before.instantMs) {
    throw new AppError(
      'invalid_argument',
      `beforeDateTime (${before.text}) must be later than afterDateTime (${after.text}). The end is exclusive: to include a whole day, use the next day.`,
      { argument: 'beforeDateTime' },
    );
  }
  const text = [after && `from ${after.text}`, before && `before ${before.text}`].filter(Boolean).join(' ');
  return { ...(after && { after }), ...(before && { before }), ...(text !== '' && { text }) };
}

/** The frame of the end: a weekday alone is counted from the start. */
function endFrame(text: string, after: ResolvedDate | undefined, frame: DateFrame): DateFrame {
  return after && isBareWeekday(normalizeWords(text))
    ? { ...frame, nowMs: after.instantMs, direction: 'future' }
    : frame;
}
