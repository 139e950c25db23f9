import { markdownHead, markdownRow } from '../markdown.ts';
import { TextBuilder } from '../text-builder.ts';

const maxSpan = 64;
/** Cells that only make room are left out of wider rows. */
const maxColumns = 256;

/**
 * A table while it is being read: text as soon as a row is complete. Merged cells show their text once, in the first
 * cell; rows without text are left out. Rows of one cell, which only frame a text, are paragraphs up to the first one of
 * several, which is the head of a Markdown table. A table inside a cell becomes plain lines.
 */
export class OoxmlTable {
  readonly #nested: boolean;
  /** Paragraphs first, then rows. */
  readonly #framed = new TextBuilder();
  #hasFramed = false;
  #head: readonly string[] | undefined;
  readonly #rows = new TextBuilder();
  #columns = 0;
  #row: string[] = [];
  #span = 1;
  #continued = false;
  #rowDeleted = false;

  /** @param nested the table stands inside a cell */
  constructor(nested: boolean) {
    this.#nested = nested;
  }

  openRow(): void {
    this.#row = [];
    this.#rowDeleted = false;
  }

  /** A revision deleted the row that is being read. */
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

  /** The cell belongs to the one above it. */
  continuesAbove(): void {
    this.#continued = true;
  }

  closeCell(text: string): void {
    this.#row.push(this.#continued ? '' : text);
    for (let extra = 1; extra < this.#span && this.#row.length < maxColumns; extra += 1) this.#row.push('');
  }

  closeRow(): void {
    const row = this.#row;
    if (this.#rowDeleted || row.every((cell) => cell === '')) return;
    this.#columns = Math.max(this.#columns, row.length);
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
