import { endOfPdfString, isPdfRegular, isPdfSpace } from './lexer.ts';

export function endOfWord(source: Uint8Array, start: number): number {
  let at = start;
  while (isPdfRegular(source[at])) at += 1;
  return at;
}

export function isNumberPart(code: number | undefined): boolean {
  return code !== undefined && ((code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2d);
}

export function isExponent(source: Uint8Array, at: number): boolean {
  return ((source[at] ?? 0) & 0xdf) === 0x45 && isNumberPart(source[at + 1]);
}

export function isNumberStart(code: number): boolean {
  return isNumberPart(code) || code === 0x2b;
}

/** Returns the position after the `EI` of an inline image (8.9.7). Plain text has to follow it. */
export function endOfInlineImage(source: Uint8Array, start: number): number {
  for (let at = source.indexOf(0x45, start); at >= 0; at = source.indexOf(0x45, at + 1)) {
    const isEnd = source[at + 1] === 0x49 && isPdfSpace(source[at - 1]) && !isPdfRegular(source[at + 2]);
    if (
      isEnd &&
      source.subarray(at + 2, at + 12).every((code) => isPdfSpace(code) || (code > 0x20 && code < 0x7f))
    )
      return at + 2;
  }
  return source.length;
}

/** Reads a number (7.3.3). An exponent, which no producer should write, is ignored. */
function readNumber(source: Uint8Array, start: number, end: number): number {
  let value = 0;
  let scale = 0;
  for (let at = start; at < end; at += 1) {
    const code = source[at] ?? 0;
    if (code === 0x2e) {
      if (scale > 0) break;
      scale = 1;
    } else if (code >= 0x30 && code <= 0x39) {
      value = value * 10 + code - 0x30;
      scale *= 10;
    } else if (at > start) {
      break;
    }
  }
  const magnitude = scale > 1 ? value / scale : value;
  const number = source[start] === 0x2d ? -magnitude : magnitude;
  return Number.isFinite(number) ? number : 0;
}

/** The numbers between `start` and `end`, at most the first six. */
export function readNumbersBetween(source: Uint8Array, start: number, end: number): number[] {
  const numbers: number[] = [];
  for (let at = start; at < end && numbers.length < 6;) {
    const code = source[at] ?? 0;
    if (isNumberStart(code)) {
      const wordEnd = endOfWord(source, at);
      numbers.push(readNumber(source, at, wordEnd));
      at = wordEnd;
    } else {
      at = code === 0x2f ? endOfWord(source, at + 1) : at + 1;
    }
  }
  return numbers;
}

/** The number of bytes of the strings between `start` and `end`, at most. */
export function countCharacters(source: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const code = source[at];
    if (code !== 0x28 && code !== 0x3c) continue;
    const close = code === 0x28 ? endOfPdfString(source, at, end) : source.indexOf(0x3e, at) + 1;
    const size = (close <= 0 ? end : close) - at - 2;
    count += code === 0x28 ? size : size / 2;
    at = close <= 0 ? end : close - 1;
  }
  return Math.max(1, count);
}

/** Effect of an operator on text. */
type PdfEffect =
  | 'keep'
  | 'show'
  | 'font'
  | 'save'
  | 'restore'
  | 'draw'
  | 'state'
  | 'mark'
  | 'image'
  | 'space'
  | 'path'
  | 'paint';

export interface PdfOperator {
  readonly effect: PdfEffect;
  readonly operator: string;
}

/** The bytes of an operator as a number. */
function toKey(operator: string): number {
  return new TextEncoder().encode(operator).reduceRight((code, byte) => code * 256 + byte, 0);
}

const operatorsByEffect: Readonly<Record<PdfEffect, string>> = {
  keep: 'cm BT ET EMC Tc Tw Tz TL Tr Ts Td TD Tm T*',
  show: `Tj TJ ' "`,
  font: 'Tf',
  save: 'q',
  restore: 'Q',
  draw: 'Do',
  state: 'gs',
  mark: 'BMC BDC',
  image: 'ID',
  space: 'cs CS',
  path: 're m l c v y',
  paint: 'g rg k G RG K sc scn SC SCN W W* n f F f* B B* b b* S s sh',
};

/** By `toKey` of the operator. Operators without an entry do not affect text. */
const operators: ReadonlyMap<number, PdfOperator> = new Map(
  Object.entries(operatorsByEffect).flatMap(([effect, names]) =>
    names.split(' ').map((operator) => [toKey(operator), { effect: effect as PdfEffect, operator }] as const),
  ),
);

export function findOperator(source: Uint8Array, start: number, end: number): PdfOperator | undefined {
  const length = end - start;
  if (length > 3) return undefined;
  return operators.get(
    (source[start] ?? 0) +
      (length > 1 ? (source[start + 1] ?? 0) * 256 : 0) +
      (length === 3 ? (source[start + 2] ?? 0) * 65_536 : 0),
  );
}
