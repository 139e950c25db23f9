import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { driveSearchText, graphPath } from '../../graph/path.ts';
import { searchGraph } from '../../graph/search.ts';
import { type FileHit, isSitePage } from './item.ts';
import { type FileQuery, fileKql, matchesFileQuery, decodeWebUrl } from './query.ts';
import { type DriveItem, driveItem, driveItemSelect } from './schema.ts';

/** One page of files. */
export interface FilePage {
  readonly hits: readonly FileHit[];
  /** Where to go on: a place in all that Graph has. */
  readonly next?: number | undefined;
  readonly total?: number | undefined;
  /** Files that Graph gave though they are not what was asked for. */
  readonly dropped: number;
  readonly note?: string | undefined;
}

const hit = driveItem.partial({ id: true });
/** A page without a hit is followed by the next one, this many times at most. */
const maxEmptyPages = 4;

/** Files and pages of every site and drive that the person may open. Pages are list items, which need Sites.Read.All. */
export async function searchFiles(
  query: FileQuery,
  graph: GraphClient,
  { offset, withPages }: { readonly offset: number; readonly withPages: boolean },
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
      resource: hit,
    });
    // Pages are files too, of a kind that Files.Read.All does not open.
    const found = page.hits
      .map(({ hitId, summary, resource }) => ({
        item: { ...resource, id: resource.id ?? hitId, name: resource.name ?? nameIn(resource.webUrl) },
        summary,
      }))
      .filter(({ item }) => withPages || !isSitePage(item.webUrl));
    const hits = found.filter(({ item }) => isFileOrPage(item) && matchesFileQuery(item, query));
    dropped += found.length - hits.length;
    from += page.hits.length + page.unreadable;
    if (hits.length > 0 || !page.more || pages === maxEmptyPages) {
      return { hits, next: page.more ? from : undefined, total: page.total, dropped };
    }
  }
}

/** List items may come without a name: that of a page is the end of its address. */
function nameIn(webUrl: string | null | undefined): string | undefined {
  const url = decodeWebUrl(webUrl);
  return url.includes('/_layouts/') ? undefined : url.split('/').slice(3).at(-1);
}

/** Entries of other lists are list items too, shown by forms. */
function isFileOrPage({ webUrl }: DriveItem): boolean {
  const [path = ''] = (webUrl ?? '').toLowerCase().split(/[?#]/, 1);
  const names = path.split('/');
  const isForm = /[a-z]form\.aspx$/.test(path);
  return !isForm || (names.at(-2) !== 'forms' && !names.includes('lists'));
}

/** A search of the person's own OneDrive. */
interface OwnDriveSearch {
  readonly text: string;
  /** Graph finds words here and filters nothing. */
  readonly matches: (item: DriveItem) => boolean;
  readonly limit: number;
  /** Matches to leave out. */
  readonly skip: number;
  /** Items that were gone through before. */
  readonly offset: number;
}

/** What was found of it. */
interface OwnDriveItems {
  readonly items: readonly DriveItem[];
  /** How many items were gone through, where there are more. */
  readonly next?: number;
  /** Whether there were too many to go through all. */
  readonly isCut: boolean;
}

const itemsOnPage = 200;
const maxPages = 5;

/** What Graph finds in the own OneDrive and fits: all of it is gone through from the start, up to 1,000 items. */
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
  let at = 0;
  let page = await graph.json(request);
  for (let pages = 1; ; pages += 1) {
    for (const item of page.value) {
      at += 1;
      if (at <= offset || !matches(item)) continue;
      if (toSkip > 0) toSkip -= 1;
      else if (items.length < limit) items.push(item);
      else return { items, next: at - 1, isCut: false };
    }
    const link = page['@odata.nextLink'];
    if (link === undefined) return { items, isCut: false };
    if (pages === maxPages) return { items, isCut: true };
    page = await graph.next(link, request);
  }
}
