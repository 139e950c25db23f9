import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { graphPath } from '../../graph/path.ts';
import { createZone, toIanaZone } from '../../time/time-zone.ts';
import { type LocalClock, customClock, customTimeZone, zoneClock } from './local-clock.ts';

/** The working week of a mailbox, as Graph gives it. */
const workingHours = z.object({
  daysOfWeek: z.array(z.string()).nullish(),
  startTime: z.string().nullish(),
  endTime: z.string().nullish(),
  timeZone: z.object({ name: z.string().nullish() }).loose().nullish(),
});

/** When somebody works, on their own clock. */
interface WorkingWeek {
  readonly clock: LocalClock;
  /** Minutes of the day. */
  readonly startMinute: number;
  readonly endMinute: number;
  /** 0 for Sunday. */
  readonly days: ReadonlySet<number>;
}

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Undefined where the mailbox does not say, or names a zone that nobody knows. */
export function workingWeek(
  hours: z.output<typeof workingHours> | null | undefined,
): WorkingWeek | undefined {
  const clock = clockOf(hours?.timeZone);
  const startMinute = minuteOf(hours?.startTime);
  const endMinute = minuteOf(hours?.endTime);
  const days = new Set((hours?.daysOfWeek ?? []).map((day) => dayNames.indexOf(day.toLowerCase())));
  if (!clock || startMinute === undefined || endMinute === undefined || days.size === 0) return undefined;
  return { clock, startMinute, endMinute, days };
}

/** Whether a stretch of time lies within one working day. */
export function isWorkingTime(
  { clock, days, startMinute, endMinute }: WorkingWeek,
  startMs: number,
  endMs: number,
): boolean {
  const start = clock.toLocal(startMs);
  const weekday = new Date(Date.UTC(start.year, start.month - 1, start.day)).getUTCDay();
  const minute = start.hour * 60 + start.minute;
  const end = clock.toLocal(endMs);
  const isSameDay = end.day === start.day;
  const endsAt = isSameDay ? end.hour * 60 + end.minute : 24 * 60 + end.hour * 60 + end.minute;
  return days.has(weekday) && minute >= startMinute && endsAt <= endMinute;
}

function clockOf(
  timeZone: { readonly name?: string | null | undefined } | null | undefined,
): LocalClock | undefined {
  const custom = customTimeZone.safeParse(timeZone);
  if (custom.success) return customClock(custom.data);
  const name = toIanaZone(timeZone?.name ?? '');
  return name === undefined ? undefined : zoneClock(createZone(name));
}

function minuteOf(time: string | null | undefined): number | undefined {
  const parts = /^(\d{2}):(\d{2})/.exec(time ?? '');
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : undefined;
}

/** Somebody whose time is looked at. */
export interface Person {
  readonly address: string;
  /** Where it was found by name. */
  readonly name?: string | undefined;
  /** Whether a meeting can do without. */
  readonly isOptional: boolean;
}

/** When somebody is free, in slots of {@link slotMinutes} from the start of the window. */
export interface Schedule extends Person {
  /** A digit a slot: 0 free, 1 tentative, 2 busy, 3 away, 4 working elsewhere. Undefined where it cannot be seen. */
  readonly view: string | undefined;
  readonly week: WorkingWeek | undefined;
}

/** Meetings begin on the quarter. */
export const slotMinutes = 15;

const answer = z.object({
  value: z.array(
    z.object({
      scheduleId: z.string().nullish(),
      availabilityView: z.string().nullish(),
      error: z.unknown().optional(),
      workingHours: workingHours.nullish(),
    }),
  ),
});

/** The times of everybody, in the order given, in one request. */
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
    schema: answer,
  });
  const found = new Map(value.map((schedule) => [schedule.scheduleId?.toLowerCase(), schedule]));
  return people.map((person) => {
    const schedule = found.get(person.address.toLowerCase());
    const view = schedule?.availabilityView ?? '';
    const isSeen = /^[0-4]+$/.test(view) && !schedule?.error;
    return { ...person, view: isSeen ? view : undefined, week: workingWeek(schedule?.workingHours) };
  });
}

function utc(instantMs: number): { readonly dateTime: string; readonly timeZone: 'UTC' } {
  return { dateTime: new Date(instantMs).toISOString().slice(0, 19), timeZone: 'UTC' };
}
