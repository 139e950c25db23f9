import { z } from 'zod';
import { addSeen, isComplete, maxSeenLength, wasSeen } from '../../lib/seen-ids.ts';
import { shortHash } from '../../lib/short-hash.ts';
import type { CalendarEvent } from './schema.ts';

/**
 * Cursor of a calendar search. Events that are added, moved or deleted in between cause neither repeats nor gaps: the window
 * is read again without the events that were shown. A long window continues at the place of the last event.
 */
export const calendarResume = z.object({
  /** Start of the last event, or its distance from `nearestToMs`. */
  place: z.int(),
  /** Hashes of the events at this place that were shown. */
  seen: z.array(z.string().max(16)).max(1000),
  /** Codes of the last events that were shown or skipped. */
  shown: z.string().max(maxSeenLength),
  /** Whether a page took several requests. */
  isLong: z.literal(true).optional(),
  nearestToMs: z.int().optional(),
});
export type CalendarResume = z.output<typeof calendarResume>;

/** Sort key of an event. */
export type Place = (event: CalendarEvent) => number;

/** Whether the next page reads the window from its start: while all shown events are known, and one request is enough. */
export function isReadAgain({ shown, isLong }: CalendarResume): boolean {
  return isLong !== true && isComplete(shown);
}

/** Whether an event was on no earlier page. */
export function isNew(event: CalendarEvent, resume: CalendarResume | undefined, place: Place): boolean {
  if (!resume) return true;
  if (wasSeen(resume.shown, event.id)) return false;
  if (isReadAgain(resume)) return true;
  const own = place(event);
  return own > resume.place || (own === resume.place && !resume.seen.includes(shortHash(event.id)));
}

/**
 * The cursor after some events.
 * @param shown those of them that were shown or skipped
 */
export function resumeAfter(
  events: readonly CalendarEvent[],
  before: CalendarResume | undefined,
  place: Place,
  shown: readonly CalendarEvent[] = events,
): CalendarResume | undefined {
  const last = events.at(-1);
  if (!last) return before;
  const lastPlace = place(last);
  const found = events.filter((event) => place(event) === lastPlace).map(({ id }) => shortHash(id));
  return {
    place: lastPlace,
    seen: before?.place === lastPlace ? [...before.seen, ...found] : found,
    shown: addSeen(
      before?.shown ?? '',
      shown.map(({ id }) => id),
    ),
    ...(before?.isLong && { isLong: true }),
  };
}
