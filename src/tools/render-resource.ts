import {
  type HiddenTextReport,
  type PageWindow,
  cleanUntrusted,
  estimateTokens,
  fenceUntrusted,
  paginateDocument,
} from 'document-text';
import { encodeBase64, encodeBase64Url } from '../crypto/encoding.ts';
import { AppError } from '../lib/app-error.ts';
import { compact } from '../lib/json.ts';
import { withAppErrors } from '../m365/document-errors.ts';
import { joinNotes } from '../m365/format.ts';
import type { ListPosition } from '../m365/list-page.ts';
import type { ResourceContent, ResourceList } from '../m365/resource.ts';
import { type Resource, formatResourceUri, parseResourceUri } from '../m365/uri.ts';
import type { ToolResult } from './define-tool.ts';

/** Estimated tokens, on the high side: a result stays below 20,000 tokens with everything around the text. */
export const pageTokens = 4_500;
const textTokens = 18_000;
/** Including the metadata, for example of a mail with many recipients. */
const resultTokens = 19_500;
/** Of a first read: one page, or several short ones, and the outline. */
const firstReadTokens = 4_500;
const outlineTokens = 350;

/** Note of a list that continues. */
export const moreEntriesNote = 'There are more: continue with page.cursor.';

/** The part of a resource to return. */
export interface ResourcePart {
  /** Undefined for a first read: one page with an outline. */
  readonly startPage?: number | undefined;
  readonly endPage?: number | undefined;
}

/**
 * The result for a resource: metadata as one line of JSON, the text between untrusted marks that it cannot close, and the
 * page numbers. Lists are plain JSON, images are image blocks.
 * @throws AppError `invalid_argument` for a page that does not exist
 */
export async function renderResource(
  resource: Resource,
  source: ResourceContent,
  { startPage: requestedPage, endPage }: ResourcePart,
): Promise<ToolResult<ListPosition>> {
  const startPage = requestedPage ?? 1;
  const { document, images = [], list } = source;
  const isAfterEnd = list
    ? list.page < startPage || (startPage > 1 && list.items.length === 0 && !document)
    : !document && startPage > 1;
  if (isAfterEnd) throw list ? listPageError(startPage) : pageError(1);
  const head = compact({
    ...resourceHead(resource, source),
    facts: sanitizeDeep(source.facts),
    entries: sanitizeDeep(list?.items),
  });
  // A page of a list is a whole document; any other document is paginated here.
  const room = resultTokens - estimateTokens(JSON.stringify(head));
  const isFirstRead = requestedPage === undefined && endPage === undefined && !list;
  const limits = {
    page: pageTokens,
    response: Math.min(room, textTokens),
    ...(isFirstRead && { enough: firstReadTokens, outline: outlineTokens }),
    endPage: list ? undefined : endPage,
  };
  const part = document && (await withAppErrors(paginateDocument(document, list ? 1 : startPage, limits)));
  const shown = part?.window;
  if (part && !shown && startPage > 1 && !list) throw pageError(part.totalPages);
  const isCut = list !== undefined && shown !== undefined && shown.lastPage < shown.totalPages;
  const metadata: Readonly<Record<string, unknown>> = compact({
    ...head,
    facts: sanitizeDeep({
      ...source.facts,
      hiddenText: part && reportHidden(part.hidden),
      sheet: part?.sheet,
    }),
    pages: pageNumbers(shown, list),
    outline: sanitizeDeep(part?.outline?.map(({ page, heading }) => `${page}: ${heading}`)),
    note: joinNotes([
      source.note,
      ...(part?.notes ?? []),
      isCut && 'This page is too long to show in full. Read its entries one by one.',
      list && continueNote(list, document !== undefined),
    ]),
  });
  const pictures = [...images, ...(part?.images ?? [])].map(
    ({ bytes, contentType }) =>
      ({ type: 'image', data: encodeBase64(bytes), mimeType: contentType }) as const,
  );
  const line = JSON.stringify(metadata);
  const nextPage = list ? list.next?.page : shown?.nextPage;
  const paging = listPaging(list, list?.shown ?? list?.items.length ?? 0);
  if (!shown) {
    const content = pictures.length === 0 ? undefined : [{ type: 'text', text: line } as const, ...pictures];
    return { ...metadata, ...paging, ...(content && { content }), nextPage };
  }
  const text = fenceUntrusted(shown.text, newNonce());
  const block = { type: 'text', text: `${line}\n${text}\n${footer(shown, list, nextPage)}` } as const;
  return { ...metadata, ...paging, text, content: [block, ...pictures], nextPage };
}

/** URI, kind and title of a resource. */
export function resourceHead(
  resource: Resource,
  { uri, title, list }: Pick<ResourceContent, 'uri' | 'title' | 'list'>,
): { readonly uri: string; readonly kind: string; readonly title?: unknown } {
  const kind = uri === undefined ? resource.kind : parseResourceUri(uri).kind;
  return {
    uri: uri ?? formatResourceUri(resource),
    kind: list && fileKinds.has(kind) ? 'folder' : kind,
    title: sanitizeDeep(title),
  };
}

/** Kinds of URIs that mean a file or a folder. */
const fileKinds: ReadonlySet<string> = new Set(['file', 'filePath', 'driveRoot', 'ownDrive']);

export function pageError(pages: number): AppError {
  const there = pages === 1 ? 'there is only 1 page' : `there are only ${pages} pages`;
  return new AppError('invalid_argument', `\`startPage\`: ${there}.`, { argument: 'startPage' });
}

/** The number of pages of a list is unknown. */
function listPageError(page: number): AppError {
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
  // The cursor of a list is added when it is sealed.
  return next === undefined || list ? pages : `${pages} Continue with startPage ${next}.`;
}

function continueNote({ items, next }: ResourceList, hasText: boolean): string {
  if (next) return moreEntriesNote;
  return items.length > 0 || hasText ? '' : 'There is nothing in it, or nothing that you may see.';
}

/** The paging of a list, in the shape of that of a search; nothing for a document. */
export function listPaging(
  list: ResourceList | undefined,
  shown: number,
): Pick<ToolResult<ListPosition>, 'page'> {
  return list ? { page: { shown, next: list.next } } : {};
}

/** Hidden text to report. HTML comments are not reported: every Outlook mail contains some. */
function reportHidden({ passages, characters }: HiddenTextReport): Readonly<Record<string, number>> {
  return { ...(passages > 0 && { passages }), ...(characters > 0 && { characters }) };
}

/** 128 random bits. */
export function newNonce(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}

const maxCharacters = 2000;

/**
 * Sanitizes every text in a value and limits it to one line. Metadata contains names that other people chose: each is
 * sanitized where it is read, and again here in case that was forgotten.
 */
export function sanitizeDeep(value: unknown): unknown {
  if (typeof value === 'string') {
    return cleanUntrusted(value.slice(0, maxCharacters)).text.replaceAll(/\s+/g, ' ');
  }
  if (Array.isArray(value)) return value.map(sanitizeDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, sanitizeDeep(member)]));
}
