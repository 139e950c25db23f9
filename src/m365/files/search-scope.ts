import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { graphPath } from '../../graph/path.ts';
import { searchGraph } from '../../graph/search.ts';
import { AppError } from '../../lib/app-error.ts';
import {
  type FileAccess,
  type FileContext,
  getFileAccess,
  getSearchOrigin,
  requireFileHost,
} from './access.ts';
import { folderKql, folderNames, endsWithNames } from './folders.ts';
import { decodeWebUrl } from './query.ts';
import { isSharePointUrl } from './sharing-link.ts';
import { nullishString } from '../../graph/nullish.ts';

const site = z.object({
  name: nullishString,
  displayName: nullishString,
  webUrl: z.string(),
});
const found = z.object({
  name: nullishString,
  webUrl: z.string(),
  parentReference: z.object({ driveId: nullishString }).nullish(),
});
const maxSites = 5;
const maxFolders = 10;

/** The part of SharePoint and OneDrive that a search covers. */
interface SearchScope {
  readonly access: FileAccess;
  /** URLs of folders or sites that the search is limited to; undefined for no limit. */
  readonly places: readonly string[] | undefined;
}

/** Resolves the folder and site of a search. Without both, it is limited to the areas of the user. */
export async function resolveSearchScope(
  { folderName, site }: { readonly folderName?: string | undefined; readonly site?: string | undefined },
  context: FileContext,
): Promise<SearchScope> {
  const isEverywhere = folderName === undefined && site === undefined;
  const [access, origin, sites] = await Promise.all([
    getFileAccess(context),
    isEverywhere ? getSearchOrigin(context) : undefined,
    site === undefined ? undefined : findSites(site, context),
  ]);
  if (isEverywhere) return { access, places: origin === undefined ? undefined : [origin] };
  if (folderName === undefined) return { access, places: sites };
  if (!isSharePointUrl(folderName)) {
    return { access, places: await findFolders(folderName, sites, context.graph, access) };
  }
  requireFileHost(folderName, context.granted);
  return { access, places: [decodeWebUrl(folderName)] };
}

/**
 * URLs of the sites with this name or URL. Exact matches exclude all others.
 * @throws AppError `not_found`, `permission_missing`
 */
export async function findSites(
  nameOrUrl: string,
  { graph, granted }: FileContext,
): Promise<readonly string[]> {
  if (isSharePointUrl(nameOrUrl)) {
    requireFileHost(nameOrUrl, granted);
    return [decodeWebUrl(nameOrUrl)];
  }
  granted.require('sharePoint', 'Searching within a site');
  const { value } = await graph.json({
    path: graphPath`/sites`,
    query: {
      search: nameOrUrl.replaceAll(/[\p{C}\s]+/gu, ' ').trim(),
      $select: 'name,displayName,webUrl',
      $top: 20,
    },
    schema: listPage(site),
  });
  const exact = value.filter(({ name, displayName }) =>
    [name, displayName].some((own) => own?.toLowerCase() === nameOrUrl.toLowerCase()),
  );
  const sites = (exact.length > 0 ? exact : value).slice(0, maxSites);
  if (sites.length === 0)
    throw notFound(
      'site',
      'There is no site with this name, or you may not open it. Use a name from `path` of a result, or omit `site`.',
    );
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
