import type { MeetingTime, MeetingTimes } from './result.ts';

/** Whether a quarter of an hour suits everybody. */
export type Suitability = 'everybody' | 'some';

/** One hour of one day. */
export interface Cell {
  /** The four quarters of the hour. */
  readonly quarters: readonly (Suitability | undefined)[];
  /** Indexes of the times that begin in it. */
  readonly starts: readonly number[];
  /** Whether a part of it is among the searched dates. */
  readonly isSearched: boolean;
}

/** Days are midnights in wall-clock milliseconds. */
export interface Week {
  readonly days: readonly number[];
  /** By hour since `firstHour`, then by day. */
  readonly hours: readonly (readonly Cell[])[];
}

/** Weeks from Monday that contain a time, with the same hours. */
export interface WeekGrid {
  readonly firstHour: number;
  readonly weeks: readonly Week[];
}

const quarterMs = 900_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 31 days touch at most six weeks. */
const maxWeeks = 6;
/** Hours that are shown also without a time. */
const usualHours = { first: 9, last: 16 };
const fridayOffset = 4;

/** Lays out times as weeks of hours. Of overlapping times the one that suits everybody is shown. */
export function createWeekGrid({ times, range }: Pick<MeetingTimes, 'times' | 'range'>): WeekGrid {
  const mondays = [...new Set(times.flatMap(coveredDays).map(toMonday))].toSorted((a, b) => a - b);
  const hours = times.flatMap(coveredHours);
  const firstHour = Math.min(usualHours.first, ...hours);
  const lastHour = Math.max(usualHours.last, ...hours);
  const isSearched = (fromMs: number, toMs: number): boolean =>
    !range || (fromMs < range.toMs && toMs > range.fromMs);
  return {
    firstHour,
    weeks: mondays.slice(0, maxWeeks).map((monday) => {
      const covered = new Set(times.flatMap(coveredDays));
      const days = Array.from({ length: 7 }, (_, day) => monday + day * dayMs).filter(
        (day, index) => covered.has(day) || (index <= fridayOffset && isSearched(day, day + dayMs)),
      );
      return {
        days,
        hours: Array.from({ length: lastHour - firstHour + 1 }, (_, row) =>
          days.map((day) => {
            const fromMs = day + (firstHour + row) * hourMs;
            return createCell(times, fromMs, isSearched(fromMs, fromMs + hourMs));
          }),
        ),
      };
    }),
  };
}

function createCell(times: readonly MeetingTime[], fromMs: number, isSearched: boolean): Cell {
  return {
    quarters: [0, 1, 2, 3].map((quarter) => {
      const startMs = fromMs + quarter * quarterMs;
      const covering = times.filter((time) => time.startMs < startMs + quarterMs && time.endMs > startMs);
      if (covering.length === 0) return undefined;
      return covering.some(({ suitsEverybody }) => suitsEverybody) ? 'everybody' : 'some';
    }),
    starts: times.flatMap(({ startMs }, index) =>
      startMs >= fromMs && startMs < fromMs + hourMs ? index : [],
    ),
    isSearched,
  };
}

function coveredDays({ startMs, endMs }: MeetingTime): number[] {
  const first = Math.floor(startMs / dayMs);
  const last = Math.ceil(endMs / dayMs) - 1;
  return Array.from({ length: last - first + 1 }, (_, day) => (first + day) * dayMs);
}

function coveredHours(time: MeetingTime): number[] {
  if (coveredDays(time).length > 1) return [0, 23];
  const day = Math.floor(time.startMs / dayMs) * dayMs;
  return [Math.floor((time.startMs - day) / hourMs), Math.ceil((time.endMs - day) / hourMs) - 1];
}

/** 1 January 1970 was a Thursday. */
function toMonday(day: number): number {
  const weekday = (((day / dayMs + 3) % 7) + 7) % 7;
  return day - weekday * dayMs;
}
