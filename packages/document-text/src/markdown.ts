import type { WorkBudget } from './budget.ts';
import { sectionBreak } from './document.ts';
import { TextBuilder } from './text-builder.ts';

/** What a character costs beyond what its text does: blocks of blocks are copied again and again. */
const copyCost = 1;
/** Sections are this long at least, but for the last one: hardly any page ends for a section's sake. */
const sectionCharacters = 256 * 1024;

/**
 * Puts blocks of text together: a blank line between paragraphs, none between neighbours that belong together, such
 * as the items of a list.
 */
export class FlowText {
  readonly #budget: WorkBudget;
  #sections: string[] | undefined;
  #text = new TextBuilder();
  #previousTight = false;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  /** Adds a block. Neighbours that are both `tight` stand on lines next to each other. */
  add(block: string, tight = false): void {
    if (block === '') return;
    const joined = tight && this.#previousTight;
    if (!joined && this.#text.length >= sectionCharacters) {
      (this.#sections ??= []).push(this.#text.toString());
      this.#text = new TextBuilder();
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

const maxUrlCharacters = 2048;
const safeLinksHost =
  /^[a-z0-9-]{1,40}\.safelinks\.protection\.(?:outlook\.com|office365\.us|partner\.outlook\.cn)$/i;
const shownScheme = /^(?:https?|mailto|tel|sip):/i;

/** The address that a Defender Safe Links wrapper stands for, or the address itself. */
function unwrapSafeLink(url: string): string {
  if (!url.includes('.safelinks.protection.')) return url;
  const parsed = URL.parse(url);
  const inner = parsed && safeLinksHost.test(parsed.hostname) ? parsed.searchParams.get('url') : null;
  return inner !== null && /^https?:/i.test(inner) ? inner : url;
}

/**
 * What follows the label of a link: the address in brackets, so that a reader sees where it leads. Empty where the
 * label says it already, or where the address is none that a person would open (`javascript:`, `data:`, anchors).
 */
export function linkSuffix(label: string, url: string): string {
  const trimmed = url.trim();
  if (!shownScheme.test(trimmed)) return '';
  const address = unwrapSafeLink(trimmed)
    .slice(0, maxUrlCharacters)
    .replaceAll(/[\s<>()]/g, (character) =>
      encodeURIComponent(character).replace('(', '%28').replace(')', '%29'),
    );
  const bare = address.replace(/^(?:mailto|tel|sip):/i, '').replace(/\/$/, '');
  if (label.includes(bare) || label.includes(bare.replace(/^https?:\/\//i, ''))) return '';
  return ` (${address})`;
}

/** One line for a table cell: pipes escaped, line breaks shown as ` / `. */
function cellText(text: string): string {
  const escaped = text.includes('|') ? text.replaceAll('|', '\\|') : text;
  if (!escaped.includes('\n')) return escaped.trim();
  const lines = escaped.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' / ');
}

/** A row of a Markdown pipe table. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map(cellText).join(' | ')} |`;
}

/**
 * The head of a table of so many columns, with the rule below it. Other rows may stay shorter, so that one wide row
 * costs nothing in them.
 */
export function markdownHead(cells: readonly string[], columns: number): string {
  return `${markdownRow(cells)}${'  |'.repeat(columns - cells.length)}\n|${' --- |'.repeat(columns)}`;
}
