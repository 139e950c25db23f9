import { DocumentError } from './errors.ts';

/** Work limit per document, in markup characters: a thousand pages, or a sheet of some 300,000 cells. */
const maxCost = 57_000_000;
/** Cost of an object that stays in memory: a style, a link or a note. */
const retainedCost = 2000;
/** Cost of an output character, which is joined, sanitized, counted and split into pages. */
const shownCost = 5;
/** Maximum output bytes per document, apart from markup: a thousand pages. They stay in memory several times. */
const maxShownBytes = 6_000_000;

/** V8 stores a text with one of these in two bytes per character. */
const wideCharacter = /[^\0-\xFF]/;

/** Bytes that the characters of a text take in memory. */
export function byteLengthOf(text: string): number {
  return wideCharacter.test(text) ? text.length * 2 : text.length;
}

/**
 * Limits the work on one document. The unit is the time and memory that one character of markup costs; other steps
 * count as several characters. All parts of a document share one budget, so that the number of parts, their length and
 * repeated reads are limited together.
 */
export class WorkBudget {
  #left = maxCost;
  #shownBytesLeft = maxShownBytes;
  #isCut = false;

  /** Reading has to stop. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** Content was left out. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Content is left out for another reason. */
  cut(): void {
    this.#isCut = true;
  }

  spend(characters: number): void {
    this.#left -= characters;
    if (this.#left < 0) this.#isCut = true;
  }

  /** Spends the cost of output. @param copies number of times that the text is copied until it is returned */
  spendOnOutput(text: string, copies = 1): void {
    this.#spendOnBytes(byteLengthOf(text) * copies);
    this.spend(text.length * copies * shownCost);
  }

  /** Spends the cost of separators in the output. */
  spendOnSeparators(characters: number): void {
    this.#spendOnBytes(characters);
    this.spend(characters * shownCost);
  }

  /** Spends the cost of an object that stays in memory until the document is read. */
  retain(): void {
    this.spend(retainedCost);
  }

  /** Runs `read` with half of the remaining budget. The other half stays available for the rest of the document. */
  async withHalfOfRest<T>(read: () => Promise<T>): Promise<T> {
    const half = Math.max(0, this.#left) / 2;
    this.#left -= half;
    const result = await read();
    this.#left = Math.max(0, this.#left) + half;
    return result;
  }

  #spendOnBytes(bytes: number): void {
    this.#shownBytesLeft -= bytes;
    if (this.#shownBytesLeft < 0) {
      this.#left = -1;
      this.#isCut = true;
    }
  }
}

/** Limits the bytes unpacked of a PDF: to open it, and for each call of `pagesFrom`. */
export class PdfBudget {
  #leftBytes: number;

  constructor(bytes: number) {
    this.#leftBytes = bytes;
  }

  /** Starts the next call. */
  reset(bytes: number): void {
    this.#leftBytes = bytes;
  }

  /** @throws DocumentError `too_large` */
  spend(bytes: number): void {
    this.#leftBytes -= bytes;
    if (this.#leftBytes < 0) throw pdfTooLarge();
  }
}

/** The error for a PDF that unpacks to, or draws, far more than real documents do. */
export function pdfTooLarge(): DocumentError {
  return new DocumentError(
    'too_large',
    'A part of the PDF unpacks to far more than a document holds, or draws its text without end. It was not read. ' +
      'If the file is genuine, print it to a new PDF and try that.',
  );
}
