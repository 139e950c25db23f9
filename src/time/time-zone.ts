import { AppError } from '../lib/app-error.ts';
import { type LocalDateTime, utcFields, utcMs } from './iso-date.ts';
import { customBias, customZoneLabel, parseCustomZone } from './custom-zone.ts';
import { windowsZones } from './windows-zones.ts';

/** A time zone. Creating one costs far more than a conversion: create one per call, not per value. */
export interface Zone {
  /** IANA name, or the offset of a zone with its own rules: `UTC+01:00`. */
  readonly name: string;
  /** Set when the zone of the user is not known and UTC stands for it. */
  readonly isAssumed?: true;
  /**
   * ISO 8601 date, time to the minute and offset: `2026-11-24T10:00+01:00`.
   * @see https://www.iso.org/iso-8601-date-and-time-format.html
   */
  format(instantMs: number): string;
  /** `Mon` to `Sun`. */
  weekday(instantMs: number): string;
  toLocal(instantMs: number): LocalDateTime;
  /**
   * Fields out of range roll over (`day: 32`). A local time that daylight saving skips is moved forward by the length of
   * the gap; of a local time that occurs twice the earlier instant is returned. @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
   */
  toInstantMs(local: LocalDateTime): number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** Maximum number of days whose offsets a zone caches. */
const maxCachedDays = 2000;

/**
 * Creates a time zone from its IANA name, or from the Windows name that Exchange returns. Case-insensitive.
 * @throws AppError `invalid_argument` with the name of the argument, for an unknown name.
 */
export function createZone(name: string, argument = 'timeZone'): Zone {
  const resolved = resolveZone(name);
  if (!resolved) {
    throw new AppError(
      'invalid_argument',
      `${argument} is not a time zone. Use an IANA name such as Europe/Warsaw, or a Windows name such as Central European Standard Time.`,
      { argument },
    );
  }

  /** Offset by UTC day. Undefined for a day on which the offset changes. */
  const offsetByDay = new Map<number, number | undefined>();

  function offsetMinutes(instantMs: number): number {
    const day = Math.floor(instantMs / dayMs);
    if (!offsetByDay.has(day)) {
      if (offsetByDay.size === maxCachedDays) offsetByDay.clear();
      const first = readOffset(day * dayMs);
      const last = readOffset((day + 1) * dayMs - 1);
      offsetByDay.set(day, first === last ? first : undefined);
    }
    return offsetByDay.get(day) ?? readOffset(instantMs);
  }

  const { readOffset } = resolved;

  return {
    name: resolved.label ?? resolved.name,
    ...(name === unknownZone && { isAssumed: true as const }),
    format: (instantMs) => {
      const offset = offsetMinutes(instantMs);
      const local = new Date(instantMs + offset * minuteMs).toISOString().slice(0, 16);
      const distance = Math.abs(offset);
      return `${local}${offset < 0 ? '-' : '+'}${twoDigits(Math.trunc(distance / 60))}:${twoDigits(distance % 60)}`;
    },
    weekday: (instantMs) =>
      weekdays[new Date(instantMs + offsetMinutes(instantMs) * minuteMs).getUTCDay()] ?? '',
    toLocal: (instantMs) => utcFields(instantMs + offsetMinutes(instantMs) * minuteMs),
    toInstantMs: (local) => {
      const wallMs = utcMs(local);
      const before = offsetMinutes(wallMs - dayMs);
      const after = offsetMinutes(wallMs + dayMs);
      const candidates = [before, after]
        .filter((offset) => offsetMinutes(wallMs - offset * minuteMs) === offset)
        .map((offset) => wallMs - offset * minuteMs);
      return candidates.length > 0 ? Math.min(...candidates) : wallMs - before * minuteMs;
    },
  };
}

/** The IANA name of a time zone from its IANA or Windows name, or undefined if it is unknown. */
export function toIanaZone(name: string): string | undefined {
  return resolveZone(name)?.name;
}

/** Whether a name is one of IANA: `Europe/Oslo`. */
export function isIanaName(name: string): boolean {
  return /^[A-Za-z_]+\/[A-Za-z_+-]+(?:\/[A-Za-z_]+)?$/.test(name);
}

/** The name that CLDR gives to an unknown zone. Its times are those of UTC. @see https://unicode.org/reports/tr35/ */
export const unknownZone = 'Etc/Unknown';

interface ResolvedZone {
  readonly name: string;
  readonly label?: string;
  /** Minutes east of UTC. */
  readonly readOffset: (instantMs: number) => number;
}

const utc: ResolvedZone = { name: 'UTC', readOffset: () => 0 };

/** UTC has no formatter: creating the first one loads the engine's time zone tables. */
function resolveZone(name: string): ResolvedZone | undefined {
  if (name === unknownZone) return utc;
  const custom = parseCustomZone(name);
  if (custom) {
    return {
      name,
      label: customZoneLabel(custom),
      readOffset: (instantMs) => -customBias(custom, instantMs),
    };
  }
  if (!/^[A-Za-z][A-Za-z0-9_+:/ .()-]{0,63}$/.test(name)) return undefined;
  const iana = name === 'tzone://Microsoft/Utc' ? 'UTC' : (windowsZones.get(name.toLowerCase()) ?? name);
  if (iana.toLowerCase() === 'utc') return utc;
  try {
    const formatter = new Intl.DateTimeFormat('en-US', { timeZone: iana, timeZoneName: 'longOffset' });
    const { timeZone } = formatter.resolvedOptions();
    // The engine may return an older alias: only its letter case is used.
    return {
      name: timeZone.toLowerCase() === iana.toLowerCase() ? timeZone : iana,
      readOffset: (instantMs) => {
        const parts = /GMT([+-])(\d{2}):(\d{2})/.exec(formatter.format(instantMs));
        return parts ? (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) : 0;
      },
    };
  } catch {
    return undefined;
  }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Returns a time zone by its IANA or Windows name. @throws AppError `invalid_argument` for an unknown name. */
export type Zones = (name: string) => Zone;

const maxZones = 64;

/** Caches time zones across requests. They contain no user data. */
export function createZoneCache(): Zones {
  const cache = new Map<string, Zone>();
  return (name) => {
    const known = cache.get(name);
    if (known) return known;
    if (cache.size === maxZones) cache.clear();
    const zone = createZone(name);
    cache.set(name, zone);
    return zone;
  };
}

/** Weekday and time: `Tue 2026-11-24T10:00+01:00`. */
export function formatWithWeekday(instantMs: number, zone: Zone): string {
  return `${zone.weekday(instantMs)} ${zone.format(instantMs)}`;
}
