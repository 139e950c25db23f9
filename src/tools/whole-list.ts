import type { SearchPosition } from '../graph/search.ts';
import { nextEntries } from '../lib/seen-ids.ts';
import type { ToolResult } from './define-tool.ts';
import { noResultsNote, searchResult } from './result-notes.ts';

/** All matches of a search that Graph cannot continue: every page reads them again. */
interface WholeList {
  readonly items: readonly { readonly uri: string }[];
  /** For a list that could not be read completely; undefined for a complete one. */
  readonly partialNote: string | undefined;
}

/** Input of the search, and what its result states beside the items. */
interface WholeListPage {
  readonly query?: string | undefined;
  readonly afterDateTime?: string | undefined;
  readonly beforeDateTime?: string | undefined;
  /** Filters beside words and dates. */
  readonly filters: readonly unknown[];
  readonly offset: number;
  readonly limit: number;
  readonly dates: string | undefined;
  readonly notes?: readonly (string | undefined)[];
  /** For a list without items. */
  readonly emptyNote: string | undefined;
}

/** The page of a list after `resume`: the first entries that were on no earlier page, whatever the list contains now. */
export function wholeListResult(
  { items, partialNote }: WholeList,
  { dates, notes = [], emptyNote, ...search }: WholeListPage,
  resume: SearchPosition | undefined,
): ToolResult<SearchPosition> {
  const unique = [...new Map(items.map((item) => [item.uri, item])).values()];
  const { shown, next } = nextEntries(unique, ({ uri }) => uri, resume, {
    toSkip: search.offset,
    limit: search.limit,
  });
  const noResults = noResultsNote({ ...search, found: shown.length, resume, next });
  return searchResult({
    items: shown,
    next,
    total: partialNote === undefined ? unique.length : undefined,
    dates,
    notes: [partialNote, ...notes, unique.length === 0 && emptyNote, noResults],
  });
}
