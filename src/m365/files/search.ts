import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { driveSearchText, graphPath } from '../../graph/path.ts';
import { cappedNote, searchGraph } from '../../graph/search.ts';
import { AppError } from '../../lib/app-error.ts';
import { hasWords } from '../../lib/search-words.ts';
import { type FileAccess, getFileHost } from './access.ts';
import { type FileHit, isSitePage } from './item.ts';
import { type FileQuery, decodeWebUrl, fileKql, hasAuthor, isForm, matchesFileQuery } from './query.ts';
import { type DriveItem, driveItem, driveItemSelect } from './schema.ts';

/** One page of files. */
export interface FilePage {
  readonly hits: readonly FileHit[];
  /** Offset of the next page in Graph's results. */
  readonly next?: number | undefined;
  readonly total?: number | undefined;
  /** Number of files that Graph returned although they do not match. */
  readonly dropped: number;
  readonly note?: string | undefined;
}

const hit = driveItem.partial({ id: true });
/** Pages that are read in one call until one has a match. */
const maxEmptyPages = 4;

/** Options of a search. */
interface FileSearch {
  readonly offset: number;
  readonly access: FileAccess;
  /** Pages are list items, which require Sites.Read.All. */
  readonly withPages: boolean;
}

/** Searches the files and pages that the user may open. Pages are list items, which require Sites.Read.All. */
export async function searchFiles(
  query: FileQuery,
  graph: GraphClient,
  { offset, access, withPages }: FileSearch,
): Promise<FilePage> {
  let from = offset;
  let dropped = 0;
  for (let pages = 1; ; pages += 1) {
    const page = await searchGraph(graph, {
      entityTypes: withPages ? ['driveItem', 'listItem'] : ['driveItem'],
      query: fileKql(query),
      from,
      size: query.limit,
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
      .filter(({ item }) => access.admits(item) && (withPages || !isSitePage(item.webUrl)));
    const hits = found.filter(({ item }) => isFileOrPage(item) && matchesFileQuery(item, query));
    dropped += found.length - hits.length;
    from += page.hits.length + page.unreadable;
    if (hits.length > 0 || !page.more || pages === maxEmptyPages) {
      return {
        hits,
        next: page.more ? from : undefined,
        total: access.isComplete ? page.total : undefined,
        dropped,
        note: page.isCapped ? cappedNote : undefined,
      };
    }
  }
}

/** List items may have no name: the name of a page is the end of its URL. */
function nameFromUrl(webUrl: string | null | undefined): string | undefined {
  const url = decodeWebUrl(webUrl);
  return url.includes('/_layouts/') || isForm(url) ? undefined : url.split('/').slice(3).at(-1);
}

/** Excludes entries of other lists: they are list items with the URL of a form. */
function isFileOrPage({ '@odata.type': type, webUrl }: DriveItem): boolean {
  // Pictures, videos and other files without a viewer have the URL of a form too.
  if (type?.endsWith('.driveItem')) return true;
  const [path = ''] = (webUrl ?? '').toLowerCase().split(/[?#]/, 1);
  const names = path.split('/');
  return !isForm(path) || (names.at(-2) !== 'forms' && !names.includes('lists'));
}

/** A search of the user's own OneDrive. */
interface OwnDriveSearch {
  readonly text: string;
  /** Filter: Graph only searches words here. */
  readonly matches: (item: DriveItem) => boolean;
  readonly limit: number;
  /** Number of matches to skip. */
  readonly skip: number;
  /** Number of items that earlier calls checked. */
  readonly offset: number;
}

/** Matches of one call. */
interface OwnDriveItems {
  readonly items: readonly DriveItem[];
  /** Number of items that were checked; undefined at the end. */
  readonly next?: number;
  /** Whether there are more items than the limit. */
  readonly isCut: boolean;
}

const itemsOnPage = 200;
const maxPages = 5;

/** Searches the user's own OneDrive. Checks Graph's results from the first one, up to 1,000. */
export async function searchOwnDrive(
  graph: GraphClient,
  { text, matches, limit, skip, offset }: OwnDriveSearch,
): Promise<OwnDriveItems> {
  const request = {
    path: graphPath`/me/drive/root/search(q='${driveSearchText(text)}')`,
    query: { $top: itemsOnPage, $select: driveItemSelect },
    schema: listPage(driveItem),
  };
  const items: DriveItem[] = [];
  let toSkip = skip;
  let checked = 0;
  let page = await graph.json(request);
  for (let pages = 1; ; pages += 1) {
    for (const item of page.value) {
      checked += 1;
      if (checked <= offset || getFileHost(item.webUrl) === 'sharePoint' || !matches(item)) continue;
      if (toSkip > 0) toSkip -= 1;
      else if (items.length < limit) items.push(item);
      else return { items, next: checked - 1, isCut: false };
    }
    const link = page['@odata.nextLink'];
    if (link === undefined) return { items, isCut: false };
    if (pages === maxPages) return { items, isCut: true };
    page = await graph.next(link, request);
  }
}

/**
 * Searches files of the user's own OneDrive by words, and applies the other filters here.
 * @param resumeOffset number of items that earlier calls checked; undefined for the first call
 * @throws AppError `invalid_argument` without words
 */
export async function searchOwnFiles(
  query: FileQuery,
  { folderName, offset }: { readonly folderName?: string | undefined; readonly offset: number },
  graph: GraphClient,
  resumeOffset: number | undefined,
): Promise<FilePage> {
  const { text, author, limit } = query;
  if (text === undefined) {
    throw new AppError(
      'invalid_argument',
      'query is required: only your own OneDrive can be searched, because neither Sites.Read.All nor Files.Read.All is granted.',
      { argument: 'query' },
    );
  }
  const { items, next, isCut } = await searchOwnDrive(graph, {
    text,
    matches: (item) =>
      !item.folder &&
      matchesFileQuery(item, query) &&
      (author === undefined || hasAuthor(item, author)) &&
      (folderName === undefined || hasWords(item.parentReference?.path ?? '', folderName)),
    limit,
    skip: resumeOffset === undefined ? offset : 0,
    offset: resumeOffset ?? 0,
  });
  return {
    hits: items.map((item) => ({ item, summary: '' })),
    next,
    dropped: 0,
    note: isCut ? 'Only the first 1,000 results were checked.' : undefined,
  };
}
