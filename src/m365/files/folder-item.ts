import { z } from 'zod';
import { oneLine } from 'document-text';
import { compact } from '../../lib/json.ts';
import { formatResourceUri } from '../uri.ts';
import type { FolderPage } from './folders.ts';
import { itemPath } from './item.ts';
import type { DriveItem } from './schema.ts';

/** A folder or document library in a list of results. */
export const folderItem = z.object({
  uri: z.string(),
  name: z.string().optional(),
  path: z.string().optional(),
  items: z.int().optional(),
  library: z.literal(true).optional(),
});
type FolderItem = z.output<typeof folderItem>;

/** A folder as a list item. */
export function toFolderItem({ id, name, webUrl, parentReference, folder }: DriveItem): FolderItem {
  return {
    uri: formatResourceUri({ kind: 'file', driveId: parentReference?.driveId ?? '', itemId: id }),
    ...compact({ name: oneLine(name, 160), path: itemPath(webUrl), items: folder?.childCount ?? 0 }),
  };
}

/** A document library as a list item. */
export function toLibraryItem({ id, name, webUrl }: FolderPage['libraries'][number]): FolderItem {
  return {
    uri: formatResourceUri({ kind: 'driveRoot', driveId: id ?? '' }),
    ...compact({ name: oneLine(name, 160), path: itemPath(webUrl), library: true as const }),
  };
}
