import { joinNotes } from '../m365/format.ts';
import type { ToolResult } from './define-tool.ts';
import { queryWords } from './params.ts';

/** Result of a search tool. */
interface SearchOutput<Next> {
  readonly items: readonly object[];
  readonly next?: Next | undefined;
  /** Default: whether `next` is set. */
  readonly more?: boolean | undefined;
  readonly total?: number | undefined;
  /** The resolved dates, for the model to check. */
  readonly dates?: string | undefined;
  readonly notes: readonly (string | false | undefined)[];
}

/** The result of a search tool: items, paging state and the notes that apply. */
export function searchResult<Next>({
  items,
  next,
  more,
  total,
  dates,
  notes,
}: SearchOutput<Next>): ToolResult<Next> {
  const emptyNote = items.length === 0 && next !== undefined && 'Nothing yet: continue with page.cursor.';
  return {
    dates,
    items,
    page: { ...(more !== undefined && { more }), next, total, note: joinNotes([...notes, emptyNote]) },
  };
}

/** One page of a search, with the input that led to it. */
interface FoundPage {
  readonly query?: string | undefined;
  readonly afterDateTime?: string | undefined;
  readonly beforeDateTime?: string | undefined;
  /** Filters beside words and dates. */
  readonly filters?: readonly unknown[];
  readonly offset: number;
  /** Number of matches on this page, shown or dropped. */
  readonly found: number;
  /** Content of the cursor of this call and of the next one; undefined for none. */
  readonly resume: unknown;
  readonly next: unknown;
}

/** For an empty result: every word must match, and users search with whole sentences. */
export function noResultsNote(page: FoundPage): string | undefined {
  const { query = '', afterDateTime, beforeDateTime, filters = [], offset, found, resume, next } = page;
  if (found > 0 || resume !== undefined || next !== undefined) return undefined;
  if (offset > 0) return 'There are no results at this `offset` or later.';
  const words = queryWords(query.trim()) ?? '';
  if (/\b(?:OR|NOT)\b/.test(words)) return undefined;
  const isFiltered = filters.some((filter) => filter !== undefined);
  const hasDates = (afterDateTime ?? beforeDateTime) !== undefined;
  if (words === '') {
    if (isFiltered) return `Nothing matches. Omit a filter${hasDates ? ', or widen the dates' : ''}.`;
    return hasDates ? 'There is nothing in these dates. Widen them.' : undefined;
  }
  if (isFiltered) {
    return 'Nothing has these words together with the filters. Omit the words to list everything that meets the filters, or omit a filter.';
  }
  if (hasDates) {
    return 'Nothing in these dates has these words. Widen the dates, or omit the words to list everything in them.';
  }
  if (/\S\s+\S/.test(words)) {
    return 'No results contain all of these words. Use fewer or different words, word* to match the beginning of a word, or another language.';
  }
  return 'Nothing found. Use another word, word* to match the beginning of a word, or another tool: mail, chats, files and events are searched separately.';
}

/**
 * Plain words as the starts of words: `propell budg` becomes `propell* budg*`. Undefined for a query with operators,
 * quotes, properties or prefixes, and for words too short to be specific.
 */
export function prefixQuery(query: string | undefined): string | undefined {
  const words = query?.trim().split(/\s+/) ?? [];
  const isPlain = words.every(
    (word) => /^[\p{L}\p{N}-]{3,}$/u.test(word) && !/^(?:AND|OR|NOT|NEAR)$/.test(word),
  );
  return words.length === 0 || words.length > 5 || !isPlain
    ? undefined
    : words.map((word) => `${word}*`).join(' ');
}

/** For results of a {@link prefixQuery}. */
export function prefixNote(query: string): string {
  return `Nothing contains the whole words: these results contain words that begin with them. For more of them send query \`${query}\`.`;
}

/** For the first results of another query than the given one: a cursor cannot continue them. */
export function repeatNote(hasMore: boolean): string | undefined {
  return hasMore ? 'There are more: repeat the search with what this note names.' : undefined;
}

/** For results of a search for any of the words. */
export const anyWordNote =
  'Nothing contains all of the words: these results contain some of them, the best matches first.';

/** For results that Microsoft 365 returned although they do not match the filters. */
export function droppedNote(count: number): string | undefined {
  if (count === 0) return undefined;
  return `${count} ${count === 1 ? 'result was' : 'results were'} dropped: Microsoft 365 returned ${count === 1 ? 'it although it does' : 'them although they do'} not match.`;
}
