/** Stable codes of a {@link DocumentError}. */
export type DocumentErrorCode =
  /** A format whose text cannot be read, or no document at all. */
  | 'unsupported'
  /** Truncated or malformed. */
  | 'damaged'
  /** Needs a password, or a rights management system protects it. */
  | 'protected'
  /** Exceeds a work, memory or size limit. */
  | 'too_large';

/** The only error that reading a document throws. Its message is for the user and never contains text of the document. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly code: DocumentErrorCode;
  /** For a page that cannot be read: the next page, if there is one. */
  readonly nextPage: number | undefined;

  constructor(code: DocumentErrorCode, message: string, options: ErrorOptions & { nextPage?: number } = {}) {
    super(message, options);
    this.code = code;
    this.nextPage = options.nextPage;
  }
}
