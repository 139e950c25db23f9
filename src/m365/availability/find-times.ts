import { AppError } from '../../lib/app-error.ts';
import type { DateRange } from '../../time/date-range.ts';
import { type Schedule, isWorkingTime, minutesOutside, slotMinutes } from './schedules.ts';

/** Requirements of a meeting. */
export interface MeetingRequirements {
  /** Start of the first slot. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly durationMinutes: number;
  /** Minimum percentage of required attendees with a readable calendar. */
  readonly minPercent: number;
  readonly isWithinWorkingHours: boolean;
}

/** Availability of a person at a time: the worst status of its slots. */
export type Status = 'free' | 'elsewhere' | 'tentative' | 'busy' | 'away' | 'unknown';

/** A time in which a meeting can start at any quarter of an hour with the same availability. */
export interface MeetingTime {
  readonly startMs: number;
  /** Latest end of a meeting. */
  readonly untilMs: number;
  /** In the order of the schedules. */
  readonly statuses: readonly Status[];
  /** Whether it is outside each person's working hours; false when those are unknown. */
  readonly isOutside: readonly boolean[];
  /** Minutes by which the first start is outside the working hours of required attendees, in sum. */
  readonly minutesOutside: number;
}

/** Digits of `availabilityView` from best to worst. */
const order = '04123';
const names: readonly Status[] = ['free', 'elsewhere', 'tentative', 'busy', 'away'];
const slotMs = slotMinutes * 60_000;

const dayMs = 86_400_000;
const maxDays = 31;
const maxNearest = 3;

/**
 * The time to search: from the next quarter of an hour, for a week unless an end is given, at most 31 days.
 * @throws AppError `invalid_argument` when it is shorter than the meeting
 */
export function meetingWindow(
  { after, before }: DateRange,
  nowMs: number,
  durationMinutes: number,
): { readonly fromMs: number; readonly toMs: number; readonly isCut: boolean } {
  const fromMs = Math.ceil(Math.max(after?.instantMs ?? nowMs, nowMs) / slotMs) * slotMs;
  const endMs = before?.instantMs ?? fromMs + 7 * dayMs;
  if (endMs - fromMs < durationMinutes * 60_000) {
    throw new AppError(
      'invalid_argument',
      `beforeDateTime must be at least ${durationMinutes} minutes later than now and than afterDateTime.`,
      { argument: 'beforeDateTime' },
    );
  }
  const toMs = Math.min(endMs, fromMs + maxDays * dayMs);
  return { fromMs, toMs, isCut: toMs < endMs };
}

/** The longest time in which all required attendees are free; undefined for none. */
export function findLongestGap(
  schedules: readonly Schedule[],
  requirements: MeetingRequirements,
): { readonly startMs: number; readonly endMs: number } | undefined {
  const { fromMs, toMs } = requirements;
  let longest: { readonly startMs: number; readonly endMs: number } | undefined;
  let startMs: number | undefined;
  for (let slot = 0; fromMs + (slot + 1) * slotMs <= toMs; slot += 1) {
    const atMs = fromMs + slot * slotMs;
    const isFree = schedules.every(
      ({ view, week, isOptional }) =>
        isOptional ||
        ((view === undefined || canAttend(worstStatus(view, slot, 1))) &&
          (!requirements.isWithinWorkingHours ||
            week === undefined ||
            isWorkingTime(week, atMs, atMs + slotMs))),
    );
    startMs = isFree ? (startMs ?? atMs) : undefined;
    const length = startMs === undefined ? 0 : atMs + slotMs - startMs;
    if (startMs !== undefined && length > (longest ? longest.endMs - longest.startMs : 0)) {
      longest = { startMs, endMs: atMs + slotMs };
    }
  }
  return longest;
}

/**
 * Up to `maxTimes` times that meet the requirements, or else up to three that come closest, with a note. None if no
 * calendar can be read.
 */
export function findBestTimes(
  schedules: readonly Schedule[],
  requirements: MeetingRequirements,
  maxTimes: number,
): { readonly times: readonly MeetingTime[]; readonly more: boolean; readonly note?: string } {
  if (schedules.every(({ view }) => view === undefined)) return { times: [], more: false };
  const found = findTimes(schedules, requirements);
  const { times, note } =
    found.length > 0 ? { times: found, note: undefined } : findNearestTimes(schedules, requirements);
  const max = note === undefined ? maxTimes : Math.min(maxNearest, maxTimes);
  return { times: times.slice(0, max), more: times.length > max, ...(note !== undefined && { note }) };
}

