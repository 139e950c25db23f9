import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { GraphClient } from './client.ts';
import { addSeen, maxSeenLength, wasSeen } from '../lib/seen-ids.ts';
import type { Kql } from './kql.ts';
import { parseLeniently } from './lenient-schema.ts';
import { graphPath } from './path.ts';
import { nullishBoolean, nullishString } from './nullish.ts';

/** Entity types of Microsoft Search. Those of SharePoint can be combined, each other type is searched alone. */
type SearchEntityType =
  | 'drive'
  | 'driveItem'
  | 'list'
  | 'listItem'
  | 'site'
  | 'message'
  | 'event'
  | 'chatMessage'
  | 'person';

/** A request to Microsoft Search. */
export interface SearchRequest<T> {
  readonly entityTypes: readonly SearchEntityType[];
  readonly query: Kql;
  /** Number of hits to skip. */
  readonly from: number;
  /** Codes of hits that were on earlier pages, see {@link searchPosition}. */
  readonly seen?: string | undefined;
  /** Page size: at most 25 for messages and events. */
  readonly size: number;
  /** Properties of the resource. Default: those that Graph chooses. */
  readonly fields?: readonly string[] | undefined;
  /** A managed property; only for entity types of SharePoint. */
  readonly sort?: { readonly name: string; readonly isDescending: boolean };
  /** Puts the most relevant messages first; the others, and all of later pages, are sorted by date. */
  readonly enableTopResults?: boolean;
  /** The argument whose words, written by the user, are part of the query; undefined for none. */
  readonly argument?: string | undefined;
  /** Members of a hit's resource to keep. */
  readonly resource: z.ZodType<T>;
}

/** One result. */
interface SearchHit<T> {
  readonly hitId: string;
  /** Snippet without highlighting marks. */
  readonly summary: string;
  readonly resource: T;
}

/** One page of results. */
export interface SearchHits<T> {
  readonly hits: readonly SearchHit<T>[];
  readonly more: boolean;
  /** Number of all hits; undefined for mail, events and chats, which Graph does not count. */
  readonly total?: number;
  /** Position of the next page. */
  readonly end: SearchPosition;
  /** Number of hits that were on an earlier page and are left out. */
  readonly repeated: number;
  /** Whether there are more hits than Graph returns. */
  readonly isCapped?: boolean;
}

/**
 * The place after a page of results. Search continues by count alone: codes of the last results recognize those that come
 * again because others were added or deleted in between.
 */
export const searchPosition = z.object({
  offset: z.int().min(0).max(1_000_000),
  seen: z.string().max(maxSeenLength).optional(),
});
export type SearchPosition = z.output<typeof searchPosition>;

/** Note of a page without some results of earlier ones; undefined for none. */
export function repeatedNote(count: number): string | undefined {
  return count > 0
    ? `The results changed since the last page: ${count} that it contained ${count === 1 ? 'is' : 'are'} left out, and others may have moved to it.`
    : undefined;
}

const identified = z.object({
  id: z.string().optional().catch(undefined),
  chatId: z.string().optional().catch(undefined),
  channelIdentity: z.unknown().optional(),
  parentReference: z.object({ siteId: nullishString, driveId: nullishString }).optional().catch(undefined),
  sharepointIds: z.object({ listId: nullishString }).optional().catch(undefined),
});

/** Identifies a hit on all pages. Messages of Teams have ids of their chat or channel, list items those of their list. */
function hitKey({
  hitId,
  resource,
}: {
  readonly hitId?: string | null | undefined;
  readonly resource?: unknown;
}): string | undefined {
  const { id, chatId, channelIdentity, parentReference, sharepointIds } =
    identified.safeParse(resource).data ?? {};
  if (id === undefined) return hitId ?? undefined;
  const { siteId, driveId } = parentReference ?? {};
  return JSON.stringify([id, chatId, channelIdentity, siteId, driveId, sharepointIds?.listId]);
}

/** Graph rejects a page that ends after this hit. */
const maxResults = 1000;

/** Note of a page that ends at {@link SearchHits.isCapped}. */
export const cappedNote =
  'Microsoft 365 returns at most 1,000 results for a search. Narrow the search to find more.';

