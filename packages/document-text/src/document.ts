import type { SensitivityLabel } from './sensitivity-labels.ts';

/** Formats whose text can be read. */
export type DocumentFormat =
  | 'docx'
  | 'xlsx'
  | 'pptx'
  | 'pdf'
  | 'html'
  | 'eml'
  | 'msg'
  | 'vtt'
  | 'csv'
  | 'json'
  | 'xml'
  | 'markdown'
  | 'text';

/** Meaning of a section to the reader. Flowing text (`text`) has no pages of its own. */
export type SectionUnit = 'page' | 'slide' | 'sheet' | 'text';

/** Amount of text removed because a reader of the document would not see it. All zero for most documents. */
export interface HiddenTextReport {
  /** Passages hidden by formatting: `display:none`, white on white, size zero, hidden text of Word. */
  readonly passages: number;
  /** Markup comments, including conditional comments. */
  readonly comments: number;
  /** Invisible, bidirectional, tag and private-use characters. */
  readonly characters: number;
}

/** The report of a document without hidden text. */
export const nothingHidden: HiddenTextReport = { passages: 0, comments: 0, characters: 0 };

/** The text of a document, sanitized: no raw HTML, no Markdown images, no invisible characters. */
export interface ExtractedDocument extends LabeledDocument {
  readonly format: Exclude<DocumentFormat, 'pdf'>;
  readonly title?: string;
  readonly unit: SectionUnit;
  /** Slides, sheets, or parts of flowing text, in reading order. */
  readonly sections: readonly string[];
  readonly hidden: HiddenTextReport;
  /** Limits of the extraction, for the reader: missing or truncated content. Never contains text of the document. */
  readonly notes: readonly string[];
}

/** A section as a reader returns it. Pieces are joined when they are sanitized. */
export type RawSection = string | Iterable<string>;

/** A document as a reader returns it. Sanitizing empties `sections`. */
export interface UnsanitizedDocument extends Omit<ExtractedDocument, 'sections'> {
  readonly sections: RawSection[];
}

/** The image of a scanned page. */
export interface PageImage {
  readonly contentType: 'image/jpeg' | 'image/png';
  readonly bytes: Uint8Array;
}

/** One page of a {@link PagedDocument}: sanitized text, and what was removed from it. */
export interface DocumentPage {
  readonly text: string;
  /** Number of invisible characters removed. */
  readonly hiddenCharacters: number;
  /** Number of passages removed that are not seen on the page: their color, size, position or clipping hides them. */
  readonly hiddenPassages?: number;
  /** Text of the page is an invisible layer over an image of it, which a scanner added and which can have errors. */
  readonly hasOcrLayer?: boolean;
  /** The image of a scanned page: of a page without text, or with an OCR layer. */
  readonly image?: PageImage;
  /** Why the image of a scanned page is not returned: its format, or its size. */
  readonly missingImage?: string;
}

/** A PDF. Its pages are read on demand, because each costs time and memory. */
export interface PagedDocument extends LabeledDocument {
  readonly format: 'pdf';
  readonly title?: string;
  readonly pageCount: number;
  /** Content of the file that is not read. Never contains text of the document. */
  readonly notes?: readonly string[];
  /**
   * Reads pages, starting with `first` (1-based), until the last page or until the work limit of one request is
   * reached. Yields at least one page.
   * @throws DocumentError if page `first` cannot be read
   */
  pagesFrom(first: number): AsyncGenerator<DocumentPage>;
}

/** An image, returned unchanged. */
export interface ImageDocument {
  readonly format: 'image';
  /** `image/png`, `image/jpeg`, `image/gif` or `image/webp`. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Labels in the metadata of a document. Absent: its format has none, or none that are read. */
export interface LabeledDocument {
  readonly labels?: readonly SensitivityLabel[];
}

/** Separates sections. It belongs to the section before it. */
export const sectionBreak = '\n\n';

/** Note on a document of which only the beginning was read. */
export const truncatedNote =
  'The file is longer than is read of one: what is here is its beginning, and the rest was left out. Ask for it as PDF or in parts.';
