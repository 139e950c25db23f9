import type { z } from 'zod';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { skipPages } from '../../graph/paging.ts';
import type { MailQuery } from './query.ts';
import { type MailMessage, mailMessagePage } from './schema.ts';

/** A page of messages of one list. */
type MailList = z.output<typeof mailMessagePage>;

/** Query options of a list of messages. */
type ListOptions = NonNullable<GraphRequest<unknown>['query']> & { readonly $top: number };

/** The request of a list of messages of one folder, or of all. */
export function messagesRequest(
  { mailbox }: Pick<MailQuery, 'mailbox'>,
  folderId: string | undefined,
  query: ListOptions,
): GraphRequest<MailList> {
  return { path: mailbox.messages(folderId), query, schema: mailMessagePage };
}

/**
 * One page of messages. Graph lists a folder without its subfolders: with subfolders the lists of all are requested in one
 * batch and merged in the order of the query. Such a page is continued by its key, not by its link. Pages without wanted
 * messages are skipped.
 */
export async function readMessages(
  query: MailQuery,
  options: ListOptions,
  graph: GraphClient,
  isWanted: (message: MailMessage) => boolean = () => true,
): Promise<MailList> {
  const hasWanted = ({ value }: MailList) => value.some(isWanted);
  const { folderIds, folder, order } = query;
  const request = (id: string | undefined) => messagesRequest(query, id, options);
  if (folderIds === undefined) {
    const list = request(folder?.id);
    return await skipPages(graph, list, await graph.json(list), hasWanted);
  }
  const lists = await graph.batch(folderIds.map(request));
  const pages = await Promise.all(
    lists.map((list, index) => {
      if (list instanceof Error) throw list;
      return skipPages(graph, request(folderIds[index]), list, hasWanted);
    }),
  );
  const sign = order === 'oldest' ? 1 : -1;
  const time = (received: string | null | undefined) => Date.parse(received ?? '') || 0;
  const merged = pages
    .flatMap(({ value }) => value)
    .toSorted((first, second) => sign * (time(first.receivedDateTime) - time(second.receivedDateTime)));
  const counts = pages.map((page) => page['@odata.count']);
  const link =
    pages.find((page) => page['@odata.nextLink'])?.['@odata.nextLink'] ??
    (merged.length > options.$top ? '' : undefined);
  return {
    value: merged.slice(0, options.$top),
    ...(link !== undefined && { '@odata.nextLink': link }),
    ...(counts.every((count) => count !== undefined) && {
      '@odata.count': counts.reduce((sum, count) => sum + count, 0),
    }),
  };
}
