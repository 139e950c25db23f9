import type { WorkBudget } from '../budget.ts';
import { FlowText, linkSuffix } from '../markdown.ts';

const maxIndent = 8;
const maxQuoteDepth = 8;
const spaces = /[ \t\r\n\f\u00A0]+/g;
/** Marks that Word writes in front of list paragraphs, in its symbol fonts. */
const wordBullet = /^[·•§▪o] /;

/** Turns a stream of inline text and block bounds into Markdown-like blocks. One of these per cell or page. */
export class HtmlBlocks {
  readonly #flow: FlowText;
  #parts: string[] = [];
  /** The line so far is empty or ends with a space, so that a further one is dropped. */
  #spaced = true;
  #sawBlank = false;
  readonly #lists: { readonly ordered: boolean; next: number }[] = [];
  #marker = '';
  #quoteDepth = 0;
  #link: string | undefined;
  #linkStart = 0;
  /** Level of the heading being read, 0 in other blocks. */
  heading = 0;
  /** Level of a list that Word wrote as paragraphs, 0 elsewhere. */
  wordListLevel = 0;
  /** Whether the block being read stands directly below its neighbour. */
  tight = true;
  /** Whether several blocks or a table are inside: no data cell then. */
  hasBlocks = false;

  constructor(budget: WorkBudget) {
    this.#flow = new FlowText(budget);
  }

  text(text: string): void {
    let piece = text.replaceAll(spaces, ' ');
    if (this.#spaced && piece.startsWith(' ')) piece = piece.slice(1);
    if (piece === '') {
      // Mail programs write an empty line as a paragraph with a fixed space in it.
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

  /** Ends the block being read. */
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

  /** Adds a finished block, quoted as deep as the place is. */
  addBlock(block: string, tight: boolean): void {
    const prefix = '> '.repeat(Math.min(this.#quoteDepth, maxQuoteDepth));
    this.#flow.add(prefix === '' ? block : prefix + block.replaceAll('\n', `\n${prefix}`), tight);
  }

  /** An empty line was meant here. */
  breakHere(): void {
    this.#flow.breakHere();
  }

  toString(): string {
    this.endBlock();
    return this.#flow.toString();
  }

  #mark(text: string): string {
    if (this.heading > 0) return `${'#'.repeat(this.heading)} ${text.replaceAll('\n', ' ')}`;
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
