import { DocumentError } from '../errors.ts';
import { PdfBudget, pdfTooLarge } from '../budget.ts';
import type { PagedDocument, DocumentPage } from '../document.ts';
import { cleanUntrusted, oneLine } from '../sanitize.ts';
import { PdfFile, listPdfPages } from './file.ts';
import { type PdfDictionary, PdfReference } from './objects.ts';
import { TextOnlyCopy } from './text-only-copy.ts';

/** What may be unpacked to find the objects, and for one answer. */
const maxOpeningBytes = 48 * 1024 ** 2;
const maxRequestBytes = 20 * 1024 ** 2;
/** What the pages of one answer may cost a reader, in operators. */
const maxRequestCost = 100_000;
/** Pages that are read at once share their fonts. */
const pagesAtOnce = 8;
const maxTitleBytes = 2048;

/** The error for a page that cannot be read. It carries the number of the page to continue with. */
function pageError(error: unknown, number: number, pageCount: number): DocumentError {
  const options = { cause: error, ...(number < pageCount && { nextPage: number + 1 }) };
  if (error instanceof DocumentError)
    return new DocumentError(error.code, `Page ${number}: ${error.message}`, options);
  return new DocumentError(
    'damaged',
    `Page ${number} of the PDF is damaged and cannot be read. Ask for an intact copy of the file.`,
    options,
  );
}

/**
 * Reads pages one after the other, a few at once. One that fails ends the stretch; if it is the first, it says why.
 */
async function* readPages(
  file: PdfFile,
  pages: readonly PdfDictionary[],
  first: number,
): AsyncGenerator<DocumentPage> {
  let cost = 0;
  let given = 0;
  try {
    for (let at = first - 1; at < pages.length && cost < maxRequestCost;) {
      const excerpt = new TextOnlyCopy(file);
      const hasText: boolean[] = [];
      let failure: { readonly error: unknown } | undefined;
      while (!failure && hasText.length < pagesAtOnce && cost + excerpt.cost < maxRequestCost) {
        const page = pages[at + hasText.length];
        if (!page) break;
        try {
          hasText.push(await excerpt.addPage(page));
        } catch (error) {
          failure = { error };
        }
      }
      const texts = hasText.includes(true) ? readPageTexts(excerpt.finish()) : undefined;
      try {
        for (const showsText of hasText) {
          const page = showsText && texts ? await texts.next() : undefined;
          const { text, hiddenRemoved } = cleanUntrusted(page?.done === false ? page.value : '');
          yield { text, hiddenCharacters: hiddenRemoved };
          given += 1;
        }
      } finally {
        await texts?.return(undefined);
      }
      if (failure) throw failure.error;
      cost += excerpt.cost;
      at += hasText.length;
    }
  } catch (error) {
    if (given === 0) throw pageError(error, first, pages.length);
  }
}

/** The title of the document (ISO 32000-1, 14.3.3), in whatever encoding it has (7.9.2). */
async function readTitle(file: PdfFile): Promise<{ title?: string }> {
  const [info] = file.trailer('Info');
  const bytes = file.get(file.dictionary(info).get('Title'));
  if (!(bytes instanceof Uint8Array)) return {};
  const owner = info instanceof PdfReference ? info.number : 0;
  const plain = (await file.text(bytes, owner)).subarray(0, maxTitleBytes);
  const label = plain[0] === 0xfe && plain[1] === 0xff ? 'utf-16be' : plain[0] === 0xef ? 'utf-8' : 'latin1';
  const title = oneLine(new TextDecoder(label).decode(plain), 256);
  return title === '' ? {} : { title };
}

/**
 * Opens a PDF. Its pages are read when they are asked for.
 * @throws DocumentError `protected`, `damaged`, `too_large`
 */
export async function readPdf(bytes: Uint8Array): Promise<PagedDocument> {
  const budget = new PdfBudget(maxOpeningBytes);
  const file = await PdfFile.open(bytes, budget);
  const pages = listPdfPages(file);
  return {
    format: 'pdf',
    ...(await readTitle(file)),
    pageCount: pages.length,
    pagesFrom: (first) => {
      budget.reset(maxRequestBytes);
      return readPages(file, pages, first);
    },
  };
}

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
interface PdfJsPage {
  streamTextContent(): ReadableStream<{ readonly items: readonly object[] }>;
}

async function pageItems(page: PdfJsPage): Promise<TextItem[]> {
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
 * @throws DocumentError `too_large` for a page that draws its text in pieces without number; whatever the reader throws
 */
async function* readPageTexts(bytes: Uint8Array): AsyncGenerator<string> {
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
