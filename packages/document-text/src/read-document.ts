import { type DocumentHint, detectFormat } from './detect-format.ts';
import {
  type ExtractedDocument,
  type ImageDocument,
  type PagedDocument,
  type UnsanitizedDocument,
  nothingHidden,
  truncatedNote,
} from './document.ts';
import { DocumentError } from './errors.ts';
import { sanitizeSections } from './sanitize-sections.ts';
import { cleanUntrusted } from './sanitize.ts';

const openInOffice = 'Open it in the Office app or in Outlook.';
const maxTitleCharacters = 256;
const emptyDocument: ExtractedDocument = {
  format: 'text',
  unit: 'text',
  sections: [''],
  hidden: nothingHidden,
  notes: ['The file holds no text: it is empty (0 bytes).'],
};

/**
 * Reads a document: sanitized text, the pages of a PDF on demand, or an image unchanged. The content determines the
 * format; `hint` only distinguishes text formats. Readers are loaded with the first document, the PDF reader with the
 * first PDF.
 * @throws DocumentError `unsupported`, `damaged`, `protected`, `too_large`
 */
export async function readDocument(
  bytes: Uint8Array,
  hint: DocumentHint = {},
): Promise<ExtractedDocument | PagedDocument | ImageDocument> {
  if (bytes.length === 0) return emptyDocument;
  const detected = detectFormat(bytes, hint);
  switch (detected.kind) {
    case 'image':
      return { format: 'image', contentType: detected.contentType, bytes };
    case 'unsupported':
      throw new DocumentError('unsupported', `The file is ${detected.name}, whose text cannot be read here.`);
    case 'protected':
      throw new DocumentError(
        'protected',
        `The file is ${detected.name}, which is encrypted. ${openInOffice}`,
      );
    case 'document':
      break;
  }
  if (detected.format === 'pdf') {
    const { readPdf } = await import('./pdf/pdf.ts');
    return readPdf(bytes);
  }
  const { readers } = await import('./readers.ts');
  return sanitizeDocument(await readers[detected.format](bytes, hint));
}

function sanitizeDocument(document: UnsanitizedDocument): ExtractedDocument {
  const { sections, hiddenRemoved, isCut } = sanitizeSections(document.sections);
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
    ...(document.labels && { labels: document.labels }),
    sections,
    hidden: { ...document.hidden, characters: document.hidden.characters + removed },
    notes,
  };
}
