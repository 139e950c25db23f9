import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError, sharePointAccessDenied } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { userIdentity, seconds } from '../files/drive-item-json.ts';
import { type Drive, type DriveItem, itemWebUrl } from '../files/drive.ts';
import { canOpenItem } from '../files/file-access.ts';
import { openSite } from '../files/site.ts';
import { type TableList, tableListJson, tableLists, tableRow, tableRows } from '../lists/table-list.ts';
import { nextLink, readQueryOptions } from '../odata/query-options.ts';

/** The libraries of a site as lists, and its lists of rows. */
export const listRoutes: readonly Route[] = [
  ['GET', '/sites/{site}/lists', lists],
  ['GET', '/sites/{site}/lists/{list}', getList],
  ['GET', '/sites/{site}/lists/{list}/items', listItems],
  ['GET', '/sites/{site}/lists/{list}/items/{item}', getItem],
];

function drivesOf(call: Call): readonly Drive[] {
  if (!hasAnyScope(call, 'Sites.Read.All')) throw sharePointAccessDenied();
  const site = openSite(call, call.param('site'));
  return call.tenant.files.drives.filter((drive) => drive.site === site);
}

function listJson(drive: Drive): Record<string, unknown> {
  return {
    '@odata.etag': `"${drive.listId},1"`,
    id: drive.listId,
    name: drive.name === 'Documents' ? 'Shared Documents' : 'SitePages',
    displayName: drive.name,
    createdDateTime: seconds(drive.root.createdMs),
    lastModifiedDateTime: seconds(drive.root.modifiedMs),
    webUrl: drive.webUrl,
    parentReference: { siteId: drive.site.id },
    list: {
      contentTypesEnabled: false,
      hidden: false,
      template: drive.name === 'Documents' ? 'documentLibrary' : 'webPageLibrary',
    },
  };
}

function lists(call: Call): Response {
  const drives = drivesOf(call);
  const tables = tableLists(call, openSite(call, call.param('site')));
  return collection('lists', {
    value: [...drives.map(listJson), ...tables.map((table) => tableListJson(call, table))],
  });
}

/** A list of rows by its id or title; undefined for a library. */
function findTable(call: Call): TableList | undefined {
  drivesOf(call);
  const name = call.param('list').toLowerCase();
  return tableLists(call, openSite(call, call.param('site'))).find(
    ({ id, seed }) => id === name || seed.displayName.toLowerCase() === name,
  );
}

/** By id or by title. */
function openList(call: Call): Drive {
  const name = call.param('list').toLowerCase();
  const drive = drivesOf(call).find(
    (candidate) => candidate.listId === name || candidate.name.toLowerCase() === name,
  );
  if (!drive) throw new GraphError(404, 'itemNotFound', 'The specified list was not found');
  return drive;
}

function getList(call: Call): Response {
  const { expand } = readQueryOptions(call, 999);
  const table = findTable(call);
  if (table) return entity('lists/$entity', tableListJson(call, table, /\bcolumns\b/.test(expand ?? '')));
  return entity('lists/$entity', listJson(openList(call)));
}

function visible(call: Call, drive: Drive): readonly DriveItem[] {
  const user = requireSignedInUser(call);
  return drive.items.filter((item) => item.parent !== undefined && canOpenItem(user, item));
}

function itemJson(call: Call, item: DriveItem, withFields: boolean): Record<string, unknown> {
  return {
    '@odata.etag': `"${item.uniqueId},2"`,
    createdDateTime: seconds(item.createdMs),
    eTag: `"${item.uniqueId},2"`,
    id: item.listItemId,
    lastModifiedDateTime: seconds(item.modifiedMs),
    webUrl: itemWebUrl(item),
    createdBy: { user: userIdentity(call, item.author) },
    lastModifiedBy: { user: userIdentity(call, item.editor) },
    parentReference: { id: item.drive.listId, siteId: item.drive.site.id },
    contentType: item.document
      ? { id: '0x0101009A7B', name: 'Document' }
      : { id: '0x01200078F2', name: 'Folder' },
    ...(withFields
      ? { fields: { FileLeafRef: item.name, LinkFilename: item.name, id: item.listItemId } }
      : {}),
  };
}

function listItems(call: Call): Response {
  const table = findTable(call);
  if (table) return tableRows(call, table);
  const drive = openList(call);
  const options = readQueryOptions(call, 999);
  const all = visible(call, drive);
  const start = Number(options.skipToken ?? 0);
  const end = start + (options.top ?? 200);
  const withFields = /\bfields\b/.test(options.expand ?? '');
  return collection('lists/items', {
    value: all.slice(start, end).map((item) => itemJson(call, item, withFields)),
    ...(end < all.length ? { nextLink: nextLink(call, '$skiptoken', end) } : {}),
  });
}

function getItem(call: Call): Response {
  const table = findTable(call);
  if (table) return tableRow(call, table);
  const { expand } = readQueryOptions(call, 999);
  const id = call.param('item').toLowerCase();
  const item = visible(call, openList(call)).find(
    (candidate) => candidate.listItemId === id || candidate.uniqueId === id,
  );
  if (!item) throw new GraphError(404, 'itemNotFound', 'The specified item was not found');
  return entity('lists/items/$entity', itemJson(call, item, /\bfields\b/.test(expand ?? '')));
}
