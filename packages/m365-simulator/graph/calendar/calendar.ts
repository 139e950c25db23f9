import type { SeedEvent, SeedStart } from '../../seed-data/calendar/event-seed.ts';
import type { EmailAddress, SeedAttachment } from '../../seed-data/mail/mail-seed.ts';
import { seededGuid } from '../core/seeded-random.ts';
import { attachmentId, folderId, immutableItemId, regularItemId } from '../ids/exchange-id.ts';
import { addDays, instantOf, wallClock, weekdayOf } from '../time/zoned-time.ts';
import { occurrenceDays } from './recurrence-json.ts';

/** An event in one calendar: a single event, a series master or an occurrence. */
export interface CalendarEvent {
  readonly seed: SeedEvent;
  readonly type: 'singleInstance' | 'seriesMaster' | 'occurrence' | 'exception';
  readonly regularId: string;
  readonly immutableId: string;
  readonly seriesMaster: CalendarEvent | undefined;
  /** Local start in the time zone of the event: `2026-11-24T10:00:00`. */
  readonly startWall: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Original start of an occurrence. */
  readonly originalStartMs: number | undefined;
  readonly subject: string;
  readonly place: string | undefined;
  readonly attachments: readonly {
    readonly seed: SeedAttachment;
    readonly regularId: string;
    readonly immutableId: string;
  }[];
}

/** The default calendar of a mailbox. */
export interface Calendar {
  readonly id: string;
  readonly mailboxGuid: string;
  /** Single events and masters, as `/events` lists them. */
  readonly events: readonly CalendarEvent[];
  /** Single events and occurrences, by start: what `calendarView` shows. */
  readonly occurrences: readonly CalendarEvent[];
  find(id: string): CalendarEvent | undefined;
  /** Adds a single event to this calendar only. */
  add(seed: SeedEvent, startMs: number): CalendarEvent;
  /** Moves a single event to another start. @throws Error for an unknown id */
  move(id: string, startMs: number): void;
  /** @throws Error for an unknown id */
  remove(id: string): void;
}

/** Fills a calendar with the events that a user organises or is invited to. */
export function createCalendar(
  mailboxGuid: string,
  address: string,
  seeds: readonly SeedEvent[],
  seedMs: number,
): Calendar {
  const today = new Date(seedMs).toISOString().slice(0, 10);
  const monday = addDays(today, -((weekdayOf(today) + 6) % 7));
  const wall = ({ weeks, day, time }: SeedStart) => `${addDays(monday, weeks * 7 + day)}T${time}:00`;
  let number = 0x2_0000;

  const make = (
    seed: SeedEvent,
    type: CalendarEvent['type'],
    startWall: string,
    seriesMaster?: CalendarEvent,
    changed: { readonly subject?: string; readonly place?: string; readonly originalStartMs?: number } = {},
  ): CalendarEvent => {
    number += 3;
    const regularId = regularItemId(mailboxGuid, 0x010d, number);
    const immutableId = immutableItemId(mailboxGuid, number);
    const startMs = instantOf(startWall, seed.timeZone.iana);
    return {
      seed,
      type,
      regularId,
      immutableId,
      seriesMaster,
      startWall,
      startMs,
      endMs: startMs + seed.minutes * 60_000,
      originalStartMs: changed.originalStartMs,
      subject: changed.subject ?? seed.subject,
      place: changed.place ?? seed.place,
      attachments: (seed.attachments ?? []).map((attachment, index) => ({
        seed: attachment,
        regularId: attachmentId(regularId, `${seed.key}:${index}`),
        immutableId: attachmentId(immutableId, `${seed.key}:${index}`),
      })),
    };
  };

  const occurrencesOf = (master: CalendarEvent): readonly CalendarEvent[] => {
    const { seed } = master;
    const time = master.startWall.slice(10);
    return occurrenceDays(seed, master.startWall.slice(0, 10)).flatMap((date, index) => {
      const exception = seed.exceptions?.[index];
      if (exception === 'cancelled') {
        number += 3;
        return [];
      }
      const originalStartMs = instantOf(date + time, seed.timeZone.iana);
      if (exception === undefined)
        return [make(seed, 'occurrence', date + time, master, { originalStartMs })];
      return [make(seed, 'exception', wall(exception.start), master, { ...exception, originalStartMs })];
    });
  };

  const mine = seeds.filter((seed) => isParticipant(seed, address));
  const events = mine.map((seed) =>
    make(seed, seed.recurrence ? 'seriesMaster' : 'singleInstance', firstDay(seed, wall(seed.start))),
  );
  const occurrences = events
    .flatMap((event) => (event.type === 'seriesMaster' ? occurrencesOf(event) : [event]))
    .toSorted((left, right) => left.startMs - right.startMs);
  const isOf = (id: string) => (event: CalendarEvent) => event.regularId === id || event.immutableId === id;

  function put(event: CalendarEvent): void {
    events.push(event);
    occurrences.push(event);
    occurrences.sort((left, right) => left.startMs - right.startMs);
  }

  function take(id: string): CalendarEvent {
    const event = events.find(isOf(id));
    if (!event) throw new Error(`Unknown event: ${id}`);
    for (const list of [events, occurrences]) list.splice(list.indexOf(event), 1);
    return event;
  }

  return {
    id: folderId(mailboxGuid, 0x010d),
    mailboxGuid,
    events,
    occurrences,
    find: (id) => [...events, ...occurrences].find(isOf(id)),
    add(seed, startMs) {
      const event = make(seed, 'singleInstance', wallClock(startMs, seed.timeZone.iana));
      put(event);
      return event;
    },
    move(id, startMs) {
      const event = take(id);
      const { seed } = event;
      const startWall = wallClock(startMs, seed.timeZone.iana);
      put({ ...event, startWall, startMs, endMs: startMs + seed.minutes * 60_000 });
    },
    remove: (id) => void take(id),
  };
}

/** First day of the series. For a monthly series it follows from the pattern. */
function firstDay(seed: SeedEvent, wall: string): string {
  return `${occurrenceDays(seed, wall.slice(0, 10))[0] ?? wall.slice(0, 10)}${wall.slice(10)}`;
}

function isParticipant(seed: SeedEvent, address: string): boolean {
  return [
    seed.organizer,
    ...(seed.attendees ?? []).map(({ emailAddress }): EmailAddress => emailAddress),
  ].some((emailAddress) => emailAddress.address === address);
}

/** The same in all calendars that contain the event. */
export function iCalUId(event: CalendarEvent): string {
  const guid = seededGuid(`ical:${event.seed.key}`).replaceAll('-', '').toUpperCase();
  return `040000008200E00074C5B7101A82E00800000000${guid}${guid.slice(0, 24)}`;
}
