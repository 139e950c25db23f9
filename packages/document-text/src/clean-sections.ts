import { cleaningCost } from './cleaning-cost.ts';
import { ReadingBudget } from './budget.ts';
import { cleanUntrusted } from './sanitize.ts';

/** What `cleanSections` returns. */
export interface CleanSections {
  readonly sections: readonly string[];
  /** As `cleanUntrusted` counts them. */
  readonly hiddenRemoved: number;
  /** The end is left out, since there was more to be taken out of the text than is worth while. */
  readonly isCut: boolean;
}

/** Between these, it is looked whether the budget ends. */
const stepCharacters = 4096;

/** How far the budget reaches in a text. */
function affordable(text: string, budget: ReadingBudget): string {
  for (let at = 0; at < text.length;) {
    const end = Math.min(text.length, at + stepCharacters);
    let cost = 0;
    for (; at < end; at += 1) cost += cleaningCost(text.charCodeAt(at));
    budget.spend(cost);
    if (budget.isSpent) return text.slice(0, at);
  }
  return text;
}

/** Cleans the sections of a document (`cleanUntrusted`), as far as a budget of their own reaches. */
export function cleanSections(sections: readonly string[]): CleanSections {
  const budget = new ReadingBudget();
  const clean: string[] = [];
  let hiddenRemoved = 0;
  for (const section of sections) {
    if (budget.isSpent) break;
    const cleaned = cleanUntrusted(affordable(section, budget));
    hiddenRemoved += cleaned.hiddenRemoved;
    clean.push(cleaned.text);
  }
  return { sections: clean, hiddenRemoved, isCut: budget.isCut };
}
