import type { GraphClient } from '../graph/client.ts';
import type { GraphPath } from '../graph/graph-path.ts';
import { AppError } from '../lib/app-error.ts';
import { type ContentHint, detectFormat } from '../../packages/document-text/src/detect-format.ts';
import { readDocument } from '../../packages/document-text/src/read-document-part.ts';
import type { OpenedResource } from './resource.ts';

/** Bytes that are to be read, and what is said of them beforehand. */
export interface Content {
  readonly path: GraphPath;
  readonly query?: Readonly<Record<string, string>>;
  readonly name: string;
  readonly contentType: string;
  /** As Graph has it: a file that is too large is not even begun. */
  readonly bytes: number;
}

const mostBytes = 25 * 1024 * 1024;
/** Larger pictures are refused by clients, or scaled down by them at the price of the whole. */
const mostImageBytes = 3 * 1024 * 1024;

/**
 * Downloads and reads: text from documents, pictures as they are.
 * @throws AppError `too_large`, `unsupported_content`, `unreadable_content`, `protected_content`, `malware`
 */
export async function readContent(
  graph: GraphClient,
  { path, query, name, contentType, bytes: size }: Content,
): Promise<Pick<OpenedResource, 'document' | 'images'>> {
  if (size > mostBytes) {
    throw new AppError('too_large', 'This is larger than 25 MB, the most that is read. Open it by its link.');
  }
  const download = await graph.download({ path, ...(query && { query }), maxBytes: mostBytes });
  return await readBytes(download.bytes, { name, contentType: download.contentType ?? contentType });
}

/**
 * Text from a document, a picture as it is.
 * @throws AppError as {@link readContent}
 */
export async function readBytes(
  bytes: Uint8Array,
  hint: ContentHint,
): Promise<Pick<OpenedResource, 'document' | 'images'>> {
  const format = detectFormat(bytes, hint);
  if (format.kind !== 'image') return { document: await readDocument(bytes, hint) };
  if (bytes.length > mostImageBytes) {
    throw new AppError(
      'too_large',
      'The picture is larger than 3 MB, the most that is shown. Open it by its link.',
    );
  }
  return { images: [{ bytes, contentType: format.contentType }] };
}
