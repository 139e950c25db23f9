import { AppError } from '../lib/app-error.ts';
import { readCompoundDocument } from './compound-document.ts';
import { detectFormat, type ContentHint } from './detect-format.ts';
import {
  maxTextCharacters,
  nothingHidden,
  type DocumentFormat,
  type ExtractedDocument,
} from './extracted-document.ts';
import { readEml } from './eml.ts';
import { tooMuchText } from './flow-text.ts';
import { htmlToText } from './html.ts';
import { readOfficeDocument } from './office-document.ts';
import { decodePlainText } from './plain-text.ts';
import { cleanUntrusted } from './untrusted-text.ts';
import { vttToText } from './vtt.ts';

function flowing(format: DocumentFormat, text: string): ExtractedDocument {
  return { format, unit: 'text', sections: [text], hidden: nothingHidden, notes: [] };
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s{0,8}charset="?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1];
}

function readHtml(source: string): ExtractedDocument {
  const { text, title, hidden } = htmlToText(source);
  return { ...flowing('html', text), ...(title === '' ? {} : { title }), hidden };
}

async function readAny(bytes: Uint8Array, hint: ContentHint): Promise<ExtractedDocument> {
  const detected = detectFormat(bytes, hint);
  switch (detected.kind) {
    case 'archive':
      return readOfficeDocument(bytes);
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
  const text = decodePlainText(bytes, charsetOf(hint.contentType));
  if (text.length > maxTextCharacters) throw tooMuchText();
  if (detected.format === 'html') return readHtml(text);
  return flowing(detected.format, detected.format === 'vtt' ? vttToText(text) : text);
}

/**
 * The text of a document as a whole, whatever it is but a PDF: the content decides, name and declared type only help.
 * What comes back is cleaned (`cleanUntrusted`) and can be paged (`paginate`).
 * @throws AppError `unsupported_content` (a kind without readable text), `protected_content` (a password),
 * `unreadable_content` (truncated, malformed), `too_large` (bombs, more text than anybody reads)
 */
export async function extractText(bytes: Uint8Array, hint: ContentHint = {}): Promise<ExtractedDocument> {
  const document = await readAny(bytes, hint);
  let removed = 0;
  const clean = (text: string) => {
    const { text: safe, hiddenRemoved } = cleanUntrusted(text);
    removed += hiddenRemoved;
    return safe;
  };
  const sections = document.sections.map(clean);
  const title = document.title === undefined ? '' : clean(document.title).replaceAll('\n', ' ').slice(0, 256);
  const notes = [...document.notes];
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
