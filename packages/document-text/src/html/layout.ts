import type { WorkBudget } from '../budget.ts';
import { words } from '../text-builder.ts';
import { HtmlBlocks } from './blocks.ts';
import type { StyleDeclarations } from './style.ts';
import { HtmlTable } from './table.ts';

const tightBlocks = words(
  'div li dt dd address figcaption summary option center form fieldset tr caption legend',
);
const looseBlocks = words(
  'p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table section article header footer main aside nav figure details hr',
);
/** What a link costs beyond another element. */
const linkCost = 400;

/** Puts the elements of a page that a person sees in order: blocks, lists, quotes, links, tables. */
export class HtmlLayout {
  readonly #budget: WorkBudget;
  readonly #layers: CellStack;
  #preDepth = 0;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
    this.#layers = new CellStack(budget);
  }

  open(name: string, attributes: ReadonlyMap<string, string>, facts: StyleDeclarations): void {
    this.#openBlock(name, attributes, facts);
    this.#openElement(name, attributes);
  }

  close(name: string): void {
    if (name === 'a') this.#layers.current.closeLink();
    else if (name === 'td' || name === 'th') this.#layers.closeCell(name === 'th');
    else if (tightBlocks.has(name) || looseBlocks.has(name)) this.#closeBlock(name);
  }

  text(text: string): void {
    if (this.#preDepth > 0) {
      this.#layers.current.preformatted(text);
    } else {
      this.#layers.current.text(text);
    }
  }

  /** The page as Markdown-like text. */
  toString(): string {
    return this.#layers.current.toString();
  }

  #openBlock(name: string, attributes: ReadonlyMap<string, string>, facts: StyleDeclarations): void {
    const loose = looseBlocks.has(name);
    if (!loose && !tightBlocks.has(name)) return;
    const blocks = this.#layers.current;
    blocks.endBlock();
    const close = facts.noBottomMargin === true || attributes.get('class')?.startsWith('Mso') === true;
    blocks.tight = !loose || blocks.inList || (name === 'p' && close);
    blocks.heading = /^h[1-6]$/.test(name) ? Number(name[1]) : 0;
    blocks.wordListLevel = facts.listLevel ?? 0;
  }

  #openElement(name: string, attributes: ReadonlyMap<string, string>): void {
    const blocks = this.#layers.current;
    switch (name) {
      case 'br':
        blocks.lineBreak();
        break;
      case 'a':
        this.#budget.spend(linkCost);
        blocks.openLink(attributes.get('href') ?? '');
        break;
      case 'ul':
      case 'ol':
        blocks.openList(name === 'ol', Number.parseInt(attributes.get('start') ?? '1', 10) || 1);
        break;
      case 'li':
        blocks.openItem();
        break;
      case 'blockquote':
        blocks.openQuote();
        break;
      case 'pre':
        this.#preDepth += 1;
        break;
      case 'hr':
        blocks.addBlock('---', false);
        break;
      case 'table':
        this.#layers.openTable(attributes);
        break;
      case 'td':
      case 'th':
        this.#layers.openCell(attributes);
        break;
      default:
        break;
    }
  }

  #closeBlock(name: string): void {
    const blocks = this.#layers.current;
    blocks.endBlock();
    blocks.heading = 0;
    blocks.wordListLevel = 0;
    blocks.tight = true;
    if (name === 'ul' || name === 'ol') blocks.closeList();
    else if (name === 'blockquote') blocks.closeQuote();
    else if (name === 'pre') this.#preDepth = Math.max(0, this.#preDepth - 1);
    else if (name === 'tr') this.#layers.closeRow();
    else if (name === 'table') this.#layers.closeTable();
  }
}

/** Tables inside tables beyond this are read as plain blocks. */
const maxTableDepth = 16;
/** What a cell costs beyond another element. */
const cellCost = 500;

interface OpenCell {
  readonly outer: HtmlBlocks;
  /** Undefined for a cell without a table, or in one too deep: its text flows on outside. */
  readonly inner: HtmlBlocks | undefined;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Where text flows to: the page, or a cell of a table in a cell of a table. */
class CellStack {
  readonly #budget: WorkBudget;
  readonly #cells: OpenCell[] = [];
  readonly #tables: (HtmlTable | undefined)[] = [];
  #current: HtmlBlocks;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
    this.#current = new HtmlBlocks(budget);
  }

  get current(): HtmlBlocks {
    return this.#current;
  }

  openTable(attributes: ReadonlyMap<string, string>): void {
    const layout = attributes.get('role') === 'presentation';
    this.#tables.push(this.#tables.length < maxTableDepth ? new HtmlTable(layout, this.#budget) : undefined);
  }

  closeRow(): void {
    this.#tables.at(-1)?.closeRow();
  }

  openCell(attributes: ReadonlyMap<string, string>): void {
    this.#budget.spend(cellCost);
    this.#current.endBlock();
    const inner = this.#tables.at(-1) ? new HtmlBlocks(this.#budget) : undefined;
    this.#cells.push({ outer: this.#current, inner, attributes });
    if (inner) this.#current = inner;
  }

  closeCell(isHead: boolean): void {
    this.#current.endBlock();
    const cell = this.#cells.pop();
    if (!cell?.inner) return;
    this.#current = cell.outer;
    const text = cell.inner.toString();
    this.#tables
      .at(-1)
      ?.addCell(text, cell.attributes, isHead, cell.inner.hasBlocks || text.includes('\n\n'));
  }

  closeTable(): void {
    const table = this.#tables.pop();
    if (!table) return;
    const { blocks, isData } = table.toBlocks();
    for (const block of blocks) this.#current.addBlock(block, !isData && !block.includes('\n'));
    if (isData || blocks.length > 1) this.#current.hasBlocks = true;
    this.#current.breakHere();
  }
}
