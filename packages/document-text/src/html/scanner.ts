import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import type { WorkBudget } from '../budget.ts';
import type { HtmlSource } from './source.ts';

/** Receives the events of a scan. Every opened element is closed, in the right order. */
export interface HtmlHandler {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  close(name: string): void;
  text(text: string): void;
  comment(text: string): void;
}

const voidElements = new Set([
  'area',
  'base',
  'basefont',
  'br',
  'col',
  'embed',
  'frame',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);
const cells = new Set(['td', 'th']);
const rowParts = new Set(['td', 'th', 'tr']);
const sectionParts = new Set(['td', 'th', 'tr', 'thead', 'tbody', 'tfoot']);
const paragraph = new Set(['p']);
/** Open elements that the start tag of an element closes (HTML, 13.1.2.4). */
const endedBy: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['li', new Set(['li', 'p'])],
  ['dd', new Set(['dd', 'dt', 'p'])],
  ['dt', new Set(['dd', 'dt', 'p'])],
  ['option', new Set(['option'])],
  ['td', cells],
  ['th', cells],
  ['tr', rowParts],
  ['tbody', sectionParts],
  ['thead', sectionParts],
  ['tfoot', sectionParts],
  ...(
    'p div h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr address article aside center details fieldset figure ' +
    'footer form header main nav section'
  )
    .split(' ')
    .map((name) => [name, paragraph] as const),
]);
/** End tags of these close elements outside of the current table cell; other end tags do not. */
const structural = new Set(['html', 'body', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th']);
const opensScope = new Set(['td', 'th', 'caption']);

/** Cost of a character, and of parts of the markup. */
const characterCost = 4;
const tagCost = 400;
const attributeCost = 250;
const pieceCost = 60;

const noAttributes: ReadonlyMap<string, string> = new Map();

/** The stack of open elements. Each operation takes constant time, regardless of the depth. */
class HtmlElements implements TokenizerCallbacks {
  readonly #budget: WorkBudget;
  readonly #source: HtmlSource;
  /** Index of the current piece. */
  piece = 0;
  readonly #handler: HtmlHandler;
  readonly #open: string[] = [];
  /** Number of open elements by name: in each table cell, and for structural names in the document. */
  readonly #scopes: Map<string, number>[] = [new Map()];
  readonly #structural = new Map<string, number>();
  #tag = '';
  #attributes: Map<string, string> | undefined;
  #attribute = '';
  #value = '';

  constructor(source: HtmlSource, handler: HtmlHandler, budget: WorkBudget) {
    this.#budget = budget;
    this.#source = source;
    this.#handler = handler;
  }

  onattribname(start: number, end: number): void {
    this.#budget.spend(attributeCost);
    this.#attribute = this.#slice(start, end).toLowerCase();
  }

  onattribdata(start: number, end: number): void {
    this.#value += this.#slice(start, end);
  }

  onattribentity(code: number): void {
    this.#budget.spend(pieceCost);
    this.#value += String.fromCodePoint(code);
  }

  onattribend(): void {
    this.#attributes ??= new Map();
    if (!this.#attributes.has(this.#attribute)) this.#attributes.set(this.#attribute, this.#value);
    this.#value = '';
  }

  onopentagname(start: number, end: number): void {
    this.#budget.spend(tagCost);
    this.#tag = this.#slice(start, end).toLowerCase();
    this.#attributes = undefined;
  }

  onopentagend(): void {
    const name = this.#tag;
    const ended = endedBy.get(name);
    while (ended?.has(this.#open.at(-1) ?? '')) this.#pop();
    this.#handler.open(name, this.#attributes ?? noAttributes);
    if (voidElements.has(name)) this.#handler.close(name);
    else this.#push(name);
  }

  onselfclosingtag(): void {
    const depth = this.#open.length;
    this.onopentagend();
    // HTML has no self-closing elements, but Word writes `<o:p/>`.
    if (this.#tag.includes(':') && this.#open.length > depth) this.#pop();
  }

  onclosetag(start: number, end: number): void {
    this.#budget.spend(pieceCost);
    const name = this.#slice(start, end).toLowerCase();
    if ((this.#countsOf(name)?.get(name) ?? 0) > 0) {
      while (this.#open.length > 0 && this.#pop() !== name);
    } else if (name === 'p' || name === 'br') {
      this.#handler.open(name, noAttributes);
      this.#handler.close(name);
    }
  }

  ontext(start: number, end: number): void {
    this.#budget.spend(pieceCost);
    this.#handler.text(this.#slice(start, end));
  }

  ontextentity(code: number): void {
    this.#budget.spend(pieceCost);
    this.#handler.text(String.fromCodePoint(code));
  }

  oncomment(start: number, end: number, offset: number): void {
    this.#budget.spend(pieceCost);
    this.#handler.comment(this.#slice(start, end - offset));
  }

  oncdata(start: number, end: number, offset: number): void {
    this.oncomment(start, end, offset);
  }

  ondeclaration(): void {}

  onprocessinginstruction(): void {}

  onend(): void {
    while (this.#open.length > 0) this.#pop();
  }

  #slice(start: number, end: number): string {
    return this.#source.slice(start, end, this.piece);
  }

  #countsOf(name: string): Map<string, number> | undefined {
    return structural.has(name) ? this.#structural : this.#scopes.at(-1);
  }

  #push(name: string): void {
    const counts = this.#countsOf(name);
    counts?.set(name, (counts.get(name) ?? 0) + 1);
    this.#open.push(name);
    if (opensScope.has(name)) this.#scopes.push(new Map());
  }

  #pop(): string {
    const name = this.#open.pop() ?? '';
    if (opensScope.has(name) && this.#scopes.length > 1) this.#scopes.pop();
    const counts = this.#countsOf(name);
    counts?.set(name, (counts.get(name) ?? 1) - 1);
    this.#handler.close(name);
    return name;
  }
}

/**
 * Scans HTML, valid or not, in linear time. When the budget is spent, the open elements are closed and the rest is left
 * out.
 */
export function scanHtml(source: HtmlSource, handler: HtmlHandler, budget: WorkBudget): void {
  const elements = new HtmlElements(source, handler, budget);
  const tokenizer = new Tokenizer({}, elements);
  for (const [index, piece] of source.pieces.entries()) {
    if (budget.isSpent) break;
    budget.spend(piece.length * characterCost);
    elements.piece = index;
    tokenizer.write(piece);
  }
  // An incomplete token at the cut is dropped.
  if (budget.isSpent) elements.onend();
  else tokenizer.end();
}
