import type { CalendarEvent } from '../../graph/calendar/calendar-event.ts';
import { hasWords } from '../../lib/search-words.ts';
import { eventPreview } from '../../resources/event-item.ts';
import type { CalendarQuery } from './calendar-query.ts';

/** Whether an event holds the words and the person that are looked for. Its time is another matter. */
export function matchesEvent(event: CalendarEvent, { text, attendee }: CalendarQuery): boolean {
  if (text === undefined && attendee === undefined) return true;
  const people = [event.organizer, ...(event.attendees ?? [])]
    .map((person) => `${person?.emailAddress?.name ?? ''} ${person?.emailAddress?.address ?? ''}`)
    .filter((person) => person.trim() !== '');
  if (attendee !== undefined && !people.some((person) => hasWords(person, attendee))) return false;
  if (text === undefined) return true;
  const place = event.location?.displayName ?? '';
  const all = [event.subject ?? '', place, eventPreview(event.bodyPreview), ...people].join(' ');
  return alternatives(text).some((words) => hasWords(all, words));
}

/** Events have no search of their own: of what people write for one, `OR` counts, and property names do not. */
function alternatives(text: string): readonly string[] {
  return text.split(/\bOR\b/).map((part) => part.replaceAll(/\bAND\b|\b[A-Za-z]{2,20}:/g, ' '));
}
