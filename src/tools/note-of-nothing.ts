/** A search that is over, and what came of it. */
interface EndedSearch {
  readonly query?: string | undefined;
  readonly offset: number;
  readonly found: number;
  readonly dropped?: number;
  /** Whether a cursor was followed, or another one is there to follow. */
  readonly isPaged: boolean;
}

/**
 * Says why nothing was found where the words are likely to be why: searches want each of several words, and people ask
 * in whole sentences.
 */
export function noteOfNothing({
  query = '',
  offset,
  found,
  dropped = 0,
  isPaged,
}: EndedSearch): string | undefined {
  const isAllOf = /\S\s+\S/.test(query.trim()) && !/\b(?:OR|NOT)\b/.test(query);
  const isNothing = found + dropped + offset === 0 && !isPaged;
  return isAllOf && isNothing ? 'Nothing holds all of these words: try fewer of them, or others.' : undefined;
}
