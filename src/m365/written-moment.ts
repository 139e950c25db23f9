import type { Zone } from '../time/time-zone.ts';

/**
 * A time of Graph under its name, in ISO 8601 with the offset of the zone, and beside it the day of the week. Nothing
 * where Graph gives none.
 */
export function writtenMoment<Name extends string>(
  name: Name,
  dateTime: string | null | undefined,
  zone: Zone,
): { readonly [member in Name | 'weekday']?: string } {
  const instantMs = Date.parse(dateTime ?? '');
  if (Number.isNaN(instantMs)) return {};
  return { [name]: zone.format(instantMs), weekday: zone.weekday(instantMs) };
}
