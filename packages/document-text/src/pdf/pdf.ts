import { DocumentError } from '../errors.ts';
import { PdfBudget } from '../budget.ts';
import type { PagedDocument, DocumentPage } from '../document.ts';
import { cleanUntrusted, oneLine } from '../sanitize.ts';
import { readHiddenLayers } from './content-resources.ts';
import { PdfFile } from './file.ts';
import { PdfReference } from './objects.ts';
import { PdfPages } from './pages.ts';
import { blankPage, readPageTexts } from './page-text.ts';
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
async function* readPages(file: PdfFile, pages: PdfPages, first: number): AsyncGenerator<DocumentPage> {
  const hiddenLayers = readHiddenLayers(file);
  let cost = 0;
  let yielded = 0;
  try {
    for (let at = first - 1; at < pages.count && cost < maxRequestCost;) {
      const copy = new TextOnlyCopy(file, hiddenLayers);
      const hasText: boolean[] = [];
      let failure: { readonly error: unknown } | undefined;
      while (!failure && hasText.length < pagesAtOnce && cost + copy.cost < maxRequestCost) {
        const page = pages.at(at + hasText.length);
        if (!page) break;
        try {
          hasText.push(await copy.addPage(page));
        } catch (error) {
          failure = { error };
        }
      }
      const texts = hasText.includes(true) ? readPageTexts(copy.finish(), copy.boxes) : undefined;
      try {
        for (const showsText of hasText) {
          const page = showsText && texts ? await texts.next() : undefined;
          const read = page?.done === false ? page.value : blankPage;
          const { text, hiddenRemoved } = cleanUntrusted(read.text);
          yield { ...read, text, hiddenCharacters: hiddenRemoved };
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
    if (yielded === 0) throw pageError(error, first, pages.count);
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
  const pages = new PdfPages(file);
  return {
    format: 'pdf',
    ...(await readTitle(file)),
    pageCount: pages.count,
    pagesFrom: (first) => {
      budget.reset(maxRequestBytes);
      return readPages(file, pages, first);
    },
  };
}
