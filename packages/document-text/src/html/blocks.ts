import type { WorkBudget } from '../budget.ts';
import { sectionBreak } from '../document.ts';
import { FlowText, linkSuffix } from '../markdown.ts';

const maxIndent = 8;
const maxQuoteDepth = 8;
const spaces = /[ \t\r\n\f\u00A0]+/g;
/** Bullets that Word writes in front of list paragraphs, in symbol fonts. */
const wordBullet = /^[·•§▪o] /;

/** Builds Markdown-like blocks from inline text and block boundaries. One instance per document and per table cell. */
export class HtmlBlocks {
  readonly #flow: FlowText;
  #parts: string[] = [];
  /** The line is empty or ends with a space: further spaces are dropped. */
  #spaced = true;
  #sawBlank = false;
  readonly #lists: { readonly ordered: boolean; next: number }[] = [];
  #marker = '';
  #quoteDepth = 0;
  #link: string | undefined;
  #linkStart = 0;
  /** Level of the current heading; 0 in other blocks. */
  heading = 0;
  /** The headings in a table cell. */
  readonly headings: string[] = [];
  /** Level of a list item that Word wrote as a paragraph; 0 elsewhere. */
  wordListLevel = 0;
  /** No blank line separates the current block from an adjacent tight one. */
  tight = true;
  /** Contains several blocks or a table, so it is not a data cell. */
  hasBlocks = false;

  readonly #isCell: boolean;

  constructor(budget: WorkBudget, isCell = false) {
    this.#isCell = isCell;
    this.#flow = new FlowText(budget);
  }

  text(text: string): void {
    let piece = text.replaceAll(spaces, ' ');
    if (this.#spaced && piece.startsWith(' ')) piece = piece.slice(1);
    if (piece === '') {
      // Mail clients write an empty line as a paragraph with a non-breaking space.
      if (text.includes('\u00A0')) this.#sawBlank = true;
      return;
    }
    this.#parts.push(piece);
    this.#spaced = piece.endsWith(' ');
  }

  preformatted(text: string): void {
    this.#parts.push(text.replaceAll('\u00A0', ' '));
    this.#spaced = false;
  }

  lineBreak(): void {
    this.#sawBlank = true;
    const last = this.#parts.length - 1;
    if (this.#parts[last] === '\n' && this.#parts[last - 1] === '\n') return;
    const part = this.#parts[last];
    if (part?.endsWith(' ')) this.#parts[last] = part.slice(0, -1);
    this.#parts.push('\n');
    this.#spaced = true;
  }

  openLink(url: string): void {
    this.closeLink();
    this.#link = url;
    this.#linkStart = this.#parts.length;
  }

  closeLink(): void {
    if (this.#link === undefined) return;
    const label = this.#parts.slice(this.#linkStart).join('').trim();
    const suffix = label === '' ? '' : linkSuffix(label, this.#link);
    this.#link = undefined;
    if (suffix === '') return;
    const last = this.#parts.length - 1;
    const part = this.#parts[last] ?? '';
    this.#parts[last] = part.trimEnd() + suffix;
    this.#spaced = false;
    if (part.endsWith(' ')) this.text(' ');
  }

  openList(ordered: boolean, start: number): void {
    if (this.#lists.length === 0) this.#flow.breakHere();
    this.#lists.push({ ordered, next: start });
    this.hasBlocks = true;
  }

  closeList(): void {
    this.#lists.pop();
    if (this.#lists.length === 0) this.#flow.breakHere();
  }

  openItem(): void {
    const list = this.#lists.at(-1);
    this.#marker = list?.ordered ? `${list.next}. ` : '- ';
    if (list) list.next += 1;
  }

  get inList(): boolean {
    return this.#lists.length > 0;
  }

  openQuote(): void {
    this.#quoteDepth += 1;
    this.#flow.breakHere();
    this.hasBlocks = true;
  }

  closeQuote(): void {
    this.#quoteDepth = Math.max(0, this.#quoteDepth - 1);
    this.#flow.breakHere();
  }

  /** Ends the current block. */
  endBlock(): void {
    this.closeLink();
    const text = this.#parts.join('').trim();
    const blank = text === '' && (this.#sawBlank || this.#parts.length > 0);
    this.#parts = [];
    this.#spaced = true;
    this.#sawBlank = false;
    if (text !== '') this.addBlock(this.#mark(text), this.tight);
    else if (blank) this.#flow.breakHere();
  }

  /** Adds a finished block with the current quote level. */
  addBlock(block: string, tight: boolean): void {
    const prefix = '> '.repeat(Math.min(this.#quoteDepth, maxQuoteDepth));
    this.#flow.add(prefix === '' ? block : prefix + block.replaceAll('\n', `\n${prefix}`), tight);
  }

  /** Forces a blank line before the next block. */
  breakHere(): void {
    this.#flow.breakHere();
  }

  toString(): string {
    return this.toSections().join(sectionBreak);
  }

  toSections(): string[] {
    this.endBlock();
    return this.#flow.toSections();
  }

  #mark(text: string): string {
    if (this.heading > 0) {
      const heading = `${'#'.repeat(this.heading)} ${text.replaceAll('\n', ' ')}`;
      if (this.#isCell) this.headings.push(heading);
      return heading;
    }
    if (this.wordListLevel > 0) {
      return '  '.repeat(Math.min(this.wordListLevel - 1, maxIndent)) + text.replace(wordBullet, '- ');
    }
    if (this.#lists.length === 0) return text;
    const indent = '  '.repeat(Math.min(this.#lists.length - 1, maxIndent));
    const marker = this.#marker === '' ? '  ' : this.#marker;
    this.#marker = '';
    return `${indent}${marker}${text.replaceAll('\n', `\n${indent}  `)}`;
  }
}
