import { decodeAsciiHex } from './filters.ts';
import { type PdfDictionary, PdfReference, type PdfValue } from './objects.ts';

/** Deeper arrays and dictionaries are skipped. */
const maxDepth = 32;
/** Maximum length of a value, such as the widths of a font or the list of pages. */
const maxValueBytes = 1024 ** 2;

const space = 1;
const delimiter = 2;
/** Character classes (ISO 32000-1, 7.2.2). */
const classes: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  '\0\t\n\f\r '.includes(String.fromCharCode(code))
    ? space
    : '()<>[]{}/%'.includes(String.fromCharCode(code))
      ? delimiter
      : 0,
);

/** Returns true for white space. */
export function isPdfSpace(code: number | undefined): boolean {
  return code !== undefined && classes[code] === space;
}

/** Returns true for a regular character, of which names, numbers and keywords consist. */
export function isPdfRegular(code: number | undefined): boolean {
  return code !== undefined && classes[code] === 0;
}

/** Parses the values of a PDF. Tolerates malformed input and never throws. */
export class PdfLexer {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  /** Current position. */
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#end = Math.min(bytes.length, at + maxValueBytes);
    this.at = at;
  }

  /** Reads a value. Undefined before a keyword, a closing bracket or the end. */
  value(depth = 0): PdfValue | undefined {
    this.skipSpace();
    const code = this.at < this.#end ? this.#bytes[this.at] : undefined;
    switch (code) {
      case undefined:
        return undefined;
      case 0x2f:
        return this.#name();
      case 0x28:
        return this.#string();
      case 0x5b:
        return depth > maxDepth ? undefined : this.#array(depth);
      case 0x3c:
        if (this.#bytes[this.at + 1] !== 0x3c) return this.#hexString();
        return depth > maxDepth ? undefined : this.#dictionary(depth);
      default:
        return isPdfRegular(code) ? this.#word() : undefined;
    }
  }

  /** Skips white space and comments. */
  skipSpace(): void {
    for (; this.at < this.#end; this.at += 1) {
      const code = this.#bytes[this.at];
      if (code === 0x25) {
        while (this.at < this.#end && this.#bytes[this.at] !== 0x0a && this.#bytes[this.at] !== 0x0d)
          this.at += 1;
      } else if (!isPdfSpace(code)) {
        return;
      }
    }
  }

  /** Reads a run of regular characters. Empty before a delimiter or the end. */
  word(): string {
    this.skipSpace();
    const start = this.at;
    while (this.at < this.#end && isPdfRegular(this.#bytes[this.at])) this.at += 1;
    return String.fromCharCode(...this.#bytes.subarray(start, Math.min(this.at, start + 256)));
  }

  /** Skips one byte. Returns false at the end. */
  skip(): boolean {
    this.at += 1;
    return this.at <= this.#end;
  }

  #name(): string {
    this.at += 1;
    const start = this.at;
    while (this.at < this.#end && isPdfRegular(this.#bytes[this.at])) this.at += 1;
    return decodePdfName(this.#bytes, start, this.at);
  }

  /** Reads a number, a reference, a boolean or null. Does not consume other keywords. */
  #word(): PdfValue | undefined {
    const start = this.at;
    const word = this.word();
    const number = Number.parseFloat(word);
    if (Number.isNaN(number)) {
      if (word === 'true' || word === 'false') return word === 'true';
      if (word === 'null') return null;
      this.at = start;
      return undefined;
    }
    const isIndex = /^\d{1,8}$/.test(word);
    return isIndex && this.#isReference() ? new PdfReference(number) : number;
  }

  /** Consumes a generation and an `R`, if they follow. */
  #isReference(): boolean {
    const bytes = this.#bytes;
    let at = this.at;
    while (isPdfSpace(bytes[at])) at += 1;
    const generation = at;
    while (isDigit(bytes[at])) at += 1;
    if (at === generation || at === this.at) return false;
    const spaced = at;
    while (isPdfSpace(bytes[at])) at += 1;
    if (at === spaced || bytes[at] !== 0x52 || isPdfRegular(bytes[at + 1])) return false;
    this.at = at + 1;
    return true;
  }

  #array(depth: number): PdfValue {
    const items: PdfValue[] = [];
    this.at += 1;
    for (;;) {
      const item = this.value(depth + 1);
      if (item !== undefined) {
        items.push(item);
      } else if (!this.#skipStray(0x5d)) {
        return items;
      }
    }
  }

  #dictionary(depth: number): PdfDictionary {
    const entries = new Map<string, PdfValue>();
    this.at += 2;
    for (;;) {
      const key = this.value(depth + 1);
      if (key === undefined) {
        if (this.#skipStray(0x3e)) continue;
        if (this.#bytes[this.at] === 0x3e) this.at += 1;
        return entries;
      }
      if (typeof key !== 'string') continue;
      const value = this.value(depth + 1);
      if (value !== undefined) entries.set(key, value);
    }
  }

  /** Called if no value can be read. Consumes the closing bracket and returns false, or skips unexpected input and returns true. */
  #skipStray(closing: number): boolean {
    const code = this.#bytes[this.at];
    if (this.at >= this.#end || code === undefined) return false;
    if (code === closing) {
      this.at += 1;
      return false;
    }
    // A value that is not closed ends with its object.
    const word = this.word();
    if (word === 'endobj' || word === 'stream') return false;
    if (word === '') this.at += 1;
    return true;
  }

  #hexString(): Uint8Array {
    this.at += 1;
    const start = this.at;
    const found = this.#bytes.indexOf(0x3e, start);
    const end = found < 0 || found > this.#end ? this.#end : found;
    this.at = Math.min(this.#end, end + 1);
    return decodeAsciiHex(this.#bytes.subarray(start, end));
  }

  #string(): Uint8Array {
    const start = this.at + 1;
    this.at = endOfPdfString(this.#bytes, this.at, this.#end);
    return decodePdfString(this.#bytes, start, this.at - 1);
  }
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 0x30 && code <= 0x39;
}

const maxNameBytes = 256;

/** Decodes the name between `start` (after its slash) and `end` (ISO 32000-1, 7.3.5). */
export function decodePdfName(bytes: Uint8Array, start: number, end: number): string {
  const name = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + maxNameBytes)));
  if (!name.includes('#')) return name;
  return name.replaceAll(/#([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Escape sequences of control characters (table 3). */
const escapes: ReadonlyMap<number, number> = new Map(
  Object.entries({ n: 10, r: 13, t: 9, b: 8, f: 12 }).map(([letter, code]) => [letter.charCodeAt(0), code]),
);

/** Returns the position after the closing parenthesis of the string that starts at `at`, or `end`. */
export function endOfPdfString(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0;
  for (let index = at; index < end; index += 1) {
    const code = bytes[index];
    if (code === 0x5c) index += 1;
    else if (code === 0x28) depth += 1;
    else if (code === 0x29) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return end;
}

/** Decodes the string between `start` and `end`, without its parentheses (7.3.4.2). */
function decodePdfString(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const output = new Uint8Array(Math.max(0, end - start));
  let size = 0;
  for (let at = start; at < end; at += 1) {
    let code = bytes[at] ?? 0;
    if (code === 0x5c) {
      at += 1;
      const escaped = bytes[at] ?? 0;
      if (escaped === 0x0d || escaped === 0x0a) {
        if (escaped === 0x0d && bytes[at + 1] === 0x0a) at += 1;
        continue;
      }
      const octal = /^[0-7]{1,3}/.exec(String.fromCharCode(...bytes.subarray(at, at + 3)))?.[0];
      if (octal !== undefined) at += octal.length - 1;
      code = octal === undefined ? (escapes.get(escaped) ?? escaped) : Number.parseInt(octal, 8) & 0xff;
    }
    output[size] = code;
    size += 1;
  }
  return output.subarray(0, size);
}
