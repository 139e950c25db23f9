import type { GraphClient } from '../../graph/client.ts';
import { type ODataFilter, allOf, odataFilter } from '../../graph/odata.ts';
import { toSkipToken } from '../../graph/paging.ts';
import { flagFilters, hasFlags } from './flags.ts';
import { isUnseen, keyAfter, startAt } from './page-key.ts';
import { type MailPage, type MailQuery, type MailResume, mailProperties } from './query.ts';
import { readMessages } from './read-messages.ts';

/** Messages by folder, conversation, dates, flags and address of the sender, sorted and counted by Graph. */
export async function filterMail(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<MailPage> {
  const key = resume?.key;
  const options = {
    $filter: mailFilter(key ? startAt(query, key) : query),
    $orderby: `receivedDateTime ${query.order === 'oldest' ? 'asc' : 'desc'}`,
    $count: key ? undefined : true,
    $top: query.limit + (key?.seen.length ?? 0),
    $skip: key || query.offset === 0 ? undefined : query.offset,
    ...mailProperties(query),
  };
  const page = await readMessages(query, { ...options, ...resume?.after }, graph, (message) =>
    isUnseen(message, key),
  );
  const link = page['@odata.nextLink'] ?? undefined;
  const fresh = page.value.filter((message) => isUnseen(message, key));
  const messages = fresh.slice(0, query.limit);
  const total = resume?.total ?? page['@odata.count'];
  const offset = (resume?.offset ?? query.offset) + messages.length;
  const isEnd =
    messages.length === 0
      ? !link || query.folderIds !== undefined
      : link === undefined && fresh.length <= messages.length;
  const nextKey = keyAfter(messages, key, 0);
  // Without a time, or new messages, there is only Graph's own position.
  const position =
    nextKey && messages.length > 0
      ? { key: nextKey }
      : { key: nextKey, after: link ? toSkipToken(link, options) : undefined };
  return {
    messages,
    next: isEnd ? undefined : { offset, total, ...position },
    total,
  };
}

/** The property of `$orderby` must come first in the filter: Graph rejects any other order as `InefficientFilter`. */
function mailFilter(query: MailQuery): ODataFilter | undefined {
  const { sender, conversationId, afterMs, beforeMs } = query;
  const hasOtherFilter = sender !== undefined || conversationId !== undefined || hasFlags(query);
  const start = afterMs ?? (hasOtherFilter && beforeMs === undefined ? 0 : undefined);
  return allOf([
    start === undefined ? undefined : odataFilter`receivedDateTime ge ${new Date(start)}`,
    beforeMs === undefined ? undefined : odataFilter`receivedDateTime lt ${new Date(beforeMs)}`,
    sender === undefined ? undefined : odataFilter`from/emailAddress/address eq ${sender}`,
    conversationId === undefined ? undefined : odataFilter`conversationId eq ${conversationId}`,
    ...flagFilters(query),
  ]);
}
