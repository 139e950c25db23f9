import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import type { WorkBudget } from '../budget.ts';
import { words } from '../text-builder.ts';

/** Receives a balanced sequence: every element that opens is closed, in the right order. */
export interface HtmlHandler {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  close(name: string): void;
  text(text: string): void;
  comment(text: string): void;
}

const voidElements = words(
  'area base basefont br col embed frame hr img input link meta param source track wbr',
);
const cells = words('td th');
const rowParts = words('td th tr');
const sectionParts = words('td th tr thead tbody tfoot');
const paragraph = words('p');
/** Elements whose start ends others that were left open (HTML, 13.1.2.4). */
const endedBy: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['li', words('li p')],
  ['dd', words('dd dt p')],
  ['dt', words('dd dt p')],
  ['option', words('option')],
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
/** Ends of these reach out of a table cell; ends of others do not. */
const structural = words('html body table caption thead tbody tfoot tr td th');
const opensScope = words('td th caption');

/** Between these, it is looked whether the budget ends. */
const pieceCharacters = 16_384;
/** What a character costs, and what parts of the mark-up do. */
const characterCost = 4;
const tagCost = 400;
const attributeCost = 250;
const pieceCost = 60;

const noAttributes: ReadonlyMap<string, string> = new Map();

/** Keeps the stack of open elements in a way that costs no more for deep nesting than for flat text. */
class HtmlElements implements TokenizerCallbacks {
  readonly #budget: WorkBudget;
  readonly #source: string;
  readonly #handler: HtmlHandler;
  readonly #open: string[] = [];
  /** How often each name is open: since the innermost cell, and for structural names altogether. */
  readonly #scopes: Map<string, number>[] = [new Map()];
  readonly #structural = new Map<string, number>();
  #tag = '';
  #attributes: Map<string, string> | undefined;
  #attribute = '';
  #value = '';

  constructor(source: string, handler: HtmlHandler, budget: WorkBudget) {
    this.#budget = budget;
    this.#source = source;
    this.#handler = handler;
  }

  onattribname(start: number, end: number): void {
    this.#budget.spend(attributeCost);
    this.#attribute = this.#source.slice(start, end).toLowerCase();
  }

  onattribdata(start: number, end: number): void {
    this.#value += this.#source.slice(start, end);
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
    this.#tag = this.#source.slice(start, end).toLowerCase();
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
    // HTML knows no empty elements but the void ones; Word writes `<o:p/>`, which must not stay open.
    if (this.#tag.includes(':') && this.#open.length > depth) this.#pop();
  }

  onclosetag(start: number, end: number): void {
    this.#budget.spend(pieceCost);
    const name = this.#source.slice(start, end).toLowerCase();
    if ((this.#countsOf(name)?.get(name) ?? 0) > 0) {
      while (this.#open.length > 0 && this.#pop() !== name);
    } else if (name === 'p' || name === 'br') {
      this.#handler.open(name, noAttributes);
      this.#handler.close(name);
    }
  }

  ontext(start: number, end: number): void {
    this.#budget.spend(pieceCost);
    this.#handler.text(this.#source.slice(start, end));
  }

  ontextentity(code: number): void {
    this.#budget.spend(pieceCost);
    this.#handler.text(String.fromCodePoint(code));
  }

  oncomment(start: number, end: number, offset: number): void {
    this.#budget.spend(pieceCost);
    this.#handler.comment(this.#source.slice(start, end - offset));
  }

  oncdata(start: number, end: number, offset: number): void {
    this.oncomment(start, end, offset);
  }

  ondeclaration(): void {}

  onprocessinginstruction(): void {}

  onend(): void {
    while (this.#open.length > 0) this.#pop();
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
 * Scans HTML of any quality in one pass. Time grows with the length alone, whatever the nesting. Where the budget ends,
 * the open elements are closed and the rest is left out.
 */
export function scanHtml(source: string, handler: HtmlHandler, budget: WorkBudget): void {
  const elements = new HtmlElements(source, handler, budget);
  const tokenizer = new Tokenizer({}, elements);
  for (let at = 0; at < source.length && !budget.isSpent; at += pieceCharacters) {
    budget.spend(pieceCharacters * characterCost);
    tokenizer.write(source.slice(at, at + pieceCharacters));
  }
  // What stands half-read at a cut is no text.
  if (budget.isSpent) elements.onend();
  else tokenizer.end();
}
