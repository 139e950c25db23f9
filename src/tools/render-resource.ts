import {
  type HiddenTextReport,
  type PageWindow,
  cleanUntrusted,
  estimateTokens,
  fenceUntrusted,
  paginateDocument,
} from '../../packages/document-text/src/index.ts';
import { encodeBase64, encodeBase64Url } from '../crypto/encoding.ts';
import { AppError } from '../lib/app-error.ts';
import { compact } from '../lib/json.ts';
import { withAppErrors } from '../m365/document-errors.ts';
import type { ResourceContent, ResourceList } from '../m365/resource.ts';
import { type Resource, formatResourceUri, parseResourceUri } from '../m365/uri.ts';
import type { ToolResult } from './define-tool.ts';

/** Estimated on the high side, so that an answer stays below 20,000 tokens with all that goes around the text. */
const pageTokens = 4_500;
const answerTokens = 18_000;
/** With the facts, which are many where a mail went to many. */
const wholeTokens = 19_500;

/**
 * What a model reads of a resource: one line of facts, the text within marks that nothing in it can close, and how much
 * of the whole that was. Lists are plain JSON, and pictures go along as pictures.
 * @throws AppError `invalid_argument` for a page that is not there.
 */
export async function renderResource(
  resource: Resource,
  opened: ResourceContent,
  startPage: number,
): Promise<ToolResult<never>> {
  const { document, images = [], list } = opened;
  const isBehind = list
    ? list.page < startPage || (startPage > 1 && list.items.length === 0 && !document)
    : !document && startPage > 1;
  if (isBehind) throw list ? noSuchListPage(startPage) : noSuchPage(startPage - 1);
  const about = compact({
    uri: opened.uri ?? formatResourceUri(resource),
    kind: opened.uri === undefined ? resource.kind : parseResourceUri(opened.uri).kind,
    title: sanitizeDeep(opened.title),
    facts: sanitizeDeep(opened.facts),
    entries: sanitizeDeep(list?.items),
  });
  // A page of a list is a document by itself; any other document is paged here.
  const room = wholeTokens - estimateTokens(JSON.stringify(about));
  const tokens = { page: pageTokens, response: Math.min(room, answerTokens) };
  const part = document && (await withAppErrors(paginateDocument(document, list ? 1 : startPage, tokens)));
  const shown = part?.window;
  if (part && !shown && startPage > 1 && !list) throw noSuchPage(part.totalPages);
  const isCut = list !== undefined && shown !== undefined && shown.lastPage < shown.totalPages;
  const facts: Readonly<Record<string, unknown>> = compact({
    ...about,
    facts: sanitizeDeep({ ...opened.facts, hiddenText: part && seen(part.hidden), sheet: part?.sheet }),
    pages: pageNumbers(shown, list),
    note: [
      opened.note,
      ...(part?.notes ?? []),
      isCut && 'Not all of this page fits: open what is missing by itself.',
      list && goOn(list),
    ]
      .filter(Boolean)
      .join(' '),
  });
  const pictures = images.map(
    ({ bytes, contentType }) =>
      ({ type: 'image', data: encodeBase64(bytes), mimeType: contentType }) as const,
  );
  const line = JSON.stringify(facts);
  const nextPage = list ? (list.more ? list.page + 1 : undefined) : shown?.nextPage;
  if (!shown) {
    const content = pictures.length === 0 ? undefined : [{ type: 'text', text: line } as const, ...pictures];
    return { ...facts, ...(content && { content }), nextPage };
  }
  const text = fenceUntrusted(shown.text, newNonce());
  const block = { type: 'text', text: `${line}\n${text}\n${footer(shown, list, nextPage)}` } as const;
  return { ...facts, text, content: [block, ...pictures], nextPage };
}

function noSuchPage(pages: number): AppError {
  const there = pages === 1 ? 'there is only 1 page' : `there are only ${pages} pages`;
  return new AppError('invalid_argument', `\`startPage\`: ${there}.`, { argument: 'startPage' });
}

/** Nobody has counted the pages of a list. */
function noSuchListPage(page: number): AppError {
  return new AppError('invalid_argument', `\`startPage\`: there is no page ${page}.`, {
    argument: 'startPage',
  });
}

function pageNumbers(shown: PageWindow | undefined, list: ResourceList | undefined): object | undefined {
  if (!shown) return undefined;
  if (list) return { from: list.page, to: list.page };
  return { from: shown.firstPage, to: shown.lastPage, of: shown.totalPages };
}

function footer(shown: PageWindow, list: ResourceList | undefined, next: number | undefined): string {
  const pages = list
    ? `[page ${list.page}]`
    : `[pages ${shown.firstPage}–${shown.lastPage} of ${shown.totalPages}]`;
  return next === undefined ? pages : `${pages} Go on with startPage ${next}.`;
}

function goOn({ page, more }: ResourceList): string {
  return more ? `There is more: go on with startPage ${page + 1}.` : '';
}

/** Comments are in every mail of Outlook and say nothing; the rest was hidden from the reader. */
function seen({ passages, characters }: HiddenTextReport): Readonly<Record<string, number>> {
  return { ...(passages > 0 && { passages }), ...(characters > 0 && { characters }) };
}

/** 128 random bits. */
function newNonce(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}

const maxCharacters = 2000;

/**
 * The same value with every text in it cleaned, bounded and on one line. Facts are made of names, addresses and types
 * that others chose: each is cleaned where it is read, and none gets by here that was forgotten there.
 */
function sanitizeDeep(value: unknown): unknown {
  if (typeof value === 'string') {
    return cleanUntrusted(value.slice(0, maxCharacters)).text.replaceAll(/\s+/g, ' ');
  }
  if (Array.isArray(value)) return value.map(sanitizeDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, sanitizeDeep(member)]));
}
