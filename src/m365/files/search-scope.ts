import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { graphPath } from '../../graph/path.ts';
import { searchGraph } from '../../graph/search.ts';
import { AppError } from '../../lib/app-error.ts';
import type { M365Context } from '../resource.ts';
import { type FileAccess, requireFileHost } from './access.ts';
import { folderKql, folderNames, endsWithNames } from './folders.ts';
import { decodeWebUrl } from './query.ts';
import { isSharePointUrl } from './sharing-link.ts';

const site = z.object({
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  webUrl: z.string(),
});
const found = z.object({
  name: z.string().nullish(),
  webUrl: z.string(),
  parentReference: z.object({ driveId: z.string().nullish() }).nullish(),
});
const maxSites = 5;
const maxFolders = 10;

/** URLs of the folders or sites that a search is limited to; undefined for no limit. */
export async function resolveSearchScope(
  { folderName, site }: { readonly folderName?: string | undefined; readonly site?: string | undefined },
  { graph, granted }: Pick<M365Context, 'graph' | 'granted'>,
  access: FileAccess,
): Promise<readonly string[] | undefined> {
  const sites = site === undefined ? undefined : await findSites(site, { graph, granted });
  if (folderName === undefined) return sites;
  if (!isSharePointUrl(folderName)) return await findFolders(folderName, sites, graph, access);
  requireFileHost(folderName, granted);
  return [decodeWebUrl(folderName)];
}

/**
 * URLs of the sites with this name or URL. Exact matches exclude all others.
 * @throws AppError `not_found`, `permission_missing`
 */
export async function findSites(
  nameOrUrl: string,
  { graph, granted }: Pick<M365Context, 'graph' | 'granted'>,
): Promise<readonly string[]> {
  if (isSharePointUrl(nameOrUrl)) {
    requireFileHost(nameOrUrl, granted);
    return [decodeWebUrl(nameOrUrl)];
  }
  granted.require('sharePoint', 'Searching within a site');
  const { value } = await graph.json({
    path: graphPath`/sites`,
    query: { search: nameOrUrl, $select: 'name,displayName,webUrl', $top: 20 },
    schema: listPage(site),
  });
  const exact = value.filter(({ name, displayName }) =>
    [name, displayName].some((own) => own?.toLowerCase() === nameOrUrl.toLowerCase()),
  );
  const sites = (exact.length > 0 ? exact : value).slice(0, maxSites);
  if (sites.length === 0) throw notFound('site', 'There is no site with this name, or you may not open it.');
  return sites.map(({ webUrl }) => decodeWebUrl(webUrl));
}

/**
 * URLs of the folders with this name or path.
 * @throws AppError `not_found`
 */
async function findFolders(
  nameOrPath: string,
  sites: readonly string[] | undefined,
  graph: GraphClient,
  access: FileAccess,
): Promise<readonly string[]> {
  const names = folderNames(nameOrPath);
  const { hits } = await searchGraph(graph, {
    entityTypes: ['driveItem'],
    query: folderKql(names.at(-1) ?? '', sites, 'folderName'),
    from: 0,
    size: 50,
    argument: 'folderName',
    resource: found,
  });
  const folders = hits
    .filter(({ resource }) => endsWithNames(resource.webUrl, names) && access.admits(resource))
    .map(({ resource }) => decodeWebUrl(resource.webUrl))
    .slice(0, maxFolders);
  if (folders.length > 0) return folders;
  throw notFound(
    'folderName',
    'No folder with this name was found. Search without folderName, or give the URL of the folder.',
  );
}

function notFound(argument: string, message: string): AppError {
  return new AppError('not_found', message, { argument });
}
