import type { XmlAttributes, XmlHandler } from '../xml/scanner.ts';
import { CsvRows } from './csv.ts';
import { formatSerial } from './number-format.ts';
import { type Workbook, maxCellCharacters, unescapeCellText } from './workbook.ts';

const maxColumns = 16_384;
const maxFormulaCharacters = 256;
/** Additional cost of a row, and of a date. */
const rowCost = 150;
const dateCost = 140;

/** The 0-based column of a reference such as `AB12`; -1 if it is invalid. */
function parseColumn(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index += 1) {
    const code = reference.charCodeAt(index) & 0xdf;
    if (code < 0x41 || code > 0x5a) break;
    column = column * 26 + code - 0x40;
  }
  return column <= maxColumns ? column - 1 : -1;
}

/** Reads a worksheet (ECMA-376 part 1, 18.3) as CSV. */
export class XlsxSheet implements XmlHandler {
  readonly #workbook: Workbook;
  readonly rows: CsvRows;
  #rowNumber = 0;
  #column = -1;
  #emptyBefore = 0;
  #reference: string | undefined;
  #type = 'n';
  #style = 0;
  #value = '';
  #formula = '';
  #collects: '' | 'value' | 'formula' = '';
  #phonetic = false;
  /** Number of formulas without a saved value. */
  uncalculated = 0;
  hiddenRows = 0;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
    this.rows = new CsvRows(workbook.budget);
  }

  open(name: string, attributes: XmlAttributes, isEmpty: boolean): void {
    switch (name) {
      case 'c':
        this.#value = '';
        this.#formula = '';
        // Fast path: most cells of a formatted sheet are empty.
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
        this.rows.startRow();
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
        this.rows.endRow(this.#rowNumber);
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

  #closeCell(): void {
    this.#emptyBefore += 1;
    if (this.#value === '' && this.#formula === '') return;
    const reference = this.#reference;
    const next = this.#column + (reference === undefined ? this.#emptyBefore : 1);
    // A cell that is out of order is placed after the previous one, so that no text is lost.
    this.#column = Math.max(reference === undefined ? -1 : parseColumn(reference), next);
    this.#emptyBefore = 0;
    const text = this.#cellText();
    if (text !== '') this.rows.put(this.#column, text);
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
      // Excel displays 15 digits; further ones are rounding errors.
      return value.length > 15 ? String(Number(Number(value).toPrecision(15))) : value;
    }
    this.#workbook.budget.spend(dateCost);
    return formatSerial(Number(value), kind, this.#workbook.date1904) ?? value;
  }
}
