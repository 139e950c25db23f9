import type { z } from 'zod';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { mailSearch } from '../../graph/odata.ts';
import { appendPage, skipPages, toSkipToken } from '../../graph/paging.ts';
import { toQueryError } from '../../graph/search.ts';
import { nextEntries } from '../../lib/seen-ids.ts';
import type { TimeKey } from '../time-key.ts';
import { hasFlags, matchesFlags } from './flags.ts';
import { isUnseen, keyAfter, searchReachMs, startAt } from './page-key.ts';
import {
  type MailPage,
  type MailQuery,
  type MailResume,
  flaggedPage,
  mailKql,
  mailProperties,
  maxMatches,
  resultCapNote,
} from './query.ts';
import { messagesRequest, readMessages } from './read-messages.ts';
import { type MailMessage, mailMessagePage } from './schema.ts';

const maxFlaggedPages = 2;

/**
 * Messages by words and what Graph does not combine with them, newest first: flags, which are checked here in at most two
 * pages of matches, and a folder with its subfolders, one batch for a page.
 */
export async function searchWithConditions(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<MailPage> {
  const key = resume?.key;
  const skipped = resume ? 0 : query.offset;
  const isFlagged = hasFlags(query);
  const newest = { ...query, order: 'newest' } as const;
  const size = isFlagged ? flaggedPage : query.limit + skipped + (key?.seen.length ?? 0);
  const options = {
    $search: mailSearch(mailKql(key ? startAt(newest, key) : newest)),
    $top: Math.min(size, maxMatches),
    ...mailProperties(query),
  };
  const isNew = (message: MailMessage) => isUnseen(message, key);
  const first = await readMessages(newest, options, graph, isNew).catch((error: unknown) => {
    throw toQueryError(error, query.text === undefined ? undefined : 'query');
  });
  const pagesToRead = isFlagged && query.folderIds === undefined ? maxFlaggedPages : 1;
  let page = toMatches(first);
  let scanned: readonly MailMessage[] = page.messages.filter(isNew);
  const findMatches = () => scanned.filter((message) => matchesFlags(message, query));
  for (let pages = 1; pages < pagesToRead && page.link !== undefined; pages += 1) {
    if (findMatches().length > skipped + query.limit) break;
    page = toMatches(await graph.next(page.link, messagesRequest(query, query.folder?.id, options)));
    scanned = appendPage(scanned, page.messages.filter(isNew));
  }
  const found = findMatches();
  const messages = found.slice(skipped, skipped + query.limit);
  const hasMoreFound = found.length > skipped + messages.length;
  const nextKey = keyAfter(hasMoreFound ? messages : scanned, key, searchReachMs);
  const hasMore = hasMoreFound || (page.link !== undefined && scanned.length > 0);
  const offset = (resume?.offset ?? query.offset) + messages.length;
  return {
    messages,
    next: hasMore && nextKey ? { offset, key: nextKey } : undefined,
    note:
      isFlagged && page.link !== undefined && !hasMoreFound
        ? `Microsoft 365 does not combine words with these filters: they were applied to the newest ${scanned.length} matches. Continue with the cursor for older ones.`
        : undefined,
  };
}

/** Graph may return smaller pages than `$top`: 100 has been observed. */
const maxPages = 12;

/**
 * Messages by words, sender and recipient, in one folder or all, in any mailbox. `$search` returns the newest first, in
 * no other order, and does not support `$skip`: messages before the offset are requested and dropped. The next page is
 * searched from the last message, see {@link searchFrom}.
 */
export async function searchMail(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<MailPage> {
  if (resume?.key) return await searchFrom(resume.key, resume.offset, query, graph);
  const isOldest = query.order === 'oldest';
  const offset = resume?.offset ?? query.offset;
  const skipped = resume?.after || isOldest ? 0 : offset;
  const options = {
    $search: mailSearch(mailKql(query)),
    $top: isOldest ? maxMatches : Math.min(skipped + query.limit, maxMatches),
    ...mailProperties(query),
  };
  const request = {
    path: query.mailbox.messages(query.folder?.id),
    query: { ...options, ...resume?.after },
    schema: mailMessagePage,
  };
  const first = await graph.json(request).catch((error: unknown) => {
    throw toQueryError(error, query.text === undefined ? undefined : 'query');
  });
  const { messages, link } =
    isOldest || skipped > 0
      ? await readMore(first, options.$top, request, graph)
      : toMatches(await skipPages(graph, request, first));
  return isOldest
    ? oldestFirst(messages, link !== undefined, query, resume)
    : newestFirst({ messages, link, skipped, offset, options }, query.limit);
}

type MailList = z.output<typeof mailMessagePage>;

/** Matches of a `$search`, newest first. */
interface Matches {
  readonly messages: readonly MailMessage[];
  readonly link: string | undefined;
}

function toMatches(page: MailList): Matches {
  return { messages: page.value, link: page['@odata.nextLink'] ?? undefined };
}

/** Follows the links of a page until there are `count` messages or more. */
async function readMore(
  first: MailList,
  count: number,
  request: GraphRequest<MailList>,
  graph: GraphClient,
): Promise<Matches> {
  let { messages, link } = toMatches(first);
  const followed = new Set<string>();
  for (let pages = 1; link !== undefined && messages.length < count && pages < maxPages; pages += 1) {
    followed.add(link);
    const page = toMatches(await graph.next(link, request));
    messages = appendPage(messages, page.messages);
    link = page.link !== undefined && followed.has(page.link) ? undefined : page.link;
  }
  return { messages, link };
}

/** The oldest matches first: all of them are read again for each page. */
function oldestFirst(
  messages: readonly MailMessage[],
  hasMore: boolean,
  { offset, limit }: MailQuery,
  resume: MailResume | undefined,
): MailPage {
  const page = nextEntries(messages.toReversed(), ({ id }) => id, resume, { toSkip: offset, limit });
  return {
    messages: page.shown,
    next: page.next,
    note:
      hasMore || messages.length >= maxMatches
        ? `Only the newest ${messages.length.toLocaleString('en')} matches could be sorted. Narrow the dates to find older ones.`
        : undefined,
  };
}

function newestFirst(
  matches: Matches & {
    readonly skipped: number;
    readonly offset: number;
    readonly options: GraphRequest<unknown>['query'];
  },
  limit: number,
): MailPage {
  const { messages, link, skipped, offset, options } = matches;
  const shown = messages.slice(skipped, Math.min(skipped + limit, skipped + maxMatches - offset));
  const end = offset + shown.length;
  const hasMore = link !== undefined || messages.length > skipped + limit;
  // The messages before an offset may not all have been read: then there is no place to resume at.
  const isStuck = hasMore && skipped > 0 && shown.length === 0;
  const key = keyAfter(shown, undefined, searchReachMs);
  const after = key || link === undefined || skipped > 0 ? undefined : toSkipToken(link, options);
  return {
    messages: shown,
    next: hasMore && !isStuck && end < maxMatches ? { offset: end, key, after } : undefined,
    note: end >= maxMatches || isStuck ? resultCapNote : undefined,
  };
}

/**
 * The page of a `$search` after the last one. KQL compares days, so the search starts at the day of the key and finds
 * messages of earlier pages again, which are dropped.
 */
async function searchFrom(
  key: TimeKey,
  offset: number,
  query: MailQuery,
  graph: GraphClient,
): Promise<MailPage> {
  const request = {
    path: query.mailbox.messages(query.folder?.id),
    query: {
      $search: mailSearch(mailKql(startAt(query, key))),
      $top: Math.min(query.limit + key.seen.length, maxMatches),
      ...mailProperties(query),
    },
    schema: mailMessagePage,
  };
  const isNew = (message: MailMessage) => isUnseen(message, key);
  const page = toMatches(
    await skipPages(graph, request, await graph.json(request), ({ value }) => value.some(isNew), maxPages),
  );
  const fresh = page.messages.filter(isNew);
  const messages = fresh.slice(0, Math.min(query.limit, maxMatches - offset));
  const end = offset + messages.length;
  const hasMore = page.link !== undefined || fresh.length > messages.length;
  const nextKey = keyAfter(messages, key, searchReachMs);
  return {
    messages,
    next:
      hasMore && nextKey && messages.length > 0 && end < maxMatches
        ? { offset: end, key: nextKey }
        : undefined,
    note: hasMore && end >= maxMatches ? resultCapNote : undefined,
  };
}
