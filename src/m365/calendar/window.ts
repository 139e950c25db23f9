import type { DateRange } from '../../time/date-range.ts';
import type { Zone } from '../../time/time-zone.ts';

const yearMs = 365 * 86_400_000;
const maxYears = 5;

/** The time that a calendar search covers. */
interface CalendarWindow {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Whether the dates were longer than the limit. */
  readonly isCut: boolean;
  /** Whether events are searched without dates, on both sides of now. */
  readonly isAroundNow: boolean;
}

/**
 * The dates of the input, completed: a list without dates is the coming year, a search without dates the year before and
 * after now. An end in the past without a start is the year before it.
 */
export function calendarWindow(
  { after, before }: DateRange,
  options: {
    readonly zone: Zone;
    readonly nowMs: number;
    readonly isFiltered: boolean;
    readonly order: 'oldest' | 'newest' | undefined;
  },
): CalendarWindow {
  const { zone, nowMs, isFiltered, order } = options;
  const isAroundNow = isFiltered && after === undefined && before === undefined;
  const midnight = { hour: 0, minute: 0, second: 0, millisecond: 0 };
  const todayMs = zone.toInstantMs({ ...zone.toLocal(nowMs), ...midnight });
  const startMs = isFiltered || (before && before.instantMs <= todayMs) ? undefined : todayMs;
  const fromMs = after?.instantMs ?? startMs ?? (before?.instantMs ?? nowMs) - yearMs;
  const toMs = before?.instantMs ?? (isAroundNow ? nowMs : Math.max(fromMs, todayMs)) + yearMs;
  const maxMs = maxYears * yearMs;
  if (toMs - fromMs <= maxMs) return { fromMs, toMs, isCut: false, isAroundNow };
  return order === 'newest'
    ? { fromMs: toMs - maxMs, toMs, isCut: true, isAroundNow }
    : { fromMs, toMs: fromMs + maxMs, isCut: true, isAroundNow };
}
