import { z } from 'zod';
import { type DriveItem, driveItem, driveItemSelect } from '../../graph/files/drive-item.ts';
import type { GraphClient, GraphRequest } from '../../graph/graph-client.ts';
import { graphPath } from '../../graph/graph-path.ts';
import { kqlText } from '../../graph/kql.ts';
import { driveId, itemId } from '../../graph/path-segment.ts';
import { searchGraph } from '../../graph/search.ts';
import { hasWords } from '../../lib/search-words.ts';
import { folderKql } from './folder-kql.ts';
import { readableUrl } from './readable-url.ts';

/** One page of folders. */
export interface FolderPage {
  readonly folders: readonly DriveItem[];
  /** Where to go on: a place in all that Graph has. */
  readonly next: number | undefined;
  /** What Graph took for a folder and is none, or is not there any more. */
  readonly dropped: number;
}

/** A document library. */
export interface Library {
  readonly id: string;
  readonly name: string;
  readonly webUrl: string;
}

const hit = driveItem.partial({ id: true });
const library = z.object({ id: z.string(), name: z.string(), webUrl: z.string() });
const mostLibraries = 10;

/** Folders by name. A hit does not say whether it is a folder: each is asked for, all in one round trip. */
export async function searchFolders(
  graph: GraphClient,
  { name, places, from, size }: FolderSearch,
): Promise<FolderPage> {
  const { hits, more, unreadable } = await searchGraph(graph, {
    entityTypes: ['driveItem'],
    query: folderKql(name, places, 'name'),
    from,
    size,
    resource: hit,
  });
  const requests = hits.flatMap(({ resource }) => requestFor(resource.parentReference?.driveId, resource.id));
  const answers = await graph.batch(requests);
  const folders = answers.filter(
    (answer): answer is DriveItem =>
      !(answer instanceof Error) &&
      Boolean(answer.folder) &&
      !answer.root &&
      hasWords(answer.name ?? '', name),
  );
  return {
    folders,
    next: more ? from + hits.length + unreadable : undefined,
    dropped: hits.length - folders.length,
  };
}

/** What to look for, and where in all that there is. */
export interface FolderSearch {
  readonly name: string;
  /** Addresses of sites. */
  readonly places: readonly string[] | undefined;
  readonly from: number;
  readonly size: number;
}

/** Libraries by name. Those of a site are looked for by its address. */
export async function searchLibraries(
  graph: GraphClient,
  { name, places }: Pick<FolderSearch, 'name' | 'places'>,
): Promise<readonly Library[]> {
  const { hits } = await searchGraph(graph, {
    entityTypes: ['drive'],
    query: kqlText(`${name}*`, 'name'),
    from: 0,
    size: 50,
    resource: library,
  });
  return hits
    .map(({ resource }) => resource)
    .filter((found) => hasWords(found.name, name))
    .filter(({ webUrl }) => places?.some((place) => readableUrl(webUrl).startsWith(`${place}/`)) ?? true)
    .slice(0, mostLibraries);
}

function requestFor(
  drive: string | null | undefined,
  item: string | undefined,
): readonly GraphRequest<DriveItem>[] {
  // Ids of a form that is not known here cannot be asked for.
  if (!drive?.startsWith('b!') || item === undefined || !/^[A-Za-z0-9!_-]+$/.test(item)) return [];
  const path = graphPath`/drives/${driveId(drive)}/items/${itemId(item)}`;
  return [{ path, query: { $select: driveItemSelect }, schema: driveItem }];
}
