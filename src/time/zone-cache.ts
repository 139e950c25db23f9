import { createZone, type Zone } from './time-zone.ts';

/** Zones by their IANA or Windows names. @throws AppError `invalid_argument` for any other name. */
export type Zones = (name: string) => Zone;

const mostZones = 64;

/** Keeps the zones that were asked for, since one costs far more to make than to use. They hold nothing of anybody. */
export function createZoneCache(): Zones {
  const made = new Map<string, Zone>();
  return (name) => {
    const known = made.get(name);
    if (known) return known;
    if (made.size === mostZones) made.clear();
    const zone = createZone(name);
    made.set(name, zone);
    return zone;
  };
}
