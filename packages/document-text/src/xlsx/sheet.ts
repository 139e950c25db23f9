import type { Relationship } from '../office/package.ts';
import { detach } from '../text-builder.ts';
import type { XmlAttributes, XmlHandler } from '../xml/scanner.ts';
import { CsvRows } from './csv.ts';
import { formatCellNumber, getBuiltInFormat } from './cell-format.ts';
import { SheetExtras } from './sheet-extras.ts';
import { maxCellCharacters, unescapeCellText } from './cell-text.ts';
import type { Workbook } from './workbook.ts';

const maxColumns = 16_384;
const maxFormulaCharacters = 256;
/** Additional cost of a row; of a formula without a value; of a date; of a time; of a percentage or an amount of money. */
const rowCost = 150;
const formulaCost = 80;
const dateCost = 140;
const timeCost = 220;
const shownCost = 640;

const generalFormat = getBuiltInFormat(0);

/** A rectangle of cells: columns 0-based, rows 1-based. */
export interface CellRange {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Parses a range such as `B2:F40`. */
export function parseRange(reference: string): CellRange | undefined {
  const parts = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/i.exec(reference);
  if (!parts) return undefined;
  const [, left = '', top = '', right = '', bottom = ''] = parts;
  return { left: parseColumn(left), right: parseColumn(right), top: Number(top), bottom: Number(bottom) };
}

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
  readonly copiesText = true;
  readonly #workbook: Workbook;
  readonly rows: CsvRows;
  /** Links, headers and footers. */
  readonly extras: SheetExtras;
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
  /** Number of cells whose value is not seen, and left out. */
  hiddenCells = 0;
  /** Tables, whose style fills cells. */
  readonly #tables: readonly CellRange[];
  readonly #hiddenRanges: { readonly from: number; readonly to: number }[] = [];
  readonly #hiddenColumns = new Set<number>();

  constructor(
    workbook: Workbook,
    tables: readonly CellRange[],
    relationships: ReadonlyMap<string, Relationship>,
  ) {
    this.#workbook = workbook;
    this.extras = new SheetExtras(workbook.budget, relationships);
    this.#tables = tables;
    this.rows = new CsvRows(workbook.budget);
  }

  /** Number of hidden columns with text. */
  get hiddenColumns(): number {
    return this.#hiddenColumns.size;
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
        if (isHidden(attributes, 'ht')) this.hiddenRows += 1;
        break;
      case 'col':
        if (isHidden(attributes, 'width') && this.#hiddenRanges.length < maxColumns) {
          this.#workbook.budget.retain();
          this.#hiddenRanges.push({
            from: Number(attributes.get('min')) - 1,
            to: Number(attributes.get('max')) - 1,
          });
        }
        break;
      case 'rPh':
        this.#phonetic = true;
        break;
      default:
        this.extras.open(name, attributes);
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
        this.extras.close(name);
    }
  }

  text(text: string): void {
    if (this.#collects === 'formula') {
      if (this.#formula.length < maxFormulaCharacters) this.#formula += text;
    } else if (this.#collects === 'value' && this.#value.length < maxCellCharacters) {
      this.#value += text;
    } else {
      this.extras.text(text);
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
    const shown = this.#shownText();
    if (shown === '') return;
    const text = this.#type === 's' ? shown : detach(shown);
    this.rows.put(this.#column, text);
    this.extras.addCell(text, this.#formula, reference);
    if (this.#hiddenRanges.some(({ from, to }) => this.#column >= from && this.#column <= to))
      this.#hiddenColumns.add(this.#column);
  }

  /** The text of the cell, without what is not seen of it. */
  #shownText(): string {
    const style = this.#workbook.styles[this.#style];
    const onWhite =
      this.#type === 's' ? this.#workbook.sharedStrings.onWhite(Number(this.#value)) : undefined;
    if (onWhite !== undefined && style?.hidden !== 'yes' && !this.#inTable()) {
      this.hiddenCells += 1;
      return onWhite;
    }
    const text = this.#cellText();
    const isSeen =
      text === '' || !style || style.hidden === 'no' || (style.hidden === 'without-table' && this.#inTable());
    if (isSeen) return text;
    this.hiddenCells += 1;
    return '';
  }

  #inTable(): boolean {
    const row = this.#rowNumber;
    return this.#tables.some(
      ({ left, right, top, bottom }) =>
        this.#column >= left && this.#column <= right && row >= top && row <= bottom,
    );
  }

  #cellText(): string {
    const value = this.#value;
    if (value === '') {
      if (this.#formula === '') return '';
      this.uncalculated += 1;
      this.#workbook.budget.spend(formulaCost);
      return `=${this.#formula.slice(0, maxFormulaCharacters)}`;
    }
    switch (this.#type) {
      case 's':
        return this.#workbook.sharedStrings.get(Number(value));
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
    const format = this.#workbook.styles[this.#style]?.format ?? generalFormat;
    if (format.shown) this.#workbook.budget.spend(shownCost);
    else if (format.kind === 'date') this.#workbook.budget.spend(dateCost);
    else if (format.kind !== 'number') this.#workbook.budget.spend(timeCost);
    return formatCellNumber(value, format, this.#workbook.date1904);
  }
}

/** A row or column is hidden, or has no size. @param size attribute of the height or width */
function isHidden(attributes: XmlAttributes, size: 'ht' | 'width'): boolean {
  const hidden = attributes.get('hidden');
  return hidden === '1' || hidden === 'true' || Number(attributes.get(size) ?? '1') === 0;
}
