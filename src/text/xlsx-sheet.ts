import type { XmlAttributes } from './xml-attributes.ts';
import type { XmlHandler } from './xml-scanner.ts';
import { serialText } from './xlsx-number-format.ts';
import { maxCellCharacters, unescapeCellText, type Workbook } from './xlsx-workbook.ts';

const maxColumns = 16_384;
const maxFormulaCharacters = 256;
/** What a row costs beyond another tag, a date beyond another number, and a cell that only makes room. */
const rowCost = 150;
const dateCost = 140;
const gapCost = 18;

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

/** Between rows of a stretch: no field has it, as line breaks in fields are of the other kind. */
const rowEnd = '\r';
const rowsOfStretch = 1024;

/** Rows that start in the same column, as CSV from there on. */
interface Stretch {
  readonly first: number;
  readonly text: string;
}

/** Reads one worksheet (ECMA-376 part 1, 18.3) and gives it as CSV. */
export class XlsxSheet implements XmlHandler {
  readonly #workbook: Workbook;
  readonly #stretches: Stretch[] = [];
  /** Rows of the stretch being read, and their first column. */
  #rows: string[] = [];
  #rowsFirst = 0;
  #bounds: { left: number; right: number; readonly top: number; bottom: number } | undefined;
  #rowNumber = 0;
  /** Texts of the row being read, from its first filled column on. */
  #cells: string[] = [];
  #firstColumn = 0;
  #column = -1;
  #emptyBefore = 0;
  #reference: string | undefined;
  #type = 'n';
  #style = 0;
  #value = '';
  #formula = '';
  #collects: '' | 'value' | 'formula' = '';
  #phonetic = false;
  /** Formulas that were saved without a value. */
  uncalculated = 0;
  hiddenRows = 0;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  open(name: string, attributes: XmlAttributes, isEmpty: boolean): void {
    switch (name) {
      case 'c':
        this.#value = '';
        this.#formula = '';
        // Most cells of a formatted sheet are empty.
        if (isEmpty) break;
        this.#reference = attributes.get('r');
        this.#type = attributes.get('t') ?? 'n';
        this.#style = Number(attributes.get('s') ?? 0);
        break;
      case 'v':
      case 't':
        this.#collects = this.#phonetic ? '' : 'value';
        break;
      case 'f':
        this.#collects = 'formula';
        break;
      case 'row':
        this.#workbook.budget.spend(rowCost);
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
    if (this.#collects === 'formula') {
      if (this.#formula.length < maxFormulaCharacters) this.#formula += text;
    } else if (this.#collects === 'value' && this.#value.length < maxCellCharacters) {
      this.#value += text;
    }
  }

  /** The used range, as `B2:F40`; undefined for an empty sheet. */
  range(): string | undefined {
    if (!this.#bounds) return undefined;
    const { left, right, top, bottom } = this.#bounds;
    return `${columnName(left)}${top}:${columnName(right)}${bottom}`;
  }

  /**
   * Rows as CSV, in stretches between which a line ends. Empty columns on the left are left out, a stretch of empty rows
   * is one empty line.
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

  #closeCell(): void {
    this.#emptyBefore += 1;
    if (this.#value === '' && this.#formula === '') return;
    const reference = this.#reference;
    const next = this.#column + (reference === undefined ? this.#emptyBefore : 1);
    // Cells come in order; one that does not is put after the one before, so that no text is lost.
    this.#column = Math.max(reference === undefined ? -1 : columnOf(reference), next);
    this.#emptyBefore = 0;
    const text = this.#cellText();
    if (text === '') return;
    const cells = this.#cells;
    if (cells.length === 0) this.#firstColumn = this.#column;
    const gap = this.#column - this.#firstColumn - cells.length;
    if (gap > 0) this.#workbook.budget.spend(gap * gapCost);
    for (let index = 0; index < gap; index += 1) cells.push('');
    cells.push(csvField(text));
  }

  #closeRow(): void {
    if (this.#cells.length === 0) return;
    const first = this.#firstColumn;
    const number = this.#rowNumber;
    const last = first + this.#cells.length - 1;
    const line = this.#cells.join(',');
    this.#workbook.budget.show(line.length + first);
    const bounds = (this.#bounds ??= { left: first, right: last, top: number, bottom: number });
    if (number > bounds.bottom + 1) this.#rows.push('');
    if (first !== this.#rowsFirst || this.#rows.length >= rowsOfStretch) this.#endStretch();
    this.#rowsFirst = first;
    bounds.left = Math.min(bounds.left, first);
    bounds.right = Math.max(bounds.right, last);
    bounds.bottom = number;
    this.#rows.push(line);
  }

  #endStretch(): void {
    if (this.#rows.length === 0) return;
    this.#stretches.push({ first: this.#rowsFirst, text: this.#rows.join(rowEnd) });
    this.#rows = [];
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
        return unescapeCellText(value, this.#workbook.budget);
    }
  }

  #numberText(value: string): string {
    const kind = this.#workbook.kinds[this.#style] ?? 'number';
    if (kind === 'number') {
      // Excel shows 15 digits; what is stored beyond them is the noise of binary fractions.
      return value.length > 15 ? String(Number(Number(value).toPrecision(15))) : value;
    }
    this.#workbook.budget.spend(dateCost);
    return serialText(Number(value), kind, this.#workbook.date1904) ?? value;
  }
}
