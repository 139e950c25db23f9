import { pdfTooLarge } from '../pdf-budget.ts';

/** Pieces of text of one page, of which a line has one or a few. A page with more is drawn to harm. */
const maxPieces = 40_000;

interface TextItem {
  readonly str: string;
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
}

function isTextItem(item: object): item is TextItem {
  return 'str' in item;
}

/** The part of a page of the reader that is used here. */
interface TextPageSource {
  streamTextContent(): ReadableStream<{ readonly items: readonly object[] }>;
}

async function pageItems(page: TextPageSource): Promise<TextItem[]> {
  const found: TextItem[] = [];
  const reader = page.streamTextContent().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return found;
    // Left as it is: the reader of the PDF waits for its pieces to be taken, and cancelling would wait for it.
    if (found.length + value.items.length > maxPieces) throw pdfTooLarge();
    for (const item of value.items) if (isTextItem(item)) found.push(item);
  }
}

/** The text of a page, line by line. A wide gap between two words of a line is a tab: tables stay tables. */
function pageText(items: readonly TextItem[]): string {
  const parts: string[] = [];
  let height = 0;
  for (const item of items) {
    const isGap = item.str.trim() === '' && item.str !== '' && height > 0 && item.width > height * 1.2;
    parts.push(isGap ? '\t' : item.str);
    if (item.height > 0) height = item.height;
    if (item.hasEOL) parts.push('\n');
  }
  return parts.join('').trim();
}

/**
 * The text of each page of a PDF, in order. The reader is loaded when the first PDF is read, not before. It is made
 * for browsers, where a hostile file costs no more than a tab: give it only what was looked through.
 * @throws AppError `too_large` for a page that draws its text in pieces without number; whatever the reader throws
 */
export async function* readPdfPages(bytes: Uint8Array): AsyncGenerator<string> {
  const { getDocumentProxy } = await import('unpdf');
  const options = { isEvalSupported: false, disableFontFace: true, useSystemFonts: false, verbosity: 0 };
  const pdf = await getDocumentProxy(bytes, options);
  try {
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      yield pageText(await pageItems(page));
      page.cleanup();
    }
  } finally {
    // Not waited for: it never ends where a page was given up half-way.
    pdf.loadingTask.destroy().catch(() => {});
  }
}
