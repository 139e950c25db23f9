import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { GraphClient, GraphRequest } from './client.ts';

/** One page of a list, as Graph gives every list. A link to more may be null, by its own description. */
export function listPage<T>(item: z.ZodType<T>): z.ZodType<ListPage<T>> {
  const nextLink = z
    .string()
    .nullish()
    .transform((link) => link ?? undefined);
  return z.object({ value: z.array(item), '@odata.nextLink': nextLink });
}

/** What is read of a page of a list. */
export interface ListPage<T> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: string | undefined;
}

/** A list, or as much of it as the caps allow. */
interface WholeList<T> {
  readonly items: readonly T[];
  /** Whether Graph had more than was read. */
  readonly isCut: boolean;
}

/** Reads a list to its end, or to the cap on pages: whoever shows it must say that it was cut. */
export async function readList<T>(
  graph: GraphClient,
  request: GraphRequest<ListPage<T>>,
  maxPages: number,
): Promise<WholeList<T>> {
  let page = await graph.json(request);
  const items = [...page.value];
  const followed = new Set<string>();
  for (let pages = 1; ; pages += 1) {
    const link = page['@odata.nextLink'];
    if (link === undefined) return { items, isCut: false };
    // A link that leads back to where it came from would be followed for ever.
    if (pages >= maxPages || followed.has(link)) return { items, isCut: true };
    followed.add(link);
    page = await graph.next(link, request);
    items.push(...page.value);
  }
}

/** Where Graph knows no `$skip`, what lies before a page is read and left out. So many requests a call may cost. */
const maxPages = 20;

/**
 * One page of a list by its number, from 1. Empty behind the end.
 * @throws AppError `invalid_argument` that names `startPage`, for a page that would cost too many requests.
 */
export async function getPage<T>(
  graph: GraphClient,
  request: GraphRequest<ListPage<T>>,
  number: number,
): Promise<ListPage<T>> {
  if (number > maxPages) {
    throw new AppError(
      'invalid_argument',
      `startPage reaches to ${maxPages} in a list. Open something in it, or search.`,
      { argument: 'startPage' },
    );
  }
  let page = await graph.json(request);
  for (let at = 1; at < number; at += 1) {
    const link = page['@odata.nextLink'];
    if (link === undefined) return { value: [] };
    page = await graph.next(link, request);
  }
  return page;
}

/**
 * The query options in which an `@odata.nextLink` differs from the request that it continues: a skip token, mostly. It
 * stands for the whole link, which would cost a model hundreds of tokens and may hold what a cursor should not.
 */
export const continuation = z.record(z.string().regex(/^\$?[A-Za-z]{1,40}$/), z.string().max(2000));
type Continuation = z.output<typeof continuation>;

/** @throws AppError `upstream_unavailable` for a link that continues nothing. */
export function toContinuation(link: string, query: GraphRequest<unknown>['query']): Continuation {
  const options = [...(URL.parse(link)?.searchParams ?? [])];
  const differing = options.filter(([name, value]) => String(query?.[name]) !== value);
  const parsed = continuation.safeParse(Object.fromEntries(differing));
  if (parsed.success && differing.length > 0) return parsed.data;
  throw new AppError('upstream_unavailable', 'Microsoft 365 gave a next page that leads nowhere. Try again.');
}
