import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { graphPath } from '../../graph/path.ts';
import { searchGraph } from '../../graph/search.ts';
import { AppError } from '../../lib/app-error.ts';
import { folderKql, folderNames, liesUnder } from './folders.ts';
import { decodeWebUrl } from './query.ts';
import { isSharePointUrl } from './sharing-link.ts';

const site = z.object({
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  webUrl: z.string(),
});
const found = z.object({ name: z.string().nullish(), webUrl: z.string() });
const maxSites = 5;
const maxFolders = 10;

/**
 * Addresses of the sites of that name or address. A name that fits exactly counts alone.
 * @throws AppError `not_found` that names `site`.
 */
export async function findSites(nameOrUrl: string, graph: GraphClient): Promise<readonly string[]> {
  if (isSharePointUrl(nameOrUrl)) return [decodeWebUrl(nameOrUrl)];
  const { value } = await graph.json({
    path: graphPath`/sites`,
    query: { search: nameOrUrl, $select: 'name,displayName,webUrl', $top: 20 },
    schema: listPage(site),
  });
  const exact = value.filter(({ name, displayName }) =>
    [name, displayName].some((own) => own?.toLowerCase() === nameOrUrl.toLowerCase()),
  );
  const sites = (exact.length > 0 ? exact : value).slice(0, maxSites);
  if (sites.length === 0) throw noSuch('site', 'There is no site of this name that you may open.');
  return sites.map(({ webUrl }) => decodeWebUrl(webUrl));
}

/**
 * Addresses of folders whose name holds these words, or of those at the end of a path of names.
 * @throws AppError `not_found` that names `folderName`.
 */
export async function findFolders(
  nameOrPath: string,
  sites: readonly string[] | undefined,
  graph: GraphClient,
): Promise<readonly string[]> {
  if (isSharePointUrl(nameOrPath)) return [decodeWebUrl(nameOrPath)];
  const names = folderNames(nameOrPath);
  const { hits } = await searchGraph(graph, {
    entityTypes: ['driveItem'],
    query: folderKql(names.at(-1) ?? '', sites, 'folderName'),
    from: 0,
    size: 50,
    resource: found,
  });
  const folders = hits
    .filter(({ resource }) => liesUnder(resource.webUrl, names))
    .map(({ resource }) => decodeWebUrl(resource.webUrl))
    .slice(0, maxFolders);
  if (folders.length > 0) return folders;
  throw noSuch(
    'folderName',
    'No folder of this name was found. Search without it, or give the address of the folder.',
  );
}

function noSuch(argument: string, message: string): AppError {
  return new AppError('not_found', message, { argument });
}
