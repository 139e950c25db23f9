import { driveItem, type DriveItem } from '../graph/files/drive-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { graphPath } from '../graph/graph-path.ts';
import { listPage } from '../graph/paging.ts';
import { driveId, itemId } from '../graph/path-segment.ts';
import { AppError } from '../lib/app-error.ts';
import { weekdayTime } from '../lib/weekday-time.ts';
import type { Zone } from '../lib/zoned-time.ts';
import { oneLine } from '../text/one-line.ts';
import type { ResourceList } from './opened-resource.ts';
import { formatResourceUri } from './resource-uri.ts';

const itemsOnPage = 100;
/** SharePoint knows no `$skip`: what lies before a page is read and left out. */
const mostPages = 20;

/** One page of what is in a folder, by name. */
export async function listDriveFolder(
  drive: string,
  folder: string,
  page: number,
  zone: Zone,
  graph: GraphClient,
): Promise<ResourceList> {
  const request = {
    path: graphPath`/drives/${driveId(drive)}/items/${itemId(folder)}/children`,
    query: {
      $top: itemsOnPage,
      $orderby: 'name',
      $select: 'id,name,size,lastModifiedDateTime,parentReference,folder,file',
    },
    schema: listPage(driveItem),
  };
  if (page > mostPages) throw tooFar();
  let found = await graph.json(request);
  for (let at = 1; at < page; at += 1) {
    const link = found['@odata.nextLink'];
    if (link === undefined) return { items: [], page, more: false };
    found = await graph.next(link, request);
  }
  return {
    items: found.value.map((item) => entry(item, drive, zone)),
    page,
    more: found['@odata.nextLink'] !== undefined,
  };
}

function tooFar(): AppError {
  return new AppError(
    'invalid_argument',
    `startPage reaches to ${mostPages} in a folder, which are ${mostPages * itemsOnPage} entries. Open a folder in it, or search.`,
    { argument: 'startPage' },
  );
}

function entry(item: DriveItem, drive: string, zone: Zone): Readonly<Record<string, unknown>> {
  const modifiedMs = Date.parse(item.lastModifiedDateTime ?? '');
  return {
    uri: formatResourceUri({
      kind: 'file',
      driveId: item.parentReference?.driveId ?? drive,
      itemId: item.id,
    }),
    name: oneLine(item.name, 200),
    ...(item.folder ? { items: item.folder.childCount ?? 0 } : { bytes: item.size ?? undefined }),
    modified: Number.isNaN(modifiedMs) ? undefined : weekdayTime(modifiedMs, zone),
  };
}
