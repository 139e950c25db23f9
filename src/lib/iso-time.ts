import type { Zone } from './zoned-time.ts';

/**
 * Date, time to the minute and offset, as any program reads them: `2026-11-24T10:00+01:00`.
 * @see https://www.iso.org/iso-8601-date-and-time-format.html
 */
export function isoTime(instantMs: number, zone: Zone): string {
  return zone.format(instantMs).replace(/:\d\d(?=[+-])/, '');
}
