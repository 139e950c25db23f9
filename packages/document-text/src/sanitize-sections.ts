import { WorkBudget } from './budget.ts';
import type { RawSection } from './document.ts';
import { type CleanText, cleanLines, cleanUntrusted, cleaningCost, escapeDefinitions } from './sanitize.ts';
import { TextBuilder } from './text-builder.ts';

/** Result of {@link cleanSections}. */
interface CleanSections {
  readonly sections: readonly string[];
  /** As counted by `cleanUntrusted`. */
  readonly hiddenRemoved: number;
  /** The budget was spent: the end is left out. */
  readonly isCut: boolean;
}

/** Sanitizes the sections of a document (`cleanUntrusted`) within a work budget of its own. */
export function cleanSections(sections: readonly string[]): CleanSections {
  return sanitizeSections([...sections]);
}

/** As {@link cleanSections}, and empties `sections` on the way, so that no text is in memory twice. */
export function sanitizeSections(sections: RawSection[]): CleanSections {
  const budget = new WorkBudget();
  const clean: string[] = [];
  let hiddenRemoved = 0;
  sections.reverse();
  for (let section = sections.pop(); section !== undefined; section = sections.pop()) {
    if (budget.isSpent) break;
    const cleaned = sanitizeSection(section, budget);
    hiddenRemoved += cleaned.hiddenRemoved;
    clean.push(cleaned.text);
  }
  return { sections: clean, hiddenRemoved, isCut: budget.isCut };
}

function sanitizeSection(section: RawSection, budget: WorkBudget): CleanText {
  if (typeof section === 'string') return cleanUntrusted(fitBudget(section, budget));
  const text = new TextBuilder();
  let hiddenRemoved = 0;
  for (const piece of section) {
    if (budget.isSpent) break;
    const clean = cleanLines(fitBudget(piece, budget));
    hiddenRemoved += clean.hiddenRemoved;
    text.add(clean.text);
  }
  return { text: escapeDefinitions(text.toString()), hiddenRemoved };
}

/** Number of characters between two checks of the budget. */
const stepCharacters = 4096;

/** Returns the start of `text` that the budget covers. */
function fitBudget(text: string, budget: WorkBudget): string {
  for (let at = 0; at < text.length;) {
    const end = Math.min(text.length, at + stepCharacters);
    let cost = 0;
    for (; at < end; at += 1) cost += cleaningCost(text.charCodeAt(at));
    budget.spend(cost);
    if (budget.isSpent) return text.slice(0, at);
  }
  return text;
}
