import type { WorkBudget } from '../budget.ts';
import { HtmlBlocks } from './blocks.ts';
import type { ComputedStyle } from '../css/computed-style.ts';
import { HtmlTable } from './table.ts';

const tightBlocks = new Set([
  'div',
  'li',
  'dt',
  'dd',
  'address',
  'figcaption',
  'summary',
  'option',
  'center',
  'form',
  'fieldset',
  'tr',
  'caption',
  'legend',
]);
const looseBlocks = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'dl',
  'blockquote',
  'pre',
  'table',
  'section',
  'article',
  'header',
  'footer',
  'main',
  'aside',
  'nav',
  'figure',
  'details',
  'hr',
]);
/** Additional cost of a link. */
const linkCost = 480;

/** Converts visible elements to blocks, lists, quotes, links and tables. */
export class HtmlLayout {
  readonly #budget: WorkBudget;
  readonly #cells: CellStack;
  #preDepth = 0;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
    this.#cells = new CellStack(budget);
  }

  open(name: string, attributes: ReadonlyMap<string, string>, style: ComputedStyle): void {
    this.#openBlock(name, attributes, style);
    this.#openElement(name, attributes);
  }

  close(name: string): void {
    if (name === 'a') this.#cells.current.closeLink();
    else if (name === 'td' || name === 'th') this.#cells.closeCell(name === 'th');
    else if (tightBlocks.has(name) || looseBlocks.has(name)) this.#closeBlock(name);
  }

  text(text: string): void {
    if (this.#preDepth > 0) {
      this.#cells.current.preformatted(text);
    } else {
      this.#cells.current.text(text);
    }
  }

  /** The document as Markdown-like text, in sections to be joined with blank lines. */
  toSections(): string[] {
    return this.#cells.current.toSections();
  }

  #openBlock(name: string, attributes: ReadonlyMap<string, string>, style: ComputedStyle): void {
    const loose = looseBlocks.has(name);
    if (!loose && !tightBlocks.has(name)) return;
    const blocks = this.#cells.current;
    blocks.endBlock();
    const isTight = style.noBottomMargin || attributes.get('class')?.startsWith('Mso') === true;
    blocks.tight = !loose || blocks.inList || (name === 'p' && isTight);
    blocks.heading = /^h[1-6]$/.test(name) ? Number(name[1]) : 0;
    blocks.wordListLevel = style.listLevel;
  }

  #openElement(name: string, attributes: ReadonlyMap<string, string>): void {
    const blocks = this.#cells.current;
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
        this.#cells.openTable(attributes);
        break;
      case 'td':
      case 'th':
        this.#cells.openCell(attributes);
        break;
      default:
        break;
    }
  }

  #closeBlock(name: string): void {
    const blocks = this.#cells.current;
    blocks.endBlock();
    blocks.heading = 0;
    blocks.wordListLevel = 0;
    blocks.tight = true;
    if (name === 'ul' || name === 'ol') blocks.closeList();
    else if (name === 'blockquote') blocks.closeQuote();
    else if (name === 'pre') this.#preDepth = Math.max(0, this.#preDepth - 1);
    else if (name === 'tr') this.#cells.closeRow();
    else if (name === 'table') this.#cells.closeTable();
  }
}

/** Deeper nested tables are read as plain blocks. */
const maxTableDepth = 16;
/** Additional cost of a table cell. */
const cellCost = 500;

interface OpenCell {
  readonly outer: HtmlBlocks;
  /** Undefined for a cell without a table or in a table that is nested too deeply: its text belongs to `outer`. */
  readonly inner: HtmlBlocks | undefined;
  readonly attributes: ReadonlyMap<string, string>;
}

/** The open table cells. Text goes to the innermost one, or to the document. */
class CellStack {
  readonly #budget: WorkBudget;
  readonly #open: OpenCell[] = [];
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
    const inner = this.#tables.at(-1) ? new HtmlBlocks(this.#budget, true) : undefined;
    this.#open.push({ outer: this.#current, inner, attributes });
    if (inner) this.#current = inner;
  }

  closeCell(isHead: boolean): void {
    this.#current.endBlock();
    const cell = this.#open.pop();
    if (!cell?.inner) return;
    this.#current = cell.outer;
    const text = cell.inner.toString();
    const table = this.#tables.at(-1);
    table?.addHeadings(cell.inner.headings);
    table?.addCell(text, cell.attributes, isHead, cell.inner.hasBlocks || text.includes('\n\n'));
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
