/** A page of a search, and what Graph gave for it. */
interface FoundPage {
  readonly query?: string | undefined;
  readonly offset: number;
  /** Hits that hold the words, shown or not. */
  readonly found: number;
  /** What the cursor held that was followed, and what the next one will; undefined where there is none. */
  readonly resume: unknown;
  readonly next: unknown;
}

/**
 * Says why nothing was found where the words are likely to be why: searches want each of several words, and people ask
 * in whole sentences.
 */
export function noResultsNote({ query = '', offset, found, resume, next }: FoundPage): string | undefined {
  const isAllOf = /\S\s+\S/.test(query.trim()) && !/\b(?:OR|NOT)\b/.test(query);
  const isNothing = found + offset === 0 && resume === undefined && next === undefined;
  return isAllOf && isNothing ? 'Nothing holds all of these words: try fewer of them, or others.' : undefined;
}

/** Says that Graph gave results that are not what was asked for; nothing where it gave none. */
export function droppedNote(count: number): string | undefined {
  if (count === 0) return undefined;
  return `${count} left out: Microsoft 365 gave ${count === 1 ? 'it, but it does' : 'them, but they do'} not match.`;
}
