import type { Call } from '../core/call.ts';
import { GraphError, badRequest } from '../core/graph-error.ts';

/** The system query options of a request, checked for form but not for meaning. */
export interface QueryOptions {
  readonly select?: readonly string[];
  readonly expand?: string;
  readonly filter?: string;
  readonly search?: string;
  readonly orderBy: readonly { readonly path: string; readonly descending: boolean }[];
  readonly top?: number;
  readonly skip: number;
  readonly count: boolean;
  readonly skipToken?: string;
}

/** @throws GraphError 400 for a number that is none and for a `$top` over the limit. */
export function readQueryOptions(call: Call, maxTop: number): QueryOptions {
  const option = (name: string) => call.query.get(`$${name}`) ?? call.query.get(name) ?? undefined;
  const select = option('select');
  const expand = option('expand');
  const filter = option('filter');
  const search = option('search');
  const skipToken = option('skiptoken') ?? option('skipToken');
  const top = readNumber('top', option('top'));
  if (top !== undefined && (top < 1 || top > maxTop)) {
    throw new GraphError(
      400,
      'RequestBroker--ParseUri',
      top < 1
        ? `Invalid value '${top}' for $top query option found. The $top query option requires a positive integer value.`
        : `The limit of '${maxTop}' for Top query has been exceeded. The value from the incoming request is '${top}'.`,
    );
  }
  return {
    ...(select === undefined ? {} : { select: names(select) }),
    ...(expand === undefined ? {} : { expand }),
    ...(filter === undefined ? {} : { filter }),
    ...(search === undefined ? {} : { search }),
    ...(skipToken === undefined ? {} : { skipToken }),
    ...(top === undefined ? {} : { top }),
    orderBy: names(option('orderby') ?? '').map((clause) => {
      const [path = '', direction = 'asc'] = clause.split(/\s+/);
      if (direction !== 'asc' && direction !== 'desc') {
        throw badRequest(`Syntax error at position ${path.length + 1} in '${clause}'.`);
      }
      return { path, descending: direction === 'desc' };
    }),
    skip: readNumber('skip', option('skip')) ?? 0,
    count: option('count') === 'true',
  };
}

function names(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw badRequest(
    `Invalid value '${text}' for $${name} query option found. The $${name} query option requires a non-negative integer value.`,
  );
}

/** The address of the next page: the same request with one option changed, its names encoded as Graph encodes them. */
export function nextLink(call: Call, option: '$skip' | '$skiptoken', value: string | number): string {
  const query = [...call.query].filter(([name]) => !['$skip', '$skiptoken', '$skipToken'].includes(name));
  const pairs = [...query, [option, String(value)] as const].map(
    ([name, content]) => `${encodeURIComponent(name)}=${encodeURIComponent(content)}`,
  );
  return `${call.base}${call.path}?${pairs.join('&')}`;
}