/** Times outside working hours, or else without some of the attendees. */
function findNearestTimes(
  schedules: readonly Schedule[],
  requirements: MeetingRequirements,
): { readonly times: readonly MeetingTime[]; readonly note: string } {
  const anyHour = { ...requirements, isWithinWorkingHours: false };
  const outside = requirements.isWithinWorkingHours ? findTimes(schedules, anyHour) : [];
  if (outside.length > 0) {
    return {
      times: outside,
      note: 'No time is within everybody’s working hours. These times are outside the working hours of some.',
    };
  }
  const times = findTimes(schedules, { ...anyHour, minPercent: 0 });
  const note =
    times.length > 0
      ? 'No time suits enough participants. These times come closest.'
      : 'The user has no free time of this length on these dates.';
  return { times, note };
}

/**
 * Times that meet the requirements, best first: most required attendees, then fewest tentative, fewest outside working
 * hours and those by the fewest minutes, most optional attendees, and the earliest. The first schedule is the user's, who must be available.
 */
function findTimes(
  schedules: readonly Schedule[],
  requirements: MeetingRequirements,
): readonly MeetingTime[] {
  const lengthMs = requirements.durationMinutes * 60_000;
  const slots = Math.ceil(lengthMs / slotMs);
  const times: (MeetingTime & { untilMs: number })[] = [];
  let previous = '';
  for (let slot = 0; requirements.fromMs + slot * slotMs + lengthMs <= requirements.toMs; slot += 1) {
    const startMs = requirements.fromMs + slot * slotMs;
    const untilMs = startMs + lengthMs;
    const statuses = schedules.map(({ view }) => worstStatus(view, slot, slots));
    const isOutside = schedules.map(
      ({ week }) => week !== undefined && !isWorkingTime(week, startMs, untilMs),
    );
    const fits =
      isEnough(schedules, statuses, requirements) && isWithinHours(schedules, isOutside, requirements);
    const key = fits ? [...statuses, ...isOutside].join() : '';
    const last = times.at(-1);
    if (fits && last && key === previous) last.untilMs = untilMs;
    else if (fits) {
      const minutes = sumMinutesOutside(schedules, startMs, untilMs);
      times.push({ startMs, untilMs, statuses, isOutside, minutesOutside: minutes });
    }
    previous = key;
  }
  return times.toSorted((first, second) => compare(schedules, first, second));
}

function sumMinutesOutside(schedules: readonly Schedule[], startMs: number, endMs: number): number {
  return schedules.reduce(
    (sum, { week, isOptional }) =>
      sum + (week === undefined || isOptional ? 0 : minutesOutside(week, startMs, endMs)),
    0,
  );
}

function worstStatus(view: string | undefined, slot: number, slots: number): Status {
  if (view === undefined) return 'unknown';
  let worst = 0;
  for (let at = slot; at < slot + slots; at += 1) {
    // Beyond the end of the view, a person counts as busy.
    const rank = order.indexOf(view[at] ?? '2');
    if (rank > worst) worst = rank;
  }
  return names[worst] ?? 'busy';
}

function canAttend(status: Status | undefined): boolean {
  return status === 'free' || status === 'elsewhere' || status === 'tentative';
}

function isEnough(
  schedules: readonly Schedule[],
  statuses: readonly Status[],
  { minPercent }: MeetingRequirements,
): boolean {
  if (statuses[0] !== 'unknown' && !canAttend(statuses[0])) return false;
  const known = statuses.filter((status, index) => !schedules[index]?.isOptional && status !== 'unknown');
  const coming = known.filter(canAttend).length;
  return known.length === 0 || (coming / known.length) * 100 >= minPercent;
}

function isWithinHours(
  schedules: readonly Schedule[],
  isOutside: readonly boolean[],
  { isWithinWorkingHours }: MeetingRequirements,
): boolean {
  return !isWithinWorkingHours || schedules.every(({ isOptional }, index) => isOptional || !isOutside[index]);
}

function compare(schedules: readonly Schedule[], first: MeetingTime, second: MeetingTime): number {
  const costs = [first, second].map(({ statuses, isOutside, minutesOutside: minutes, startMs }) => {
    const count = (isOptional: boolean, test: (status: Status) => boolean): number =>
      statuses.filter((status, index) => schedules[index]?.isOptional === isOptional && test(status)).length;
    return [
      count(false, (status) => !canAttend(status)),
      count(false, (status) => status === 'tentative'),
      isOutside.filter((outside, index) => outside && !schedules[index]?.isOptional).length,
      minutes,
      count(true, (status) => status !== 'free' && status !== 'elsewhere'),
      startMs,
    ];
  });
  const [one = [], other = []] = costs;
  for (const [index, cost] of one.entries()) {
    const difference = cost - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
