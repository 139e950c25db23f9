import { type ContentHint, detectFormat } from './detect-format.ts';
import type { ExtractedDocument, PagedDocument } from './document.ts';

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
