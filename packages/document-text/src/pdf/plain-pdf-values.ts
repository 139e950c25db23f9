import { pdfTooLarge } from '../pdf-budget.ts';
import type { PdfFile } from './file.ts';
import { arrayOf, isDictionary, type PdfDictionary, PdfStream, type PdfValue } from './objects.ts';

/** Of everything that is copied through one of these. */
const maxItems = 200_000;
const maxDepth = 4;
const maxEntries = 64;

/** Copies values without the references and streams in them, as many as a few hundred fonts have. */
export class PlainPdfValues {
  readonly #file: PdfFile;
  #itemsLeft = maxItems;

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /** The entries of a dictionary under these keys, as far as there are any. */
  entries(source: PdfDictionary, keys: readonly string[]): Map<string, PdfValue> {
    const copied = new Map<string, PdfValue>();
    for (const key of keys) {
      const value = this.plain(source.get(key) ?? null);
      if (value !== undefined && value !== null) copied.set(key, value);
    }
    return copied;
  }

  /**
   * The value itself; undefined for a stream, and for what is nested too deeply.
   * @throws AppError `too_large`
   */
  plain(value: PdfValue, depth = 0): PdfValue | undefined {
    this.#itemsLeft -= 1;
    if (this.#itemsLeft < 0) throw pdfTooLarge();
    const found = this.#file.get(value);
    if (found instanceof PdfStream || depth > maxDepth) return undefined;
    if (Array.isArray(found)) return arrayOf(found).map((item) => this.plain(item, depth + 1) ?? null);
    if (!isDictionary(found)) return found;
    return new Map(
      [...found]
        .slice(0, maxEntries)
        .map(([key, item]) => [key, this.plain(item, depth + 1) ?? null] as const),
    );
  }
}
