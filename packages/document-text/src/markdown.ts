import { sectionBreak } from './document.ts';
import type { ReadingBudget } from './budget.ts';
import { TextCollector } from './text-builder.ts';

/** What a character costs beyond what its text does: blocks of blocks are copied again and again. */
const copyCost = 1;
/** Sections are this long at least, but for the last one: hardly any page ends for a section's sake. */
const sectionCharacters = 256 * 1024;

/**
 * Puts blocks of text together: a blank line between paragraphs, none between neighbours that belong together, such
 * as the items of a list.
 */
export class FlowText {
  readonly #budget: ReadingBudget;
  #sections: string[] | undefined;
  #text = new TextCollector();
  #previousTight = false;

  constructor(budget: ReadingBudget) {
    this.#budget = budget;
  }

  /** Adds a block. Neighbours that are both `tight` stand on lines next to each other. */
  add(block: string, tight = false): void {
    if (block === '') return;
    const joined = tight && this.#previousTight;
    if (!joined && this.#text.length >= sectionCharacters) {
      (this.#sections ??= []).push(this.#text.toString());
      this.#text = new TextCollector();
    } else if (this.#text.length > 0) {
      this.#text.add(joined ? '\n' : sectionBreak);
    }
    this.#text.add(block);
    this.#previousTight = tight;
    this.#budget.spend(block.length * copyCost);
  }

  /** A blank line comes before the next block, whatever it is. */
  breakHere(): void {
    this.#previousTight = false;
  }

  /** The text in sections, so that a long one need never be in one piece. */
  toSections(): string[] {
    return [...(this.#sections ?? []), this.#text.toString()];
  }

  toString(): string {
    return this.#sections ? this.toSections().join(sectionBreak) : this.#text.toString();
  }
}
