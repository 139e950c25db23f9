import { markdownHead, markdownRow, unmarkHeadings } from '../markdown.ts';
import { TextBuilder } from '../text-builder.ts';

const maxSpan = 64;
/** Rows are not padded beyond this. */
const maxColumns = 256;

/**
 * Builds the text of a table row by row. A merged cell has its text in the first cell only; rows without text are left
 * out. Leading rows with a single cell, which only frame text, become paragraphs; the first row with several cells is
 * the header of a Markdown table. A nested table becomes plain lines.
 */
export class OoxmlTable {
  readonly #nested: boolean;
  /** Text of the leading single-cell rows. */
  readonly #framed = new TextBuilder();
  #hasFramed = false;
  #head: readonly string[] | undefined;
  readonly #rows = new TextBuilder();
  #columns = 0;
  #row: string[] = [];
  #span = 1;
  #continued = false;
  #rowDeleted = false;
  readonly #headings = new Set<string>();

  /** @param nested the table is inside a cell of another one */
  constructor(nested: boolean) {
    this.#nested = nested;
  }

  openRow(): void {
    this.#row = [];
    this.#rowDeleted = false;
  }

  /** Leaves out the current row, which a tracked change deletes. */
  deleteRow(): void {
    this.#rowDeleted = true;
  }

  openCell(): void {
    this.#span = 1;
    this.#continued = false;
  }

  spans(columns: number): void {
    this.#span = Math.min(Math.max(columns, 1), maxSpan);
  }

  /** The cell is vertically merged with the one above it. */
  continuesAbove(): void {
    this.#continued = true;
  }

  /** @param headings lines of the text that are headings */
  closeCell(text: string, headings: readonly string[] = []): void {
    for (const heading of headings) this.#headings.add(heading);
    this.#row.push(this.#continued ? '' : text);
    for (let extra = 1; extra < this.#span && this.#row.length < maxColumns; extra += 1) this.#row.push('');
  }

  closeRow(): void {
    if (this.#rowDeleted || this.#row.every((cell) => cell === '')) return;
    this.#columns = Math.max(this.#columns, this.#row.length);
    const row =
      this.#columns === 1 ? this.#row : this.#row.map((cell) => unmarkHeadings(cell, this.#headings));
    if (this.#columns === 1) {
      if (this.#hasFramed) this.#framed.add('\n\n');
      this.#framed.add(row[0] ?? '');
      this.#hasFramed = true;
    } else if (this.#nested) {
      if (this.#head) this.#rows.add('\n');
      this.#head ??= row;
      this.#rows.add(row.filter((cell) => cell !== '').join('; '));
    } else if (this.#head) {
      this.#rows.add(`\n${markdownRow(row)}`);
    } else {
      this.#head = row;
    }
  }

  toString(): string {
    const framed = this.#framed.toString();
    if (!this.#head) return framed;
    const rows = this.#rows.toString();
    const table = this.#nested ? rows : markdownHead(this.#head, this.#columns) + rows;
    return framed === '' ? table : `${framed}\n\n${table}`;
  }
}
