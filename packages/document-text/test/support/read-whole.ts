import type { DocumentHint } from '../../src/detect-format.ts';
import type { ExtractedDocument } from '../../src/document.ts';
import { documentText, paginateDocument } from '../../src/paginate.ts';
import { readDocument } from '../../src/read-document.ts';

/** The whole text of a document, read page by page. */
export interface WholeDocument {
  readonly format: string;
  readonly title?: string;
  readonly sections: readonly string[];
  readonly text: string;
  readonly notes: readonly string[];
}

/** Reads a document to its end; one of numbered pages answer by answer. */
export async function readWhole(bytes: Uint8Array, hint: DocumentHint = {}): Promise<WholeDocument> {
  const document = await readDocument(bytes, hint);
  if (document.format === 'image') throw new Error('an image, not a text');
  if ('sections' in document) return { ...document, text: documentText(document) };
  const { format, title } = document;
  const texts: string[] = [];
  const notes = new Set<string>();
  for (let page: number | undefined = 1; page !== undefined;) {
    const shown = await paginateDocument(document, page, { page: 4500, response: 18_000 });
    texts.push(shown.window?.text ?? '');
    for (const note of shown.notes) notes.add(note);
    page = shown.window?.nextPage;
  }
  const text = texts.join('');
  return {
    format,
    ...(title === undefined ? {} : { title }),
    sections: text.split('\n\n'),
    text,
    notes: [...notes],
  };
}

/** Reads a document whose text is returned as a whole: anything but a PDF or an image. */
export async function readText(bytes: Uint8Array, hint: DocumentHint = {}): Promise<ExtractedDocument> {
  const document = await readDocument(bytes, hint);
  if (!('sections' in document)) throw new Error(`a text was expected, not ${document.format}`);
  return document;
}
