import { z } from 'zod';
import { type LocalDateTime, utcFields, utcMs } from '../../time/iso-date.ts';
import { type ClockChange, type CustomZone, customBias, customZoneLabel } from '../../time/custom-zone.ts';
import type { Zone } from '../../time/time-zone.ts';
import { nullishString } from '../../graph/nullish.ts';

/** Minutes, within one day. */
const bias = z.int().min(-1440).max(1440);

const change = z.object({
  time: nullishString,
  /** First to fourth, or 5 for the last one. */
  dayOccurrence: z.int().min(0).max(5).nullish(),
  dayOfWeek: nullishString,
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
export function toCustomZone({ bias, standardOffset, daylightOffset }: CustomTimeZone): CustomZone {
  return {
    bias,
    toStandard: toChange(standardOffset),
    toDaylight: toChange(daylightOffset),
    daylightBias: daylightOffset?.daylightBias ?? 0,
  };
}

function toChange(rule: z.output<typeof change> | null | undefined): ClockChange | undefined {
  const weekday = days.indexOf(rule?.dayOfWeek?.toLowerCase() ?? '');
  if (!rule?.month || weekday === -1) return undefined;
  const [hours = 0, minutes = 0] = (rule.time ?? '').split(':').map(Number);
  const minute = Math.trunc((hours || 0) * 60 + (minutes || 0)) % 1440;
  return { month: rule.month, occurrence: rule.dayOccurrence ?? 1, weekday, minute };
}

/** Local time by the rules of a custom zone. */
export function customClock(rules: CustomTimeZone): LocalClock {
  const zone = toCustomZone(rules);
  return {
    name: customZoneLabel(zone),
    toLocal: (instantMs) => utcFields(instantMs - customBias(zone, instantMs) * minuteMs),
  };
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
