import type { Call } from '../core/call.ts';
import type { CalendarEvent } from '../calendar/calendar.ts';
import type { Meeting } from './meeting-store.ts';

/** The occurrence of a meeting by its number in the series; of a single event, the event. */
export function occurrenceOf(call: Call, meeting: Meeting, number: number): CalendarEvent {
  const calendar = call.organisation.calendar(meeting.organizer);
  const own = calendar.occurrences
    .filter((event) => event.seed === meeting.event)
    .toSorted(
      (left, right) => (left.originalStartMs ?? left.startMs) - (right.originalStartMs ?? right.startMs),
    );
  const found = own[number];
  if (!found) throw new Error(`${meeting.event.key} has no occurrence ${number}`);
  return found;
}
