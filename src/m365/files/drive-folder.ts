import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { driveId, graphPath, itemId } from '../../graph/path.ts';
import type { Zone } from '../../time/time-zone.ts';
import { type ListPlace, readListPage } from '../list-page.ts';
import { joinNotes, knownBytes } from '../format.ts';
import type { LabelAccess } from '../labels.ts';
import type { ResourceList } from '../resource.ts';
import { formatResourceUri } from '../uri.ts';
import type { FileAccess } from './access.ts';
import { admitsItem, itemLabels, labelExpand } from './labels.ts';
import { type DriveItem, driveItem } from './schema.ts';

const itemsOnPage = 100;
/** A longer list names the drive once: its id is most of a URI. */
const maxWithUri = 20;

/** Where a folder is listed from. */
export interface FolderContext {
  readonly zone: Zone;
  readonly graph: GraphClient;
  readonly access: FileAccess;
  readonly labels: LabelAccess;
}

/** One page of the content of a folder, sorted by name. Shortcuts are listed as far as their target may be shown. */
export async function listDriveFolder(
  drive: string,
  folder: string,
  place: ListPlace,
  { zone, graph, access, labels }: FolderContext,
): Promise<{ readonly list: ResourceList; readonly note?: string | undefined }> {
  const request = {
    path: graphPath`/drives/${driveId(drive)}/items/${itemId(folder)}/children`,
    query: {
      $top: itemsOnPage,
      $orderby: 'name',
      $select: 'id,name,size,lastModifiedDateTime,parentReference,folder,file,remoteItem',
      ...labelExpand(labels),
    },
    schema: listPage(driveItem),
  };
  const found = await readListPage(graph, request, place);
  const { next } = found;
  const open = found.items.filter(({ remoteItem }) => !remoteItem || access.admits(remoteItem));
  const items = open.filter((item) => admitsItem(item, labels));
  const isLong = items.length > maxWithUri;
  return {
    list: {
      items: items.map((item) => toEntry(item, drive, { zone, labels }, isLong)),
      page: place.page,
      next,
    },
    note: joinNotes([
      isLong && `The uri of an entry with an id is file:///${drive}/{id}.`,
      open.length < found.items.length &&
        'Shortcuts are not listed if a permission for their target is missing.',
      items.length < open.length && labels.note(open.length - items.length),
    ]),
  };
}

function toEntry(
  item: DriveItem,
  drive: string,
  { zone, labels }: Pick<FolderContext, 'zone' | 'labels'>,
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
    label: labels.format(itemLabels(item, labels)),
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
