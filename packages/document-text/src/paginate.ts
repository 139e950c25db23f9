import {
  type ExtractedDocument,
  type HiddenTextReport,
  type PageImage,
  type PagedDocument,
  nothingHidden,
  sectionBreak,
} from './document.ts';
import { type OutlineEntry, getOutline } from './outline.ts';
import { oneLine } from './one-line.ts';
import { fitsImage, getBlankPageNotes, getMissingImageNotes, getScanNotes } from './scanned-pages.ts';
import { estimateTokens, measureTokens } from './token-estimate.ts';

/** The pages of a document that one response shows. */
export interface PaginatedDocument {
  /** Undefined if the document has no text, or no such page. */
  readonly window: PageWindow | undefined;
  readonly totalPages: number;
  readonly hidden: HiddenTextReport;
  /** Limits of the extraction, for the reader. Never contains text of the document. */
  readonly notes: readonly string[];
  /** Images of scanned pages, as far as they fit into a response. */
  readonly images?: readonly PageImage[];
  /** Headings of the whole document, if requested and if it has more pages than the window. */
  readonly outline?: readonly OutlineEntry[];
  /** Name and first row of the sheet, if the window starts in the middle of a sheet. Untrusted text. */
  readonly sheet?: { readonly name: string; readonly firstRow: string };
}

/** Maximum estimated tokens of one page (except pages of a PDF), and of all pages of a response; further limits. */
interface PageLimits {
  readonly page: number;
  readonly response: number;
  /** Estimated tokens after which no further page is added. Default: `response`. */
  readonly enough?: number;
  /** Last page to return. */
  readonly endPage?: number | undefined;
  /** Estimated tokens of the outline; without it there is none. */
  readonly outline?: number;
}

/**
 * Returns as many pages from `startPage` (1-based) on as fit into one response. The texts of consecutive responses,
 * joined, are the text of the document.
 * @throws DocumentError if page `startPage` of a PDF cannot be read
 */
export async function paginateDocument(
  document: ExtractedDocument | PagedDocument,
  startPage: number,
  limits: PageLimits,
): Promise<PaginatedDocument> {
  if ('pagesFrom' in document) return paginatePagedDocument(document, startPage, limits);
  const { hidden, notes } = document;
  const isBlank = document.sections.every((section) => section.trim() === '');
  const pages = isBlank ? [] : paginate(document, limits.page);
  const sheet = document.unit === 'sheet' ? getSheetContext(document.sections, pages, startPage) : undefined;
  const { response, enough = response, endPage = pages.length } = limits;
  const window = selectPages(pages, startPage, Math.min(enough, response), endPage);
  const hasOutline = limits.outline !== undefined && window?.nextPage !== undefined;
  return {
    window,
    totalPages: pages.length,
    ...(hasOutline && {
      outline: getOutline(
        pages.map(({ text }) => text),
        limits.outline,
      ),
    }),
    hidden,
    notes,
    ...(sheet && { sheet }),
  };
}

