import type { z } from 'zod';
import { continuationOf } from '../../graph/continuation.ts';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { type MailMessage, mailMessagePage } from './mail-message.ts';
import { mailSearch } from '../../graph/odata.ts';
import { mailKql } from './mail-kql.ts';
import { noteOfEnd } from './note-of-end.ts';
import type { MailPage, MailQuery, MailResume } from './mail-query.ts';

/** Graph finds no more than this for one `$search`. */
const mostMatches = 1000;
/** Graph may give fewer at a time than it is asked for: a hundred have been seen. */
const mostPages = 12;

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
  const hidden = resume?.after || isOldest ? 0 : offset;
  const options = {
    $search: mailSearch(mailKql(query)),
    $top: isOldest ? mostMatches : Math.min(hidden + query.limit, mostMatches),
    $select: query.select,
  };
  const request = {
    path: query.mailbox.messages(query.folder?.id),
    query: { ...options, ...resume?.after },
    schema: mailMessagePage,
  };
  const { messages, link } = await readMatches(graph, request, isOldest || hidden > 0 ? options.$top : 0);
  if (isOldest) {
    const end = offset + query.limit;
    return {
      messages: messages.toReversed().slice(offset, end),
      next: end < messages.length ? { offset: end } : undefined,
      note:
        link !== undefined || messages.length >= mostMatches
          ? `Only the newest ${messages.length.toLocaleString('en')} matches could be sorted: narrow the dates for older ones.`
          : undefined,
    };
  }
  const shown = messages.slice(hidden, Math.min(hidden + query.limit, hidden + mostMatches - offset));
  const end = offset + shown.length;
  const isMore = link !== undefined || messages.length > hidden + query.limit;
  // What lies before an offset may not all have been reached: there is no going on from there.
  const isStuck = isMore && hidden > 0 && shown.length === 0;
  const after = link === undefined || hidden > 0 ? undefined : continuationOf(link, options);
  return {
    messages: shown,
    next: isMore && !isStuck && end < mostMatches ? { offset: end, after } : undefined,
    note: end >= mostMatches || isStuck ? noteOfEnd : undefined,
  };
}

/** The first so many matches, or more; one page of them where none are asked for. */
async function readMatches(
  graph: GraphClient,
  request: GraphRequest<z.output<typeof mailMessagePage>>,
  wanted: number,
): Promise<{ readonly messages: readonly MailMessage[]; readonly link: string | undefined }> {
  let page = await graph.json(request);
  const messages = [...page.value];
  for (let pages = 1; ; pages += 1) {
    const link = page['@odata.nextLink'] ?? undefined;
    if (link === undefined || messages.length >= wanted || pages === mostPages) return { messages, link };
    page = await graph.next(link, request);
    messages.push(...page.value);
  }
}
