import type { z } from 'zod';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { type Kql, kql, kqlAll, kqlAny, kqlFilter } from '../../graph/kql.ts';
import { driveId, graphPath, itemId } from '../../graph/path.ts';
import { type SearchPosition, searchGraph } from '../../graph/search.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { FileAccess } from './access.ts';
import { decodeWebUrl } from './query.ts';
import { type DriveItem, driveItem, driveItemSelect } from './schema.ts';

/** One page of folders and libraries. */
export interface FolderPage {
  /** Document libraries, with id, name and URL. */
  readonly libraries: readonly Hit[];
  readonly folders: readonly DriveItem[];
  readonly next: SearchPosition | undefined;
  /** Number of hits that were on an earlier page. */
  readonly repeated: number;
  /** Number of hits that are not a folder with this name, or no longer exist. */
  readonly dropped: number;
}

/** A search of folders. */
interface FolderSearch {
  /** Path of names: parent folders as far as given, and the name of the folder. */
  readonly names: readonly string[];
  /** URLs of sites. */
  readonly places: readonly string[] | undefined;
  readonly from: SearchPosition;
  readonly size: number;
  readonly access: FileAccess;
}

const hit = driveItem.partial({ id: true });
type Hit = z.output<typeof hit>;

/**
 * Searches folders and libraries by name with one request. A hit does not state whether it is a folder: all hits are
 * requested in one batch. A library is recognized by its id, which is a drive id.
 */
export async function searchFolders(
  graph: GraphClient,
  { names, places, from, size, access }: FolderSearch,
): Promise<FolderPage> {
  const name = names.at(-1) ?? '';
  const { hits, more, end, repeated } = await searchGraph(graph, {
    entityTypes: ['driveItem', 'drive'],
    query: folderKql(name, places, 'name'),
    from: from.offset,
    seen: from.seen,
    size,
    argument: 'name',
    resource: hit,
  });
  const found: readonly Hit[] = hits.map(({ resource }) => resource).filter((hit) => access.admits(hit));
  const libraries = found.filter((hit) => isDrive(hit) && matchesLibrary(hit, names, places));
  const requests = found.filter((hit) => !isDrive(hit)).flatMap(toRequest);
  const items = await graph.batch(requests);
  const folders = items.filter(
    (item): item is DriveItem =>
      !(item instanceof Error) &&
      Boolean(item.folder) &&
      !item.root &&
      access.admits(item) &&
      hasFolderName(item, names),
  );
  return {
    libraries,
    folders,
    next: more ? end : undefined,
    repeated,
    dropped: found.length - folders.length - libraries.length,
  };
}

function isDrive({ id }: Hit): boolean {
  return id?.startsWith('b!') ?? false;
}

function matchesLibrary(
  library: Hit,
  names: readonly string[],
  places: readonly string[] | undefined,
): boolean {
  const url = decodeWebUrl(library.webUrl);
  return hasFolderName(library, names) && (places?.some((place) => url.startsWith(`${place}/`)) ?? true);
}

/** Whether a folder has this path of names. The name is compared separately: a library's URL contains another one. */
export function hasFolderName({ name, webUrl }: Hit, names: readonly string[]): boolean {
  const parentUrl = decodeWebUrl(webUrl).replace(/\/[^/]*$/, '');
  return hasWords(name ?? '', names.at(-1) ?? '') && endsWithNames(parentUrl, names.slice(0, -1));
}

function toRequest({ id, parentReference }: Hit): readonly GraphRequest<DriveItem>[] {
  const drive = parentReference?.driveId;
  // Other ids are not valid in a path.
  if (!drive?.startsWith('b!') || id === undefined || !/^[A-Za-z0-9!_-]+$/.test(id)) return [];
  const path = graphPath`/drives/${driveId(drive)}/items/${itemId(id)}`;
  return [{ path, query: { $select: driveItemSelect }, schema: driveItem }];
}

/**
 * Folders whose name starts with these words. Tenants index folders differently, so a folder is a match by content type,
 * as a container, or as not a document.
 */
export function folderKql(name: string, places: readonly string[] | undefined, argument: string): Kql {
  const word = { argument, prefix: true };
  return kqlAll([
    kqlAny([kqlFilter('filename', name, word), kqlFilter('title', name, word)]),
    kql`ContentTypeId:0x0120* OR IsContainer:true OR isDocument:false`,
    places && kqlAny(places.map((place) => kqlFilter('path', place, { argument: 'site' }))),
  ]);
}

/** The names of a path. */
export function folderNames(nameOrPath: string): readonly string[] {
  return nameOrPath.split(/[\\/]/).filter((name) => name.trim() !== '');
}

/** Whether a URL ends with these folder names. Each word of a name matches the start of a word. */
export function endsWithNames(webUrl: string | null | undefined, names: readonly string[]): boolean {
  const segments = decodeWebUrl(webUrl).split('/');
  return names.every((name, index) => hasWords(segments.at(index - names.length) ?? '', name));
}
