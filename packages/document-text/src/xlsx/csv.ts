import type { WorkBudget } from '../budget.ts';

/** Cost of an empty cell in a gap. */
const gapCost = 18;
/** Separates joined rows. Fields do not contain it, because their line breaks are `\n`. */
const rowEnd = '\r';
const maxBlockRows = 1024;
const maxBlockCharacters = 128 * 1024;

/** Rows are joined if they are shorter on average, because a short string takes far more memory than its text. */
const shortRowCharacters = 256;

/** Consecutive rows with the same first column, as CSV from that column on; joined if they are short. */
interface RowBlock {
  readonly first: number;
  readonly rows: readonly string[] | string;
}

function formatCsvField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""').replaceAll(/\r\n?/g, '\n')}"` : text;
}

/** Letters of a 0-based column. */
function formatColumn(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** Builds the CSV (RFC 4180) of the used range of a sheet. Columns are 0-based, rows 1-based. */
export class CsvRows {
  readonly #budget: WorkBudget;
  readonly #blocks: RowBlock[] = [];
  /** Rows of the current block, and their first column. */
  #rows: string[] = [];
  #rowsFirst = 0;
  #rowsLength = 0;
  #bounds: { left: number; right: number; readonly top: number; bottom: number } | undefined;
  /** Fields of the current row, from its first used column on. */
  #cells: string[] = [];
  #firstColumn = 0;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  startRow(): void {
    this.#cells = [];
  }

  /** Adds a cell to the current row, unless the budget is spent. @param column right of the previous cells */
  put(column: number, text: string): void {
    if (this.#budget.isSpent) return;
    const cells = this.#cells;
    if (cells.length === 0) this.#firstColumn = column;
    const gap = column - this.#firstColumn - cells.length;
    if (gap > 0) this.#budget.spend(gap * gapCost);
    const separators = cells.length === 0 ? 0 : gap + 1;
    for (let index = 0; index < gap; index += 1) cells.push('');
    const field = formatCsvField(text);
    this.#budget.spendOnOutput(field);
    this.#budget.spendOnSeparators(separators);
    cells.push(field);
  }

  /** Ends the row. */
  endRow(number: number): void {
    if (this.#cells.length === 0) return;
    const first = this.#firstColumn;
    const last = first + this.#cells.length - 1;
    const line = this.#cells.join(',');
    this.#budget.spendOnSeparators(first);
    const bounds = (this.#bounds ??= { left: first, right: last, top: number, bottom: number });
    if (number > bounds.bottom + 1) this.#rows.push('');
    const isFull = this.#rows.length >= maxBlockRows || this.#rowsLength >= maxBlockCharacters;
    if (first !== this.#rowsFirst || isFull) this.#endBlock();
    this.#rowsFirst = first;
    bounds.left = Math.min(bounds.left, first);
    bounds.right = Math.max(bounds.right, last);
    bounds.bottom = number;
    this.#rows.push(line);
    this.#rowsLength += line.length;
  }

  /** The used range, such as `B2:F40`; undefined for an empty sheet. */
  range(): string | undefined {
    if (!this.#bounds) return undefined;
    const { left, right, top, bottom } = this.#bounds;
    return `${formatColumn(left)}${top}:${formatColumn(right)}${bottom}`;
  }

  /**
   * Yields blocks of rows, to be joined with line breaks. Empty columns on the left are left out; consecutive empty rows
   * become one empty line. Frees each block, so it can be called only once.
   */
  *csv(): Generator<string> {
    this.#endBlock();
    const left = this.#bounds?.left ?? 0;
    this.#blocks.reverse();
    for (let block = this.#blocks.pop(); block; block = this.#blocks.pop()) {
      const indent = ','.repeat(block.first - left);
      if (typeof block.rows !== 'string') for (const row of block.rows) yield row === '' ? '' : indent + row;
      else if (indent === '') yield block.rows.replaceAll(rowEnd, '\n');
      else
        yield block.rows
          .split(rowEnd)
          .map((row) => (row === '' ? '' : indent + row))
          .join('\n');
    }
  }

  #endBlock(): void {
    const rows = this.#rows;
    if (rows.length === 0) return;
    const areShort = this.#rowsLength < rows.length * shortRowCharacters;
    this.#blocks.push({ first: this.#rowsFirst, rows: areShort ? rows.join(rowEnd) : rows });
    this.#rows = [];
    this.#rowsLength = 0;
  }
}
