import { estimateTokens } from '../../packages/document-text/src/token-estimate.ts';

/** Measured on ids of mail, events and files, which the estimate for texts takes to be dearer than they are. */
const tokensPerIdCharacter = 0.66;
const charactersPerToken = 4;

const leastCharacters = 24;
const mostCharacters = 240;

/**
 * How long previews may be so that a list costs at most so many tokens: they share what the rest of it leaves. 0 where
 * that is too little to say anything.
 */
export function previewLength(items: readonly ListEntry[], mostTokens: number): number {
  const left = (mostTokens - listTokens(items)) / items.length;
  const length = Math.round(Math.min(mostCharacters, left * charactersPerToken));
  return length < leastCharacters ? 0 : length;
}

/** An entry of a list of results. */
export interface ListEntry {
  readonly uri: string;
}

/** How many tokens a list costs, as estimated. */
export function listTokens(items: readonly ListEntry[]): number {
  return items.reduce((tokens, item) => tokens + tokensOf(item), 0);
}

function tokensOf(item: ListEntry): number {
  const rest = JSON.stringify({ ...item, uri: undefined });
  return item.uri.length * tokensPerIdCharacter + estimateTokens(rest);
}
