import type { WorkBudget } from '../budget.ts';
import { markdownHead, markdownRow, unmarkHeadings } from '../markdown.ts';

const maxColumns = 256;
/** Cost of each spanned column. */
const columnCost = 60;
const maxRowSpan = 1000;
/** Maximum cells added for `rowspan` in one table; further spans are ignored. */
const maxSpanFills = 20_000;
/** A table with a longer cell is a layout table. */
const maxDataCell = 400;
/** Cells of a layout row up to this length are joined to one line. */
const shortCell = 80;

function parseSpan(text: string | undefined, max: number): number {
  const value = Number.parseInt(text ?? '1', 10);
  return value >= 1 ? Math.min(value, max) : 1;
}

/** Builds an HTML table. Mail uses tables mostly for layout, so it decides whether the table contains data. */
export class HtmlTable {
  readonly #budget: WorkBudget;
  readonly #rows: string[][] = [];
  #row: string[] = [];
  /** By column: remaining rows of a cell with `rowspan`. */
  #remainingRows: number[] = [];
  #fills = 0;
  #layout: boolean;
  #head = false;
  readonly #headings = new Set<string>();

  /** @param layout the table is declared as a layout table (`role="presentation"`) */
  constructor(layout: boolean, budget: WorkBudget) {
    this.#budget = budget;
    this.#layout = layout;
  }

  closeRow(): void {
    if (this.#row.length > 0) this.#rows.push(this.#row);
    this.#row = [];
  }

  /** Adds lines of the next cell that are headings. */
  addHeadings(headings: readonly string[]): void {
    for (const heading of headings) this.#headings.add(heading);
  }

  /** @param block the cell contains a table, a list or several paragraphs */
  addCell(text: string, attributes: ReadonlyMap<string, string>, isHead: boolean, block: boolean): void {
    this.#fillSpannedCells();
    const columns = parseSpan(attributes.get('colspan'), maxColumns);
    const rows = parseSpan(attributes.get('rowspan'), maxRowSpan);
    this.#budget.spend(columns * columnCost);
    for (let index = 0; index < columns && this.#row.length < maxColumns; index += 1) {
      if (rows > 1) this.#remainingRows[this.#row.length] = rows;
      this.#row.push(index === 0 ? text : '');
    }
    if (isHead && text !== '') this.#head = true;
    if (block || text.length > maxDataCell) this.#layout = true;
  }

  /** Returns one Markdown table, or the texts of the cells of a layout table. */
  toBlocks(): { readonly blocks: readonly string[]; readonly isData: boolean } {
    this.closeRow();
    const rows = this.#rows.filter((row) => row.some((cell) => cell !== ''));
    const filled = rows.map((row) => row.filter((cell) => cell !== ''));
    const columns = Math.max(0, ...filled.slice(0, 5000).map((row) => row.length));
    if (!this.#layout && columns > 1 && (rows.length > 1 || this.#head)) {
      const [head = [], ...others] = rows.map((row) => this.#unmark(row));
      const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
      return { blocks: [[markdownHead(head, width), ...others.map(markdownRow)].join('\n')], isData: true };
    }
    const blocks = filled.flatMap((row) => {
      const inline = row.length > 1 && row.every((cell) => cell.length < shortCell && !cell.includes('\n'));
      return inline ? [this.#unmark(row).join(' | ')] : row;
    });
    return { blocks, isData: false };
  }

  #unmark(row: string[]): string[] {
    return row.map((cell) => unmarkHeadings(cell, this.#headings));
  }

  #fillSpannedCells(): void {
    for (;;) {
      const remaining = this.#remainingRows[this.#row.length] ?? 0;
      if (remaining <= 1 || this.#fills >= maxSpanFills) return;
      this.#remainingRows[this.#row.length] = remaining - 1;
      this.#fills += 1;
      this.#row.push('');
    }
  }
}
