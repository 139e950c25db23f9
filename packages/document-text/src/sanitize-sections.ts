import { WorkBudget } from './budget.ts';
import type { RawSection } from './document.ts';
import { cleaningCost } from './cleaning-cost.ts';
import { narrow } from './plain-text.ts';
import { endOfPiece } from './cleaning-pieces.ts';
import { type CleanText, cleanLines, cleanUntrusted, escapeDefinitions } from './sanitize.ts';
import { TextBuilder, pieceCharacters } from './text-builder.ts';

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
  for (const piece of splitSafely(section)) {
    if (budget.isSpent) break;
    const clean = cleanLines(fitBudget(piece, budget));
    hiddenRemoved += clean.hiddenRemoved;
    text.add(clean.text);
  }
  return { text: escapeDefinitions(text.toString()), hiddenRemoved };
}

/** The end of a piece that may be moved to the next one. */
const tailCharacters = 1024;

/**
 * Splits pieces of any length anew, at positions that no match of `cleanLines` extends over. Takes linear time: as long
 * as there is no such position, the next one is searched for when the text has doubled.
 */
function* splitSafely(pieces: Iterable<string>): Generator<string> {
  let waiting: string[] = [];
  let length = 0;
  let minLength = pieceCharacters;
  let searchFrom = 0;
  for (const piece of pieces) {
    // Long pieces are not copied if the text before them can end there.
    if (piece.length >= pieceCharacters && length > 0 && length < pieceCharacters) {
      const before = waiting.join('');
      if (endOfPiece(before + piece.slice(0, 1), length) === length) {
        yield before;
        waiting = [];
        length = 0;
        searchFrom = 0;
        minLength = pieceCharacters;
      } else waiting = [before];
    }
    waiting.push(piece);
    length += piece.length;
    if (length < minLength) continue;
    const text = waiting.join('');
    const end = endOfPiece(text, Math.max(searchFrom, length - tailCharacters));
    // The character after the last one is not known yet.
    const isFound = end < length;
    if (isFound) yield text.slice(0, end);
    waiting = [isFound ? narrow(text.slice(end)) : text];
    length = isFound ? length - end : length;
    searchFrom = isFound ? 0 : length;
    minLength = isFound ? pieceCharacters : length * 2;
  }
  yield waiting.join('');
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
