import { driveItem, driveItemSelect } from '../../graph/files/drive-item.ts';
import type { GraphClient } from '../../graph/graph-client.ts';
import { graphPath } from '../../graph/graph-path.ts';
import { listPage } from '../../graph/paging.ts';
import { driveSearchText } from '../../graph/path-segment.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { FileHit } from './file-item.ts';
import type { FileQuery } from './file-query.ts';
import { isBy, matchesFileQuery } from './matches-file-query.ts';
import type { FilePage } from './search-files.ts';

/** What only this search needs to know. */
export interface OwnDriveSearch {
  readonly text: string;
  /** Words in the names of the folders above. */
  readonly folder: string | undefined;
  /** Matches to leave out. */
  readonly skip: number;
  /** Items that were gone through before. */
  readonly offset: number;
}

const itemsOnPage = 200;
const mostPages = 5;

/**
 * Files of the person's own OneDrive, for whom nothing else is granted. Graph finds words there and filters nothing, so
 * all that it finds is gone through from the start, up to 1,000.
 */
export async function searchOwnDrive(
  query: FileQuery,
  graph: GraphClient,
  { text, folder, skip, offset }: OwnDriveSearch,
): Promise<FilePage> {
  const request = {
    path: graphPath`/me/drive/root/search(q='${driveSearchText(text)}')`,
    query: { $top: itemsOnPage, $select: driveItemSelect },
    schema: listPage(driveItem),
  };
  const hits: FileHit[] = [];
  let toSkip = skip;
  let at = 0;
  let page = await graph.json(request);
  for (let pages = 1; ; pages += 1) {
    for (const item of page.value) {
      at += 1;
      if (at <= offset || item.folder || !matchesFileQuery(item, query)) continue;
      if (query.author !== undefined && !isBy(item, query.author)) continue;
      if (folder !== undefined && !hasWords(item.parentReference?.path ?? '', folder)) continue;
      if (toSkip > 0) toSkip -= 1;
      else if (hits.length < query.limit) hits.push({ item, summary: '' });
      else return { hits, next: at - 1, dropped: 0 };
    }
    const link = page['@odata.nextLink'];
    if (link === undefined || pages === mostPages) return { hits, dropped: 0 };
    page = await graph.next(link, request);
  }
}
