import type { GraphClient } from '../../graph/client.ts';
import { mailSearch } from '../../graph/odata.ts';
import { toQueryError } from '../../graph/search.ts';
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
} from './query.ts';
import { readMessages } from './read-messages.ts';

/**
 * Messages by words in a folder and its subfolders, newest first: one batch for a page. The flags are checked here.
 */
export async function searchSubfolders(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<MailPage> {
  const key = resume?.key;
  const skipped = resume ? 0 : query.offset;
  const wanted = hasFlags(query) ? flaggedPage : query.limit + skipped + (key?.seen.length ?? 0);
  const options = {
    $search: mailSearch(mailKql(key ? startAt(query, key) : query)),
    $top: Math.min(wanted, maxMatches),
    ...mailProperties(query),
  };
  const page = await readMessages({ ...query, order: 'newest' }, options, graph).catch((error: unknown) => {
    throw toQueryError(error, query.text === undefined ? undefined : 'query');
  });
  const fresh = page.value.filter((message) => isUnseen(message, key));
  const found = fresh.filter((message) => matchesFlags(message, query));
  const messages = found.slice(skipped, skipped + query.limit);
  const hasMoreFound = found.length > skipped + messages.length;
  const nextKey = keyAfter(hasMoreFound ? messages : fresh, key, searchReachMs);
  const hasMore = hasMoreFound || (typeof page['@odata.nextLink'] === 'string' && fresh.length > 0);
  return {
    messages,
    next:
      hasMore && nextKey
        ? { offset: (resume?.offset ?? query.offset) + messages.length, key: nextKey }
        : undefined,
  };
}
