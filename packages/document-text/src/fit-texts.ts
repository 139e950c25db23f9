import { estimateTokens, reachOfTokens } from './token-estimate.ts';

/**
 * Texts that together cost at most so many tokens: short ones stay whole, and the longest are cut to one length. A cut
 * text ends with `mark`.
 */
export function fitTexts(texts: readonly string[], mostTokens: number, mark: string): string[] {
  const each = shareOf(
    texts.map((text) => estimateTokens(text)),
    mostTokens,
  );
  const forText = Math.max(0, each - estimateTokens(mark));
  return texts.map((text) => {
    if (estimateTokens(text) <= each) return text;
    const cut = text.slice(0, reachOfTokens(text, 0, forText).end).toWellFormed();
    return cut.replace(/\uFFFD$/, '') + mark;
  });
}

/** How much each may have, so that all together have no more than there is. */
function shareOf(costs: readonly number[], most: number): number {
  let left = most;
  const ascending = costs.toSorted((first, second) => first - second);
  for (const [index, cost] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (cost > share) return share;
    left -= cost;
  }
  return Number.POSITIVE_INFINITY;
}
