import type { z } from 'zod';
import {
  type DocumentHint,
  type ExtractedDocument,
  cleanSections,
  htmlToText,
  nothingHidden,
  readDocument,
  truncatedNote,
} from '../../packages/document-text/src/index.ts';
import type { GraphClient } from '../graph/client.ts';
import type { GraphPath } from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import { withAppErrors } from './document-errors.ts';
import type { itemBody } from './item-body.ts';
import type { ResourceContent } from './resource.ts';

/** Bytes that are to be read, and what is said of them beforehand. */
interface Content {
  readonly path: GraphPath;
  readonly query?: Readonly<Record<string, string>>;
  readonly name: string;
  readonly contentType: string;
  /** As Graph has it: a file that is too large is not even begun. */
  readonly bytes: number;
}

const maxBytes = 25 * 1024 * 1024;
/** Larger pictures are refused by clients, or scaled down by them at the price of the whole. */
const maxImageBytes = 3 * 1024 * 1024;

/**
 * Downloads and reads: text from documents, pictures as they are.
 * @throws AppError `too_large`, `unsupported_content`, `unreadable_content`, `protected_content`, `malware`
 */
export async function readContent(
  graph: GraphClient,
  { path, query, name, contentType, bytes: size }: Content,
): Promise<Pick<ResourceContent, 'document' | 'images'>> {
  if (size > maxBytes) {
    throw new AppError('too_large', 'This is larger than 25 MB, the most that is read. Open it by its link.');
  }
  const download = await graph.download({ path, ...(query && { query }), maxBytes: maxBytes });
  return await readBytes(download.bytes, { name, contentType: download.contentType ?? contentType });
}

/**
 * Text from a document, a picture as it is.
 * @throws AppError as {@link readContent}
 */
export async function readBytes(
  bytes: Uint8Array,
  hint: DocumentHint,
): Promise<Pick<ResourceContent, 'document' | 'images'>> {
  const document = await withAppErrors(readDocument(bytes, hint));
  if (document.format !== 'image') return { document };
  if (bytes.length > maxImageBytes) {
    throw new AppError(
      'too_large',
      'The picture is larger than 3 MB, the most that is shown. Open it by its link.',
    );
  }
  return { images: [{ bytes, contentType: document.contentType }] };
}

/** Text that is known to be HTML, as a document: what it hides is counted. */
export function htmlDocument(source: string): ExtractedDocument {
  const { text, hidden, notes } = htmlToText(source);
  const clean = cleanSections([text]);
  const isBlank = clean.sections.every((section) => section.trim() === '');
  return {
    format: 'html',
    unit: 'text',
    sections: clean.sections,
    hidden: { ...hidden, characters: hidden.characters + clean.hiddenRemoved },
    notes: clean.isCut || notes.length > 0 ? [truncatedNote] : isBlank ? ['There is no text.'] : [],
  };
}

/**
 * The body of a mail or event. Graph gives HTML where nothing else is asked for, but says of itself what it gives: lines
 * and angle brackets of a plain text are what they are.
 */
export function bodyDocument(body: z.output<typeof itemBody>): ExtractedDocument {
  const content = body?.content ?? '';
  if (body?.contentType !== 'text' || content.trim() === '') return htmlDocument(content);
  const clean = cleanSections([content.replaceAll(/\r\n?/g, '\n')]);
  return {
    format: 'text',
    unit: 'text',
    sections: clean.sections,
    hidden: { ...nothingHidden, characters: clean.hiddenRemoved },
    notes: clean.isCut ? [truncatedNote] : [],
  };
}
