import { type DriveItem, driveItem } from './schema.ts';
import type { GraphClient } from '../../graph/client.ts';
import { searchGraph } from '../../graph/search.ts';
import { type FileHit, isSitePage } from './item.ts';
import { type FileQuery, fileKql } from './file-query.ts';
import { matchesFileQuery } from './query.ts';
import { readableUrl } from './readable-url.ts';

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
const mostEmptyPages = 4;

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
    if (hits.length > 0 || !page.more || pages === mostEmptyPages) {
      return { hits, next: page.more ? from : undefined, total: page.total, dropped };
    }
  }
}

/** List items may come without a name: that of a page is the end of its address. */
function nameIn(webUrl: string | null | undefined): string | undefined {
  const url = readableUrl(webUrl);
  return url.includes('/_layouts/') ? undefined : url.split('/').slice(3).at(-1);
}

/** Entries of other lists are list items too, shown by forms. */
function isFileOrPage({ webUrl }: DriveItem): boolean {
  const [path = ''] = (webUrl ?? '').toLowerCase().split(/[?#]/, 1);
  const names = path.split('/');
  const isForm = /[a-z]form\.aspx$/.test(path);
  return !isForm || (names.at(-2) !== 'forms' && !names.includes('lists'));
}
