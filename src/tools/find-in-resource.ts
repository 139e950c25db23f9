import { fenceUntrusted, findPassages, oneLine } from 'document-text';
import { compact } from '../lib/json.ts';
import { withAppErrors } from '../m365/document-errors.ts';
import { joinNotes } from '../m365/format.ts';
import type { ListPosition } from '../m365/list-page.ts';
import type { ResourceContent } from '../m365/resource.ts';
import type { Resource } from '../m365/uri.ts';
import type { ToolResult } from './define-tool.ts';
import {
  type ResourcePart,
  listPaging,
  newNonce,
  pageError,
  pageTokens,
  resourceHead,
  sanitizeDeep,
} from './render-resource.ts';

/** Estimated tokens of all passages. */
const maxTokens = 3_500;

interface FindRequest extends ResourcePart {
  readonly terms: readonly string[];
}

/** The passages of a resource that contain the words, or the entries of a list without text. */
export async function findInResource(
  resource: Resource,
  source: ResourceContent,
  { terms, startPage, endPage }: FindRequest,
): Promise<ToolResult<ListPosition>> {
  const { document, list } = source;
  const head = resourceHead(resource, source);
  if (!document) return findEntries(head, source, terms);
  const found = await withAppErrors(
    findPassages(document, {
      terms,
      ...(list ? { listPage: list.page } : { startPage, endPage }),
      pageTokens,
      maxTokens,
    }),
  );
  const { shown, total, pages, firstPage, lastPage, totalPages, incomplete } = found;
  if (!list && firstPage > Math.max(totalPages, 1)) throw pageError(totalPages);
  const isPart = list ? list.next !== undefined : lastPage < Math.min(totalPages, endPage ?? Infinity);
  const words = (indexes: readonly number[]) => indexes.map((index) => `"${terms[index] ?? ''}"`).join(', ');
  const metadata: Readonly<Record<string, unknown>> = compact({
    ...head,
    pages: list ? undefined : { from: firstPage, to: Math.max(lastPage, firstPage), of: totalPages },
    passages: { shown, total, pages: pages.slice(0, 50) },
    note: joinNotes([
      source.note,
      ...('notes' in document ? (document.notes ?? []) : []),
      total === 0 &&
        'The text contains none of these words. Words are compared from their start: give other words, fewer letters or another language, or read the pages.',
      total > 0 &&
        incomplete.length > 0 &&
        `No passage contains all of ${oneLine(words(incomplete), 200)}: the passages with the most of these words are shown.`,
      shown < total &&
        `${total - shown} more passages are on the pages listed: give more words, or startPage.`,
      isPart &&
        (list
          ? `Only page ${list.page} was searched: continue with page.cursor, or use the search tool.`
          : `Only the pages to ${lastPage} were searched: continue with startPage ${lastPage + 1}.`),
    ]),
  });
  const line = JSON.stringify(metadata);
  const paging = listPaging(list, shown);
  if (shown === 0) return { ...metadata, ...paging };
  const text = fenceUntrusted(found.text, newNonce());
  return {
    ...metadata,
    ...paging,
    text,
    content: [
      {
        type: 'text',
        text: `${line}\n${text}\n[page ${pages.slice(0, 50).join(', ')}${list ? '' : ` of ${totalPages}`}: passages ${shown} of ${total}]`,
      },
    ],
  };
}

/** The entries of a list that contain a word of the terms. */
function findEntries(
  head: object,
  { list, note }: ResourceContent,
  terms: readonly string[],
): ToolResult<ListPosition> {
  const words = terms.flatMap((term) => term.toLowerCase().split(/[\s"*]+/)).filter((word) => word !== '');
  const entries = (list?.items ?? []).filter((item) => {
    const text = JSON.stringify({ ...item, uri: undefined }).toLowerCase();
    return words.some((word) => text.includes(word));
  });
  const found = compact({
    ...head,
    entries: sanitizeDeep(entries),
    note: joinNotes([
      note,
      list ? entries.length === 0 && 'No entry contains these words.' : 'There is no text to search in.',
      list?.next && `Only page ${list.page} was searched: continue with page.cursor.`,
    ]),
  });
  return { ...found, ...listPaging(list, entries.length) };
}
