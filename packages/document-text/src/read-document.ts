import { AppError } from '../../../src/lib/app-error.ts';
import { type ContentHint, detectFormat } from './detect-format.ts';
import {
  type DocumentFormat,
  type ExtractedDocument,
  type PagedDocument,
  truncatedNote,
  nothingHidden,
} from './document.ts';
import { htmlToText } from './html/html.ts';
import { readEml } from './mail/eml.ts';
import { readCompoundDocument } from './mail/msg.ts';
import { readOfficeDocument } from './office/office.ts';
import { decodePlainText, firstBytes } from './plain-text.ts';
import { cleanSections, cleanUntrusted } from './sanitize.ts';
import { vttToText } from './vtt.ts';

/** What is read of a file that is text. Nobody reads more; memory is finite. */
const maxTextBytes = 5_000_000;
const maxTitleCharacters = 256;

function flowing(format: DocumentFormat, text: string, notes: readonly string[]): ExtractedDocument {
  return { format, unit: 'text', sections: [text], hidden: nothingHidden, notes };
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s{0,8}charset="?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1];
}

function readHtml(source: string): ExtractedDocument {
  const { text, title, hidden, notes } = htmlToText(source);
  return { ...flowing('html', text, notes), ...(title === '' ? {} : { title }), hidden };
}

async function readAny(bytes: Uint8Array, hint: ContentHint): Promise<ExtractedDocument> {
  const detected = detectFormat(bytes, hint);
  switch (detected.kind) {
    case 'archive':
      return await readOfficeDocument(bytes);
    case 'compound':
      return readCompoundDocument(bytes);
    case 'image':
      throw new AppError(
        'unsupported_content',
        'The file is a picture. It holds no text that can be read here.',
      );
    case 'other':
      throw new AppError(
        'unsupported_content',
        `The file is ${detected.name}, whose text cannot be read here.`,
      );
    case 'document':
      break;
  }
  if (detected.format === 'pdf') {
    throw new AppError('unsupported_content', 'The file is a PDF, where a text was to be expected.');
  }
  if (detected.format === 'eml') return readEml(bytes);
  const text = decodePlainText(firstBytes(bytes, maxTextBytes), charsetOf(hint.contentType));
  if (detected.format === 'html') return readHtml(text);
  const plain = detected.format === 'vtt' ? vttToText(text) : { text, isCut: bytes.length > maxTextBytes };
  return flowing(detected.format, plain.text, plain.isCut ? [truncatedNote] : []);
}

/**
 * The text of a document as a whole, whatever it is but a PDF: the content decides, name and declared type only help.
 * What comes back is cleaned (`cleanUntrusted`) and can be paged (`paginate`).
 * @throws AppError `unsupported_content` (a kind without readable text), `protected_content` (a password),
 * `unreadable_content` (truncated, malformed), `too_large` (bombs, more text than anybody reads)
 */
export async function extractText(bytes: Uint8Array, hint: ContentHint = {}): Promise<ExtractedDocument> {
  const document = await readAny(bytes, hint);
  const { sections, hiddenRemoved, isCut } = cleanSections(document.sections);
  const cleanTitle = cleanUntrusted(document.title?.slice(0, maxTitleCharacters) ?? '');
  const title = cleanTitle.text.replaceAll('\n', ' ');
  const removed = hiddenRemoved + cleanTitle.hiddenRemoved;
  const notes = [...new Set([...document.notes, ...(isCut ? [truncatedNote] : [])])];
  if (notes.length === 0 && sections.every((section) => section.trim() === ''))
    notes.push('The file holds no text.');
  return {
    format: document.format,
    ...(title === '' ? {} : { title }),
    unit: document.unit,
    sections,
    hidden: { ...document.hidden, characters: document.hidden.characters + removed },
    notes,
  };
}

/**
 * A document, whatever it is: a PDF page by page, anything else as a whole. What it takes to read documents, and PDFs
 * among them, is loaded with the first one.
 * @throws AppError `unsupported_content`, `protected_content`, `unreadable_content`, `too_large`
 */
export async function readDocument(
  bytes: Uint8Array,
  hint: ContentHint = {},
): Promise<ExtractedDocument | PagedDocument> {
  const detected = detectFormat(bytes, hint);
  if (detected.kind !== 'document' || detected.format !== 'pdf') {
    const { extractText } = await import('./read-document.ts');
    return extractText(bytes, hint);
  }
  const { readPdf } = await import('./pdf/pdf.ts');
  return readPdf(bytes);
}