const searchResponse = z.object({
  value: z.array(
    z.object({
      hitsContainers: z
        .array(
          z.object({
            hits: z
              .array(
                z.object({
                  hitId: nullishString,
                  summary: nullishString,
                  resource: z.unknown().optional(),
                }),
              )
              .nullish(),
            total: z.int().min(0).nullish(),
            moreResultsAvailable: nullishBoolean,
          }),
        )
        .nullish(),
    }),
  ),
});

/** Types whose `total` counts only the page. */
const uncounted = new Set<SearchEntityType>(['message', 'event', 'chatMessage', 'person']);

/**
 * Sends a query to Microsoft Search. An empty page with `moreResultsAvailable` is requested once more, and is then the
 * end of the results.
 * @see https://learn.microsoft.com/graph/api/search-query
 * @throws AppError `invalid_argument` when Graph rejects the query
 */
export async function searchGraph<T>(graph: GraphClient, input: SearchRequest<T>): Promise<SearchHits<T>> {
  if (input.from >= maxResults) {
    const end = { offset: input.from, seen: input.seen };
    return { hits: [], more: false, end, repeated: 0, isCapped: true };
  }
  const request = { ...input, size: Math.min(input.size, maxResults - input.from) };
  const first = await postQuery(graph, request);
  const isUnexpected = first.end.offset === request.from && first.more;
  const page = isUnexpected ? await postQuery(graph, request) : first;
  const { offset } = page.end;
  if (page.more && offset >= maxResults) return { ...page, more: false, isCapped: true };
  return offset === request.from ? { ...page, more: false } : page;
}

async function postQuery<T>(graph: GraphClient, request: SearchRequest<T>): Promise<SearchHits<T>> {
  const { entityTypes, query, from, seen = '', size, fields, sort, argument, resource } = request;
  // Graph ranks only the first page, and does not accept both.
  const enableTopResults = request.enableTopResults === true && from === 0;
  const { value } = await graph
    .json({
      method: 'POST',
      path: graphPath`/search/query`,
      body: {
        requests: [
          {
            entityTypes,
            query: { queryString: query.text },
            from,
            size,
            ...(fields && { fields }),
            ...(sort && { sortProperties: [sort] }),
            ...(enableTopResults && { enableTopResults }),
          },
        ],
      },
      schema: searchResponse,
    })
    .catch((error: unknown) => {
      throw toQueryError(error, argument);
    });
  const containers = value.flatMap(({ hitsContainers }) => hitsContainers ?? []);
  const returned = containers.flatMap(({ hits }) => hits ?? []);
  const found = returned.slice(0, size);
  const fresh = found.filter((hit) => {
    const key = hitKey(hit);
    return key === undefined || !wasSeen(seen, key);
  });
  const hits = fresh.flatMap((hit) => {
    const read = parseLeniently(resource, hit.resource);
    return read.success
      ? [{ hitId: hit.hitId ?? '', summary: plainSummary(hit.summary ?? ''), resource: read.data }]
      : [];
  });
  const total = entityTypes.some((type) => uncounted.has(type)) ? undefined : containers[0]?.total;
  return {
    hits,
    more:
      returned.length > found.length ||
      containers.some(({ moreResultsAvailable }) => moreResultsAvailable === true),
    end: {
      offset: from + found.length,
      seen: addSeen(
        seen,
        fresh.flatMap((hit) => hitKey(hit) ?? []),
      ),
    },
    repeated: found.length - fresh.length,
    ...(typeof total === 'number' && { total }),
  };
}

/**
 * The error of a request that was refused for an unknown cause: words that the user wrote are the likely one.
 * @param argument that contains these words; undefined for none
 */
export function toQueryError(error: unknown, argument: string | undefined): unknown {
  if (!(error instanceof AppError) || error.code !== 'upstream_refused' || argument === undefined)
    return error;
  const [reason = ''] = error.message.split(/(?<=\.) /, 1);
  return new AppError(
    'invalid_argument',
    `${reason} If ${argument} is the cause: use plain words, phrases in double quotes, and AND, OR, NOT between them.`,
    { ...error.details, argument },
    { cause: error },
  );
}

/** `<c0>word</c0>` marks a match, `<ddd/>` an omission. */
function plainSummary(summary: string): string {
  return summary.replaceAll(/<\/?c0>/g, '').replaceAll('<ddd/>', '…');
}
