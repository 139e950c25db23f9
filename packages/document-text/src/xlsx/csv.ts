import type { WorkBudget } from '../budget.ts';

/** What a cell costs that only makes room. */
const gapCost = 18;
/** Between rows of a stretch: no field has it, as line breaks in fields are of the other kind. */
const rowEnd = '\r';
const rowsOfStretch = 1024;

/** Rows that start in the same column, as CSV from there on. */
interface RowBlock {
  readonly first: number;
  readonly text: string;
}

function formatCsvField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""').replaceAll(/\r\n?/g, '\n')}"` : text;
}

/** The letters of a column, from 0. */
function formatColumn(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** Cells, row by row from the left, as CSV (RFC 4180) of the range that they fill. Columns count from 0, rows from 1. */
export class CsvRows {
  readonly #budget: WorkBudget;
  readonly #stretches: RowBlock[] = [];
  /** Rows of the stretch being read, and their first column. */
  #rows: string[] = [];
  #rowsFirst = 0;
  #bounds: { left: number; right: number; readonly top: number; bottom: number } | undefined;
  /** Texts of the row being read, from its first filled column on. */
  #cells: string[] = [];
  #firstColumn = 0;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  startRow(): void {
    this.#cells = [];
  }

  /** Puts a text into the row, right of those that are there. */
  put(column: number, text: string): void {
    const cells = this.#cells;
    if (cells.length === 0) this.#firstColumn = column;
    const gap = column - this.#firstColumn - cells.length;
    if (gap > 0) this.#budget.spend(gap * gapCost);
    for (let index = 0; index < gap; index += 1) cells.push('');
    cells.push(formatCsvField(text));
  }

  /** Ends the row. */
  endRow(number: number): void {
    if (this.#cells.length === 0) return;
    const first = this.#firstColumn;
    const last = first + this.#cells.length - 1;
    const line = this.#cells.join(',');
    this.#budget.spendOnOutput(line.length + first);
    const bounds = (this.#bounds ??= { left: first, right: last, top: number, bottom: number });
    if (number > bounds.bottom + 1) this.#rows.push('');
    if (first !== this.#rowsFirst || this.#rows.length >= rowsOfStretch) this.#endStretch();
    this.#rowsFirst = first;
    bounds.left = Math.min(bounds.left, first);
    bounds.right = Math.max(bounds.right, last);
    bounds.bottom = number;
    this.#rows.push(line);
  }

  /** What is filled, as `B2:F40`; undefined where nothing is. */
  range(): string | undefined {
    if (!this.#bounds) return undefined;
    const { left, right, top, bottom } = this.#bounds;
    return `${formatColumn(left)}${top}:${formatColumn(right)}${bottom}`;
  }

  /**
   * The rows, in stretches between which a line ends. Empty columns on the left are left out, a stretch of empty rows is
   * one empty line.
   */
  *csv(): Generator<string> {
    this.#endStretch();
    const left = this.#bounds?.left ?? 0;
    // Each is let go of as soon as it is handed out.
    this.#stretches.reverse();
    for (let stretch = this.#stretches.pop(); stretch; stretch = this.#stretches.pop()) {
      const indent = ','.repeat(stretch.first - left);
      const rows = stretch.text.split(rowEnd);
      yield rows.map((row) => (row === '' ? '' : indent + row)).join('\n');
    }
  }

  #endStretch(): void {
    if (this.#rows.length === 0) return;
    this.#stretches.push({ first: this.#rowsFirst, text: this.#rows.join(rowEnd) });
    this.#rows = [];
  }
}
