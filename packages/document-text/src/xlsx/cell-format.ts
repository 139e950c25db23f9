import { type NumberKind, formatSerial, getBuiltInKind, parseCustomKind } from './number-format.ts';
import {
  type ShownFormat,
  builtInShownFormat,
  formatShown,
  parseShownFormat,
  splitFormatCode,
} from './shown-number.ts';

/** A number format. */
export interface CellFormat {
  readonly kind: NumberKind;
  /** Percentages, amounts of money, and words in place of numbers. */
  readonly shown: ShownFormat | undefined;
  /** Nothing is shown, as with `;;;`. */
  readonly hidesValue: boolean;
}

/** Parses a format code (ECMA-376 part 1, 18.8.31). */
export function parseCellFormat(code: string): CellFormat {
  const sections = splitFormatCode(code);
  const hidesValue = sections.length > 2 && sections.every((section) => section.trim() === '');
  return { kind: parseCustomKind(code), shown: parseShownFormat(code), hidesValue };
}

/** The built-in format with this id. */
export function getBuiltInFormat(id: number): CellFormat {
  return { kind: getBuiltInKind(id), shown: builtInShownFormat(id), hidesValue: false };
}

/** Formats a stored number: as shown, as ISO 8601, or as stored with the 15 digits that Excel displays. */
export function formatCellNumber(value: string, { kind, shown }: CellFormat, date1904: boolean): string {
  const text = shown
    ? formatShown(Number(value), shown)
    : kind === 'number'
      ? undefined
      : formatSerial(Number(value), kind, date1904);
  if (text !== undefined) return text;
  // Further digits are rounding errors.
  return value.length > 15 && Number.isFinite(Number(value))
    ? String(Number(Number(value).toPrecision(15)))
    : value;
}
