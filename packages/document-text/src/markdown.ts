import type { WorkBudget } from './budget.ts';
import { sectionBreak } from './document.ts';
import { TextBuilder } from './text-builder.ts';

/** Cost per character of a block: nested blocks are copied once per level. */
const copyCost = 1;
/** Minimum length of a section, except the last one: far more than a page, so that few pages end with a section. */
const sectionCharacters = 256 * 1024;

/** Joins blocks of text: paragraphs with a blank line, list items and the like without one. */
export class FlowText {
  readonly #budget: WorkBudget;
  #sections: string[] | undefined;
  #text = new TextBuilder();
  #previousTight = false;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  /** Adds a block. There is no blank line between two adjacent `tight` blocks. */
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

  /** Forces a blank line before the next block. */
  breakHere(): void {
    this.#previousTight = false;
  }

  /** The text in sections, which avoids one large string. */
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
const displayedScheme = /^(?:https?|mailto|tel|sip):/i;

/** Returns the target of a Safe Links URL (link protection of mail services), or the URL itself. */
function unwrapSafeLink(url: string): string {
  if (!url.includes('.safelinks.protection.')) return url;
  const parsed = URL.parse(url);
  const inner = parsed && safeLinksHost.test(parsed.hostname) ? parsed.searchParams.get('url') : null;
  return inner !== null && /^https?:/i.test(inner) ? inner : url;
}

/**
 * Returns the URL of a link in parentheses, to follow its label. Empty if the label contains the URL already, or if the
 * URL is not one that a user opens (`javascript:`, `data:`, anchors).
 */
export function linkSuffix(label: string, url: string): string {
  const trimmed = url.trim();
  if (!displayedScheme.test(trimmed)) return '';
  const target = unwrapSafeLink(trimmed)
    .slice(0, maxUrlCharacters)
    .replaceAll(/[\s<>()]/g, (character) =>
      encodeURIComponent(character).replace('(', '%28').replace(')', '%29'),
    );
  const bare = target.replace(/^(?:mailto|tel|sip):/i, '').replace(/\/$/, '');
  if (label.includes(bare) || label.includes(bare.replace(/^https?:\/\//i, ''))) return '';
  return ` (${target})`;
}

/** The text of a table cell on one line: pipes escaped, line breaks replaced by ` / `. */
function formatCell(text: string): string {
  const escaped = text.includes('|') ? text.replaceAll('|', '\\|') : text;
  if (!escaped.includes('\n')) return escaped.trim();
  const lines = escaped.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' / ');
}

/** Removes the marks of headings, which have no meaning in a row. @param headings lines of the text that are headings */
export function unmarkHeadings(text: string, headings: ReadonlySet<string>): string {
  if (headings.size === 0) return text;
  const lines = text.split('\n').map((line) => (headings.has(line) ? line.replace(/^#{1,6} /, '') : line));
  return lines.join('\n');
}

/** A row of a Markdown pipe table. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map(formatCell).join(' | ')} |`;
}

/** The header row of a Markdown table, with the delimiter row. Other rows may have fewer cells than `columns`. */
export function markdownHead(cells: readonly string[], columns: number): string {
  return `${markdownRow(cells)}${'  |'.repeat(columns - cells.length)}\n|${' --- |'.repeat(columns)}`;
}
