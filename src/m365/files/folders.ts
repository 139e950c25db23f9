import type { z } from 'zod';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { type Kql, kql, kqlAll, kqlAny, kqlFilter } from '../../graph/kql.ts';
import { driveId, graphPath, itemId } from '../../graph/path.ts';
import { searchGraph } from '../../graph/search.ts';
import { hasWords } from '../../lib/search-words.ts';
import { decodeWebUrl } from './query.ts';
import { type DriveItem, driveItem, driveItemSelect } from './schema.ts';

/** One page of folders and libraries. */
export interface FolderPage {
  /** Document libraries: drives, of which no more is read than their id, name and address. */
  readonly libraries: readonly Hit[];
  readonly folders: readonly DriveItem[];
  /** Where to go on: a place in all that Graph has. */
  readonly next: number | undefined;
  /** What Graph took for a folder and is none, or is not there any more. */
  readonly dropped: number;
}

/** What to look for, and where in all that there is. */
interface FolderSearch {
  /** Names from the top down: that of the folder, and those of the folders that it lies in, as far as they are given. */
  readonly names: readonly string[];
  /** Addresses of sites. */
  readonly places: readonly string[] | undefined;
  readonly from: number;
  readonly size: number;
}

const hit = driveItem.partial({ id: true });
type Hit = z.output<typeof hit>;

/**
 * Folders and libraries by name, both by one question. A hit does not say whether it is a folder: each is asked for, all
 * in one round trip. A library says what it is by its id, which is that of a drive.
 */
export async function searchFolders(
  graph: GraphClient,
  { names, places, from, size }: FolderSearch,
): Promise<FolderPage> {
  const name = names.at(-1) ?? '';
  const { hits, more, unreadable } = await searchGraph(graph, {
    entityTypes: ['driveItem', 'drive'],
    query: folderKql(name, places, 'name'),
    from,
    size,
    resource: hit,
  });
  const found: readonly Hit[] = hits.map(({ resource }) => resource);
  const libraries = found.filter((one) => isDrive(one) && isWanted(one, names, places));
  const requests = found.filter((one) => !isDrive(one)).flatMap(requestFor);
  const answers = await graph.batch(requests);
  const folders = answers.filter(
    (answer): answer is DriveItem =>
      !(answer instanceof Error) && Boolean(answer.folder) && !answer.root && isCalled(answer, names),
  );
  return {
    libraries,
    folders,
    next: more ? from + hits.length + unreadable : undefined,
    dropped: hits.length - folders.length - libraries.length,
  };
}

function isDrive({ id }: Hit): boolean {
  return id?.startsWith('b!') ?? false;
}

function isWanted(library: Hit, names: readonly string[], places: readonly string[] | undefined): boolean {
  const url = decodeWebUrl(library.webUrl);
  return isCalled(library, names) && (places?.some((place) => url.startsWith(`${place}/`)) ?? true);
}

/** Whether a folder has the last of these names and lies in folders of the others. A library's address has another name. */
export function isCalled({ name, webUrl }: Hit, names: readonly string[]): boolean {
  const above = decodeWebUrl(webUrl).replace(/\/[^/]*$/, '');
  return hasWords(name ?? '', names.at(-1) ?? '') && liesUnder(above, names.slice(0, -1));
}

function requestFor({ id, parentReference }: Hit): readonly GraphRequest<DriveItem>[] {
  const drive = parentReference?.driveId;
  // Ids of a form that is not known here cannot be asked for.
  if (!drive?.startsWith('b!') || id === undefined || !/^[A-Za-z0-9!_-]+$/.test(id)) return [];
  const path = graphPath`/drives/${driveId(drive)}/items/${itemId(id)}`;
  return [{ path, query: { $select: driveItemSelect }, schema: driveItem }];
}

/**
 * Folders with a name that begins like this. What a folder is to the index is said in three ways, since tenants differ:
 * by content type, as a container, and as no document.
 */
export function folderKql(name: string, places: readonly string[] | undefined, argument: string): Kql {
  const word = { argument, prefix: true };
  return kqlAll([
    kqlAny([kqlFilter('filename', name, word), kqlFilter('title', name, word)]),
    kql`ContentTypeId:0x0120* OR IsContainer:true OR isDocument:false`,
    places && kqlAny(places.map((place) => kqlFilter('path', place, { argument: 'site' }))),
  ]);
}

/** The names in a name or a path of them, from the top down. */
export function folderNames(nameOrPath: string): readonly string[] {
  return nameOrPath.split(/[\\/]/).filter((name) => name.trim() !== '');
}

/** Whether the folders at the end of an address are called so, each begun word by word. */
export function liesUnder(webUrl: string | null | undefined, names: readonly string[]): boolean {
  const segments = decodeWebUrl(webUrl).split('/');
  return names.every((name, index) => hasWords(segments.at(index - names.length) ?? '', name));
}
