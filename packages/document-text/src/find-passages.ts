import type { ExtractedDocument, PagedDocument, SectionUnit } from './document.ts';
import { pause } from './pacer.ts';
import { paginate } from './paginate.ts';
import { estimateTokens } from './token-estimate.ts';

/** Passages of a document that contain words. Untrusted text. */
export interface FoundPassages {
  /** The passages in text order; each begins with its page and heading, and its lines are indented. */
  readonly text: string;
  readonly shown: number;
  readonly total: number;
  /** Pages with passages, shown or not. */
  readonly pages: readonly number[];
  readonly firstPage: number;
  /** Last page that was searched. */
  readonly lastPage: number;
  readonly totalPages: number;
  /** Indexes of the terms of which no passage contains all words. */
  readonly incomplete: readonly number[];
}

interface FindOptions {
  /** Words that a passage contains all of, `"phrases"` in quotes. A passage is found by any term. */
  readonly terms: readonly string[];
  readonly startPage?: number | undefined;
  readonly endPage?: number | undefined;
  /** Estimated tokens of a page, as in `paginateDocument`. */
  readonly pageTokens: number;
  readonly maxTokens: number;
  /** Number of every page: the text is one page of a list. */
  readonly listPage?: number | undefined;
}

interface Passage {
  readonly page: number;
  readonly heading: string;
  readonly text: string;
}

/** A passage with the number of words of each term that it contains. */
interface Candidate extends Passage {
  readonly scores: readonly number[];
}

const maxPassageCharacters = 700;
/** Candidates that are kept: more than a response can show. */
const maxCandidates = 2000;

/**
 * Finds the passages (paragraphs, rows, turns) that contain all words of a term, or those with the most of its words.
 * Words are compared from their start, without case and accents.
 * @throws DocumentError if the first page of a PDF cannot be read
 */
export async function findPassages(
  document: ExtractedDocument | PagedDocument,
  { terms, startPage = 1, endPage = Infinity, pageTokens, maxTokens, listPage }: FindOptions,
): Promise<FoundPassages> {
  const words = terms.map(splitTerm);
  const best = words.map(() => 1);
  let candidates: Candidate[] = [];
  let heading = '';
  let lastPage = startPage - 1;
  const { totalPages, pages, unit } = pagesOf(document, startPage, endPage, pageTokens);
  for await (const text of pages) {
    lastPage += 1;
    for (const piece of splitPassages(text, unit, heading)) {
      heading = piece.heading;
      const haystack = fold(piece.isFirst ? `${piece.text} ${heading}` : piece.text);
      const scores = words.map((term) => term.filter((word) => hasWord(haystack, word)).length);
      if (!scores.some((score, index) => score >= (best[index] ?? 1))) continue;
      for (const [index, score] of scores.entries()) best[index] = Math.max(best[index] ?? 1, score);
      if (candidates.length >= maxCandidates) candidates = candidates.filter((one) => isBest(one, best));
      if (candidates.length < maxCandidates) {
        candidates.push({ page: listPage ?? lastPage, heading, text: piece.text, scores });
      }
    }
    await pause();
  }
  const found = candidates.filter((candidate) => isBest(candidate, best));
  const blocks = found.map((passage, index) => formatPassage(passage, found[index - 1]));
  let tokens = 0;
  const shown = blocks.filter((block) => (tokens += estimateTokens(block)) <= maxTokens);
  return {
    text: shown.join('\n').trimStart(),
    shown: shown.length,
    total: found.length,
    pages: [...new Set(found.map(({ page }) => page))],
    firstPage: listPage ?? startPage,
    lastPage: listPage ?? lastPage,
    totalPages,
    incomplete: words.flatMap((term, index) =>
      found.some(({ scores }) => scores[index] === term.length) ? [] : [index],
    ),
  };
}

function isBest({ scores }: Candidate, best: readonly number[]): boolean {
  return scores.some((score, index) => score >= (best[index] ?? 1));
}

