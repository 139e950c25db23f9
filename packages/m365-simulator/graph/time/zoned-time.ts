const formats = (zone: string) =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

/** The wall clock of a zone at an instant: `2026-11-24T10:00:00`. */
export function wallClock(timeMs: number, zone: string): string {
  if (zone === 'UTC') return new Date(timeMs).toISOString().slice(0, 19);
  const parts = new Map(
    formats(zone)
      .formatToParts(timeMs)
      .map(({ type, value }) => [type, value]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '00';
  return `${get('year')}-${get('month')}-${get('day')}T${get('hour')}:${get('minute')}:${get('second')}`;
}

/**
 * The instant at which the wall clock of a zone shows a time. A time that is skipped in spring is taken as one hour
 * later, one that comes twice in autumn as the first.
 */
export function instantOf(wall: string, zone: string): number {
  const asUtc = Date.parse(`${wall.slice(0, 19)}Z`);
  const offsetAt = (timeMs: number) => Date.parse(`${wallClock(timeMs, zone)}Z`) - timeMs;
  const candidates = [asUtc - offsetAt(asUtc - 86_400_000), asUtc - offsetAt(asUtc + 86_400_000)];
  const exact = candidates.filter((timeMs) => wallClock(timeMs, zone) === wall.slice(0, 19));
  return Math.min(...(exact.length > 0 ? exact : [Math.max(...candidates)]));
}

/** A date some days later, on the calendar alone. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + days * 86_400_000)
    .toISOString()
    .slice(0, 10);
}

/** Day of the week, 0 for Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date.slice(0, 10)}T00:00:00Z`).getUTCDay();
}
