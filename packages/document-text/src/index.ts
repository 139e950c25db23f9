export { type DetectedFormat, type DocumentHint, detectFormat } from './detect-format.ts';
export {
  type DocumentFormat,
  type DocumentPage,
  type ExtractedDocument,
  type HiddenTextReport,
  type ImageDocument,
  type PageImage,
  type PagedDocument,
  type SectionUnit,
  nothingHidden,
  truncatedNote,
} from './document.ts';
export { DocumentError, type DocumentErrorCode } from './errors.ts';
export { type FoundPassages, findPassages } from './find-passages.ts';
export { type HtmlText, htmlToText } from './html/html.ts';
export { linkSuffix } from './markdown.ts';
export { type OutlineEntry } from './outline.ts';
export { type PageWindow, type PaginatedDocument, documentText, paginateDocument } from './paginate.ts';
export { readDocument } from './read-document.ts';
export { cleanSections } from './sanitize-sections.ts';
export { oneLine } from './one-line.ts';
export { cleanUntrusted, fenceUntrusted } from './sanitize.ts';
export { type SensitivityLabel, parseLabelHeader } from './sensitivity-labels.ts';
export { estimateTokens } from './token-estimate.ts';
export { truncateToBudget } from './truncate.ts';
export { type ByteRanges, type PackageRanges, findTextRanges } from './zip/partial-copy.ts';
