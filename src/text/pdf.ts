import { AppError } from '../lib/app-error.ts';
import { maxTextCharacters, nothingHidden, type ExtractedDocument } from './extracted-document.ts';
import { tooMuchText } from './flow-text.ts';
import { refusePdfBombs } from './pdf-streams.ts';

const maxPages = 2000;
/** Pieces of text, of which a line has one or a few. A document with more is drawn letter by letter, or a bomb. */
const maxPieces = 200_000;

interface TextItem {
  readonly str: string;
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
}

function isTextItem(item: object): item is TextItem {
  return 'str' in item;
}

/** Counts what is left of the pieces that a document may have. */
interface PieceBudget {
  left: number;
}

/** The part of a page of the reader that is used here. */
interface TextPageSource {
  streamTextContent(): ReadableStream<{ readonly items: readonly object[] }>;
}

function tooManyPieces(): AppError {
  return new AppError(
    'too_large',
    'The PDF draws its text in more pieces than documents have. Ask for a part of it, or print it to a new PDF.',
  );
}

async function pageItems(page: TextPageSource, budget: PieceBudget): Promise<TextItem[]> {
  const found: TextItem[] = [];
  const reader = page.streamTextContent().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return found;
    budget.left -= value.items.length;
    // Left as it is: the reader of the PDF waits for its pieces to be taken, and cancelling would wait for it.
    if (budget.left < 0) throw tooManyPieces();
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

function translate(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') {
    return new AppError(
      'protected_content',
      'The PDF is protected with a password. Ask its owner for a copy without one.',
      {},
      { cause: error },
    );
  }
  return new AppError(
    'unreadable_content',
    'The PDF is damaged or truncated and cannot be read. Ask for an intact copy of the file.',
    {},
    { cause: error },
  );
}

/**
 * The text of a PDF, page by page. The reader is loaded when the first PDF is read, not before.
 * @throws AppError `protected_content`, `unreadable_content`, `too_large`
 */
export async function readPdf(bytes: Uint8Array): Promise<ExtractedDocument> {
  refusePdfBombs(bytes);
  const { getDocumentProxy } = await import('unpdf');
  // The reader takes its bytes away from whoever hands them over.
  const options = { isEvalSupported: false, disableFontFace: true, useSystemFonts: false, verbosity: 0 };
  const pdf = await getDocumentProxy(bytes.slice(), options).catch((error: unknown) => {
    throw translate(error);
  });
  try {
    if (pdf.numPages > maxPages) {
      throw new AppError('too_large', `The PDF has more than ${maxPages} pages. Ask for a part of it.`);
    }
    const sections: string[] = [];
    const budget: PieceBudget = { left: maxPieces };
    let characters = 0;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const text = pageText(await pageItems(page, budget));
      page.cleanup();
      characters += text.length;
      if (characters > maxTextCharacters) throw tooMuchText();
      sections.push(text);
    }
    const blank = sections.filter((text) => text === '').length;
    const notes: string[] = [];
    if (blank === sections.length) notes.push('The PDF holds no text: it is scanned or made of pictures.');
    else if (blank > 0)
      notes.push(`${blank} of ${sections.length} pages hold no text: they are scanned, or empty.`);
    const title = await readTitle(pdf);
    return { format: 'pdf', ...title, unit: 'page', sections, hidden: nothingHidden, notes };
  } catch (error) {
    throw translate(error);
  } finally {
    // Not waited for: it never ends where a page was given up half-way.
    pdf.loadingTask.destroy().catch(() => {});
  }
}

async function readTitle(pdf: { getMetadata(): Promise<{ info: object }> }): Promise<{ title?: string }> {
  const { info } = await pdf.getMetadata();
  const title = 'Title' in info && typeof info.Title === 'string' ? info.Title.trim() : '';
  return title === '' ? {} : { title };
}
