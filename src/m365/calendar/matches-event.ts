import type { CalendarEvent } from './schema.ts';
import { hasWords, searchWords } from '../../lib/search-words.ts';
import { eventPreview } from './item.ts';
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
  return alternatives(text).some(
    ({ wanted, unwanted }) => hasWords(all, wanted) && !unwanted.some((words) => hasWords(all, words)),
  );
}

const without = /(?:\bNOT +|(?:^| )-)("[^"]*"|[^\s"]+)/g;

/** Events have no search of their own: of what people write for one, `OR` and `NOT` count, and property names do not. */
function alternatives(
  text: string,
): readonly { readonly wanted: string; readonly unwanted: readonly string[] }[] {
  return text.split(/\bOR\b/).map((part) => ({
    wanted: plain(part.replaceAll(without, ' ')),
    unwanted: [...part.matchAll(without)]
      .map(([, words = '']) => plain(words))
      .filter((words) => searchWords(words).length > 0),
  }));
}

function plain(words: string): string {
  return words.replaceAll(/\bAND\b|\b[A-Za-z]{2,20}:/g, ' ');
}
