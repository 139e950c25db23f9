import { z } from 'zod';
import { oneLine } from 'document-text';
import { utcMs } from '../../time/iso-date.ts';
import { type Zone, formatWithWeekday } from '../../time/time-zone.ts';
import { formatAddress } from '../addresses.ts';
import type { MeetingTime, Status } from './find-times.ts';
import type { LocalClock } from './local-clock.ts';
import { type Schedule, slotMinutes } from './schedules.ts';

const names = z.array(z.string()).optional();

/** A time to meet, in a list of results. */
export const meetingTimeItem = z.object({
  start: z.string(),
  weekday: z.string(),
  end: z.string(),
  until: z.string().optional().describe('Latest end if it starts later.'),
  free: z.union([z.literal('everybody'), z.array(z.string())]),
  tentative: names,
  busy: names,
  away: names,
  elsewhere: names.describe('Free, working elsewhere.'),
  outsideHours: names,
  local: z.record(z.string(), z.string()).optional().describe('The start in other zones.'),
});

/** A person whose calendar was read. */
export const personItem = z.object({
  who: z.string(),
  optional: z.literal(true).optional(),
  zone: z.string().optional(),
  hours: z.string().optional(),
  away: names.describe('Out of office in the dates.'),
  unknown: z.literal(true).optional().describe('Calendar cannot be read.'),
});

/** A time as a list item. */
export function toMeetingTimeItem(
  { startMs, untilMs, statuses, isOutside }: MeetingTime,
  schedules: readonly Schedule[],
  lengthMs: number,
  zone: Zone,
): z.output<typeof meetingTimeItem> {
  const endMs = startMs + lengthMs;
  const withStatus = (status: Status) =>
    schedules.filter((_, index) => statuses[index] === status).map(label);
  const outside = schedules.filter((_, index) => isOutside[index]).map(label);
  const elsewhere = withStatus('elsewhere');
  const free = schedules
    .filter((_, index) => statuses[index] === 'free' || statuses[index] === 'elsewhere')
    .map(label);
  const local = Object.fromEntries(
    otherClocks(schedules, zone).map((clock) => [clock.name, localTime(clock, startMs)]),
  );
  return {
    start: zone.format(startMs),
    weekday: zone.weekday(startMs),
    end: zone.format(endMs),
    ...(untilMs > endMs ? { until: zone.format(untilMs) } : {}),
    free: free.length === schedules.length ? 'everybody' : free,
    ...memberOrNone('tentative', withStatus('tentative')),
    ...memberOrNone('busy', withStatus('busy')),
    ...memberOrNone('away', withStatus('away')),
    ...memberOrNone('elsewhere', elsewhere),
    ...memberOrNone('outsideHours', outside),
    ...(Object.keys(local).length === 0 ? {} : { local }),
  };
}

/** A person with the time zone and working hours that were used, and the times out of office since `fromMs`. */
export function toPersonItem(
  { address, name, isOptional, view, week }: Schedule,
  fromMs: number,
  zone: Zone,
): z.output<typeof personItem> {
  const away = awayTimes(view ?? '').map(([start, end]) =>
    formatSpan(fromMs + start * slotMs, fromMs + end * slotMs, zone),
  );
  return {
    who: formatAddress({ name: name ?? '', address }),
    ...(isOptional ? { optional: true as const } : {}),
    ...(week
      ? { zone: week.clock.name, hours: `${clockTime(week.startMinute)}–${clockTime(week.endMinute)}` }
      : {}),
    ...(away.length === 0 ? {} : { away: away.slice(0, maxAway) }),
    ...(view === undefined ? { unknown: true as const } : {}),
  };
}

const slotMs = slotMinutes * 60_000;
const dayMs = 86_400_000;
const maxAway = 5;
/** Out of office for at least four hours: 16 slots. */
const awayRun = /3{16,}/g;

/** First slot, and the slot after the last one, of each long time out of office. */
function awayTimes(view: string): readonly (readonly [number, number])[] {
  return [...view.matchAll(awayRun)].map(({ 0: run, index }) => [index, index + run.length]);
}

/** Days for a span of whole days, otherwise its start and end. */
function formatSpan(startMs: number, endMs: number, zone: Zone): string {
  const isMidnight = (instantMs: number) => zone.format(instantMs).slice(11, 16) === '00:00';
  if (!isMidnight(startMs) || !isMidnight(endMs)) {
    return `${formatWithWeekday(startMs, zone)} to ${formatWithWeekday(endMs, zone)}`;
  }
  const [first, last] = [startMs, endMs - dayMs / 2].map(
    (instantMs) => `${zone.weekday(instantMs)} ${zone.format(instantMs).slice(0, 10)}`,
  );
  return first === last ? `${first}` : `${first} to ${last}`;
}

/** Name of a person in a list of times. */
function label({ name, address }: Schedule): string {
  return oneLine(name || address, 80);
}

function memberOrNone(
  member: 'tentative' | 'busy' | 'away' | 'elsewhere' | 'outsideHours',
  who: readonly string[],
) {
  return who.length === 0 ? {} : { [member]: who };
}

function otherClocks(schedules: readonly Schedule[], zone: Zone): readonly LocalClock[] {
  const clocks = schedules.flatMap(({ week }) => (week && week.clock.name !== zone.name ? [week.clock] : []));
  return [...new Map(clocks.map((clock) => [clock.name, clock])).values()];
}

function localTime(clock: LocalClock, instantMs: number): string {
  const wallMs = utcMs(clock.toLocal(instantMs));
  const offset = Math.round((wallMs - instantMs) / 60_000);
  return `${new Date(wallMs).toISOString().slice(0, 16)}${offset < 0 ? '-' : '+'}${clockTime(Math.abs(offset))}`;
}

function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** For a meeting that is longer than any time when all required people are free. */
export function gapNote(
  gap: { readonly startMs: number; readonly endMs: number },
  isWithinHours: boolean,
  zone: Zone,
): string {
  const hours = isWithinHours ? ' within working hours' : '';
  const minutes = (gap.endMs - gap.startMs) / 60_000;
  return `The longest time${hours} at which everybody is free is ${minutes} minutes, from ${formatWithWeekday(gap.startMs, zone)}.`;
}

/** Notes on people whose calendar or working hours are unknown. */
export function availabilityNotes(schedules: readonly Schedule[]): readonly (string | false)[] {
  const unknown = schedules.filter(({ view }) => view === undefined).map(label);
  const withoutHours = schedules.filter(({ view, week }) => view !== undefined && !week).map(label);
  return [
    unknown.length > 0 &&
      `Availability unknown, because these calendars cannot be read: ${unknown.join(', ')}.`,
    withoutHours.length > 0 && `Working hours unknown: ${withoutHours.join(', ')}.`,
  ];
}
