import { z } from 'zod';
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
export interface WholeList<T> {
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
