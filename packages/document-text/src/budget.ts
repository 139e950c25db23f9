import { DocumentError } from './errors.ts';

/** What is read of one document: enough for a thousand pages, or for a sheet of some hundred thousand cells. */
const maxCost = 57_000_000;
/** What is kept in memory by itself, be it a style, a link or a note. */
const retainedCost = 2000;
/** What is shown is put together, cleaned, counted and cut into pages. */
const shownCost = 5;

/**
 * What may still be read of a document, in characters of its mark-up; what takes more time or memory than a character
 * counts as several. All parts of a document share it, so that neither long parts nor many, nor one that is read again
 * and again, cost more than a long document does.
 */
export class WorkBudget {
  #left = maxCost;
  #isCut = false;

  /** Nothing more is to be read now. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** Something was left out at least once. */
  get isCut(): boolean {
    return this.#isCut;
  }

  spend(characters: number): void {
    this.#left -= characters;
    if (this.#left < 0) this.#isCut = true;
  }

  /** Counts characters of the text that is shown. */
  spendOnOutput(characters: number): void {
    this.spend(characters * shownCost);
  }

  /** Counts something that is kept until the document is read. */
  retain(): void {
    this.spend(retainedCost);
  }

  /** Reads what must not take everything: half of what is left remains for the rest of the document. */
  async withHalfOfRest<T>(read: () => Promise<T>): Promise<T> {
    const half = Math.max(0, this.#left) / 2;
    this.#left -= half;
    const result = await read();
    this.#left = Math.max(0, this.#left) + half;
    return result;
  }
}

/** What may still be unpacked of a PDF, to open it or for one answer. */
export class PdfBudget {
  #leftBytes: number;

  constructor(bytes: number) {
    this.#leftBytes = bytes;
  }

  /** Begins another answer. */
  reset(bytes: number): void {
    this.#leftBytes = bytes;
  }

  /** @throws DocumentError `too_large` */
  spend(bytes: number): void {
    this.#leftBytes -= bytes;
    if (this.#leftBytes < 0) throw pdfTooLarge();
  }
}

/** The error for a PDF that unpacks to, or draws, more than documents do. */
export function pdfTooLarge(): DocumentError {
  return new DocumentError(
    'too_large',
    'A part of the PDF unpacks to far more than a document holds, or draws its text without end. It was not read. ' +
      'If the file is genuine, print it to a new PDF and try that.',
  );
}
