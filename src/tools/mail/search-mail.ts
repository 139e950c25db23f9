import { continuationOf } from '../../graph/continuation.ts';
import type { GraphClient } from '../../graph/graph-client.ts';
import { mailMessagePage } from '../../graph/mail/mail-message.ts';
import { mailSearch } from '../../graph/odata.ts';
import { mailKql } from './mail-kql.ts';
import { noteOfEnd } from './note-of-end.ts';
import type { MailPage, MailQuery, MailResume } from './mail-query.ts';

/** Graph finds no more than this for one `$search`. */
const mostMatches = 1000;

/**
 * Messages by words, sender and recipient, anywhere or in one folder, in any mailbox. Graph gives them newest first and
 * in no other order, and knows no `$skip` here: what lies before an offset is asked for too, and left out.
 */
export async function searchMail(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<MailPage> {
  const isOldest = query.order === 'oldest';
  const offset = resume?.offset ?? query.offset;
  const end = Math.min(offset + query.limit, mostMatches);
  const hidden = resume?.after ? 0 : offset;
  const options = {
    $search: mailSearch(mailKql(query)),
    $top: isOldest ? mostMatches : Math.min(hidden + query.limit, mostMatches),
    $select: query.select,
  };
  const page = await graph.json({
    path: query.mailbox.messages(query.folder?.id),
    query: { ...options, ...resume?.after },
    schema: mailMessagePage,
  });
  const link = page['@odata.nextLink'];
  if (isOldest) {
    const isCut = link !== undefined || page.value.length >= mostMatches;
    return {
      messages: page.value.toReversed().slice(offset, end),
      next: end < page.value.length ? { offset: end } : undefined,
      note: isCut
        ? 'Only the newest 1,000 matches could be sorted: narrow the dates for older ones.'
        : undefined,
    };
  }
  const after = link === undefined || hidden > 0 ? undefined : continuationOf(link, options);
  return {
    messages: page.value.slice(hidden, end - offset + hidden),
    next: link === undefined || end >= mostMatches ? undefined : { offset: end, after },
    note: end >= mostMatches ? noteOfEnd : undefined,
  };
}
