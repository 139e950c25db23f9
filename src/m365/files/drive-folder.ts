import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { listPage, getPage } from '../../graph/paging.ts';
import { driveId, graphPath, itemId } from '../../graph/path.ts';
import type { Zone } from '../../time/time-zone.ts';
import type { ResourceList } from '../resource.ts';
import { formatResourceUri } from '../uri.ts';
import { type DriveItem, driveItem } from './schema.ts';

const itemsOnPage = 100;

/** One page of the content of a folder, sorted by name. */
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
      $select: 'id,name,size,lastModifiedDateTime,parentReference,folder,file,remoteItem',
    },
    schema: listPage(driveItem),
  };
  const found = await getPage(graph, request, page);
  return {
    items: found.value.map((item) => toEntry(item, drive, zone)),
    page,
    more: found['@odata.nextLink'] !== undefined,
  };
}

function toEntry(item: DriveItem, drive: string, zone: Zone): Readonly<Record<string, unknown>> {
  const modifiedMs = Date.parse(item.lastModifiedDateTime ?? '');
  const { folder, size } = item.remoteItem ?? item;
  return {
    uri: formatResourceUri({ kind: 'file', ...targetIds(item, drive) }),
    name: oneLine(item.name, 200),
    ...(folder ? { items: folder.childCount ?? 0 } : { bytes: size ?? undefined }),
    modified: Number.isNaN(modifiedMs) ? undefined : zone.format(modifiedMs),
  };
}

/** Ids of an item, or of the target of a shortcut. */
function targetIds(
  { id, parentReference, remoteItem }: DriveItem,
  drive: string,
): { readonly driveId: string; readonly itemId: string } {
  const { driveId } = remoteItem?.parentReference ?? {};
  return remoteItem?.id && driveId
    ? { driveId, itemId: remoteItem.id }
    : { driveId: parentReference?.driveId ?? drive, itemId: id };
}
