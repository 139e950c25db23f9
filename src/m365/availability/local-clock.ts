import { z } from 'zod';
import { type LocalDateTime, utcFields, utcMs } from '../../time/iso-date.ts';
import type { Zone } from '../../time/time-zone.ts';

/** Minutes, within one day. */
const bias = z.int().min(-1440).max(1440);

const change = z.object({
  time: z.string().nullish(),
  /** First to fourth, or 5 for the last one. */
  dayOccurrence: z.int().min(0).max(5).nullish(),
  dayOfWeek: z.string().nullish(),
  month: z.int().min(0).max(12).nullish(),
  daylightBias: bias.nullish(),
});

/** A time zone with its own rules, as written by old versions of Outlook. `bias` is minutes west of UTC. */
export const customTimeZone = z.object({
  bias,
  standardOffset: change.nullish(),
  daylightOffset: change.nullish(),
});

type CustomTimeZone = z.output<typeof customTimeZone>;

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const minuteMs = 60_000;

/** @see https://learn.microsoft.com/graph/api/resources/customtimezone */
export function customClock({ bias, standardOffset, daylightOffset }: CustomTimeZone): LocalClock {
  const daylightBias = bias + (daylightOffset?.daylightBias ?? 0);

  function biasAt(instantMs: number): number {
    const year = new Date(instantMs - bias * minuteMs).getUTCFullYear();
    const begins = daylightOffset && changeMs(daylightOffset, year, bias);
    const ends = standardOffset && changeMs(standardOffset, year, daylightBias);
    if (begins === undefined || begins === null || ends === undefined || ends === null) return bias;
    const isDaylight =
      begins < ends ? instantMs >= begins && instantMs < ends : instantMs >= begins || instantMs < ends;
    return isDaylight ? daylightBias : bias;
  }

  return {
    name: `UTC${bias > 0 ? '-' : '+'}${clockTime(Math.abs(bias))}`,
    toLocal: (instantMs) => utcFields(instantMs - biasAt(instantMs) * minuteMs),
  };
}

/** Instant of a clock change in a year; `west` is the offset of the local time, in minutes west of UTC. */
function changeMs(
  { month, dayOfWeek, dayOccurrence, time }: z.output<typeof change>,
  year: number,
  west: number,
) {
  const weekday = days.indexOf(dayOfWeek?.toLowerCase() ?? '');
  if (!month || weekday === -1) return undefined;
  const [hours = 0, minutes = 0] = (time ?? '').split(':').map(Number);
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  const inMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  let day = 1 + ((weekday - first + 7) % 7) + ((dayOccurrence ?? 1) - 1) * 7;
  while (day > inMonth) day -= 7;
  return Date.UTC(year, month - 1, day, hours, minutes + west);
}

function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Local time of a person. */
export interface LocalClock {
  /** IANA name, or the UTC offset of a zone without one. */
  readonly name: string;
  toLocal(instantMs: number): LocalDateTime;
}

const dayMs = 86_400_000;

/**
 * Local time of a zone with a cache of the offset per day, for thousands of conversions in one call. Only days with a
 * clock change are not cached.
 */
export function zoneClock(zone: Zone): LocalClock {
  const offsets = new Map<number, number | undefined>();
  const offsetMs = (instantMs: number): number => utcMs(zone.toLocal(instantMs)) - instantMs;

  function offsetOfDay(day: number): number | undefined {
    if (offsets.has(day)) return offsets.get(day);
    const [start, end] = [offsetMs(day * dayMs), offsetMs((day + 1) * dayMs)];
    offsets.set(day, start === end ? start : undefined);
    return start === end ? start : undefined;
  }

  return {
    name: zone.name,
    toLocal: (instantMs) =>
      utcFields(instantMs + (offsetOfDay(Math.floor(instantMs / dayMs)) ?? offsetMs(instantMs))),
  };
}
