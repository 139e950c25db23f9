import type { WorkBudget } from '../budget.ts';

/** One more than the limit of Excel. */
export const maxCellCharacters = 32_768;
/** Cost of a character of an escaped text. */
const escapeCost = 8;

/** Decodes control characters stored as `_x000D_` (ECMA-376 22.9.2.19). A literal `_x000D_` is stored as `_x005F_x000D_`. */
export function unescapeCellText(text: string, budget: WorkBudget): string {
  if (!text.includes('_x')) return text;
  budget.spend((text.length + 32) * escapeCost);
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
