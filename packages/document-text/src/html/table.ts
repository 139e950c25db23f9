import type { WorkBudget } from '../budget.ts';
import { markdownHead, markdownRow } from '../markdown.ts';

const maxColumns = 256;
/** What each column that a cell spans costs. */
const columnCost = 60;
const maxRowSpan = 1000;
/** Cells added for `rowspan` in one table; beyond it spans are ignored. */
const maxSpanFills = 20_000;
/** Cells longer than this are for layout, not for data. */
const maxDataCell = 400;
const shortCell = 80;

function span(text: string | undefined, most: number): number {
  const value = Number.parseInt(text ?? '1', 10);
  return value >= 1 ? Math.min(value, most) : 1;
}

/** An HTML table while it is being read. Mail uses tables for layout far more often than for data. */
export class HtmlTable {
  readonly #budget: WorkBudget;
  readonly #rows: string[][] = [];
  #row: string[] = [];
  /** Rows that the cell of a column still reaches down. */
  #reaching: number[] = [];
  #fills = 0;
  #layout: boolean;
  #head = false;

  /** @param layout the table says so itself (`role="presentation"`) */
  constructor(layout: boolean, budget: WorkBudget) {
    this.#budget = budget;
    this.#layout = layout;
  }

  closeRow(): void {
    if (this.#row.length > 0) this.#rows.push(this.#row);
    this.#row = [];
  }

  /** @param block the cell holds a table or a list of its own, or several paragraphs */
  addCell(text: string, attributes: ReadonlyMap<string, string>, isHead: boolean, block: boolean): void {
    this.#fillReached();
    const columns = span(attributes.get('colspan'), maxColumns);
    const rows = span(attributes.get('rowspan'), maxRowSpan);
    this.#budget.spend(columns * columnCost);
    for (let index = 0; index < columns && this.#row.length < maxColumns; index += 1) {
      if (rows > 1) this.#reaching[this.#row.length] = rows;
      this.#row.push(index === 0 ? text : '');
    }
    if (isHead && text !== '') this.#head = true;
    if (block || text.length > maxDataCell) this.#layout = true;
  }

  /** The blocks that the table becomes: one Markdown table, or the texts of its cells in order. */
  toBlocks(): { readonly blocks: readonly string[]; readonly isData: boolean } {
    this.closeRow();
    const rows = this.#rows.filter((row) => row.some((cell) => cell !== ''));
    const filled = rows.map((row) => row.filter((cell) => cell !== ''));
    const columns = Math.max(0, ...filled.slice(0, 5000).map((row) => row.length));
    if (!this.#layout && columns > 1 && (rows.length > 1 || this.#head)) {
      const [head = [], ...others] = rows;
      const most = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
      return { blocks: [[markdownHead(head, most), ...others.map(markdownRow)].join('\n')], isData: true };
    }
    const blocks = filled.flatMap((row) => {
      const inline = row.length > 1 && row.every((cell) => cell.length < shortCell && !cell.includes('\n'));
      return inline ? [row.join(' | ')] : row;
    });
    return { blocks, isData: false };
  }

  #fillReached(): void {
    for (;;) {
      const reaching = this.#reaching[this.#row.length] ?? 0;
      if (reaching <= 1 || this.#fills >= maxSpanFills) return;
      this.#reaching[this.#row.length] = reaching - 1;
      this.#fills += 1;
      this.#row.push('');
    }
  }
}
