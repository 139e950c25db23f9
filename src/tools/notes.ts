import { joinNotes } from '../m365/format.ts';
import type { ToolResult } from './define-tool.ts';

/** Result of a search tool. */
interface SearchOutput<Next> {
  readonly items: readonly object[];
  readonly next?: Next | undefined;
  /** Default: whether `next` is set. */
  readonly more?: boolean;
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
  return {
    dates,
    items,
    page: { ...(more !== undefined && { more }), next, total, note: joinNotes(notes) },
  };
}

/** One page of a search, with the input that led to it. */
interface FoundPage {
  readonly query?: string | undefined;
  readonly offset: number;
  /** Number of matches on this page, shown or dropped. */
  readonly found: number;
  /** Content of the cursor of this call and of the next one; undefined for none. */
  readonly resume: unknown;
  readonly next: unknown;
}

/** For an empty result of several words: every word must match, and users search with whole sentences. */
export function noResultsNote({ query = '', offset, found, resume, next }: FoundPage): string | undefined {
  const requiresAll = /\S\s+\S/.test(query.trim()) && !/\b(?:OR|NOT)\b/.test(query);
  const isEmpty = found + offset === 0 && resume === undefined && next === undefined;
  return requiresAll && isEmpty
    ? 'No results contain all of these words. Use fewer or different words.'
    : undefined;
}

/** For results that Microsoft 365 returned although they do not match the filters. */
export function droppedNote(count: number): string | undefined {
  if (count === 0) return undefined;
  return `${count} ${count === 1 ? 'result was' : 'results were'} dropped: Microsoft 365 returned ${count === 1 ? 'it although it does' : 'them although they do'} not match.`;
}
