import type { GraphClient } from '../../graph/client.ts';
import { listPage, skipPages } from '../../graph/paging.ts';
import { driveSearchText, graphPath } from '../../graph/path.ts';
import { type SearchPosition, cappedNote, repeatedNote, searchGraph } from '../../graph/search.ts';
import { AppError } from '../../lib/app-error.ts';
import { addSeen, wasShown } from '../../lib/seen-ids.ts';
import { hasWords } from '../../lib/search-words.ts';
import { joinNotes } from '../format.ts';
import { isOfLibrary, listHitKind } from '../lists/hit.ts';
import type { LabelAccess } from '../labels.ts';
import { type FileAccess, getFileHost } from './access.ts';
import { type FileHit, hasUri } from './item.ts';
import { admitsItem, itemLabels, labelExpand, labelFields } from './labels.ts';
import {
  type FileQuery,
  decodeWebUrl,
  fileKql,
  hasAuthor,
  isForm,
  isInFolder,
  isSitePage,
  matchesFileQuery,
} from './query.ts';
import { type DriveItem, driveItem, driveItemSelect } from './schema.ts';

/** One page of files. */
export interface FilePage {
  readonly hits: readonly FileHit[];
  readonly next?: SearchPosition | undefined;
  readonly total?: number | undefined;
  /** Number of files that Graph returned although they do not match. */
  readonly dropped: number;
  /** Number of files that match and are withheld by their label. */
  readonly withheld: number;
  readonly note?: string | undefined;
}

const hit = driveItem.partial({ id: true });
/** Pages that are read in one call until one has a match. */
const maxEmptyPages = 4;

/** Options of a search. */
interface FileSearch {
  readonly from: SearchPosition;
  readonly access: FileAccess;
  /** Pages are list items, which require Sites.Read.All. */
  readonly withPages: boolean;
}

/** Searches the files and pages that the user may open. Pages are list items, which require Sites.Read.All. */
export async function searchFiles(
  query: FileQuery,
  graph: GraphClient,
  { from, access, withPages }: FileSearch,
): Promise<FilePage> {
  let place = from;
  let dropped = 0;
  let withheld = 0;
  for (let pages = 1; ; pages += 1) {
    const page = await searchGraph(graph, {
      entityTypes: !withPages
        ? ['driveItem']
        : query.kind === 'list'
          ? ['list', 'listItem']
          : ['driveItem', 'listItem'],
      query: fileKql(query),
      from: place.offset,
      seen: place.seen,
      size: query.limit,
      fields: labelFields(query.labels),
      ...(query.order !== 'relevance' && {
        sort: { name: 'lastModifiedDateTime', isDescending: query.order === 'newest' },
      }),
      argument: query.text === undefined ? undefined : 'query',
      resource: hit,
    });
    // Graph returns items of closed areas too, and pages as files.
    const found = page.hits
      .map(({ hitId, summary, resource }) => ({
        item: { ...resource, id: resource.id ?? hitId, name: resource.name ?? nameFromUrl(resource.webUrl) },
        summary,
      }))
      .filter(({ item }) => hasUri(item) && access.admits(item) && (withPages || !isSitePage(item.webUrl)));
    const matches = found.filter(({ item }) => isOfKind(item, query) && matchesFileQuery(item, query));
    const hits = matches.filter(({ item }) => admitsItem(item, query.labels));
    dropped += found.length - matches.length;
    withheld += matches.length - hits.length;
    place = page.end;
    if (hits.length > 0 || !page.more || pages === maxEmptyPages) {
      return {
        hits,
        next: page.more ? place : undefined,
        total: access.isComplete ? page.total : undefined,
        dropped,
        withheld,
        note: joinNotes([repeatedNote(page.repeated), page.isCapped && cappedNote]),
      };
    }
  }
}

/** List items may have no name: the name of a page is the end of its URL. */
function nameFromUrl(webUrl: string | null | undefined): string | undefined {
  const url = decodeWebUrl(webUrl);
  return url.includes('/_layouts/') || isForm(url) ? undefined : url.split('/').slice(3).at(-1);
}

/** Whether a hit is of the requested kind. Document libraries are found by sharepoint_folder_search. */
function isOfKind(item: DriveItem, { kind, places }: FileQuery): boolean {
  const listed = listHitKind(item);
  if (listed === undefined) return kind !== 'list';
  return kind !== 'file' && !isOfLibrary(item) && isInFolder(item, places);
}

