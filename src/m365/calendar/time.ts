import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { parseIsoDate, utcMs } from '../../time/iso-date.ts';
import { type Zone, createZone, toIanaZone } from '../../time/time-zone.ts';
import type { CalendarEvent } from './schema.ts';

/** When an event is: two instants, or the days of one that has no hours and so no zone. */
export interface EventTime {
  readonly startMs: number;
  /** Not included. */
  readonly endMs: number;
  /** The instants are midnights of UTC and stand for days, wherever one is. */
  readonly isAllDay: boolean;
}

/** The time of an event as Graph gives it without a preference; undefined where it gives none. */
export function eventTime({
  start,
  end,
  isAllDay,
}: Pick<CalendarEvent, 'start' | 'end' | 'isAllDay'>): EventTime | undefined {
  const startMs = instantOf(start, isAllDay === true);
  const endMs = instantOf(end, isAllDay === true);
  if (startMs === undefined || endMs === undefined) return undefined;
  return { startMs, endMs, isAllDay: isAllDay === true };
}

function instantOf(time: CalendarEvent['start'], isAllDay: boolean): number | undefined {
  const local = parseIsoDate(time?.dateTime ?? '')?.local;
  if (!local) return undefined;
  const zone = time?.timeZone ?? 'UTC';
  if (isAllDay || zone === 'UTC') return utcMs(local);
  // Such as `tzone://Microsoft/Custom`: the clock of one event is no reason to show none.
  const name = toIanaZone(zone);
  return name === undefined ? undefined : createZone(name).toInstantMs(local);
}

/**
 * A span of time as Graph has to be asked for it, so that the whole days at its ends come along: it takes them for days of
 * UTC, of which an evening in America and a morning in Asia may hold nothing.
 */
export function spanWithDays(
  fromMs: number,
  toMs: number,
  zone: Zone,
): { readonly fromMs: number; readonly toMs: number } {
  return {
    fromMs: Math.min(fromMs, dayOf(fromMs, zone) + dayMs - minuteMs),
    toMs: Math.max(toMs, dayOf(toMs - 1, zone) + minuteMs),
  };
}

/** Whether an event lies in a span of time, at least in part. Days are compared with the days of the zone. */
export function isWithin(time: EventTime, fromMs: number, toMs: number, zone: Zone): boolean {
  const [from, to] = time.isAllDay ? [dayOf(fromMs, zone), dayOf(toMs - 1, zone) + dayMs] : [fromMs, toMs];
  return time.startMs < to && (time.endMs > from || time.startMs >= from);
}

/** How it is shown: whole days as dates without a zone, the last one included where there are several. */
export function formatEventTime(
  { startMs, endMs, isAllDay }: EventTime,
  zone: Zone,
): { readonly start: string; readonly weekday: string; readonly end: string | undefined } {
  if (!isAllDay) {
    return { start: zone.format(startMs), weekday: zone.weekday(startMs), end: zone.format(endMs) };
  }
  const lastMs = Math.max(endMs - dayMs, startMs);
  return {
    start: writtenDay(startMs),
    weekday: new Date(startMs).toUTCString().slice(0, 3),
    end: lastMs > startMs ? writtenDay(lastMs) : undefined,
  };
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

function dayOf(instantMs: number, zone: Zone): number {
  return utcMs({ ...zone.toLocal(instantMs), hour: 0, minute: 0, second: 0, millisecond: 0 });
}

function writtenDay(utcMidnightMs: number): string {
  return new Date(utcMidnightMs).toISOString().slice(0, 10);
}

/** @throws AppError `permission_missing` where events of this calendar may not be read. */
export function requireCalendar(granted: GrantedPermissions, owner: string | undefined): void {
  if (owner === undefined) granted.require(['Calendars.Read', 'Calendars.Read.Shared'], 'Reading events');
  else granted.require(['Calendars.Read.Shared'], 'The calendar of somebody else');
}
