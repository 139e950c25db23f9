import { type LocalTime, utcFields, utcMs } from '../../time/iso-date.ts';
import type { Zone } from '../../time/time-zone.ts';

/** The clock on somebody's wall. */
export interface LocalClock {
  /** IANA name, or the offset of a zone that has none. */
  readonly name: string;
  toLocal(instantMs: number): LocalTime;
}

const dayMs = 86_400_000;

/**
 * A clock that is asked thousands of times for one answer: offsets change twice a year, so each day is looked up once,
 * and only a day in which the clocks change more often.
 */
export function zoneClock(zone: Zone): LocalClock {
  const offsets = new Map<number, number | undefined>();
  const offsetMs = (instantMs: number): number => utcMs(zone.toLocal(instantMs)) - instantMs;

  function ofDay(day: number): number | undefined {
    if (offsets.has(day)) return offsets.get(day);
    const [start, end] = [offsetMs(day * dayMs), offsetMs((day + 1) * dayMs)];
    offsets.set(day, start === end ? start : undefined);
    return start === end ? start : undefined;
  }

  return {
    name: zone.name,
    toLocal: (instantMs) =>
      utcFields(instantMs + (ofDay(Math.floor(instantMs / dayMs)) ?? offsetMs(instantMs))),
  };
}
