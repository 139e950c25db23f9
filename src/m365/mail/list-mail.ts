import { continuationOf } from '../../graph/continuation.ts';
import type { GraphClient } from '../../graph/client.ts';
import { mailMessagePage } from './mail-message.ts';
import { allOf, type ODataFilter, odataFilter } from '../../graph/odata.ts';
import type { MailPage, MailQuery, MailResume } from './mail-query.ts';

/** Messages by folder, conversation, dates and exact sender, sorted by Graph, with their number. */
export async function listMail(
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
    next: link === undefined ? undefined : { offset, after: continuationOf(link, options) },
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
