import type { Call } from '../core/call.ts';
import { badRequest } from '../core/graph-error.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { userIdentity, seconds, sharePointIds } from '../files/drive-item-json.ts';
import { type DriveItem, itemSize, itemWebUrl } from '../files/drive.ts';
import { canOpenItem } from '../files/file-access.ts';
import { resultUrl } from '../files/result-url.ts';
import { kqlMatches, kqlWords } from '../kql/kql-match.ts';
import type { KqlNode } from '../kql/kql-syntax.ts';
import { fileDocument, isPage } from './file-document.ts';
import type { SearchRequest } from './search-request.ts';
import { type SearchResult, searchPage, searchSummary } from './search-result.ts';

/** Files and folders of every site and drive that the user may open. Roots are not found. */
export function searchFiles(call: Call, request: SearchRequest, node: KqlNode | undefined): SearchResult {
  if (node === undefined) throw badRequest('The query string is empty.');
  const user = requireSignedInUser(call);
  const words = kqlWords(node);
  const { files, fileTexts } = call.tenant;
  const found = files.drives
    .flatMap((drive) => drive.items)
    .filter((item) => item.parent !== undefined && canOpenItem(user, item))
    .filter((item) => kqlMatches(node, fileDocument(call.tenant, item), call.nowMs))
    .map((item) => ({ item, score: relevance(fileTexts.words(item), item, words) }))
    .toSorted((left, right) => order(request, left, right));
  // With both types requested, a page is a list item and a file a drive item.
  const asListItem = (item: DriveItem) =>
    !request.entityTypes.includes('driveItem') || (isPage(item) && request.entityTypes.includes('listItem'));
  return searchPage(request, found, true, ({ item }) => ({
    hitId: item.id,
    summary: searchSummary(fileTexts.text(item), words),
    resource: asListItem(item)
      ? listItemResource(call, request, item)
      : driveItemResource(call, request, item),
  }));
}

interface Scored {
  readonly item: DriveItem;
  readonly score: number;
}

function order(request: SearchRequest, left: Scored, right: Scored): number {
  for (const { name, isDescending } of request.sort) {
    const first = sortValue(left.item, name);
    const second = sortValue(right.item, name);
    if (first !== second) return (first < second ? -1 : 1) * (isDescending ? -1 : 1);
  }
  return right.score - left.score || right.item.modifiedMs - left.item.modifiedMs;
}

function sortValue(item: DriveItem, name: string): number | string {
  switch (name) {
    case 'size':
      return itemSize(item);
    case 'name':
    case 'filename':
      return item.name.toLowerCase();
    case 'author':
      return item.author;
    case 'createddatetime':
    case 'created':
      return item.createdMs;
    default:
      return item.modifiedMs;
  }
}

function relevance(have: readonly string[], item: DriveItem, words: readonly string[]): number {
  const inName = words.filter((word) => item.name.toLowerCase().includes(word)).length;
  return inName * 10 + Math.min(have.filter((word) => words.includes(word)).length, 9);
}

/** Search hits have neither a file nor a folder facet. */
function driveItemResource(call: Call, request: SearchRequest, item: DriveItem): Record<string, unknown> {
  const all = {
    id: item.id,
    createdDateTime: seconds(item.createdMs),
    lastModifiedDateTime: seconds(item.modifiedMs),
    name: item.name,
    webUrl: resultUrl(call, item, itemWebUrl(item)),
    createdBy: { user: userIdentity(call, item.author) },
    lastModifiedBy: { user: userIdentity(call, item.editor) },
    parentReference: {
      siteId: item.drive.site.id,
      driveId: item.drive.id,
      id: item.parent?.id,
      sharepointIds: listIds(item),
    },
    fileSystemInfo: {
      createdDateTime: seconds(item.createdMs),
      lastModifiedDateTime: seconds(item.modifiedMs),
    },
  };
  const { fields } = request;
  const narrowed =
    fields === undefined
      ? all
      : Object.fromEntries(
          Object.entries(all).filter(
            ([name]) => name === 'id' || name === 'parentReference' || fields.includes(name),
          ),
        );
  const columns = managedProperties(
    call,
    item,
    fields?.filter((name) => !Object.hasOwn(all, name)),
  );
  return {
    '@odata.type': '#microsoft.graph.driveItem',
    ...narrowed,
    ...(columns && {
      listItem: { '@odata.type': '#microsoft.graph.listItem', id: item.uniqueId, fields: columns },
    }),
  };
}

function listItemResource(call: Call, request: SearchRequest, item: DriveItem): Record<string, unknown> {
  const fields = managedProperties(call, item, request.fields);
  return {
    '@odata.type': '#microsoft.graph.listItem',
    id: item.uniqueId,
    createdDateTime: seconds(item.createdMs),
    lastModifiedDateTime: seconds(item.modifiedMs),
    name: item.name,
    webUrl: itemWebUrl(item),
    sharepointIds: listIds(item),
    createdBy: { user: userIdentity(call, item.author) },
    lastModifiedBy: { user: userIdentity(call, item.editor) },
    parentReference: { siteId: item.drive.site.id, sharepointIds: { listId: item.drive.listId } },
    ...(fields && { fields }),
  };
}

/** Managed properties by their names in camel case. Unknown ones, and those without a value, are left out. */
function managedProperties(
  call: Call,
  item: DriveItem,
  names: readonly string[] | undefined,
): Record<string, unknown> | undefined {
  const found = names?.flatMap((name) => {
    const value = fileDocument(call.tenant, item).property(name.toLowerCase());
    if (!Array.isArray(value) || value.length === 0) return [];
    return [[name.slice(0, 1).toLowerCase() + name.slice(1), value[0]] as const];
  });
  return found && Object.fromEntries(found);
}

function listIds(item: DriveItem): Record<string, unknown> {
  const { listId, listItemId, listItemUniqueId } = sharePointIds(item);
  return { listId, listItemId, listItemUniqueId };
}
