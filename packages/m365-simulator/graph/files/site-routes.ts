import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { sharePointAccessDenied } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { textWords } from '../kql/text-words.ts';
import { readQueryOptions } from '../odata/query-options.ts';
import { type SelectRules, selectProperties } from '../odata/select-properties.ts';
import { driveJson, seconds } from './drive-item-json.ts';
import { canOpenSite } from './file-access.ts';
import { type Site, openSite, openSiteByPath } from './site.ts';

/** Sites: search, by id, by path, and their libraries. */
export const siteRoutes: readonly Route[] = [
  ['GET', '/sites', searchSites],
  [
    'GET',
    '/sites/{host}:/{*path}:/drives',
    (call) => listSiteDrives(call, openSiteByPath(call, call.param('host'), call.param('path'))),
  ],
  [
    'GET',
    '/sites/{host}:/{*path}:',
    (call) => getSite(call, openSiteByPath(call, call.param('host'), call.param('path'))),
  ],
  [
    'GET',
    '/sites/{host}:/{*path}',
    (call) => getSite(call, openSiteByPath(call, call.param('host'), call.param('path'))),
  ],
  ['GET', '/sites/{site}', (call) => getSite(call, openSite(call, call.param('site')))],
  ['GET', '/sites/{site}/drives', (call) => listSiteDrives(call, openSite(call, call.param('site')))],
];

const siteRules: SelectRules = {
  typeName: 'microsoft.graph.site',
  known: [
    'id',
    'createdDateTime',
    'description',
    'lastModifiedDateTime',
    'name',
    'webUrl',
    'displayName',
    'root',
    'siteCollection',
    'sharepointIds',
    'isPersonalSite',
    'parentReference',
    'eTag',
    'createdBy',
    'lastModifiedBy',
    'drive',
    'drives',
    'lists',
    'pages',
    'sites',
  ],
  always: [],
};

function searchSites(call: Call): Response {
  if (!hasAnyScope(call, 'Sites.Read.All')) throw sharePointAccessDenied();
  const user = requireSignedInUser(call);
  const { select, top } = readQueryOptions(call, 999);
  const search = call.query.get('search') ?? call.query.get('$search') ?? '';
  const words = textWords(search);
  const found = call.tenant.files.sites
    .filter((site) => !site.isPersonal && canOpenSite(user, site))
    .filter((site) => {
      const have = textWords(`${site.displayName} ${site.description} ${site.path}`);
      return words.every((word) => have.some((candidate) => candidate.startsWith(word)));
    });
  return collection('sites', {
    value: found
      .slice(0, top ?? 200)
      .map((site) => selectProperties(siteJson(call, site), select, siteRules)),
  });
}

function getSite(call: Call, site: Site): Response {
  const { select } = readQueryOptions(call, 999);
  return entity('sites/$entity', selectProperties(siteJson(call, site), select, siteRules));
}

/** A site as Graph writes it. */
function siteJson(call: Call, site: Site): Record<string, unknown> {
  const root = call.tenant.files.libraryOf(site)?.root;
  return {
    createdDateTime: seconds(root?.createdMs ?? call.nowMs),
    description: site.description,
    id: site.id,
    lastModifiedDateTime: seconds(root?.modifiedMs ?? call.nowMs),
    name: site.path.split('/').at(-1),
    webUrl: site.webUrl,
    displayName: site.displayName,
    root: {},
    siteCollection: { hostname: site.hostname },
  };
}

function listSiteDrives(call: Call, site: Site): Response {
  const drive = call.tenant.files.libraryOf(site);
  return collection('drives', { value: drive ? [driveJson(call, drive)] : [] });
}
