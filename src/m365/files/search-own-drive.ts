import { type DriveItem, driveItem, driveItemSelect } from './schema.ts';
import type { GraphClient } from '../../graph/client.ts';
import { graphPath } from '../../graph/graph-path.ts';
import { listPage } from '../../graph/paging.ts';
import { driveSearchText } from '../../graph/path.ts';

/** A search of the person's own OneDrive. */
export interface OwnDriveSearch {
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
export interface OwnDriveItems {
  readonly items: readonly DriveItem[];
  /** How many items were gone through, where there are more. */
  readonly next?: number;
  /** Whether there were too many to go through all. */
  readonly isCut: boolean;
}

const itemsOnPage = 200;
const mostPages = 5;

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
    if (pages === mostPages) return { items, isCut: true };
    page = await graph.next(link, request);
  }
}
