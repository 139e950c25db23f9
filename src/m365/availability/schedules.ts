import { z } from 'zod';
import { createZone, ianaZone } from '../../time/time-zone.ts';
import { customClock, customTimeZone } from './local-clock.ts';
import { type LocalClock, zoneClock } from './local-clock-part.ts';

/** The working week of a mailbox, as Graph gives it. */
export const workingHours = z.object({
  daysOfWeek: z.array(z.string()).nullish(),
  startTime: z.string().nullish(),
  endTime: z.string().nullish(),
  timeZone: z.object({ name: z.string().nullish() }).loose().nullish(),
});

/** When somebody works, on their own clock. */
export interface WorkingWeek {
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
  const name = ianaZone(timeZone?.name ?? '');
  return name === undefined ? undefined : zoneClock(createZone(name));
}

function minuteOf(time: string | null | undefined): number | undefined {
  const parts = /^(\d{2}):(\d{2})/.exec(time ?? '');
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : undefined;
}
