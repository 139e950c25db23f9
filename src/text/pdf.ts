import { AppError } from '../lib/app-error.ts';
import { maxTextCharacters, nothingHidden, type ExtractedDocument } from './extracted-document.ts';
import { tooMuchText } from './flow-text.ts';
import { refusePdfBombs } from './pdf-streams.ts';

const maxPages = 2000;

interface TextItem {
  readonly str: string;
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
}

function isTextItem(item: object): item is TextItem {
  return 'str' in item;
}

/** The text of a page, line by line. A wide gap between two words of a line is a tab: tables stay tables. */
function pageText(items: readonly object[]): string {
  const parts: string[] = [];
  let height = 0;
  for (const item of items) {
    if (!isTextItem(item)) continue;
    if (item.str.trim() === '')
      parts.push(item.str !== '' && height > 0 && item.width > height * 1.2 ? '\t' : item.str);
    else parts.push(item.str);
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
    let characters = 0;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const text = pageText((await page.getTextContent()).items);
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
    await pdf.loadingTask.destroy();
  }
}

async function readTitle(pdf: { getMetadata(): Promise<{ info: object }> }): Promise<{ title?: string }> {
  const { info } = await pdf.getMetadata();
  const title = 'Title' in info && typeof info.Title === 'string' ? info.Title.trim() : '';
  return title === '' ? {} : { title };
}
