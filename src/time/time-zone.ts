import { AppError } from '../lib/app-error.ts';
import { type LocalDateTime, utcFields, utcMs } from './iso-date.ts';
import { windowsZones } from './windows-zones.ts';

/** A time zone, ready to convert. Making one costs far more than using it: make one for a call, not for a value. */
export interface Zone {
  /** IANA name. */
  readonly name: string;
  /**
   * Date, time to the minute and offset, as any program reads them: `2026-11-24T10:00+01:00`.
   * @see https://www.iso.org/iso-8601-date-and-time-format.html
   */
  format(instantMs: number): string;
  /** `Mon` to `Sun`. */
  weekday(instantMs: number): string;
  toLocal(instantMs: number): LocalDateTime;
  /**
   * Fields out of range roll over (`day: 32`). A time that the clocks skip is moved forward by what they skip, and of a
   * time that they show twice the earlier one counts. @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
   */
  toInstantMs(local: LocalDateTime): number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** How many days a zone keeps the offset of. */
const maxDays = 2000;

/**
 * A zone by its IANA name or by the Windows name that Exchange answers with, in any case.
 * @throws AppError `invalid_argument` that names the argument, for any other name.
 */
export function createZone(name: string, argument = 'timeZone'): Zone {
  const opened = open(name);
  if (!opened) {
    throw new AppError(
      'invalid_argument',
      `${argument} is not a time zone. Give an IANA name such as Europe/Warsaw, or a Windows name such as Central European Standard Time.`,
      { argument },
    );
  }

  /** By day of UTC. Undefined for a day within which the clocks change. */
  const offsetOfDay = new Map<number, number | undefined>();

  function offsetMinutes(instantMs: number): number {
    const day = Math.floor(instantMs / dayMs);
    if (!offsetOfDay.has(day)) {
      if (offsetOfDay.size === maxDays) offsetOfDay.clear();
      const first = readOffset(day * dayMs);
      const last = readOffset((day + 1) * dayMs - 1);
      offsetOfDay.set(day, first === last ? first : undefined);
    }
    return offsetOfDay.get(day) ?? readOffset(instantMs);
  }

  function readOffset(instantMs: number): number {
    const parts = /GMT([+-])(\d{2}):(\d{2})/.exec(opened?.formatter?.format(instantMs) ?? '');
    return parts ? (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) : 0;
  }

  return {
    name: opened.name,
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
      const real = [before, after]
        .filter((offset) => offsetMinutes(wallMs - offset * minuteMs) === offset)
        .map((offset) => wallMs - offset * minuteMs);
      return real.length > 0 ? Math.min(...real) : wallMs - before * minuteMs;
    },
  };
}

/** The IANA name of a zone given by its IANA or Windows name, or undefined. */
export function toIanaZone(name: string): string | undefined {
  return open(name)?.name;
}

/** A formatter there is for every zone but UTC, which needs none: the first one loads the engine's tables. */
function open(name: string): { name: string; formatter?: Intl.DateTimeFormat } | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+:/ .()-]{0,63}$/.test(name)) return undefined;
  const iana = name === 'tzone://Microsoft/Utc' ? 'UTC' : (windowsZones.get(name.toLowerCase()) ?? name);
  if (iana.toLowerCase() === 'utc') return { name: 'UTC' };
  try {
    const formatter = new Intl.DateTimeFormat('en-US', { timeZone: iana, timeZoneName: 'longOffset' });
    const { timeZone } = formatter.resolvedOptions();
    // The engine may give an older name for a newer one: only its upper and lower case are taken.
    return { name: timeZone.toLowerCase() === iana.toLowerCase() ? timeZone : iana, formatter };
  } catch {
    return undefined;
  }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Zones by their IANA or Windows names. @throws AppError `invalid_argument` for any other name. */
export type Zones = (name: string) => Zone;

const maxZones = 64;

/** Keeps the zones that were asked for, since one costs far more to make than to use. They hold nothing of anybody. */
export function createZoneCache(): Zones {
  const made = new Map<string, Zone>();
  return (name) => {
    const known = made.get(name);
    if (known) return known;
    if (made.size === maxZones) made.clear();
    const zone = createZone(name);
    made.set(name, zone);
    return zone;
  };
}

/** A time in words, for people: `Tue 2026-11-24T10:00+01:00`. */
export function formatWithWeekday(instantMs: number, zone: Zone): string {
  return `${zone.weekday(instantMs)} ${zone.format(instantMs)}`;
}
