/** A file with real content. Bytes are made when they are requested; text is what a search index would hold of it. */
export interface Document {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: () => Uint8Array;
  readonly text: () => string;
  /** HTML that SharePoint returns for `format=html`, if supported. */
  readonly html?: () => string;
}

export const contentTypes = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  pdf: 'application/pdf',
  md: 'text/markdown',
  txt: 'text/plain',
  csv: 'text/csv',
  html: 'text/html',
  eml: 'message/rfc822',
  png: 'image/png',
} as const;

/** A text file in UTF-8. */
export function textDocument(name: string, contentType: string, content: string): Document {
  return { name, contentType, bytes: once(() => new TextEncoder().encode(content)), text: () => content };
}

/** Calls a function once and caches the result. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
