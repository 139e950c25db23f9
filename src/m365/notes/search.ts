import { maxRequests } from '../../graph/batch.ts';
import type { GraphClient } from '../../graph/client.ts';
import { allOf, odataFilter } from '../../graph/odata.ts';
import { type ListPage, batchLists, listPage, skipPages } from '../../graph/paging.ts';
import { graphPath, isValidSegment, noteOwner, onenoteId } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { NotePage } from './item.ts';
import { notePage, noteSection } from './schema.ts';

/** Filters of a search. Graph v1.0 does not search the text of pages. */
export interface NoteQuery {
  readonly text: string | undefined;
  readonly notebook: string | undefined;
  readonly section: string | undefined;
  readonly notebookId?: string | undefined;
  readonly afterMs: number | undefined;
  readonly beforeMs: number | undefined;
}

/** Pages, the newest first. */
export interface FoundPages {
  readonly pages: readonly NotePage[];
  /** Whether some pages were not read. */
  readonly isPartial: boolean;
  /** Whether the titles have only some of the words. */
  readonly isAnyWord?: boolean;
}

/** Largest `$top` of OneNote. */
const pagesInOneRequest = 100;
/** A shorter word alone finds too much. */
const minWordLength = 3;

/**
 * Finds pages of the owners in one round trip, or by their sections in two. If no title has the words as Graph compares
 * them, the newest pages are compared here: without accents and hyphens, then by any of the words.
 */
export async function findPages(
  owners: readonly string[],
  query: NoteQuery,
  graph: GraphClient,
): Promise<FoundPages> {
  const bySection =
    query.notebook !== undefined || query.section !== undefined || query.notebookId !== undefined;
  const find = async (text: string | undefined): Promise<FoundPages> => {
    const found = await Promise.all(
      owners.map(async (owner) =>
        bySection
          ? await findBySection(owner, query, graph)
          : await findDirectly(owner, { ...query, text }, graph),
      ),
    );
    const pages = found
      .flatMap((part) => part.pages)
      .filter((page) => isWithin(page, query))
      .toSorted((left, right) => (right.modifiedMs || 0) - (left.modifiedMs || 0));
    return { pages, isPartial: found.some(({ isPartial }) => isPartial) };
  };
  const { text } = query;
  const first = await find(text);
  if (text === undefined) return first;
  const hits = first.pages.filter(({ title }) => hasWords(title, text));
  if (hits.length > 0) return { ...first, pages: hits };
  const { pages, isPartial } = bySection ? first : await find(undefined);
  const same = pages.filter(({ title }) => hasWords(title, text));
  if (same.length > 0) return { pages: same, isPartial };
  const words = text.split(/\s+/).filter((word) => word.length >= minWordLength);
  const some = pages.filter(({ title }) => words.some((word) => hasWords(title, word)));
  return { pages: some, isPartial, isAnyWord: words.length > 1 };
}

/** OneNote refuses to list the pages of all sections at once when there are many: then they are read section by section. */
async function findDirectly(owner: string, query: NoteQuery, graph: GraphClient): Promise<FoundPages> {
  const words = (query.text ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const [page] = await batchLists(graph, [
    {
      path: graphPath`/${noteOwner(owner)}/onenote/pages`,
      query: {
        $top: pagesInOneRequest,
        $select: 'id,title,lastModifiedDateTime',
        $expand: 'parentNotebook($select=id,displayName),parentSection($select=id,displayName)',
        $orderby: 'lastModifiedDateTime desc',
        $filter: allOf(words.map((word) => odataFilter`contains(tolower(title),${word})`)),
      },
      schema: listPage(notePage),
    },
  ]);
  const isPerSection =
    page instanceof AppError && (page.code === 'too_large' || page.code === 'upstream_refused');
  if (page instanceof AppError && !isPerSection) throw page;
  if (!page || page instanceof Error) return await findBySection(owner, query, graph);
  return {
    pages: page.value.map((own) =>
      toPage(owner, own, own.parentNotebook?.displayName, own.parentSection?.displayName),
    ),
    isPartial: page['@odata.nextLink'] !== undefined,
  };
}

async function findBySection(owner: string, query: NoteQuery, graph: GraphClient): Promise<FoundPages> {
  const request = {
    path: graphPath`/${noteOwner(owner)}/onenote/sections`,
    query: {
      $top: pagesInOneRequest,
      $select: 'id,displayName',
      $expand: 'parentNotebook($select=id,displayName)',
      $orderby: 'lastModifiedDateTime desc',
    },
    schema: listPage(noteSection),
  };
  const sections = await skipPages(graph, request, await graph.json(request));
  const named = sections.value.filter(
    ({ id, displayName, parentNotebook }) =>
      isValidSegment(onenoteId, id) &&
      (query.notebookId === undefined || parentNotebook?.id === query.notebookId) &&
      (query.notebook === undefined || hasWords(parentNotebook?.displayName ?? '', query.notebook)) &&
      (query.section === undefined || hasWords(displayName ?? '', query.section)),
  );
  const read = named.slice(0, maxRequests);
  const responses: readonly (ListPage<NotePage> | Error)[] =
    read.length === 0
      ? []
      : await batchLists(
          graph,
          read.map(({ id, displayName, parentNotebook }) => ({
            path: graphPath`/${noteOwner(owner)}/onenote/sections/${onenoteId(id)}/pages`,
            query: { $top: pagesInOneRequest, $select: 'id,title,lastModifiedDateTime' },
            schema: listPage(notePage).transform((page) => ({
              ...page,
              value: page.value.map((own) => toPage(owner, own, parentNotebook?.displayName, displayName)),
            })),
          })),
        );
  const pages = responses.flatMap((response) => (response instanceof Error ? [] : [response]));
  if (pages.length === 0 && responses[0] instanceof Error) throw responses[0];
  return {
    pages: pages.flatMap(({ value }) => value),
    isPartial:
      named.length > read.length ||
      pages.length < responses.length ||
      sections['@odata.nextLink'] !== undefined ||
      pages.some((page) => page['@odata.nextLink'] !== undefined),
  };
}

function toPage(
  owner: string,
  {
    id,
    title,
    lastModifiedDateTime,
  }: { id: string; title?: string | null | undefined; lastModifiedDateTime?: string | null | undefined },
  notebook: string | null | undefined,
  section: string | null | undefined,
): NotePage {
  return {
    owner,
    id,
    title: title ?? '',
    notebook: notebook ?? '',
    section: section ?? '',
    modifiedMs: Date.parse(lastModifiedDateTime ?? ''),
  };
}

function isWithin({ modifiedMs }: NotePage, { afterMs, beforeMs }: NoteQuery): boolean {
  if (afterMs === undefined && beforeMs === undefined) return true;
  return modifiedMs >= (afterMs ?? -Infinity) && modifiedMs < (beforeMs ?? Infinity);
}
