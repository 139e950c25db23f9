import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { graphPath } from '../../graph/path.ts';
import { createZone, toIanaZone } from '../../time/time-zone.ts';
import { type LocalClock, customClock, customTimeZone, zoneClock } from './local-clock.ts';
import { nullishString } from '../../graph/nullish.ts';

/** Working hours of a mailbox. */
const workingHours = z.object({
  daysOfWeek: z.array(z.string()).nullish(),
  startTime: nullishString,
  endTime: nullishString,
  timeZone: z.object({ name: nullishString }).loose().nullish(),
});

/** Working hours in the local time of a person. */
interface WorkingWeek {
  readonly clock: LocalClock;
  /** Minutes of the day. */
  readonly startMinute: number;
  readonly endMinute: number;
  /** 0 for Sunday. */
  readonly days: ReadonlySet<number>;
}

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Parses working hours; undefined when they are missing or in an unknown time zone. */
export function toWorkingWeek(
  hours: z.output<typeof workingHours> | null | undefined,
): WorkingWeek | undefined {
  const clock = toClock(hours?.timeZone);
  const startMinute = toMinute(hours?.startTime);
  const endMinute = toMinute(hours?.endTime);
  const days = new Set((hours?.daysOfWeek ?? []).map((day) => dayNames.indexOf(day.toLowerCase())));
  if (!clock || startMinute === undefined || endMinute === undefined || days.size === 0) return undefined;
  return { clock, startMinute, endMinute, days };
}

/** Whether a time is within the working hours of one day. */
export function isWorkingTime(week: WorkingWeek, startMs: number, endMs: number): boolean {
  return minutesOutside(week, startMs, endMs) === 0;
}

const minutesOfDay = 24 * 60;

/** Minutes from the working hours of its day to a time: before they begin and after they end. A day on other days. */
export function minutesOutside(
  { clock, days, startMinute, endMinute }: WorkingWeek,
  startMs: number,
  endMs: number,
): number {
  const start = clock.toLocal(startMs);
  const weekday = new Date(Date.UTC(start.year, start.month - 1, start.day)).getUTCDay();
  const minute = start.hour * 60 + start.minute;
  const end = clock.toLocal(endMs);
  const isSameDay = end.day === start.day;
  const endsAt = (isSameDay ? 0 : minutesOfDay) + end.hour * 60 + end.minute;
  if (!days.has(weekday)) return minutesOfDay;
  return Math.max(0, startMinute - minute) + Math.max(0, endsAt - endMinute);
}

function toClock(
  timeZone: { readonly name?: string | null | undefined } | null | undefined,
): LocalClock | undefined {
  const custom = customTimeZone.safeParse(timeZone);
  if (custom.success) return customClock(custom.data);
  const name = toIanaZone(timeZone?.name ?? '');
  return name === undefined ? undefined : zoneClock(createZone(name));
}

function toMinute(time: string | null | undefined): number | undefined {
  const parts = /^(\d{2}):(\d{2})/.exec(time ?? '');
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : undefined;
}

/** A participant. */
export interface Person {
  readonly address: string;
  /** When the person was found by name. */
  readonly name?: string | undefined;
  readonly isOptional: boolean;
}

/** Availability of a person in slots of {@link slotMinutes} from the start of the window. */
export interface Schedule extends Person {
  /** One digit per slot: 0 free, 1 tentative, 2 busy, 3 away, 4 working elsewhere. Undefined when not readable. */
  readonly view: string | undefined;
  readonly week: WorkingWeek | undefined;
}

/** Meetings start at a quarter of an hour. */
export const slotMinutes = 15;

const scheduleResponse = z.object({
  value: z.array(
    z.object({
      scheduleId: nullishString,
      availabilityView: nullishString,
      error: z.unknown().optional(),
      workingHours: workingHours.nullish(),
    }),
  ),
});

/** The schedules of all people, in their order, with one request. */
export async function readSchedules(
  people: readonly Person[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  graph: GraphClient,
): Promise<readonly Schedule[]> {
  const { value } = await graph.json({
    method: 'POST',
    path: graphPath`/me/calendar/getSchedule`,
    body: {
      schedules: people.map(({ address }) => address),
      startTime: utc(fromMs),
      endTime: utc(toMs),
      availabilityViewInterval: slotMinutes,
    },
    schema: scheduleResponse,
  });
  const found = new Map(value.map((schedule) => [schedule.scheduleId?.toLowerCase(), schedule]));
  return people.map((person) => {
    const schedule = found.get(person.address.toLowerCase());
    const view = schedule?.availabilityView ?? '';
    const isReadable = /^[0-4]+$/.test(view) && !schedule?.error;
    return { ...person, view: isReadable ? view : undefined, week: toWorkingWeek(schedule?.workingHours) };
  });
}

function utc(instantMs: number): { readonly dateTime: string; readonly timeZone: 'UTC' } {
  return { dateTime: new Date(instantMs).toISOString().slice(0, 19), timeZone: 'UTC' };
}