function pagesOf(
  document: ExtractedDocument | PagedDocument,
  startPage: number,
  endPage: number,
  pageTokens: number,
): { totalPages: number; unit: SectionUnit; pages: AsyncIterable<string> | Iterable<string> } {
  if ('pagesFrom' in document) {
    return { totalPages: document.pageCount, unit: 'page', pages: pdfPages(document, startPage, endPage) };
  }
  const texts = paginate(document, pageTokens).map(({ text }) => text);
  return { totalPages: texts.length, unit: document.unit, pages: texts.slice(startPage - 1, endPage) };
}

async function* pdfPages(
  document: PagedDocument,
  startPage: number,
  endPage: number,
): AsyncGenerator<string> {
  if (startPage > document.pageCount) return;
  let page = startPage;
  for await (const { text } of document.pagesFrom(startPage)) {
    yield text;
    if (page >= endPage) return;
    page += 1;
  }
}

interface Piece {
  readonly heading: string;
  readonly text: string;
  /** Whether it is the first one below its heading, which then counts as a part of it. */
  readonly isFirst: boolean;
}

/** The paragraphs of a page, long ones by lines and sentences. Rows of a sheet have its first row in the heading. */
function* splitPassages(page: string, unit: SectionUnit, before: string): Generator<Piece> {
  let heading = before;
  let isFirst = false;
  for (const paragraph of page.split(/\n{2,}/)) {
    let text = paragraph;
    const marks = /^#{1,6} +([^\n]*)\n?/.exec(text);
    if (marks) {
      heading = (marks[1] ?? '').trim();
      isFirst = true;
      text = text.slice(marks[0].length);
    }
    if (text.trim() === '') continue;
    const pieces = text.length > maxPassageCharacters ? text.split('\n').flatMap(splitLine) : [text];
    if (unit === 'sheet' && isFirst) heading = `${heading} · ${(text.split('\n', 1)[0] ?? '').slice(0, 300)}`;
    for (const piece of pieces) {
      if (piece.trim() !== '') yield { heading, text: piece, isFirst };
      isFirst = false;
    }
  }
  // A heading at the end of a page belongs to the next one.
  if (isFirst) yield { heading, text: heading, isFirst };
}

function splitLine(line: string): string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > maxPassageCharacters) {
    const cut = rest.slice(0, maxPassageCharacters);
    const sentence = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('? '), cut.lastIndexOf('! ')) + 1;
    const end = sentence > 100 ? sentence : Math.max(cut.lastIndexOf(' '), 0) || maxPassageCharacters;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

/** Words of a term; a phrase in quotes is one word. */
function splitTerm(term: string): string[] {
  const parts = term.match(/"[^"]+"|[^\s"]+/g) ?? [];
  const words = parts.map((part) => fold(trimMarks(part)));
  return [...new Set(words.filter((word) => /[\p{L}\p{N}]/u.test(word)))];
}

/** Without a quote in front and quotes, wildcards or a question mark at the end. */
function trimMarks(word: string): string {
  let end = word.length;
  while (end > 0 && '*"\'?'.includes(word[end - 1] ?? '')) end -= 1;
  return word.slice('"\''.includes(word[0] ?? ' ') ? 1 : 0, end);
}

/** Text in comparable form: lower case, without accents, one space between words. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ');
}

/** Scripts that are written without spaces: a word can begin anywhere. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;
const wordCharacter = /[\p{L}\p{N}]$/u;

function hasWord(text: string, word: string): boolean {
  const isUnspaced = unspaced.test(word);
  const isNumber = /\d$/.test(word);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isStart = at === 0 || isUnspaced || !wordCharacter.test(text.slice(Math.max(0, at - 2), at));
    // 15 is not the start of 1512.
    if (isStart && !(isNumber && /\d/.test(text.charAt(at + word.length)))) return true;
  }
  return false;
}

function formatPassage({ page, heading, text }: Passage, previous: Passage | undefined): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  if (previous?.page === page && previous.heading === heading) return lines;
  return `\n[page ${page}${heading === '' ? '' : ` · ${heading.slice(0, 400)}`}]\n${lines}`;
}
