import { DocumentError } from '../errors.ts';
import { PdfBudget, pdfTooLarge } from '../budget.ts';
import type { PagedDocument, DocumentPage } from '../document.ts';
import { cleanUntrusted, oneLine } from '../sanitize.ts';
import { PdfFile, listPdfPages } from './file.ts';
import { type PlacedText, layOutPage } from './layout.ts';
import { type PdfDictionary, PdfReference } from './objects.ts';
import { TextOnlyCopy } from './text-only-copy.ts';

/** Maximum bytes unpacked to open a file, and for each call of `pagesFrom`. */
const maxOpeningBytes = 48 * 1024 ** 2;
const maxRequestBytes = 20 * 1024 ** 2;
/** Maximum cost of the pages of one call, in operators. */
const maxRequestCost = 100_000;
/** Pages per copy. They share their fonts. */
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

/** Reads pages in batches. A page that fails ends the iteration; if it is the first one, its error is thrown. */
async function* readPages(
  file: PdfFile,
  pages: readonly PdfDictionary[],
  first: number,
): AsyncGenerator<DocumentPage> {
  let cost = 0;
  let yielded = 0;
  try {
    for (let at = first - 1; at < pages.length && cost < maxRequestCost;) {
      const copy = new TextOnlyCopy(file);
      const hasText: boolean[] = [];
      let failure: { readonly error: unknown } | undefined;
      while (!failure && hasText.length < pagesAtOnce && cost + copy.cost < maxRequestCost) {
        const page = pages[at + hasText.length];
        if (!page) break;
        try {
          hasText.push(await copy.addPage(page));
        } catch (error) {
          failure = { error };
        }
      }
      const texts = hasText.includes(true) ? readPageTexts(copy.finish()) : undefined;
      try {
        for (const showsText of hasText) {
          const page = showsText && texts ? await texts.next() : undefined;
          const { text, hiddenRemoved } = cleanUntrusted(page?.done === false ? page.value : '');
          yield { text, hiddenCharacters: hiddenRemoved };
          yielded += 1;
        }
      } finally {
        await texts?.return(undefined);
      }
      if (failure) throw failure.error;
      cost += copy.cost;
      at += hasText.length;
    }
  } catch (error) {
    if (yielded === 0) throw pageError(error, first, pages.length);
  }
}

/** Reads the title (ISO 32000-1, 14.3.3), which can be UTF-16, UTF-8 or Latin-1 (7.9.2). */
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
 * Opens a PDF. Its pages are read on demand.
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

/** Maximum text items of a page. A line of a real document consists of one or a few. */
const maxTextItems = 40_000;

interface TextItem {
  readonly str: string;
  readonly dir: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly fontName: string;
}

function isTextItem(item: object): item is TextItem {
  return 'str' in item;
}

/** The used part of a page of pdf.js. */
interface PdfJsPage {
  streamTextContent(): ReadableStream<{
    readonly items: readonly object[];
    readonly styles: Readonly<Record<string, { readonly vertical?: boolean } | undefined>>;
  }>;
}

async function pageItems(page: PdfJsPage): Promise<PlacedText[]> {
  const found: PlacedText[] = [];
  const reader = page.streamTextContent().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return found;
    // The stream is not canceled: canceling waits for pdf.js, which waits for its chunks to be read.
    if (found.length + value.items.length > maxTextItems) throw pdfTooLarge();
    for (const item of value.items) {
      if (isTextItem(item))
        found.push({ ...item, isVertical: value.styles[item.fontName]?.vertical === true });
    }
  }
}

/**
 * Yields the text of each page with pdf.js, which is loaded on first use. pdf.js has no work limit, so it must only read
 * a {@link TextOnlyCopy}.
 * @throws DocumentError `too_large` if a page has too many text items; errors of pdf.js
 */
async function* readPageTexts(bytes: Uint8Array): AsyncGenerator<string> {
  const { getDocumentProxy } = await import('unpdf');
  const options = { isEvalSupported: false, disableFontFace: true, useSystemFonts: false, verbosity: 0 };
  const pdf = await getDocumentProxy(bytes, options);
  try {
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      yield layOutPage(await pageItems(page));
      page.cleanup();
    }
  } finally {
    // Not awaited: it never settles if a page was not read to its end.
    pdf.loadingTask.destroy().catch(() => {});
  }
}
