import { estimateTokens, reachOfTokens } from './token-estimate.ts';
import { type ExtractedDocument, sectionBreak } from './document.ts';

/** A stretch of a document that is shown as a whole. The texts of all pages, joined, are the whole text. */
export interface TextPage {
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

const bounds = ['\n\n#', '\n\n', '\n', '. ', ' '];

/** Where to cut at or before `limit`: before a heading, after a paragraph, a line, a sentence, a word. */
function naturalEnd(text: string, start: number, limit: number): number {
  const earliest = start + Math.floor((limit - start) / 2);
  const window = text.slice(earliest, limit + 1);
  for (const bound of bounds) {
    const found = window.lastIndexOf(bound);
    const end = earliest + found + bound.replace('#', '').length;
    if (found >= 0 && end <= limit) return end;
  }
  const unit = text.charCodeAt(limit);
  const splitsPair = unit >= 0xdc00 && unit <= 0xdfff && limit - start > 1;
  return splitsPair ? limit - 1 : limit;
}

/** A page of one section. Its tokens are counted when somebody asks: of a long document only few pages are shown. */
function pageOf(text: string, section: number): TextPage {
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
    const limit = Math.max(at + 1, reachOfTokens(text, at, most).end);
    const end = limit === text.length ? limit : naturalEnd(text, at, limit);
    pages.push(pageOf(text.slice(at, end), section));
    at = end;
  }
  return pages;
}

/** What is left of the page that a section may go on, if that is worth while. */
function roomOn(page: TextPage | undefined, maxTokens: number): number {
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
    const room = roomOn(previous, maxTokens);
    const pieces = splitSection(section, index + 1, maxTokens, room || maxTokens);
    // Not before the text is cut: sections can be long, and would be copied.
    if (!isLast) pieces.push(pageOf((pieces.pop()?.text ?? '') + sectionBreak, index + 1));
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
