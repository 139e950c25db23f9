import type { Zone } from './zoned-time.ts';

/** Weekday, date, time to the minute and offset: `Tue 2026-11-24T10:00+01:00`. */
export function weekdayTime(instantMs: number, zone: Zone): string {
  return `${zone.weekday(instantMs)} ${zone.format(instantMs).replace(/:\d\d(?=[+-])/, '')}`;
}
