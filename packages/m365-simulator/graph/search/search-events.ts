import { iCalUId } from '../calendar/calendar.ts';
import type { Call } from '../core/call.ts';
import { badRequest } from '../core/graph-error.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { searchSpelling } from '../ids/exchange-id.ts';
import { kqlMatches, kqlWords } from '../kql/kql-match.ts';
import type { KqlNode } from '../kql/kql-syntax.ts';
import { textWords } from '../kql/text-words.ts';
import type { SearchRequest } from './search-request.ts';
import { type SearchResult, searchPage, searchSummary } from './search-result.ts';

/**
 * Events of the user's calendar: single events and series masters, no occurrences; sorted by date, with few
 * properties.
 */
export function searchEvents(call: Call, request: SearchRequest, node: KqlNode | undefined): SearchResult {
  if (node === undefined) throw badRequest('The query string is empty.');
  const words = kqlWords(node);
  const { events } = call.tenant.calendar(requireSignedInUser(call));
  const found = events
    .filter(({ seed, subject, place }) => {
      const participants = [
        seed.organizer,
        ...(seed.attendees ?? []).map(({ emailAddress }) => emailAddress),
      ].map(({ name, address }) => `${name} ${address}`);
      const text = [subject, place ?? '', ...(seed.text ?? []), ...participants].join('\n');
      return kqlMatches(
        node,
        {
          words: textWords(text),
          property: (name) =>
            name === 'subject'
              ? [subject]
              : name === 'organizer'
                ? participants.slice(0, 1)
                : name === 'attendees'
                  ? participants
                  : undefined,
        },
        call.nowMs,
      );
    })
    .toSorted((left, right) => right.startMs - left.startMs);
  return searchPage(request, found, false, (event) => ({
    hitId: searchSpelling(event.regularId),
    summary: searchSummary((event.seed.text ?? []).join(' '), words),
    resource: {
      '@odata.type': '#microsoft.graph.event',
      start: { dateTime: new Date(event.startMs).toISOString().replace('.000', ''), timeZone: 'UTC' },
      end: { dateTime: new Date(event.endMs).toISOString().replace('.000', ''), timeZone: 'UTC' },
      hasAttachments: event.attachments.length > 0,
      iCalUId: iCalUId(event),
      isAllDay: event.seed.isAllDay ?? false,
      sensitivity: event.seed.isPrivate === true ? 'private' : 'normal',
      subject: event.subject,
      type: event.type,
    },
  }));
}
