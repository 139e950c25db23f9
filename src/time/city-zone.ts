/** Instants of both halves of a year: zones with the same offsets then have the same rules, for today's purposes. */
const samples = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];

/**
 * The zone of the user's country with the same clock: a Windows name stands for several countries, and is mapped to one city
 * (`W. Europe Standard Time` to Europe/Berlin). With region `NO` that is Europe/Oslo.
 * @param region ISO 3166 code
 */
export function cityZone(zone: string, region: string | undefined): string {
  if (region === undefined) return zone;
  const zones = listZones(region);
  if (zones.length === 0 || zones.includes(zone)) return zone;
  const wanted = offsets(zone);
  return zones.find((candidate) => offsets(candidate) === wanted) ?? zone;
}

/** Zones of a country, from the data of the engine. */
function listZones(region: string): readonly string[] {
  try {
    const locale = new Intl.Locale(`und-${region}`) as Intl.Locale & {
      readonly getTimeZones?: () => readonly string[] | undefined;
    };
    return locale.getTimeZones?.() ?? [];
  } catch {
    return [];
  }
}

function offsets(zone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = (ms: number) => format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value;
  return samples.map(name).join(' ');
}

/** The region of a locale such as `nb-NO`. */
export function readRegion(locale: string | null | undefined): string | undefined {
  return /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?-([A-Z]{2})$/.exec(locale ?? '')?.[1];
}
