import { parseIsoDate, utcMs } from '../../time/iso-date.ts';
import { type Zone, createZone, toIanaZone } from '../../time/time-zone.ts';
import { requireOwner } from '../mailbox-owner.ts';
import type { M365Context } from '../resource.ts';
import type { CalendarEvent } from './schema.ts';

/** Time of an event: two instants, or whole days, which have no time zone. */
export interface EventTime {
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  /** Whether the instants are midnights in UTC that represent days. */
  readonly isAllDay: boolean;
}

/** Time of an event; undefined when it is missing or invalid. */
export function eventTime({
  start,
  end,
  isAllDay,
}: Pick<CalendarEvent, 'start' | 'end' | 'isAllDay'>): EventTime | undefined {
  const startMs = toInstantMs(start, isAllDay === true);
  const endMs = toInstantMs(end, isAllDay === true);
  if (startMs === undefined || endMs === undefined) return undefined;
  return { startMs, endMs, isAllDay: isAllDay === true };
}

function toInstantMs(time: CalendarEvent['start'], isAllDay: boolean): number | undefined {
  const local = parseIsoDate(time?.dateTime ?? '')?.local;
  if (!local) return undefined;
  const zone = time?.timeZone ?? 'UTC';
  if (isAllDay || zone === 'UTC') return utcMs(local);
  // An unknown zone such as `tzone://Microsoft/Custom` must not fail the whole list.
  const name = toIanaZone(zone);
  return name === undefined ? undefined : createZone(name).toInstantMs(local);
}

/**
 * Extends a span of time so that Graph returns the all-day events at both ends: Graph compares them in UTC, where the day
 * may start or end at another time than in the zone.
 */
export function spanWithDays(
  fromMs: number,
  toMs: number,
  zone: Zone,
): { readonly fromMs: number; readonly toMs: number } {
  return {
    fromMs: Math.min(fromMs, startOfDayMs(fromMs, zone) + dayMs - minuteMs),
    toMs: Math.max(toMs, startOfDayMs(toMs - 1, zone) + minuteMs),
  };
}

/** Whether an event overlaps a span of time. All-day events are compared with days in the zone. */
export function isWithin(time: EventTime, fromMs: number, toMs: number, zone: Zone): boolean {
  const [from, to] = time.isAllDay
    ? [startOfDayMs(fromMs, zone), startOfDayMs(toMs - 1, zone) + dayMs]
    : [fromMs, toMs];
  return time.startMs < to && (time.endMs > from || time.startMs >= from);
}

/** Members of an event item. All-day events have dates without a zone; `end` is the last day, if there are several. */
export function formatEventTime(
  { startMs, endMs, isAllDay }: EventTime,
  zone: Zone,
): { readonly start: string; readonly weekday: string; readonly end: string | undefined } {
  if (!isAllDay) {
    return { start: zone.format(startMs), weekday: zone.weekday(startMs), end: zone.format(endMs) };
  }
  const lastMs = Math.max(endMs - dayMs, startMs);
  return {
    start: formatDay(startMs),
    weekday: new Date(startMs).toUTCString().slice(0, 3),
    end: lastMs > startMs ? formatDay(lastMs) : undefined,
  };
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

function startOfDayMs(instantMs: number, zone: Zone): number {
  return utcMs({ ...zone.toLocal(instantMs), hour: 0, minute: 0, second: 0, millisecond: 0 });
}

function formatDay(utcMidnightMs: number): string {
  return new Date(utcMidnightMs).toISOString().slice(0, 10);
}

/** Checks the permission to read events. @throws AppError `permission_missing` */
export async function requireCalendar(
  context: Pick<M365Context, 'graph' | 'granted' | 'caller'>,
  owner: string | undefined,
): Promise<void> {
  await requireOwner(owner, context, {
    own: 'calendar',
    others: 'sharedCalendars',
    purpose: 'Reading events',
    othersPurpose: "Another user's calendar",
  });
}
