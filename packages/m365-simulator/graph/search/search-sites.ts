import type { Call } from '../core/call.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { driveJson, seconds } from '../files/drive-item-json.ts';
import { canOpenSite } from '../files/file-access.ts';
import type { Site } from '../files/site.ts';
import { kqlMatches } from '../kql/kql-match.ts';
import type { KqlNode } from '../kql/kql-syntax.ts';
import { textWords } from '../kql/text-words.ts';
import type { SearchRequest } from './search-request.ts';
import { type SearchResult, searchPage } from './search-result.ts';

/** Sites, and with `drive` or `list` their libraries, by name and description. */
export function searchSitesAndDrives(
  call: Call,
  request: SearchRequest,
  node: KqlNode | undefined,
): SearchResult {
  const user = requireSignedInUser(call);
  const found = call.tenant.files.sites.filter(
    (site) =>
      !site.isPersonal &&
      canOpenSite(user, site) &&
      (node === undefined ||
        kqlMatches(
          node,
          {
            words: textWords(`${site.displayName} ${site.description} ${site.path} Documents`),
            property: (name) =>
              name === 'path' || name === 'site'
                ? [site.webUrl]
                : name === 'title' || name === 'filename'
                  ? titlesOf(call, request, site)
                  : name === 'isdocument'
                    ? false
                    : name === 'contentclass' && request.entityTypes.includes('list')
                      ? ['STS_List_DocumentLibrary']
                      : undefined,
          },
          call.nowMs,
        )),
  );
  return searchPage(request, found, true, (site) => ({
    hitId: site.id,
    summary: '',
    resource: request.entityTypes.includes('site')
      ? siteResource(call, site)
      : searchResource(call, request, site),
  }));
}

/** Titles of a site or library. */
function titlesOf(call: Call, { entityTypes }: SearchRequest, site: Site): readonly string[] {
  const library = call.tenant.files.libraryOf(site);
  return entityTypes.includes('site') || !library ? [site.displayName] : [library.name];
}

function siteResource(call: Call, site: Site): Record<string, unknown> {
  const root = call.tenant.files.libraryOf(site)?.root;
  return {
    '@odata.type': '#microsoft.graph.site',
    id: site.id,
    createdDateTime: seconds(root?.createdMs ?? call.nowMs),
    description: site.description,
    lastModifiedDateTime: seconds(root?.modifiedMs ?? call.nowMs),
    webUrl: site.webUrl,
    displayName: site.displayName,
  };
}

function searchResource(call: Call, request: SearchRequest, site: Site): Record<string, unknown> {
  const drive = call.tenant.files.libraryOf(site);
  if (!drive) return {};
  if (request.entityTypes.includes('drive'))
    return { '@odata.type': '#microsoft.graph.drive', ...driveJson(call, drive) };
  return {
    '@odata.type': '#microsoft.graph.list',
    id: drive.listId,
    name: 'Shared Documents',
    displayName: drive.name,
    createdDateTime: seconds(drive.root.createdMs),
    lastModifiedDateTime: seconds(drive.root.modifiedMs),
    webUrl: drive.webUrl,
    parentReference: { siteId: site.id },
  };
}
