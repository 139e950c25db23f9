import { type Schedule, isWorkingTime, slotMinutes } from './schedules.ts';

/** What a meeting needs. */
export interface MeetingNeeds {
  /** Start of the first slot. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly durationMinutes: number;
  /** Of those who are required and whose time can be seen. */
  readonly leastPercent: number;
  readonly isWithinWorkingHours: boolean;
}

/** What somebody does at a time, the worst of it. */
export type Status = 'free' | 'elsewhere' | 'tentative' | 'busy' | 'away' | 'unknown';

/** A stretch in which a meeting can begin at any quarter, and it is all the same to everybody. */
export interface MeetingTime {
  readonly startMs: number;
  /** Latest end of a meeting in the stretch. */
  readonly untilMs: number;
  /** In the order of the schedules. */
  readonly statuses: readonly Status[];
  /** Whether it is outside of the working hours of each, as far as those are known. */
  readonly isOutside: readonly boolean[];
}

/** Digits of the view by how much they are in the way. */
const order = '04123';
const names: readonly Status[] = ['free', 'elsewhere', 'tentative', 'busy', 'away'];
const slotMs = slotMinutes * 60_000;

/**
 * Times at which enough can meet, the best first: most of those required, then fewest tentative, then fewest outside of
 * their hours, then most of the others, then the earliest. The first schedule is that of the person who asks, without whom there is no meeting.
 */
export function findTimes(schedules: readonly Schedule[], needs: MeetingNeeds): readonly MeetingTime[] {
  const lengthMs = needs.durationMinutes * 60_000;
  const slots = Math.ceil(lengthMs / slotMs);
  const times: (MeetingTime & { untilMs: number })[] = [];
  let previous = '';
  for (let slot = 0; needs.fromMs + slot * slotMs + lengthMs <= needs.toMs; slot += 1) {
    const startMs = needs.fromMs + slot * slotMs;
    const untilMs = startMs + lengthMs;
    const statuses = schedules.map(({ view }) => statusOf(view, slot, slots));
    const isOutside = schedules.map(
      ({ week }) => week !== undefined && !isWorkingTime(week, startMs, untilMs),
    );
    const fits = isEnough(schedules, statuses, needs) && isAtWork(schedules, isOutside, needs);
    const key = fits ? [...statuses, ...isOutside].join() : '';
    const last = times.at(-1);
    if (fits && last && key === previous) last.untilMs = untilMs;
    else if (fits) times.push({ startMs, untilMs, statuses, isOutside });
    previous = key;
  }
  return times.toSorted((first, second) => compare(schedules, first, second));
}

function statusOf(view: string | undefined, slot: number, slots: number): Status {
  if (view === undefined) return 'unknown';
  let worst = 0;
  for (let at = slot; at < slot + slots; at += 1) {
    // A view that ends before the window is not known to be free there.
    const rank = order.indexOf(view[at] ?? '2');
    if (rank > worst) worst = rank;
  }
  return names[worst] ?? 'busy';
}

function canCome(status: Status | undefined): boolean {
  return status === 'free' || status === 'elsewhere' || status === 'tentative';
}

function isEnough(
  schedules: readonly Schedule[],
  statuses: readonly Status[],
  { leastPercent }: MeetingNeeds,
): boolean {
  if (statuses[0] !== 'unknown' && !canCome(statuses[0])) return false;
  const known = statuses.filter((status, index) => !schedules[index]?.isOptional && status !== 'unknown');
  const coming = known.filter(canCome).length;
  return known.length === 0 || (coming / known.length) * 100 >= leastPercent;
}

function isAtWork(
  schedules: readonly Schedule[],
  isOutside: readonly boolean[],
  { isWithinWorkingHours }: MeetingNeeds,
): boolean {
  return !isWithinWorkingHours || schedules.every(({ isOptional }, index) => isOptional || !isOutside[index]);
}

function compare(schedules: readonly Schedule[], first: MeetingTime, second: MeetingTime): number {
  const costs = [first, second].map(({ statuses, isOutside, startMs }) => {
    const count = (isOptional: boolean, test: (status: Status) => boolean): number =>
      statuses.filter((status, index) => schedules[index]?.isOptional === isOptional && test(status)).length;
    return [
      count(false, (status) => !canCome(status)),
      count(false, (status) => status === 'tentative'),
      isOutside.filter((outside, index) => outside && !schedules[index]?.isOptional).length,
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
