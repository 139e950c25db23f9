import { DocumentError } from '../errors.ts';
import { PdfLexer, isPdfSpace } from './lexer.ts';
import { type PdfDictionary, isDictionary } from './objects.ts';

/** An object stream. */
export interface PdfContainer {
  readonly number: number;
  /** Start of its value. */
  readonly at: number;
  /** End of its data. */
  readonly end: number;
}

/** The objects of a PDF. */
export interface PdfIndex {
  /** Start of the value, by object number. */
  readonly places: Map<number, number>;
  /** End of the stream data, by object number. */
  readonly streamEnds: ReadonlyMap<number, number>;
  readonly containers: readonly PdfContainer[];
  /** All trailers, the last one first. */
  readonly trailers: readonly PdfDictionary[];
}

/** More than the largest documents contain. */
export const maxObjects = 150_000;
/** Maximum length of all trailers together. */
const maxTrailerBytes = 2 * 1024 ** 2;
/** Additional cost of each trailer, in bytes. */
const trailerCost = 200;
const maxDictionaryBytes = 65_536;

const latin1 = new TextDecoder('latin1');

/** The error for a PDF with too many objects. */
export function tooManyObjects(): DocumentError {
  return new DocumentError(
    'too_large',
    'The PDF consists of more parts than documents do. It was not read. Ask for a part of it, or print it to a new PDF.',
  );
}

/** Returns true if `word` is at position `at`. */
export function hasWord(bytes: Uint8Array, word: string, at: number): boolean {
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[at + index] !== word.charCodeAt(index)) return false;
  }
  return true;
}

/** Finds a word from increasing positions and scans each byte at most once. */
class WordSearch {
  readonly #bytes: Uint8Array;
  readonly #word: string;
  #found = -1;
  /** End of the scanned bytes without the word. */
  #scanned = 0;

  constructor(bytes: Uint8Array, word: string) {
    this.#bytes = bytes;
    this.#word = word;
  }

  /** The next position at or after `from` and before `limit`; `MAX_SAFE_INTEGER` if there is none. */
  next(from: number, limit = this.#bytes.length): number {
    if (this.#found < from) this.#find(Math.max(from, this.#scanned), limit);
    return this.#found >= from && this.#found < limit ? this.#found : Number.MAX_SAFE_INTEGER;
  }

  #find(from: number, limit: number): void {
    const first = this.#word.charCodeAt(0);
    let at = this.#bytes.indexOf(first, from);
    while (at >= 0 && at < limit) {
      this.#scanned = at + 1;
      if (hasWord(this.#bytes, this.#word, at)) {
        this.#found = at;
        return;
      }
      at = this.#bytes.indexOf(first, at + 1);
    }
    this.#scanned = Math.max(this.#scanned, at < 0 ? this.#bytes.length : at);
  }
}

function skipBack(bytes: Uint8Array, at: number, test: (code: number) => boolean): number {
  let start = at;
  while (start > 0 && test(bytes[start - 1] ?? 0)) start -= 1;
  return start;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The number and generation before an `obj`. Undefined without them, as in `endobj`. */
export function pdfObjectHead(
  bytes: Uint8Array,
  obj: number,
): { number: number; generation: number } | undefined {
  const generationEnd = skipBack(bytes, obj, isPdfSpace);
  const generationStart = skipBack(bytes, generationEnd, isDigit);
  const numberEnd = skipBack(bytes, generationStart, isPdfSpace);
  const numberStart = skipBack(bytes, numberEnd, isDigit);
  if (generationStart === generationEnd || numberEnd === generationStart || numberStart === numberEnd)
    return undefined;
  return {
    number: readDigits(bytes, numberStart, numberEnd),
    generation: readDigits(bytes, generationStart, generationEnd),
  };
}

function readDigits(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = Math.max(start, end - 8); at < end; at += 1) value = value * 10 + (bytes[at] ?? 0) - 0x30;
  return value;
}

/** Start of the data of a stream. @param stream position of the keyword `stream` */
export function pdfDataStart(bytes: Uint8Array, stream: number): number {
  let start = stream + 'stream'.length;
  while (bytes[start] === 0x20) start += 1;
  if (bytes[start] === 0x0d) start += 1;
  return bytes[start] === 0x0a ? start + 1 : start;
}

/**
 * Indexes the objects of a PDF in one pass over its bytes, skipping stream data. Cross-reference tables are not used,
 * because they can be wrong or malicious.
 * @throws DocumentError `too_large`
 */
export function indexPdf(bytes: Uint8Array): PdfIndex {
  const places = new Map<number, number>();
  const streamEnds = new Map<number, number>();
  const containers: PdfContainer[] = [];
  const trailers: PdfDictionary[] = [];
  const objects = new WordSearch(bytes, 'obj');
  const streams = new WordSearch(bytes, 'stream');
  const ends = new WordSearch(bytes, 'endstream');
  const trailerWords = new WordSearch(bytes, 'trailer');

  let trailerBytes = 0;
  const addTrailer = (at: number) => {
    const lexer = new PdfLexer(bytes, at);
    const value = lexer.value();
    // Nested trailers are parsed again.
    trailerBytes += lexer.at - at + trailerCost;
    if (trailerBytes > maxTrailerBytes) throw tooManyObjects();
    if (isDictionary(value)) trailers.push(value);
  };
  const addTrailers = (from: number, to: number) => {
    for (let at = trailerWords.next(from, to); at < to; at = trailerWords.next(at + 1, to))
      addTrailer(at + 'trailer'.length);
  };
  /** Position of the keyword `stream` after the dictionary at `at`, unless another object starts before it. */
  const streamWordAfter = (at: number): number | undefined => {
    const limit = Math.min(objects.next(at), at + maxDictionaryBytes);
    for (let found = streams.next(at, limit); found < limit; found = streams.next(found + 1, limit)) {
      if (bytes[skipBack(bytes, found, isPdfSpace) - 1] === 0x3e) return found;
    }
    return undefined;
  };
  const dataEnd = (start: number, dictionary: string): number => {
    const length =
      /\/Length[ \t\r\n\0\f]{0,16}(\d{1,10})(?![ \t\r\n\0\f]{1,16}\d{1,5}[ \t\r\n\0\f]{1,16}R)/.exec(
        dictionary,
      );
    const end = start + Number(length?.[1] ?? Number.NaN);
    for (let at = end; at <= end + 2; at += 1) if (hasWord(bytes, 'endstream', at)) return end;
    return Math.min(ends.next(start), bytes.length);
  };

  let gapStart = 0;
  for (let at = objects.next(0); at < bytes.length;) {
    const value = at + 'obj'.length;
    const head = pdfObjectHead(bytes, at);
    const stream = head && streamWordAfter(value);
    let next = value;
    if (head) {
      places.set(head.number, value);
      streamEnds.delete(head.number);
      if (places.size > maxObjects) throw tooManyObjects();
    }
    if (head && stream !== undefined) {
      const dictionary = latin1.decode(bytes.subarray(value, stream));
      const end = dataEnd(pdfDataStart(bytes, stream), dictionary);
      streamEnds.set(head.number, end);
      const type = /\/Type[ \t\r\n\0\f]{0,16}\/(ObjStm|XRef)\b/.exec(dictionary)?.[1];
      if (type === 'ObjStm') containers.push({ number: head.number, at: value, end });
      if (type === 'XRef') addTrailer(value);
      addTrailers(gapStart, stream);
      gapStart = end;
      next = end;
    }
    at = objects.next(next);
  }
  addTrailers(gapStart, bytes.length);
  return { places, streamEnds, containers, trailers: trailers.toReversed() };
}