/** A search of the user's own OneDrive. */
interface OwnDriveSearch {
  readonly text: string;
  /** Filter: Graph only searches words here. */
  readonly matches: (item: DriveItem) => boolean;
  readonly labels: LabelAccess;
  /** Whether {@link matches} compares labels, which are requested then. */
  readonly byLabel?: boolean;
  readonly limit: number;
  /** Number of matches that the first call skips. */
  readonly skip: number;
  /** Number of items that earlier calls checked, and codes of those that they returned. */
  readonly from: SearchPosition | undefined;
}

/** Matches of one call. */
interface OwnDriveItems {
  readonly items: readonly DriveItem[];
  /** Number of matches that are withheld by their label. */
  readonly withheld: number;
  /** Undefined at the end. */
  readonly next?: SearchPosition;
  /** Whether there are more items than the limit. */
  readonly isCut: boolean;
}

const itemsOnPage = 200;
const maxPages = 5;

/**
 * Searches the user's own OneDrive. Checks Graph's results from the first one, up to 1,000, without those that earlier
 * calls returned.
 */
export async function searchOwnDrive(
  graph: GraphClient,
  { text, matches, labels, byLabel = false, limit, skip, from }: OwnDriveSearch,
): Promise<OwnDriveItems> {
  const request = {
    path: graphPath`/me/drive/root/search(q='${driveSearchText(text)}')`,
    query: {
      $top: itemsOnPage,
      $select: driveItemSelect,
      ...labelExpand({ isUsed: byLabel || labels.isUsed }),
    },
    schema: listPage(driveItem),
  };
  const place = from ?? { offset: 0 };
  const items: DriveItem[] = [];
  const returned: string[] = [];
  /** Ids of the items that were checked in this call. */
  const known = new Set<string>();
  const toSkip = from ? 0 : skip;
  let checked = 0;
  let withheld = 0;
  let page = await skipPages(graph, request, await graph.json(request));
  for (let pages = 1; ; pages += 1) {
    const fresh = page.value.filter(({ id }) => !known.has(id));
    for (const item of fresh) {
      const index = checked;
      checked += 1;
      known.add(item.id);
      // Graph also finds shortcuts to other drives.
      const isOwn = !item.remoteItem && getFileHost(item.webUrl) !== 'sharePoint';
      if (wasShown(place, item.id, index) || !isOwn || !matches(item)) continue;
      if (!admitsItem(item, labels)) {
        withheld += 1;
        continue;
      }
      if (items.length === limit) {
        const seen = addSeen(place.seen ?? '', returned);
        return { items, next: { offset: index, seen }, isCut: false, withheld };
      }
      returned.push(item.id);
      if (returned.length > toSkip) items.push(item);
    }
    const link = page['@odata.nextLink'];
    // A link to items that were checked is not followed.
    if (link === undefined || (fresh.length === 0 && page.value.length > 0)) {
      return { items, isCut: link !== undefined, withheld };
    }
    if (pages === maxPages || page.value.length === 0) return { items, isCut: true, withheld };
    page = await skipPages(graph, request, await graph.next(link, request));
  }
}

/**
 * Searches files of the user's own OneDrive by words, and applies the other filters here.
 * @throws AppError `invalid_argument` without words
 */
export async function searchOwnFiles(
  query: FileQuery,
  { folderName, offset }: { readonly folderName?: string | undefined; readonly offset: number },
  graph: GraphClient,
  from: SearchPosition | undefined,
): Promise<FilePage> {
  const { text, author, limit, labelIds, labels } = query;
  if (text === undefined) {
    throw new AppError(
      'invalid_argument',
      'query is required: only your own OneDrive can be searched, because neither Sites.Read.All nor Files.Read.All is granted.',
      { argument: 'query' },
    );
  }
  const { items, next, isCut, withheld } = await searchOwnDrive(graph, {
    text,
    labels,
    matches: (item) =>
      !item.folder &&
      matchesFileQuery(item, query) &&
      (labelIds === undefined || itemLabels(item, labels).some(({ id }) => labelIds.includes(id))) &&
      (author === undefined || hasAuthor(item, author)) &&
      (folderName === undefined || hasWords(item.parentReference?.path ?? '', folderName)),
    byLabel: labelIds !== undefined,
    limit,
    skip: offset,
    from,
  });
  return {
    hits: items.map((item) => ({ item, summary: '' })),
    next,
    dropped: 0,
    withheld,
    note: isCut ? 'Only the first 1,000 results were checked.' : undefined,
  };
}
