import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { GraphClient } from './client.ts';
import type { Kql } from './kql.ts';
import { graphPath } from './path.ts';

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
  /** Page size: at most 25 for messages and events. */
  readonly size: number;
  /** Properties of the resource. Default: those that Graph chooses. */
  readonly fields?: readonly string[];
  /** A managed property; only for entity types of SharePoint. */
  readonly sort?: { readonly name: string; readonly isDescending: boolean };
  /** Sorts messages by relevance instead of date. */
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
  /** Number of hits on this page that do not match the schema. */
  readonly unreadable: number;
  /** Whether there are more hits than Graph returns. */
  readonly isCapped?: boolean;
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
                  hitId: z.string().nullish(),
                  summary: z.string().nullish(),
                  resource: z.unknown().optional(),
                }),
              )
              .nullish(),
            total: z.int().nullish(),
            moreResultsAvailable: z.boolean().nullish(),
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
  if (input.from >= maxResults) return { hits: [], more: false, unreadable: 0, isCapped: true };
  const request = { ...input, size: Math.min(input.size, maxResults - input.from) };
  const first = await postQuery(graph, request);
  const isUnexpected = first.hits.length + first.unreadable === 0 && first.more;
  const page = isUnexpected ? await postQuery(graph, request) : first;
  const end = request.from + page.hits.length + page.unreadable;
  if (page.more && end >= maxResults) return { ...page, more: false, isCapped: true };
  return end === request.from ? { ...page, more: false } : page;
}

async function postQuery<T>(graph: GraphClient, request: SearchRequest<T>): Promise<SearchHits<T>> {
  const { entityTypes, query, from, size, fields, sort, enableTopResults, argument, resource } = request;
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
  const found = containers.flatMap(({ hits }) => hits ?? []);
  const hits = found.flatMap((hit) => {
    const read = resource.safeParse(hit.resource);
    return read.success
      ? [{ hitId: hit.hitId ?? '', summary: plainSummary(hit.summary ?? ''), resource: read.data }]
      : [];
  });
  const total = entityTypes.some((type) => uncounted.has(type)) ? undefined : containers[0]?.total;
  return {
    hits,
    more: containers.some(({ moreResultsAvailable }) => moreResultsAvailable === true),
    unreadable: found.length - hits.length,
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
