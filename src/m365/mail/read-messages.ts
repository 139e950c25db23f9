import type { z } from 'zod';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import type { MailQuery } from './query.ts';
import { mailMessagePage } from './schema.ts';

/** A page of messages of one list. */
type MailList = z.output<typeof mailMessagePage>;

/** Query options of a list of messages. */
type ListOptions = NonNullable<GraphRequest<unknown>['query']> & { readonly $top: number };

/**
 * One page of messages. Graph lists a folder without its subfolders: with subfolders the lists of all are requested in one
 * batch and merged in the order of the query. Such a page is continued by its key, not by its link.
 */
export async function readMessages(
  query: MailQuery,
  options: ListOptions,
  graph: GraphClient,
): Promise<MailList> {
  const { folderIds, mailbox, folder, order } = query;
  const request = (id: string | undefined) => ({
    path: mailbox.messages(id),
    query: options,
    schema: mailMessagePage,
  });
  if (folderIds === undefined) return await graph.json(request(folder?.id));
  const lists = await graph.batch(folderIds.map(request));
  const pages = lists.map((list) => {
    if (list instanceof Error) throw list;
    return list;
  });
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
