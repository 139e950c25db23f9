import { estimateTokens } from './token-estimate.ts';
import {
  type ExtractedDocument,
  type HiddenTextReport,
  nothingHidden,
  type PagedDocument,
  sectionBreak,
} from './document.ts';
import { oneLine } from './one-line.ts';
import { type PageWindow, paginate, selectPages, type TextPage } from './paginate-part.ts';

/** What one answer shows of a document. */
export interface ShownDocument {
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
export interface ShownTokens {
  readonly page: number;
  readonly answer: number;
}

/**
 * The pages of a document from `startPage` on, as many as one answer holds. The texts of all answers, each going on
 * where the one before says, are the whole text.
 * @throws AppError as reading has it
 */
export async function showDocument(
  document: ExtractedDocument | PagedDocument,
  startPage: number,
  tokens: ShownTokens,
): Promise<ShownDocument> {
  if ('pagesFrom' in document) return showPages(document, startPage, tokens.answer);
  const { hidden, notes } = document;
  const isBlank = document.sections.every((section) => section.trim() === '');
  const pages = isBlank ? [] : paginate(document, tokens.page);
  const sheet = document.unit === 'sheet' ? sheetOf(document.sections, pages, startPage) : undefined;
  return {
    window: selectPages(pages, startPage, tokens.answer),
    totalPages: pages.length,
    hidden,
    notes,
    ...(sheet && { sheet }),
  };
}

function sheetOf(
  sections: readonly string[],
  pages: readonly TextPage[],
  startPage: number,
): ShownDocument['sheet'] {
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
async function showPages(
  document: PagedDocument,
  startPage: number,
  maxTokens: number,
): Promise<ShownDocument> {
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
      return showPart(text, { first, part, pageCount, characters, maxTokens });
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
    notes: blankNotes(blank, texts.length, pageCount),
  };
}

interface PartOfPage {
  readonly first: number;
  readonly part: number;
  readonly pageCount: number;
  readonly characters: number;
  readonly maxTokens: number;
}

function showPart(
  text: string,
  { first, part, pageCount, characters, maxTokens }: PartOfPage,
): ShownDocument {
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

function blankNotes(blank: number, shown: number, pageCount: number): string[] {
  if (blank === 0) return [];
  if (blank === pageCount) return ['The PDF holds no text: it is scanned or made of pictures.'];
  if (blank === shown) return ['These pages hold no text: they are scanned, or empty.'];
  return [`${blank} of these ${shown} pages hold no text: they are scanned, or empty.`];
}
