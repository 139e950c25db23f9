import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { driveId, graphPath, itemId } from '../../graph/path.ts';
import type { Zone } from '../../time/time-zone.ts';
import { type ListPlace, readListPage } from '../list-page.ts';
import { knownBytes } from '../format.ts';
import type { ResourceList } from '../resource.ts';
import { formatResourceUri } from '../uri.ts';
import { type DriveItem, driveItem } from './schema.ts';

const itemsOnPage = 100;
/** A longer list names the drive once: its id is most of a URI. */
const maxWithUri = 20;

/** One page of the content of a folder, sorted by name. */
export async function listDriveFolder(
  drive: string,
  folder: string,
  place: ListPlace,
  zone: Zone,
  graph: GraphClient,
): Promise<{ readonly list: ResourceList; readonly note?: string | undefined }> {
  const request = {
    path: graphPath`/drives/${driveId(drive)}/items/${itemId(folder)}/children`,
    query: {
      $top: itemsOnPage,
      $orderby: 'name',
      $select: 'id,name,size,lastModifiedDateTime,parentReference,folder,file,remoteItem',
    },
    schema: listPage(driveItem),
  };
  const { items, next } = await readListPage(graph, request, place);
  const isLong = items.length > maxWithUri;
  return {
    list: { items: items.map((item) => toEntry(item, drive, zone, isLong)), page: place.page, next },
    note: isLong ? `The uri of an entry with an id is file:///${drive}/{id}.` : undefined,
  };
}

function toEntry(
  item: DriveItem,
  drive: string,
  zone: Zone,
  isLong: boolean,
): Readonly<Record<string, unknown>> {
  const modifiedMs = Date.parse(item.lastModifiedDateTime ?? '');
  const { folder, size } = item.remoteItem ?? item;
  const ids = targetIds(item, drive);
  return {
    ...(isLong && ids.driveId === drive
      ? { id: ids.itemId }
      : { uri: formatResourceUri({ kind: 'file', ...ids }) }),
    name: oneLine(item.name, 200),
    ...(folder ? { items: folder.childCount ?? 0 } : { bytes: knownBytes(size) }),
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
