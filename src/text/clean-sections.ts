import { ReadingBudget } from './reading-budget.ts';
import { cleanUntrusted } from './untrusted-text.ts';

/** What `cleanSections` returns. */
export interface CleanSections {
  readonly sections: readonly string[];
  /** As `cleanUntrusted` counts them. */
  readonly hiddenRemoved: number;
  /** The end is left out, since there was more to be taken out of the text than is worth while. */
  readonly isCut: boolean;
}

/** What a character costs, one that is looked at by itself, and one that may be changed with others. */
const characterCost = 2;
const suspectCost = 200;
const markCost = 150;
const stepCharacters = 4096;

/** Characters that cleaning looks at one by one: what nobody sees, halves of pairs, and what may open a tag. */
function isSuspect(code: number): boolean {
  if (code < 0x7f) return code === 0x3c || (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d);
  if (code < 0x2000) {
    return (
      code <= 0x9f ||
      code === 0xad ||
      code === 0x34f ||
      code === 0x61c ||
      code === 0x115f ||
      code === 0x1160 ||
      code === 0x17b4 ||
      code === 0x17b5 ||
      (code >= 0x180b && code <= 0x180f)
    );
  }
  if (code <= 0x206f) return code >= 0x200b && (code <= 0x200f || code >= 0x2028);
  if (code < 0xd800) return code === 0x3164;
  return code <= 0xf8ff || (code >= 0xfe00 && code <= 0xfe0f) || code === 0xfeff || code >= 0xffa0;
}

/** Characters that cleaning changes together with others: a return, and what pictures and links are made of. */
function isMark(code: number): boolean {
  return code === 0x0d || code === 0x5b || code === 0x5d || code === 0x21;
}

/** How far the budget reaches in a text. */
function affordable(text: string, budget: ReadingBudget): string {
  for (let at = 0; at < text.length;) {
    const end = Math.min(text.length, at + stepCharacters);
    let cost = 0;
    for (; at < end; at += 1) {
      const code = text.charCodeAt(at);
      cost += isSuspect(code) ? suspectCost : isMark(code) ? markCost : characterCost;
    }
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
