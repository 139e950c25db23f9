import { z } from 'zod';
import type { GraphClient, GraphRequest } from '../graph/client.ts';
import { type ListPage, findSkipToken, getPage, skipPages, skipToken } from '../graph/paging.ts';
import { addSeen, maxSeenLength, wasSeen } from '../lib/seen-ids.ts';
import { timeKey } from './time-key.ts';

/**
 * The place in a list after a page. Lists that Graph filters by time continue from the last entry, others at Graph's own
 * position without the entries of earlier pages. Entries that arrive, move or are deleted in between cause neither
 * repeats nor gaps.
 */
export const listPosition = z.object({
  /** Number of the page that starts here. */
  page: z.int().min(2).max(100_000),
  key: timeKey.optional(),
  after: skipToken.optional(),
  /** Codes of the last entries before `after`. */
  seen: z.string().max(maxSeenLength).optional(),
});
export type ListPosition = z.output<typeof listPosition>;

/** The page of a list to read: from a position, or by its number from 1. */
export interface ListPlace {
  readonly page: number;
  readonly position?: ListPosition | undefined;
}

/** One page, and the position of the next one. */
export interface FoundPage<T> {
  readonly items: readonly T[];
  readonly next: ListPosition | undefined;
}

/**
 * Reads a page of a list that Graph can only continue with a token.
 * @throws AppError `invalid_argument` for a page number above 20
 */
export async function readListPage<T extends { readonly id: string }>(
  graph: GraphClient,
  request: GraphRequest<ListPage<T>>,
  { page: number, position }: ListPlace,
): Promise<FoundPage<T>> {
  const seen = position?.seen ?? '';
  // The request of a position with a key starts there; any other position without a token continues by its number.
  const isPlaced = position?.after !== undefined || position?.key !== undefined;
  const isNew = ({ id }: T) => !wasSeen(seen, id);
  const first = await (isPlaced
    ? graph.json({ ...request, query: { ...request.query, ...position.after } })
    : getPage(graph, request, number));
  const page = await skipPages(graph, request, first, ({ value }) => value.some(isNew));
  const link = page['@odata.nextLink'];
  const items = page.value.filter(isNew);
  if (link === undefined) return { items, next: undefined };
  // Without a token the next page is found by its number; this page is complete anyway.
  const after = findSkipToken(link, request.query);
  const ids = items.map(({ id }) => id);
  return { items, next: { page: number + 1, after, seen: addSeen(seen, ids) } };
}
