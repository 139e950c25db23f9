import type { Document } from '../../seed-data/documents/document.ts';
import type { FileSeed } from '../../seed-data/files/file-seed.ts';
import { seededGuid } from '../core/seeded-random.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import { driveId, driveItemId } from '../ids/sharepoint-id.ts';
import type { Site } from './site.ts';

/** A file or folder in its place. */
export interface DriveItem {
  readonly id: string;
  /** The unique id of the list item: a GUID. */
  readonly uniqueId: string;
  readonly listItemId: string;
  readonly name: string;
  readonly drive: Drive;
  readonly parent: DriveItem | undefined;
  readonly children: readonly DriveItem[];
  readonly document: Document | undefined;
  readonly seed: FileSeed | undefined;
  readonly modifiedMs: number;
  readonly createdMs: number;
  readonly author: string;
  readonly editor: string;
}

/** A library of a site, or a user's OneDrive. */
export interface Drive {
  readonly id: string;
  readonly name: string;
  /** Address of the library's root, percent-encoded. */
  readonly webUrl: string;
  readonly listId: string;
  readonly site: Site;
  /** The user whose OneDrive it is; undefined for a library. */
  readonly owner: DirectoryUser | undefined;
  readonly root: DriveItem;
  /** The root and everything below it. */
  readonly items: readonly DriveItem[];
  /** Adds a file to a folder. */
  add(folder: DriveItem, seed: FileSeed): DriveItem;
  /** Removes a file from its folder. */
  remove(item: DriveItem): void;
}

const dayMs = 86_400_000;
const documents = { name: 'Documents', urlName: 'Shared Documents' };
const oneDrive = { name: 'OneDrive', urlName: 'Documents' };

/** Lays out a drive. `seedMs` is the day that ages are counted back from. */
export function createDrive(
  site: Site,
  owner: DirectoryUser | undefined,
  files: readonly FileSeed[],
  seedMs: number,
  library: { readonly name: string; readonly urlName: string } = owner ? oneDrive : documents,
): Drive {
  const listId = seededGuid(`list:${site.id}:${library.urlName}`);
  const items: DriveItem[] = [];
  const childrenOf = new Map<DriveItem, DriveItem[]>();
  const drive: Drive = {
    id: driveId(site.collectionGuid, site.webGuid, listId),
    name: library.name,
    webUrl: `${site.webUrl}/${encodeURIComponent(library.urlName)}`,
    listId,
    site,
    owner,
    items,
    get root() {
      return root;
    },
    add(folder, seed) {
      const name = seed.kind === 'folder' ? seed.name : seed.document.name;
      const item = place(seed, name, folder, `/${[...itemPath(folder), name].join('/')}`);
      childrenOf.get(folder)?.push(item);
      return item;
    },
    remove(item) {
      const siblings = item.parent && childrenOf.get(item.parent);
      siblings?.splice(siblings.indexOf(item), 1);
      items.splice(items.indexOf(item), 1);
    },
  };
  const place = (
    seed: FileSeed | undefined,
    name: string,
    parent: DriveItem | undefined,
    path: string,
  ): DriveItem => {
    const uniqueId = seededGuid(`item:${listId}:${path}`);
    const children: DriveItem[] = [];
    const file = seed?.kind === 'file' ? seed : undefined;
    const modifiedMs = seedMs - (file?.daysAgo ?? 3) * dayMs + (path.length % 12) * 3_600_000;
    const item: DriveItem = {
      id: driveItemId(listId, uniqueId),
      uniqueId,
      listItemId: String(items.length),
      name,
      drive,
      parent,
      children,
      document: file?.document,
      seed,
      modifiedMs,
      createdMs: modifiedMs - 20 * dayMs,
      author: file?.author ?? owner?.displayName ?? 'System Account',
      editor: file?.editor ?? file?.author ?? owner?.displayName ?? 'System Account',
    };
    items.push(item);
    childrenOf.set(item, children);
    const below = seed === undefined ? files : seed.kind === 'folder' ? seed.children : [];
    for (const child of below) {
      const childName = child.kind === 'folder' ? child.name : child.document.name;
      children.push(place(child, childName, item, `${path}/${childName}`));
    }
    return item;
  };
  const root = place(undefined, 'root', undefined, '');
  return drive;
}

/** Names from below the root down to the item. */
export function itemPath(item: DriveItem): readonly string[] {
  return item.parent ? [...itemPath(item.parent), item.name] : [];
}

/** Address of an item as SharePoint writes it: percent-encoded. */
export function itemWebUrl(item: DriveItem): string {
  return [item.drive.webUrl, ...itemPath(item).map(encodeURIComponent)].join('/');
}

/** Size in bytes; of a folder, that of everything below it. */
export function itemSize(item: DriveItem): number {
  if (item.document) return item.document.bytes().length;
  return item.children.reduce((sum, child) => sum + itemSize(child), 0);
}
