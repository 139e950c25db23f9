import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { GraphRequest } from './client.ts';

/**
 * The query options in which an `@odata.nextLink` differs from the request that it continues: a skip token, mostly. It
 * stands for the whole link, which would cost a model hundreds of tokens and may hold what a cursor should not.
 */
export const continuation = z.record(z.string().regex(/^\$?[A-Za-z]{1,40}$/), z.string().max(2000));
export type Continuation = z.output<typeof continuation>;

/** @throws AppError `upstream_unavailable` for a link that continues nothing. */
export function continuationOf(link: string, query: GraphRequest<unknown>['query']): Continuation {
  const options = [...(URL.parse(link)?.searchParams ?? [])];
  const differing = options.filter(([name, value]) => String(query?.[name]) !== value);
  const parsed = continuation.safeParse(Object.fromEntries(differing));
  if (parsed.success && differing.length > 0) return parsed.data;
  throw new AppError('upstream_unavailable', 'Microsoft 365 gave a next page that leads nowhere. Try again.');
}
