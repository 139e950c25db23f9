import { AppError } from '../lib/app-error.ts';
import { type LocalDateTime, parseIsoDate, utcMs } from './iso-date.ts';
import { parseDateWords } from './relative-dates.ts';
import { type Zone, formatWithWeekday } from './time-zone.ts';

/** When and where the person is who wrote a date. */
export interface DateFrame {
  readonly zone: Zone;
  readonly nowMs: number;
}

/** A date as it was understood. */
interface ResolvedDate {
  readonly instantMs: number;
  /** To be said back: `Mon 2026-11-23T00:00+01:00`. */
  readonly text: string;
}

const timeOfDay = /^(.+?)(?: at|,)? (\d{1,2}:\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m|noon)$/;
const span = /^(\d{1,4}|an?|half an) (minute|hour)s? ago$|^in (\d{1,4}|an?|half an) (minute|hour)s?$/;

/**
 * Reads a date as people and models write it: ISO 8601, or plain English words. What names no time of day means its
 * first moment: `2026-11-24` and `today` are midnight, `last week` is the Monday it began.
 * @throws AppError `invalid_argument` that names the argument and says what can be written instead.
 */
export function resolveDate(text: string, argument: string, frame: DateFrame): ResolvedDate {
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const instantMs =
    text.length > 64 ? undefined : (isoInstant(text.trim(), frame) ?? wordsInstant(words, frame));
  if (instantMs === undefined) throw refusal(text, argument);
  const { year } = frame.zone.toLocal(instantMs);
  if (year < 1970 || year > 2100) {
    throw new AppError('invalid_argument', `${argument} must lie between the years 1970 and 2100.`, {
      argument,
    });
  }
  return { instantMs, text: formatWithWeekday(instantMs, frame.zone) };
}

function isoInstant(text: string, { zone }: DateFrame): number | undefined {
  const iso = parseIsoDate(text);
  if (!iso) return undefined;
  if (iso.offsetMinutes === undefined) return zone.toInstantMs(iso.local);
  return utcMs(iso.local) - iso.offsetMinutes * 60_000;
}

function wordsInstant(words: string, { zone, nowMs }: DateFrame): number | undefined {
  if (words === 'now') return nowMs;
  const away = span.exec(words);
  if (away) {
    const [, ago, agoUnit, ahead, aheadUnit] = away;
    const minutes = amount(ago ?? ahead ?? '') * ((agoUnit ?? aheadUnit) === 'hour' ? 60 : 1);
    return nowMs + (ago === undefined ? 1 : -1) * minutes * 60_000;
  }
  const today = zone.toLocal(nowMs);
  const timed = timeOfDay.exec(words);
  const found = parseDateWords(timed?.[1] ?? words, today);
  if (!found || !timed) return found && zone.toInstantMs(found.start);
  const isDay = utcMs(found.next) - utcMs(found.start) === 86_400_000;
  const time = readTime(timed[2] ?? '');
  return isDay && time ? zone.toInstantMs({ ...found.start, ...time }) : undefined;
}

function amount(text: string): number {
  if (text === 'half an') return 0.5;
  return /^\d/.test(text) ? Number(text) : 1;
}

function readTime(text: string): Pick<LocalDateTime, 'hour' | 'minute'> | undefined {
  if (text === 'noon') return { hour: 12, minute: 0 };
  const parts = /^(\d{1,2})(?::(\d{2}))? ?([ap]m)?$/.exec(text);
  const [hour, minute, half] = [Number(parts?.[1]), Number(parts?.[2] ?? 0), parts?.[3]];
  if (!parts || minute > 59 || (half ? hour < 1 || hour > 12 : hour > 23)) return undefined;
  return { hour: half ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour, minute };
}

function refusal(text: string, argument: string): AppError {
  const twoMeanings = /^\s*\d{1,2}[./]\d{1,2}[./]\d{2,4}/.test(text);
  const notInCalendar = /^\s*\d{4}-\d{2}-\d{2}/.test(text);
  const what = twoMeanings
    ? 'could mean two different days'
    : notInCalendar
      ? 'is not a day and time that exist'
      : 'is not a date that the connector understands';
  return new AppError(
    'invalid_argument',
    `${argument} ${what}. Write 2026-11-24, 2026-11-24T10:00, 24 November 2026, or words such as today, yesterday 14:00, last monday, this week, next month, 3 days ago, in 2 weeks.`,
    { argument },
  );
}

/** A stretch of time, its end not included. Either side may be open. */
export interface DateRange {
  readonly after?: ResolvedDate;
  readonly before?: ResolvedDate;
  /** To be said back, so that a wrong guess shows. Undefined where both sides are open. */
  readonly text?: string;
}

/**
 * Resolves `afterDateTime` and `beforeDateTime`. A day means its first moment on both sides: after 2026-11-20 and before
 * 2026-11-21 is all of the 20th, and before 2026-11-20 holds nothing of it.
 * @throws AppError `invalid_argument` for a date that is none, and for a range that holds nothing.
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
    beforeDateTime === undefined ? undefined : resolveDate(beforeDateTime, 'beforeDateTime', frame);
  if (after && before && after.instantMs >= before.instantMs) {
    throw new AppError(
      'invalid_argument',
      `beforeDateTime (${before.text}) must be later than afterDateTime (${after.text}). It is not included: for a whole day, give the next one.`,
      { argument: 'beforeDateTime' },
    );
  }
  const text = [after && `from ${after.text}`, before && `before ${before.text}`].filter(Boolean).join(' ');
  return { ...(after && { after }), ...(before && { before }), ...(text !== '' && { text }) };
}
