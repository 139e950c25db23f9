import { HtmlBlocks } from './blocks.ts';
import { HtmlTable } from './table.ts';
import type { ReadingBudget } from '../budget.ts';

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
export class HtmlLayers {
  readonly #budget: ReadingBudget;
  readonly #cells: OpenCell[] = [];
  readonly #tables: (HtmlTable | undefined)[] = [];
  #current: HtmlBlocks;

  constructor(budget: ReadingBudget) {
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
