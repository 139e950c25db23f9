import { markdownTable } from './markdown-table.ts';

const maxSpan = 64;

/** A table while it is being read. Merged cells show their text once, in the first cell. */
export class OoxmlTable {
  readonly #rows: string[][] = [];
  #row: string[] = [];
  #span = 1;
  #continued = false;
  #rowDeleted = false;

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
    for (let extra = 1; extra < this.#span; extra += 1) this.#row.push('');
  }

  closeRow(): void {
    if (!this.#rowDeleted && this.#row.length > 0) this.#rows.push(this.#row);
  }

  /** The table as text. One that only frames a text, or that stands inside a cell, becomes plain lines. */
  toText(nested: boolean): string {
    const rows = this.#rows.filter((row) => row.some((cell) => cell !== ''));
    const single = rows.every((row) => row.length === 1);
    if (!single && !nested) return markdownTable(rows);
    const separator = single ? '\n\n' : '\n';
    return rows.map((row) => row.filter((cell) => cell !== '').join('; ')).join(separator);
  }
}
