import {
  type ExtractedDocument,
  type HiddenTextReport,
  type PagedDocument,
  nothingHidden,
  sectionBreak,
} from './document.ts';
import { oneLine } from './sanitize.ts';
import { estimateTokens, measureTokens } from './token-estimate.ts';

/** What one answer shows of a document. */
export interface PaginatedDocument {
  /** Undefined where there is no text, or no such page. */
  readonly window: PageWindow | undefined;
  readonly totalPages: number;
  readonly hidden: HiddenTextReport;
  /** What the reader should know of what is shown, in our words. */
  readonly notes: readonly string[];
  /** Where what is shown starts in the middle of a sheet: its name, and its first row. Text from outside. */
  readonly sheet?: { readonly name: string; readonly firstRow: string };
}

/** Estimated tokens of one page, where pages are ours to cut, and of all pages of an answer. */
interface TokenLimits {
  readonly page: number;
  readonly response: number;
}

/**
 * The pages of a document from `startPage` on, as many as one answer holds. The texts of all answers, each going on
 * where the one before says, are the whole text.
 * @throws DocumentError as reading has it
 */
export async function paginateDocument(
  document: ExtractedDocument | PagedDocument,
  startPage: number,
  tokens: TokenLimits,
): Promise<PaginatedDocument> {
  if ('pagesFrom' in document) return paginatePagedDocument(document, startPage, tokens.response);
  const { hidden, notes } = document;
  const isBlank = document.sections.every((section) => section.trim() === '');
  const pages = isBlank ? [] : paginate(document, tokens.page);
  const sheet = document.unit === 'sheet' ? getSheetContext(document.sections, pages, startPage) : undefined;
  return {
    window: selectPages(pages, startPage, tokens.response),
    totalPages: pages.length,
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
  // A heading, a blank line, and the rows.
  const [heading = '', , firstRow = ''] = (sections[section - 1] ?? '').split('\n', 3);
  return { name: oneLine(heading.replace(/^#+ Sheet: /, ''), 100), firstRow: oneLine(firstRow, 300) };
}

/**
 * Pages as the document has them. One that is longer than an answer goes on under numbers beyond the last page: its
 * second part is its own number and the number of pages, the third once more, so that no page before it need be read
 * to know where it goes on.
 */
async function paginatePagedDocument(
  document: PagedDocument,
  startPage: number,
  maxTokens: number,
): Promise<PaginatedDocument> {
  const { pageCount } = document;
  const first = ((startPage - 1) % pageCount) + 1;
  const part = Math.floor((startPage - 1) / pageCount);
  const texts: string[] = [];
  let tokens = 0;
  let blank = 0;
  let characters = 0;
  for await (const page of document.pagesFrom(first)) {
    const number = first + texts.length;
    const text = number < pageCount ? page.text + sectionBreak : page.text;
    tokens += estimateTokens(text);
    if (tokens > maxTokens && texts.length > 0) break;
    characters += page.hiddenCharacters;
    if (tokens > maxTokens || part > 0)
      return paginatePartOfPage(text, { first, part, pageCount, characters, maxTokens });
    if (page.text === '') blank += 1;
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
    hidden: { ...nothingHidden, characters },
    notes: getBlankPageNotes(blank, texts.length, pageCount),
  };
}

interface PartOfPage {
  readonly first: number;
  readonly part: number;
  readonly pageCount: number;
  readonly characters: number;
  readonly maxTokens: number;
}

function paginatePartOfPage(
  text: string,
  { first, part, pageCount, characters, maxTokens }: PartOfPage,
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
    hidden: { ...nothingHidden, characters },
    notes: [`Page ${first} is longer than an answer: this is part ${part + 1} of ${parts.length}.`],
  };
}

function getBlankPageNotes(blank: number, shown: number, pageCount: number): string[] {
  if (blank === 0) return [];
  if (blank === pageCount) return ['The PDF holds no text: it is scanned or made of pictures.'];
  if (blank === shown) return ['These pages hold no text: they are scanned, or empty.'];
  return [`${blank} of these ${shown} pages hold no text: they are scanned, or empty.`];
}

/** A stretch of a document that is shown as a whole. The texts of all pages, joined, are the whole text. */
interface TextPage {
  readonly text: string;
  /** Estimated on the high side. */
  readonly tokens: number;
  /** First and last section that the page holds text of, from 1: pages of a PDF, slides, sheets. */
  readonly firstSection: number;
  readonly lastSection: number;
}

/** The whole text, as the pages have it. */
export function documentText(document: Pick<ExtractedDocument, 'sections'>): string {
  return document.sections.join(sectionBreak);
}

const boundaries = ['\n\n#', '\n\n', '\n', '. ', ' '];

/** Where to cut at or before `limit`: before a heading, after a paragraph, a line, a sentence, a word. */
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

/** A page of one section. Its tokens are counted when somebody asks: of a long document only few pages are shown. */
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

/** Cuts a section into pages, the first one of at most so many tokens. */
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

/** What is left of the page that a section may go on, if that is worth while. */
function getRemainingTokens(page: TextPage | undefined, maxTokens: number): number {
  const room = page ? maxTokens - page.tokens : 0;
  return room > maxTokens / 8 ? room : 0;
}

/**
 * Splits a document into pages of at most `maxTokens` each, at natural bounds. Deterministic, and nothing is lost:
 * the texts joined give `documentText`. Slides and sheets keep pages of their own, and one that fits is one page; flow
 * text goes on where the section before it ends.
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
    // Not before the text is cut: sections can be long, and would be copied.
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

/** What one answer shows of a document. Page numbers count from 1. */
export interface PageWindow {
  readonly text: string;
  readonly firstPage: number;
  readonly lastPage: number;
  readonly totalPages: number;
  /** Where to go on; undefined at the end. */
  readonly nextPage?: number;
}

/** As many pages from `startPage` on as fit into `maxTokens`, at least one. Undefined where there is no such page. */
export function selectPages(
  pages: readonly TextPage[],
  startPage: number,
  maxTokens: number,
): PageWindow | undefined {
  const first = pages[startPage - 1];
  if (!first) return undefined;
  const texts = [first.text];
  let tokens = first.tokens;
  for (const page of pages.slice(startPage)) {
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

/**
 * Texts that together cost at most so many tokens: short ones stay whole, and the longest are cut to one length. A cut
 * text ends with `mark`.
 */
export function truncateToBudget(texts: readonly string[], maxTokens: number, mark: string): string[] {
  const each = getEqualShare(
    texts.map((text) => estimateTokens(text)),
    maxTokens,
  );
  const forText = Math.max(0, each - estimateTokens(mark));
  return texts.map((text) => {
    if (estimateTokens(text) <= each) return text;
    const cut = text.slice(0, measureTokens(text, 0, forText).end).toWellFormed();
    return cut.replace(/\uFFFD$/, '') + mark;
  });
}

/** How much each may have, so that all together have no more than there is. */
function getEqualShare(costs: readonly number[], most: number): number {
  let left = most;
  const ascending = costs.toSorted((first, second) => first - second);
  for (const [index, cost] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (cost > share) return share;
    left -= cost;
  }
  return Number.POSITIVE_INFINITY;
}
