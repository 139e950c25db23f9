import { maxTextCharacters } from './extracted-document.ts';
import { tooMuchText } from './flow-text.ts';
import { XmlAttributes } from './xml-attributes.ts';
import type { XmlHandler } from './xml-scanner.ts';
import { serialText } from './xlsx-number-format.ts';
import { unescapeCellText, type Workbook } from './xlsx-workbook.ts';

const maxColumns = 16_384;
const maxFormulaCharacters = 256;

/** The column of a reference such as `AB12`, from 0; -1 where there is none. */
function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index += 1) {
    const code = reference.charCodeAt(index) & 0xdf;
    if (code < 0x41 || code > 0x5a) break;
    column = column * 26 + code - 0x40;
  }
  return column <= maxColumns ? column - 1 : -1;
}

/** The letters of a column, from 0. */
function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

function csvField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""').replaceAll(/\r\n?/g, '\n')}"` : text;
}

/** A row as CSV from its first filled column on. */
interface SheetRow {
  readonly number: number;
  readonly first: number;
  readonly last: number;
  readonly line: string;
}

/** Reads one worksheet (ECMA-376 part 1, 18.3) and gives it as CSV. */
export class XlsxSheet implements XmlHandler {
  readonly #workbook: Workbook;
  readonly #rows: SheetRow[] = [];
  #rowNumber = 0;
  /** Texts of the row being read, from its first filled column on. */
  #cells: string[] = [];
  #firstColumn = 0;
  #column = -1;
  /** The cell being read: most cells of a formatted sheet are empty, and then nobody asks. */
  #cell = '';
  readonly #attributes = new XmlAttributes();
  #emptyBefore = 0;
  #type = 'n';
  #style = 0;
  #value = '';
  #formula = '';
  #collects: '' | 'value' | 'formula' = '';
  #phonetic = false;
  #characters = 0;
  /** Formulas that were saved without a value. */
  uncalculated = 0;
  hiddenRows = 0;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  open(name: string, attributes: XmlAttributes): void {
    switch (name) {
      case 'c':
        this.#cell = attributes.toString();
        this.#value = '';
        this.#formula = '';
        break;
      case 'v':
      case 't':
        this.#collects = this.#phonetic ? '' : 'value';
        break;
      case 'f':
        this.#collects = 'formula';
        break;
      case 'row':
        this.#rowNumber = Number(attributes.get('r')) || this.#rowNumber + 1;
        this.#cells = [];
        this.#column = -1;
        this.#emptyBefore = 0;
        if (attributes.get('hidden') === '1') this.hiddenRows += 1;
        break;
      case 'rPh':
        this.#phonetic = true;
        break;
      default:
        break;
    }
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
      case 'f':
        this.#collects = '';
        break;
      case 'c':
        this.#closeCell();
        break;
      case 'row':
        this.#closeRow();
        break;
      case 'rPh':
        this.#phonetic = false;
        break;
      default:
        break;
    }
  }

  text(text: string): void {
    if (this.#collects === 'value') this.#value += text;
    else if (this.#collects === 'formula') this.#formula += text;
  }

  /** The used range, as `B2:F40`; undefined for an empty sheet. */
  range(): string | undefined {
    const first = this.#rows[0];
    const last = this.#rows.at(-1);
    if (!first || !last) return undefined;
    const [left, right] = this.#bounds();
    return `${columnName(left)}${first.number}:${columnName(right)}${last.number}`;
  }

  /** Rows as CSV. Empty columns on the left are left out, a stretch of empty rows is one empty line. */
  toCsv(): string {
    const [left] = this.#bounds();
    const lines: string[] = [];
    let previous = this.#rows[0]?.number ?? 0;
    let characters = 0;
    for (const { number, first, line } of this.#rows) {
      if (number > previous + 1) lines.push('');
      previous = number;
      characters += first - left;
      if (this.#characters + characters > maxTextCharacters) throw tooMuchText();
      lines.push(first > left ? ','.repeat(first - left) + line : line);
    }
    return lines.join('\n');
  }

  #bounds(): [number, number] {
    let left = maxColumns;
    let right = 0;
    for (const { first, last } of this.#rows) {
      left = Math.min(left, first);
      right = Math.max(right, last);
    }
    return [left, right];
  }

  #closeCell(): void {
    this.#emptyBefore += 1;
    if (this.#value === '' && this.#formula === '') return;
    this.#attributes.point(this.#cell, 0, this.#cell.length);
    const reference = this.#attributes.get('r');
    const next = this.#column + (reference === undefined ? this.#emptyBefore : 1);
    // Cells come in order; one that does not is put after the one before, so that no text is lost.
    this.#column = Math.max(reference === undefined ? -1 : columnOf(reference), next);
    this.#emptyBefore = 0;
    this.#type = this.#attributes.get('t') ?? 'n';
    this.#style = Number(this.#attributes.get('s') ?? 0);
    const text = this.#cellText();
    if (text === '') return;
    const cells = this.#cells;
    if (cells.length === 0) this.#firstColumn = this.#column;
    while (this.#firstColumn + cells.length < this.#column) cells.push('');
    cells.push(csvField(text));
  }

  #closeRow(): void {
    if (this.#cells.length === 0) return;
    const first = this.#firstColumn;
    const line = this.#cells.join(',');
    this.#characters += line.length + 1;
    if (this.#characters > maxTextCharacters) throw tooMuchText();
    this.#rows.push({ number: this.#rowNumber, first, last: first + this.#cells.length - 1, line });
  }

  #cellText(): string {
    const value = this.#value;
    if (value === '') {
      if (this.#formula === '') return '';
      this.uncalculated += 1;
      return `=${this.#formula.slice(0, maxFormulaCharacters)}`;
    }
    switch (this.#type) {
      case 's':
        return this.#workbook.sharedStrings[Number(value)] ?? '';
      case 'b':
        return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
      case 'n':
        return this.#numberText(value);
      case 'd':
        return value.replace('T00:00:00', '').replace('T', ' ');
      default:
        return unescapeCellText(value);
    }
  }

  #numberText(value: string): string {
    const kind = this.#workbook.kinds[this.#style] ?? 'number';
    if (kind !== 'number') return serialText(Number(value), kind, this.#workbook.date1904) ?? value;
    // Excel shows 15 digits; what is stored beyond them is the noise of binary fractions.
    return value.length > 15 ? String(Number(Number(value).toPrecision(15))) : value;
  }
}
