import type { z } from 'zod';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { type ODataFilter, allOf, mailSearch, odataFilter } from '../../graph/odata.ts';
import { toContinuation } from '../../graph/paging.ts';
import { searchGraph } from '../../graph/search.ts';
import {
  type MailPage,
  type MailQuery,
  type MailResume,
  isEmailAddress,
  mailKql,
  matchesMailQuery,
  resultCapNote,
} from './query.ts';
import { type MailMessage, mailMessage, mailMessagePage } from './schema.ts';

/** Graph finds no more than this for one `$search`. */
const maxMatches = 1000;
/** Graph may give fewer at a time than it is asked for: a hundred have been seen. */
const maxPages = 12;

/**
 * Messages by words, sender and recipient, anywhere or in one folder, in any mailbox. Graph gives them newest first and
 * in no other order, and knows no `$skip` here: what lies before an offset is asked for too, and left out.
 */
async function searchMail(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<MailPage> {
  const isOldest = query.order === 'oldest';
  const offset = resume?.offset ?? query.offset;
  const hidden = resume?.after || isOldest ? 0 : offset;
  const options = {
    $search: mailSearch(mailKql(query)),
    $top: isOldest ? maxMatches : Math.min(hidden + query.limit, maxMatches),
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
        link !== undefined || messages.length >= maxMatches
          ? `Only the newest ${messages.length.toLocaleString('en')} matches could be sorted: narrow the dates for older ones.`
          : undefined,
    };
  }
  const shown = messages.slice(hidden, Math.min(hidden + query.limit, hidden + maxMatches - offset));
  const end = offset + shown.length;
  const isMore = link !== undefined || messages.length > hidden + query.limit;
  // What lies before an offset may not all have been reached: there is no going on from there.
  const isStuck = isMore && hidden > 0 && shown.length === 0;
  const after = link === undefined || hidden > 0 ? undefined : toContinuation(link, options);
  return {
    messages: shown,
    next: isMore && !isStuck && end < maxMatches ? { offset: end, after } : undefined,
    note: end >= maxMatches || isStuck ? resultCapNote : undefined,
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
    if (link === undefined || messages.length >= wanted || pages === maxPages) return { messages, link };
    page = await graph.next(link, request);
    messages.push(...page.value);
  }
}

/** How a page of mail was found, and what was left out of it. */
interface FoundMail extends MailPage {
  /** Messages that Graph gave though they are not what was asked for. */
  readonly dropped: number;
}

type MailEngine = (query: MailQuery, graph: GraphClient, resume: MailResume | undefined) => Promise<MailPage>;

/** A page without a hit is followed by the next one, this many times at most. */
const maxEmptyPages = 4;

/** Asks the engine that can answer, and applies the filters again to what it gave. */
export async function findMail(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<FoundMail> {
  const engine = engineFor(query);
  let dropped = 0;
  let page = await engine(query, graph, resume);
  for (let pages = 1; ; pages += 1) {
    const messages: MailMessage[] = page.messages.filter((message) => matchesMailQuery(message, query));
    dropped += page.messages.length - messages.length;
    if (messages.length > 0 || page.next === undefined || pages === maxEmptyPages) {
      return { ...page, messages, dropped };
    }
    page = await engine(query, graph, page.next);
  }
}

/**
 * Words, recipients and senders by name are found by `$search`; dates, folder, conversation and exact sender by `$filter`, which can
 * sort and count; the best matches, and the contents of attachments, by the search of the whole own mailbox.
 */
function engineFor({ order, text, sender, recipient }: MailQuery): MailEngine {
  if (order === 'relevance') return searchByRelevance;
  return text === undefined && recipient === undefined && isEmailAddress(sender) ? filterMail : searchMail;
}

/** Messages by folder, conversation, dates and exact sender, sorted by Graph, with their number. */
async function filterMail(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<MailPage> {
  const options = {
    $filter: filterOf(query),
    $orderby: `receivedDateTime ${query.order === 'oldest' ? 'asc' : 'desc'}`,
    $count: true,
    $top: query.limit,
    $skip: query.offset === 0 ? undefined : query.offset,
    $select: query.select,
  };
  const page = await graph.json({
    path: query.mailbox.messages(query.folder?.id),
    query: { ...options, ...resume?.after },
    schema: mailMessagePage,
  });
  const link = page['@odata.nextLink'] ?? undefined;
  const offset = (resume?.offset ?? query.offset) + page.value.length;
  return {
    messages: page.value,
    next: link === undefined ? undefined : { offset, after: toContinuation(link, options) },
    total: page['@odata.count'],
  };
}

/** What is sorted by has to come first in the filter, or Graph refuses it as inefficient. */
function filterOf({ sender, conversationId, afterMs, beforeMs }: MailQuery): ODataFilter | undefined {
  const isNarrowed = sender !== undefined || conversationId !== undefined;
  const start = afterMs ?? (isNarrowed && beforeMs === undefined ? 0 : undefined);
  return allOf([
    start === undefined ? undefined : odataFilter`receivedDateTime ge ${new Date(start)}`,
    beforeMs === undefined ? undefined : odataFilter`receivedDateTime lt ${new Date(beforeMs)}`,
    sender === undefined ? undefined : odataFilter`from/emailAddress/address eq ${sender}`,
    conversationId === undefined ? undefined : odataFilter`conversationId eq ${conversationId}`,
  ]);
}

const hit = mailMessage.omit({ id: true });
/** Its ids cost twice as much as immutable ones: as many hits as 25 messages otherwise cost. */
const maxHits = 20;
/** As deep as the search of the other orders goes. */
const maxRankedMatches = 1000;

/**
 * The best matches in the whole own mailbox, contents of attachments included, by the search that is meant for people.
 * It gives regular ids, in plain base64, and a summary that shows the words found.
 */
async function searchByRelevance(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<MailPage> {
  const from = resume?.offset ?? query.offset;
  if (from >= maxRankedMatches) return { messages: [], note: resultCapNote };
  const { hits, more, unreadable } = await searchGraph(graph, {
    entityTypes: ['message'],
    query: mailKql(query),
    from,
    size: Math.min(query.limit, maxHits, maxRankedMatches - from),
    enableTopResults: true,
    resource: hit,
  });
  const end = from + hits.length + unreadable;
  return {
    messages: hits.map(({ hitId, summary, resource }) => ({
      ...resource,
      id: hitId.replaceAll('/', '-').replaceAll('+', '_'),
      bodyPreview: summary || resource.bodyPreview,
    })),
    next: more && end < maxRankedMatches ? { offset: end } : undefined,
    note: more && end >= maxRankedMatches ? resultCapNote : undefined,
  };
}
