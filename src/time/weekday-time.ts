import type { Zone } from './time-zone.ts';

/** A time in words, for people: `Tue 2026-11-24T10:00+01:00`. */
export function weekdayTime(instantMs: number, zone: Zone): string {
  return `${zone.weekday(instantMs)} ${zone.format(instantMs)}`;
}
