import type { SearchRequest } from './search-request.ts';

/** One page of search results. */
export interface SearchResult {
  readonly hits: readonly Record<string, unknown>[];
  readonly total: number;
  readonly moreResultsAvailable: boolean;
}

/** Returns one page of the results. SharePoint returns the total count; Exchange the count of the page. */
export function searchPage<T>(
  request: SearchRequest,
  found: readonly T[],
  exactTotal: boolean,
  hit: (item: T) => Record<string, unknown>,
): SearchResult {
  const end = request.from + request.size;
  const hits = found
    .slice(request.from, end)
    .map((item, index) => ({ ...hit(item), rank: request.from + index + 1 }));
  return { hits, total: exactTotal ? found.length : hits.length, moreResultsAvailable: end < found.length };
}

/** A few words around the first one that was looked for, marked as Search marks them. */
export function searchSummary(text: string, words: readonly string[]): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  const first = words.map((word) => plain.toLowerCase().indexOf(word)).find((position) => position >= 0) ?? 0;
  const start = Math.max(0, plain.lastIndexOf(' ', Math.max(0, first - 60)));
  const part = plain.slice(start, start + 200).trim();
  const marked = words.reduce(
    (marking, word) =>
      word.length < 2 || /^(c0|ddd)$/.test(word)
        ? marking
        : marking.replaceAll(
            new RegExp(`(?<![\\p{L}\\p{N}<])${word}(?![\\p{L}\\p{N}>])`, 'giu'),
            '<c0>$&</c0>',
          ),
    part,
  );
  return `${start > 0 ? '<ddd/>' : ''}${marked}${start + 200 < plain.length ? '<ddd/>' : ''}`;
}
