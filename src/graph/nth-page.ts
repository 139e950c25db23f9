import { AppError } from '../lib/app-error.ts';
import type { GraphClient, GraphRequest } from './client.ts';
import type { ListPage } from './paging.ts';

/** Where Graph knows no `$skip`, what lies before a page is read and left out. So many requests a call may cost. */
const mostPages = 20;

/**
 * One page of a list by its number, from 1. Empty behind the end.
 * @throws AppError `invalid_argument` that names `startPage`, for a page that would cost too many requests.
 */
export async function nthPage<T>(
  graph: GraphClient,
  request: GraphRequest<ListPage<T>>,
  number: number,
): Promise<ListPage<T>> {
  if (number > mostPages) {
    throw new AppError(
      'invalid_argument',
      `startPage reaches to ${mostPages} in a list. Open something in it, or search.`,
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
