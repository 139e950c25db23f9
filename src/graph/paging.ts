import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { GraphClient, GraphRequest } from './client.ts';

/** Schema of one page of a list. Graph's metadata allows `@odata.nextLink` to be null. */
export function listPage<T>(item: z.ZodType<T>): z.ZodType<ListPage<T>> {
  const nextLink = z
    .string()
    .nullish()
    .transform((link) => link || undefined);
  return z.object({ value: z.array(item), '@odata.nextLink': nextLink });
}

/** The items of earlier pages and of the next one, without those that the next one repeats. */
export function appendPage<T>(items: readonly T[], page: readonly T[]): readonly T[] {
  const known = new Set(items.map(idOf));
  return [...items, ...page.filter((item) => idOf(item) === undefined || !known.has(idOf(item)))];
}

function idOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
}

/** One page of a list. */
export interface ListPage<T> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: string | undefined;
}

/** Pages that are skipped in one call until one has wanted items. */
const maxSkippedPages = 4;

type AnyPage = { readonly value: readonly unknown[]; readonly '@odata.nextLink'?: string | null | undefined };

/**
 * The first page from this one on that has wanted items, or the last one that was read: Graph returns empty pages before
 * the end of a list. A nextLink that repeats ends it.
 */
export async function skipPages<Page extends AnyPage>(
  graph: GraphClient,
  request: GraphRequest<Page>,
  first: Page,
  isWanted: (page: Page) => boolean = ({ value }) => value.length > 0,
  maxPages = maxSkippedPages,
): Promise<Page> {
  let page = first;
  const followed = new Set<string>();
  while (!isWanted(page) && page['@odata.nextLink']) {
    const link = page['@odata.nextLink'];
    if (followed.has(link)) return { ...page, '@odata.nextLink': undefined };
    if (followed.size === maxPages) return page;
    followed.add(link);
    page = await graph.next(link, request);
  }
  return page;
}

/**
 * The first page with items of each list, in one batch. A list that fails is the AppError that its request would have
 * thrown.
 */
export async function batchLists<Page extends AnyPage>(
  graph: GraphClient,
  requests: readonly GraphRequest<Page>[],
): Promise<readonly (Page | Error)[]> {
  const responses = await graph.batch(requests);
  return await Promise.all(
    responses.map(async (response, index) => {
      const request = requests[index];
      if (response instanceof Error || request === undefined) return response;
      try {
        return await skipPages(graph, request, response);
      } catch (error) {
        if (error instanceof AppError) return error;
        throw error;
      }
    }),
  );
}

/** A list, up to a maximum of pages. */
interface WholeList<T> {
  readonly items: readonly T[];
  /** Whether Graph has more items. */
  readonly isCut: boolean;
}

/** Reads a list to its end or to `maxPages`. A caller that shows it must state `isCut`. */
export async function readList<T>(
  graph: GraphClient,
  request: GraphRequest<ListPage<T>>,
  maxPages: number,
): Promise<WholeList<T>> {
  let page = await skipPages(graph, request, await graph.json(request));
  let items = page.value;
  const followed = new Set<string>();
  for (let pages = 1; ; pages += 1) {
    const link = page['@odata.nextLink'];
    if (link === undefined) return { items, isCut: false };
    // A nextLink that repeats would loop forever.
    if (pages >= maxPages || followed.has(link)) return { items, isCut: true };
    followed.add(link);
    page = await skipPages(graph, request, await graph.next(link, request));
    items = appendPage(items, page.value);
  }
}

/** Highest page number: without `$skip`, each page before it costs a request. */
const maxPages = 20;

/**
 * One page of a list that does not support `$skip`, by its number from 1. Empty after the end of the list.
 * @throws AppError `invalid_argument` for a page number above 20
 */
export async function getPage<T>(
  graph: GraphClient,
  request: GraphRequest<ListPage<T>>,
  number: number,
): Promise<ListPage<T>> {
  if (number > maxPages) {
    throw new AppError(
      'invalid_argument',
      `startPage is at most ${maxPages} in a list. Continue with page.cursor, or search.`,
      { argument: 'startPage' },
    );
  }
  let page = await skipPages(graph, request, await graph.json(request));
  const followed = new Set<string>();
  for (let current = 1; current < number; current += 1) {
    const link = page['@odata.nextLink'];
    if (link === undefined || followed.has(link)) return { value: [] };
    followed.add(link);
    page = await skipPages(graph, request, await graph.next(link, request));
  }
  return page;
}

/**
 * The query options in which an `@odata.nextLink` differs from its request, usually `$skiptoken` alone. A cursor contains
 * these instead of the link, which costs hundreds of tokens and may contain search words.
 */
export const skipToken = z.record(z.string().regex(/^\$?[A-Za-z]{1,40}$/), z.string().max(2000));
type SkipToken = z.output<typeof skipToken>;

/** Undefined for a link without such options. */
export function findSkipToken(link: string, query: GraphRequest<unknown>['query']): SkipToken | undefined {
  const options = [...(URL.parse(link)?.searchParams ?? [])];
  const differing = options.filter(([name, value]) => String(query?.[name]) !== value);
  const parsed = skipToken.safeParse(Object.fromEntries(differing));
  return parsed.success && differing.length > 0 ? parsed.data : undefined;
}

/** @throws AppError `upstream_unavailable` for a link without such options */
export function toSkipToken(link: string, query: GraphRequest<unknown>['query']): SkipToken {
  const token = findSkipToken(link, query);
  if (token) return token;
  throw new AppError('upstream_unavailable', 'Microsoft Graph returned an invalid nextLink. Try again.');
}