function getSheetContext(
  sections: readonly string[],
  pages: readonly TextPage[],
  startPage: number,
): PaginatedDocument['sheet'] {
  const section = pages[startPage - 1]?.firstSection;
  if (section === undefined || pages[startPage - 2]?.lastSection !== section) return undefined;
  // Heading, blank line, rows.
  const [heading = '', , firstRow = ''] = (sections[section - 1] ?? '').split('\n', 3);
  return { name: oneLine(heading.replace(/^#+ Sheet: /, ''), 100), firstRow: oneLine(firstRow, 300) };
}

/**
 * Pages of a PDF. Page numbers beyond the last page denote further parts of a page that is longer than a response: part
 * `n` (0-based) of page `p` has the number `p + n * pageCount`, so that the earlier pages need not be read again.
 */
async function paginatePagedDocument(
  document: PagedDocument,
  startPage: number,
  { response: maxTokens, enough = maxTokens, endPage = Infinity }: PageLimits,
): Promise<PaginatedDocument> {
  const { pageCount } = document;
  const first = ((startPage - 1) % pageCount) + 1;
  const part = Math.floor((startPage - 1) / pageCount);
  const texts: string[] = [];
  let tokens = 0;
  let blank = 0;
  let hidden = nothingHidden;
  let scanned = 0;
  const images: PageImage[] = [];
  const missingImages = new Map<number, string>();
  for await (const page of document.pagesFrom(first)) {
    const number = first + texts.length;
    const text = number < pageCount ? page.text + sectionBreak : page.text;
    tokens += estimateTokens(text);
    if (texts.length > 0 && (tokens > Math.min(enough, maxTokens) || number > endPage)) break;
    // The image of a page without text is its content: the next response returns it.
    if (page.image && page.text === '' && texts.length > 0 && !fitsImage(images, page.image)) break;
    hidden = {
      ...hidden,
      characters: hidden.characters + page.hiddenCharacters,
      passages: hidden.passages + (page.hiddenPassages ?? 0),
    };
    if (page.hasOcrLayer === true) scanned += 1;
    if (tokens > maxTokens || part > 0)
      return paginatePartOfPage(text, {
        first,
        part,
        pageCount,
        hidden,
        notes: [...(document.notes ?? []), ...getScanNotes(page.hasOcrLayer === true ? 1 : 0, 1)],
        maxTokens,
      });
    if (page.text === '') blank += 1;
    if (page.image && fitsImage(images, page.image)) images.push(page.image);
    if (page.missingImage !== undefined) missingImages.set(number, page.missingImage);
    texts.push(text);
  }
  const lastPage = first + texts.length - 1;
  const window = {
    text: texts.join(''),
    firstPage: first,
    lastPage,
    totalPages: pageCount,
    ...(lastPage < pageCount && { nextPage: lastPage + 1 }),
  };
  return {
    window: blank === pageCount ? undefined : window,
    totalPages: pageCount,
    ...(images.length > 0 && { images }),
    hidden,
    notes: [
      ...(document.notes ?? []),
      ...getBlankPageNotes(blank, texts.length, pageCount),
      ...getScanNotes(scanned, texts.length),
      ...getMissingImageNotes(missingImages),
    ],
  };
}

interface PartOfPage {
  readonly first: number;
  readonly part: number;
  readonly pageCount: number;
  readonly hidden: HiddenTextReport;
  readonly notes: readonly string[];
  readonly maxTokens: number;
}

function paginatePartOfPage(
  text: string,
  { first, part, pageCount, hidden, notes, maxTokens }: PartOfPage,
): PaginatedDocument {
  const parts = paginate({ sections: [text], unit: 'page' }, maxTokens);
  const shown = parts[part];
  const nextPage = part + 1 < parts.length ? first + (part + 1) * pageCount : first + 1;
  return {
    window: shown && {
      text: shown.text,
      firstPage: first,
      lastPage: first,
      totalPages: pageCount,
      ...((part + 1 < parts.length || first < pageCount) && { nextPage }),
    },
    totalPages: pageCount,
    hidden,
    notes: [`Page ${first} is longer than an answer: this is part ${part + 1} of ${parts.length}.`, ...notes],
  };
}

/** One page. The texts of all pages, joined, are the text of the document. */
interface TextPage {
  readonly text: string;
  /** Estimated. */
  readonly tokens: number;
  /** First and last section on the page, 1-based. */
  readonly firstSection: number;
  readonly lastSection: number;
}

/** The whole text of a document. */
export function documentText(document: Pick<ExtractedDocument, 'sections'>): string {
  return document.sections.join(sectionBreak);
}

const boundaries = ['\n\n#', '\n\n', '\n', '. ', ' '];

/** Position of a page break at or before `limit`: before a heading, or after a paragraph, line, sentence or word. */
function findPageEnd(text: string, start: number, limit: number): number {
  const earliest = start + Math.floor((limit - start) / 2);
  const window = text.slice(earliest, limit + 1);
  for (const bound of boundaries) {
    const found = window.lastIndexOf(bound);
    const end = earliest + found + bound.replace('#', '').length;
    if (found >= 0 && end <= limit) return end;
  }
  const unit = text.charCodeAt(limit);
  const splitsPair = unit >= 0xdc00 && unit <= 0xdfff && limit - start > 1;
  return splitsPair ? limit - 1 : limit;
}

/** A page of one section. Its tokens are counted on demand, because few pages of a long document are shown. */
function createPage(text: string, section: number): TextPage {
  let tokens: number | undefined;
  return {
    text,
    get tokens() {
      return (tokens ??= estimateTokens(text));
    },
    firstSection: section,
    lastSection: section,
  };
}

/** Splits a section into pages. @param firstTokens limit of the first page */
function splitSection(text: string, section: number, maxTokens: number, firstTokens: number): TextPage[] {
  const pages: TextPage[] = [];
  for (let at = 0; at < text.length;) {
    const most = pages.length === 0 ? firstTokens : maxTokens;
    const limit = Math.max(at + 1, measureTokens(text, at, most).end);
    const end = limit === text.length ? limit : findPageEnd(text, at, limit);
    pages.push(createPage(text.slice(at, end), section));
    at = end;
  }
  return pages;
}

/** Tokens left on a page, or 0 if less than an eighth of it is left. */
function getRemainingTokens(page: TextPage | undefined, maxTokens: number): number {
  const room = page ? maxTokens - page.tokens : 0;
  return room > maxTokens / 8 ? room : 0;
}

/**
 * Splits a document into pages of at most `maxTokens` each, at natural boundaries. Deterministic; the joined texts are
 * equal to `documentText`. A slide or sheet starts a new page; flowing text continues on the page of the previous
 * section.
 */
export function paginate(
  document: Pick<ExtractedDocument, 'sections' | 'unit'>,
  maxTokens: number,
): TextPage[] {
  const pages: TextPage[] = [];
  for (const [index, section] of document.sections.entries()) {
    const isLast = index === document.sections.length - 1;
    const previous = document.unit === 'text' ? pages.at(-1) : undefined;
    const room = getRemainingTokens(previous, maxTokens);
    const pieces = splitSection(section, index + 1, maxTokens, room || maxTokens);
    // Appended to the last page only: appending to a long section would copy it.
    if (!isLast) pieces.push(createPage((pieces.pop()?.text ?? '') + sectionBreak, index + 1));
    const [first] = pieces;
    if (previous && first && room > 0) {
      pages.pop();
      pieces[0] = {
        text: previous.text + first.text,
        tokens: previous.tokens + first.tokens,
        firstSection: previous.firstSection,
        lastSection: first.lastSection,
      };
    }
    pages.push(...pieces);
  }
  return pages;
}

/** Consecutive pages. Page numbers are 1-based. */
export interface PageWindow {
  readonly text: string;
  readonly firstPage: number;
  readonly lastPage: number;
  readonly totalPages: number;
  /** Page to continue with; absent at the end. */
  readonly nextPage?: number;
}

/**
 * Returns as many pages from `startPage` to `endPage` as fit into `maxTokens`, at least one. Undefined if there is no such
 * page.
 */
export function selectPages(
  pages: readonly TextPage[],
  startPage: number,
  maxTokens: number,
  endPage = pages.length,
): PageWindow | undefined {
  const first = pages[startPage - 1];
  if (!first) return undefined;
  const texts = [first.text];
  let tokens = first.tokens;
  for (const page of pages.slice(startPage, Math.max(startPage, endPage))) {
    tokens += page.tokens;
    if (tokens > maxTokens) break;
    texts.push(page.text);
  }
  const lastPage = startPage + texts.length - 1;
  return {
    text: texts.join(''),
    firstPage: startPage,
    lastPage,
    totalPages: pages.length,
    ...(lastPage < pages.length && { nextPage: lastPage + 1 }),
  };
}
