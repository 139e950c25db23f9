import { DocumentError } from '../errors.ts';
import { PdfBudget } from '../budget.ts';
import type { PagedDocument, DocumentPage } from '../document.ts';
import { pause } from '../pacer.ts';
import { oneLine } from '../one-line.ts';
import { cleanUntrusted } from '../sanitize.ts';
import { type PageAnnotations, readAnnotations } from './annotations.ts';
import { readHiddenLayers } from './content-resources.ts';
import { PdfFile } from './file.ts';
import { isEncryptedWrapper, readPdfLabels } from './labels.ts';
import { type PdfDictionary, PdfReference, arrayOf, emptyDictionary } from './objects.ts';
import { PdfPages } from './pages.ts';
import { type PageText, blankPage, readPageTexts } from './page-text.ts';
import { protectedPdf } from './encryption.ts';
import { findScanImage } from './scan-image.ts';
import { readTextString } from './text-string.ts';
import { TextOnlyCopy } from './text-only-copy.ts';

/** Maximum bytes unpacked to open a file, and for each call of `pagesFrom`. */
const maxOpeningBytes = 48 * 1024 ** 2;
const maxRequestBytes = 20 * 1024 ** 2;
/** Maximum cost of the pages of one call, in operators. */
const maxRequestCost = 100_000;
/** Pages per copy. They share their fonts. */
const pagesAtOnce = 8;
const maxTitleBytes = 2048;
const maxListCharacters = 100_000;

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

/** A page whose text is copied. */
interface CopiedPage {
  readonly showsText: boolean;
  readonly annotations: PageAnnotations;
}

/** Reads pages in batches. A page that fails ends the iteration; if it is the first one, its error is thrown. */
async function* readPages(file: PdfFile, pages: PdfPages, first: number): AsyncGenerator<DocumentPage> {
  const hiddenLayers = readHiddenLayers(file);
  let cost = 0;
  let yielded = 0;
  try {
    for (let at = first - 1; at < pages.count && cost < maxRequestCost;) {
      const copy = new TextOnlyCopy(file, hiddenLayers);
      const copied: CopiedPage[] = [];
      let failure: { readonly error: unknown } | undefined;
      while (!failure && copied.length < pagesAtOnce && cost + copy.cost < maxRequestCost) {
        const page = pages.at(at + copied.length);
        if (!page) break;
        try {
          const annotations = await readAnnotations(file, page);
          copied.push({ showsText: await copy.addPage(page, annotations), annotations });
          await pause();
        } catch (error) {
          failure = { error };
        }
      }
      const hasText = copied.some(({ showsText }) => showsText);
      const texts = hasText ? readPageTexts(copy.finish(), copy.areas) : undefined;
      try {
        for (const [index, { showsText, annotations }] of copied.entries()) {
          const page = showsText && texts ? await texts.next() : undefined;
          await pause();
          const read = toDocumentPage(page?.done === false ? page.value : blankPage, annotations);
          const isScan = read.text === '' || read.hasOcrLayer === true;
          yield { ...read, ...(isScan && (await readScan(file, pages.at(at + index)))) };
          yielded += 1;
        }
      } finally {
        await texts?.return(undefined);
      }
      if (failure) throw failure.error;
      cost += copy.cost;
      at += copied.length;
    }
  } catch (error) {
    if (yielded === 0) throw pageError(error, first, pages.count);
  }
}

/** The image of a scanned page. Its error is not that of the page. */
async function readScan(
  file: PdfFile,
  page: PdfDictionary = emptyDictionary,
): Promise<Pick<DocumentPage, 'image' | 'missingImage'>> {
  try {
    const scan = await findScanImage(file, page);
    if (!scan) return {};
    return scan.ok ? { image: scan.image } : { missingImage: scan.reason };
  } catch (error) {
    if (error instanceof DocumentError) return { missingImage: 'too large to convert' };
    throw error;
  }
}

function toDocumentPage(page: PageText, { fields, notes, hidden }: PageAnnotations): DocumentPage {
  const list = (heading: string, lines: readonly string[]) =>
    lines.length === 0
      ? []
      : [`${heading}\n${lines.map((line) => `- ${line}`).join('\n')}`.slice(0, maxListCharacters)];
  const parts = [
    ...(page.text === '' ? [] : [page.text]),
    ...list('Form fields:', fields),
    ...list('Notes on this page:', notes),
  ];
  const { text, hiddenRemoved } = cleanUntrusted(parts.join('\n\n'));
  return { ...page, text, hiddenCharacters: hiddenRemoved, hiddenPassages: page.hiddenPassages + hidden };
}

/** Names the content of the file that is not read. */
function findUnread(file: PdfFile): string[] {
  const root = file.dictionary(file.trailer('Root')[0]);
  const form = file.dictionary(root.get('AcroForm'));
  const hasFields = arrayOf(file.get(form.get('Fields'))).length > 0;
  const hasAttachments = root.has('Collection') || file.dictionary(root.get('Names')).has('EmbeddedFiles');
  return [
    ...(form.has('XFA') && !hasFields ? ['The PDF is an XFA form, whose fields cannot be read.'] : []),
    ...(hasAttachments ? ['The PDF has attached files, which are not read.'] : []),
  ];
}

async function readTitle(file: PdfFile): Promise<{ title?: string }> {
  const [info] = file.trailer('Info');
  const owner = info instanceof PdfReference ? info.number : 0;
  const value = await readTextString(file, file.dictionary(info).get('Title'), owner, maxTitleBytes);
  const title = oneLine(value, 256);
  return title === '' ? {} : { title };
}

/**
 * Opens a PDF. Its pages are read on demand.
 * @throws DocumentError `protected`, `damaged`, `too_large`
 */
export async function readPdf(bytes: Uint8Array): Promise<PagedDocument> {
  const budget = new PdfBudget(maxOpeningBytes);
  const file = await PdfFile.open(bytes, budget);
  if (isEncryptedWrapper(file)) throw protectedPdf();
  await pause();
  const pages = new PdfPages(file);
  return {
    format: 'pdf',
    ...(await readTitle(file)),
    labels: await readPdfLabels(file),
    notes: findUnread(file),
    pageCount: pages.count,
    pagesFrom: (first) => {
      budget.reset(maxRequestBytes);
      return readPages(file, pages, first);
    },
  };
}
