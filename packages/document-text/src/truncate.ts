import { estimateTokens, measureTokens } from './token-estimate.ts';

/**
 * Truncates texts so that together they have at most `maxTokens` estimated tokens. Short texts stay whole; the longest
 * are truncated to the same length and end with `mark`.
 */
export function truncateToBudget(texts: readonly string[], maxTokens: number, mark: string): string[] {
  const each = getEqualShare(
    texts.map((text) => estimateTokens(text)),
    maxTokens,
  );
  const forText = Math.max(0, each - estimateTokens(mark));
  return texts.map((text) => {
    if (estimateTokens(text) <= each) return text;
    const cut = text.slice(0, measureTokens(text, 0, forText).end).toWellFormed();
    return cut.replace(/\uFFFD$/, '') + mark;
  });
}

/** The largest limit per text with which the sum does not exceed `total`. */
function getEqualShare(costs: readonly number[], total: number): number {
  let left = total;
  const ascending = costs.toSorted((first, second) => first - second);
  for (const [index, cost] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (cost > share) return share;
    left -= cost;
  }
  return Number.POSITIVE_INFINITY;
}
