import { AppError } from '../../../src/lib/app-error.ts';

/** What may still be unpacked of a PDF, to open it or for one answer. */
export class PdfBudget {
  #leftBytes: number;

  constructor(bytes: number) {
    this.#leftBytes = bytes;
  }

  /** Begins another answer. */
  renew(bytes: number): void {
    this.#leftBytes = bytes;
  }

  /** @throws AppError `too_large` */
  spend(bytes: number): void {
    this.#leftBytes -= bytes;
    if (this.#leftBytes < 0) throw pdfTooLarge();
  }
}

/** The error for a PDF that unpacks to, or draws, more than documents do. */
export function pdfTooLarge(): AppError {
  return new AppError(
    'too_large',
    'A part of the PDF unpacks to far more than a document holds, or draws its text without end. It was not read. ' +
      'If the file is genuine, print it to a new PDF and try that.',
  );
}
