import { type PageSeed, pageSeeds } from '../../seed-data/files/page-seeds.ts';
import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError, sharePointAccessDenied } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import type { DriveItem } from '../files/drive.ts';
import { openSite } from '../files/site.ts';
import { nextLink, readQueryOptions } from '../odata/query-options.ts';
import { type SelectRules, selectProperties } from '../odata/select-properties.ts';
import { canvasJson, pageJson, partsJson } from './page-json.ts';

/** Modern pages of a site. */
export const pageRoutes: readonly Route[] = [
  ['GET', '/sites/{site}/pages', list],
  ['GET', '/sites/{site}/pages/microsoft.graph.sitePage', list],
  ['GET', '/sites/{site}/pages/{page}', get],
  ['GET', '/sites/{site}/pages/{page}/microsoft.graph.sitePage', get],
  ['GET', '/sites/{site}/pages/{page}/microsoft.graph.sitePage/webParts', parts],
];

const rules: SelectRules = {
  typeName: 'microsoft.graph.sitePage',
  known: [
    'id',
    'description',
    'eTag',
    'createdDateTime',
    'lastModifiedDateTime',
    'name',
    'webUrl',
    'title',
    'pageLayout',
    'thumbnailWebUrl',
    'promotionKind',
    'showComments',
    'showRecommendedPages',
    'createdBy',
    'lastModifiedBy',
    'parentReference',
    'publishingState',
    'reactions',
    'titleArea',
    'canvasLayout',
    'webParts',
  ],
  always: [],
};

interface Page {
  readonly seed: PageSeed;
  readonly item: DriveItem;
}

function pagesOf(call: Call): readonly Page[] {
  if (!hasAnyScope(call, 'Sites.Read.All')) throw sharePointAccessDenied();
  const site = openSite(call, call.param('site'));
  const items = call.tenant.files.pagesOf(site)?.items ?? [];
  return pageSeeds
    .filter((seed) => seed.site === site.key)
    .flatMap((seed) => items.filter((item) => item.name === seed.name).map((item) => ({ seed, item })));
}

function list(call: Call): Response {
  const pages = pagesOf(call);
  const options = readQueryOptions(call, 999);
  const start = Number(options.skipToken ?? 0);
  const end = start + (options.top ?? 200);
  return collection('sites/pages', {
    value: pages
      .slice(start, end)
      .map(({ seed, item }) => selectProperties(pageJson(call, seed, item), options.select, rules)),
    ...(end < pages.length ? { nextLink: nextLink(call, '$skiptoken', end) } : {}),
  });
}

function open(call: Call): Page {
  const id = call.param('page').toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    throw new GraphError(400, 'invalidRequest', 'The page id is not a valid GUID.');
  }
  const page = pagesOf(call).find(({ item }) => item.uniqueId === id);
  if (!page) throw new GraphError(404, 'itemNotFound', 'The page could not be found.');
  return page;
}

function get(call: Call): Response {
  const { seed, item } = open(call);
  const { select, expand } = readQueryOptions(call, 999);
  const withCanvas = /\bcanvasLayout\b/.test(expand ?? '') ? { canvasLayout: canvasJson(seed) } : {};
  const chosen =
    select === undefined || !('canvasLayout' in withCanvas) ? select : [...select, 'canvasLayout'];
  return entity(
    'sites/pages/$entity',
    selectProperties({ ...pageJson(call, seed, item), ...withCanvas }, chosen, rules),
  );
}

function parts(call: Call): Response {
  return collection('webParts', { value: partsJson(open(call).seed) });
}
