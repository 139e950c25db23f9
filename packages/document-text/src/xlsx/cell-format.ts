import { type ElapsedFormat, formatElapsed, parseElapsedFormat } from './elapsed-time.ts';
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
  /** Of the kind `elapsed`. */
  readonly elapsed: ElapsedFormat | undefined;
  /** Percentages, amounts of money, and words in place of numbers. */
  readonly shown: ShownFormat | undefined;
  /** Nothing is shown, as with `;;;`. */
  readonly hidesValue: boolean;
}

/** Parses a format code (ECMA-376 part 1, 18.8.31). */
export function parseCellFormat(code: string): CellFormat {
  const sections = splitFormatCode(code);
  const hidesValue = sections.length > 2 && sections.every((section) => section.trim() === '');
  const kind = parseCustomKind(code);
  const elapsed = kind === 'elapsed' ? parseElapsedFormat(code) : undefined;
  return { kind, elapsed, shown: parseShownFormat(code), hidesValue };
}

/** The built-in format with this id. */
export function getBuiltInFormat(id: number): CellFormat {
  const kind = getBuiltInKind(id);
  const elapsed = kind === 'elapsed' ? parseElapsedFormat('[h]:mm:ss') : undefined;
  return { kind, elapsed, shown: builtInShownFormat(id), hidesValue: false };
}

/** Formats a stored number: as shown, as ISO 8601, or as stored with the 15 digits that Excel displays. */
export function formatCellNumber(value: string, format: CellFormat, date1904: boolean): string {
  const text = formatByKind(value, format, date1904);
  if (text !== undefined) return text;
  // Further digits are rounding errors.
  return value.length > 15 && Number.isFinite(Number(value))
    ? String(Number(Number(value).toPrecision(15)))
    : value;
}

function formatByKind(
  value: string,
  { kind, elapsed, shown }: CellFormat,
  date1904: boolean,
): string | undefined {
  if (shown) return formatShown(Number(value), shown);
  if (elapsed) return formatElapsed(Number(value), elapsed);
  return kind === 'number' ? undefined : formatSerial(Number(value), kind, date1904);
}
