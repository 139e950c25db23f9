/** Kinds of document whose text is read here. Everything else is refused or converted upstream. */
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

/** What a section of a document is to a person. Flow text has no pages of its own. */
export type SectionUnit = 'page' | 'slide' | 'sheet' | 'text';

/** What was taken out because a person would not have seen it. Zero everywhere for an honest document. */
export interface HiddenTextReport {
  /** Passages that formatting hides: `display:none`, white on white, size zero, Word's hidden text. */
  readonly passages: number;
  /** Comments of the mark-up, conditional ones included. */
  readonly comments: number;
  /** Invisible, bidirectional, tag and private-use characters. */
  readonly characters: number;
}

/** The report of a document that hides nothing. */
export const nothingHidden: HiddenTextReport = { passages: 0, comments: 0, characters: 0 };

/** The text of one document, safe to be shown: no raw HTML, no Markdown image, no invisible character. */
export interface ExtractedDocument {
  readonly format: DocumentFormat;
  readonly title?: string;
  readonly unit: SectionUnit;
  /** Pages, slides, sheets, or stretches of flow text, in reading order. */
  readonly sections: readonly string[];
  readonly hidden: HiddenTextReport;
  /** What the reader should know of the extraction: what is missing, what could not be shown. In our words. */
  readonly notes: readonly string[];
}

/** A page as it was read: its text, safe to be shown, and how many characters nobody would have seen. */
export interface ReadPage {
  readonly text: string;
  readonly hiddenCharacters: number;
}

/** A document of numbered pages, each read when it is shown and not before, since reading costs: a PDF. */
export interface PagedDocument {
  readonly format: 'pdf';
  readonly title?: string;
  readonly pageCount: number;
  /**
   * Reads pages from this one on, counted from 1: to the last one, or until one answer has cost enough, but one at
   * least.
   * @throws AppError where that one cannot be read
   */
  pagesFrom(first: number): AsyncGenerator<ReadPage>;
}

/** Between sections, and part of the page that it ends. */
export const sectionBreak = '\n\n';

/** What the reader is told of a document of which only the beginning was read. */
export const truncatedNote =
  'The file is longer than is read of one: what is here is its beginning, and the rest was left out. Ask for it as PDF or in parts.';
