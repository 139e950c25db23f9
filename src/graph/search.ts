import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { GraphClient } from './client.ts';
import type { Kql } from './kql.ts';
import { graphPath } from './path.ts';

/** What Microsoft Search finds: files, items, lists and sites together, the others each alone. */
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

/** One question to Microsoft Search. */
export interface SearchRequest<T> {
  readonly entityTypes: readonly SearchEntityType[];
  readonly query: Kql;
  /** Number of hits to skip. */
  readonly from: number;
  /** Hits asked for: at most 25 of messages and events. */
  readonly size: number;
  /** Properties of hits, where not the usual ones. */
  readonly fields?: readonly string[];
  /** A managed property, for what SharePoint holds. */
  readonly sort?: { readonly name: string; readonly isDescending: boolean };
  /** Messages by relevance rather than date. */
  readonly enableTopResults?: boolean;
  /** What is taken from the resource of a hit. */
  readonly resource: z.ZodType<T>;
}

/** One thing found. */
interface SearchHit<T> {
  readonly hitId: string;
  /** Snippet, its highlighting marks removed. */
  readonly summary: string;
  readonly resource: T;
}

/** One page of what was found. */
export interface SearchHits<T> {
  readonly hits: readonly SearchHit<T>[];
  readonly more: boolean;
  /** Number of all hits, where Graph counts them: not for mail, events and chats. */
  readonly total?: number;
  /** Hits that could not be read and are left out. */
  readonly unreadable: number;
}

const answer = z.object({
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

/** Types whose `total` is that of the page alone. */
const uncounted = new Set<SearchEntityType>(['message', 'event', 'chatMessage', 'person']);

/**
 * Asks Microsoft Search. A page that comes back empty although there should be more is asked for once more, and then
 * taken for the end.
 * @see https://learn.microsoft.com/graph/api/search-query
 * @throws AppError `invalid_argument` that names `query`, where Graph cannot read it.
 */
export async function searchGraph<T>(graph: GraphClient, question: SearchRequest<T>): Promise<SearchHits<T>> {
  const first = await ask(graph, question);
  const isOdd = first.hits.length + first.unreadable === 0 && first.more;
  const page = isOdd ? await ask(graph, question) : first;
  return page.hits.length + page.unreadable === 0 ? { ...page, more: false } : page;
}

async function ask<T>(graph: GraphClient, question: SearchRequest<T>): Promise<SearchHits<T>> {
  const { entityTypes, query, from, size, fields, sort, enableTopResults, resource } = question;
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
      schema: answer,
    })
    .catch((error: unknown) => {
      throw asQueryFault(error);
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

/** Of a search, the query is the one part that a person writes and Graph may refuse. */
function asQueryFault(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'upstream_refused') return error;
  return new AppError(
    'invalid_argument',
    'Microsoft 365 cannot read the query. Use plain words, phrases in double quotes, and AND, OR, NOT between them.',
    { ...error.details, argument: 'query' },
    { cause: error },
  );
}

/** `<c0>word</c0>` marks what matched, `<ddd/>` stands for what is left out. */
function plainSummary(summary: string): string {
  return summary.replaceAll(/<\/?c0>/g, '').replaceAll('<ddd/>', '…');
}
