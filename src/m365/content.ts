import { z } from 'zod';
import {
  type DocumentHint,
  type ExtractedDocument,
  cleanSections,
  htmlToText,
  nothingHidden,
  readDocument,
  truncatedNote,
} from 'document-text';
import type { GraphClient } from '../graph/client.ts';
import type { GraphPath } from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import { downloadTextParts, isLargeOfficeFile, reservedForTextParts } from './text-parts.ts';
import { withAppErrors } from './document-errors.ts';
import type { ResourceContent } from './resource.ts';
import { nullishString } from '../graph/nullish.ts';

/** Body of a mail, event or Teams message. @see https://learn.microsoft.com/graph/api/resources/itembody */
export const itemBody = z.object({ contentType: nullishString, content: nullishString }).nullish();

/** Content to download, with the metadata that Graph returned for it. */
interface Content {
  readonly path: GraphPath;
  readonly query?: Readonly<Record<string, string>>;
  /** Pre-authenticated URL of it. */
  readonly location?: URL | undefined;
  readonly name: string;
  readonly contentType: string;
  /** Size according to Graph: larger content is not downloaded. */
  readonly bytes: number;
  /** Whether the host serves ranges of it, as for files of drives. */
  readonly hasRanges?: boolean;
}

const maxBytes = 25 * 1024 * 1024;
const minReservedBytes = 1024 * 1024;
/** The text-only copy of a PDF and pdf.js need more memory than the readers of other formats. */
const furtherPdfBytes = 12 * 1024 * 1024;
/** Clients reject larger images, or scale them down at the same token cost. */
const maxImageBytes = 3 * 1024 * 1024;

/**
 * Downloads content and reads it: text of a document, or an image unchanged.
 * @throws AppError `too_large`, `unsupported_content`, `unreadable_content`, `protected_content`, `malware`
 */
export async function readContent(
  graph: GraphClient,
  content: Content,
): Promise<Pick<ResourceContent, 'document' | 'images' | 'release'>> {
  const { path, query, location, name, contentType, bytes: size } = content;
  if (size > maxBytes) {
    throw new AppError(
      'too_large',
      'The content is larger than 25 MB, the limit of the connector. Open it by its link.',
    );
  }
  if (content.hasRanges === true && isLargeOfficeFile(name, size)) {
    const copy = await readTextParts(graph, content);
    if (copy) return copy;
  }
  // Graph reports no or a wrong size for some files.
  const isPdf = contentType === 'application/pdf' || /\.pdf$/i.test(name);
  const release = await graph.reserveMemory(Math.max(size, minReservedBytes) + (isPdf ? furtherPdfBytes : 0));
  try {
    const request = { path, ...(query && { query }), maxBytes };
    let download = await graph.download({ ...request, location });
    // SharePoint was observed to serve a freshly copied file empty once.
    if (download.bytes.length === 0 && size > 0) download = await graph.download(request);
    const read = await readBytes(download.bytes, {
      name,
      contentType: download.contentType ?? contentType,
    });
    // The pages of a PDF are read later, and an image is returned unchanged.
    if (read.images || read.document?.format === 'pdf') return { ...read, release };
    release();
    return read;
  } catch (error) {
    release();
    throw error;
  }
}

/** Undefined if the file has to be downloaded as a whole. */
async function readTextParts(
  graph: GraphClient,
  { path, location, name, contentType, bytes }: Content,
): Promise<Pick<ResourceContent, 'document' | 'images'> | undefined> {
  const release = await graph.reserveMemory(reservedForTextParts);
  try {
    const copy = await downloadTextParts(graph, { path, location }, bytes);
    return copy && (await readBytes(copy, { name, contentType }));
  } catch (error) {
    // A part that the text depends on has an unusual name, and was left out.
    if (error instanceof AppError && error.code === 'unreadable_content') return undefined;
    throw error;
  } finally {
    release();
  }
}

/**
 * Reads the text of a document, or returns an image unchanged.
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
      'The image is larger than 3 MB, the limit of the connector. Open it by its link.',
    );
  }
  return { images: [{ bytes, contentType: document.contentType }] };
}

/** An HTML text as a document. Hidden text is removed and counted. */
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
 * The body of a mail or event as a document. Graph returns HTML by default, and states the type: in plain text, line
 * breaks and angle brackets are literal.
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
