import { type Call, type Handler, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError, sharePointAccessDenied } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { textWords } from '../kql/text-words.ts';
import { type QueryOptions, nextLink, readQueryOptions } from '../odata/query-options.ts';
import { sortItems } from '../odata/sort-items.ts';
import { getContent } from './content.ts';
import { driveItemJson, driveJson, expandedListItem, itemView } from './drive-item-json.ts';
import type { DriveItem } from './drive.ts';
import { canOpenItem } from './file-access.ts';
import { openDrive, openItem, openPath } from './find-drive.ts';
import { resultUrl } from './result-url.ts';

/** Drives, their files and folders, by id and by path, below every place that has a drive. */
export const driveRoutes: readonly Route[] = [
  '/me/drive',
  '/users/{user}/drive',
  '/sites/{site}/drive',
  '/drives/{drive}',
].flatMap(routesBelow);

function routesBelow(prefix: string): readonly Route[] {
  const item: (open: (call: Call) => DriveItem) => Record<'get' | 'children' | 'content', Handler> = (
    open,
  ) => ({
    get: (call) => getDriveItem(call, open(call)),
    children: (call) => listDriveChildren(call, open(call)),
    content: (call) => getContent(call, open(call)),
  });
  const root = item((call) => openItem(call, openDrive(call).root.id));
  const byId = item((call) => openItem(call, call.param('item')));
  const byPath = item((call) => openPath(call, call.param('path')));
  return [
    ['GET', prefix, (call) => entity('drives/$entity', driveJson(call, openDrive(call)))],
    ['GET', `${prefix}/root`, root.get],
    ['GET', `${prefix}/root/children`, root.children],
    ['GET', `${prefix}/root/search(q='{*q}')`, searchDrive],
    ['GET', `${prefix}/root:/{*path}:/children`, byPath.children],
    ['GET', `${prefix}/root:/{*path}:/content`, byPath.content],
    ['GET', `${prefix}/root:/{*path}:`, byPath.get],
    ['GET', `${prefix}/root:/{*path}`, byPath.get],
    ['GET', `${prefix}/items/{item}`, byId.get],
    ['GET', `${prefix}/items/{item}/children`, byId.children],
    ['GET', `${prefix}/items/{item}/content`, byId.content],
  ];
}

/** One item, with its download address unless something else was selected. */
export function getDriveItem(call: Call, item: DriveItem): Response {
  const options = readQueryOptions(call, 999);
  const children = /\bchildren\b/.test(options.expand ?? '')
    ? { children: visibleChildren(call, item).map((child) => itemView(call, child, undefined)) }
    : {};
  return entity(`drives('${item.drive.id}')/items/$entity`, {
    ...itemView(call, item, options.select),
    ...children,
    ...expandedListItem(item, options.expand),
  });
}

function visibleChildren(call: Call, item: DriveItem): readonly DriveItem[] {
  const user = requireSignedInUser(call);
  return item.children.filter((child) => canOpenItem(user, child));
}

function listDriveChildren(call: Call, item: DriveItem): Response {
  const options = readQueryOptions(call, 999);
  if (options.filter !== undefined) {
    throw new GraphError(400, 'invalidRequest', 'The $filter query option is not supported here.');
  }
  if (options.skip > 0) throw new GraphError(400, 'invalidRequest', '$skip is not supported on this API.');
  const sortable = ['name', 'size', 'lastModifiedDateTime'];
  if (options.orderBy.some(({ path }) => !sortable.includes(path))) {
    throw new GraphError(400, 'invalidRequest', 'Unsupported sort property.');
  }
  if (item.document) return collection(`drives('${item.drive.id}')/items`, { value: [] });
  const rows = visibleChildren(call, item).map((child) => ({ child, ...driveItemJson(call, child) }));
  const orderBy = options.orderBy.length > 0 ? options.orderBy : [{ path: 'name', descending: false }];
  const sorted = sortItems(rows, orderBy);
  const start = findStart(sorted, orderBy, options.skipToken);
  const end = start + (options.top ?? 200);
  const last = sorted[end - 1];
  return collection(`drives('${item.drive.id}')/items('${item.id}')/children`, {
    value: sorted.slice(start, end).map(({ child }) => ({
      ...itemView(call, child, options.select),
      ...expandedListItem(child, options.expand),
    })),
    ...(last && end < sorted.length ? { nextLink: nextLink(call, '$skiptoken', writeToken(last)) } : {}),
  });
}

type Row = ReturnType<typeof driveItemJson> & { readonly child: DriveItem };

/** A SharePoint token contains the sorted values of the last item, so that items before it may come and go. */
function writeToken({ child, ...item }: Row): string {
  const { name, size, lastModifiedDateTime } = item as Record<string, unknown>;
  const key = JSON.stringify({ name, size, lastModifiedDateTime, id: child.id });
  return btoa(`Paged=TRUE&p_Key=${encodeURIComponent(key)}`).replaceAll('=', '');
}

/** The index of the first item after that of the token. */
function findStart(
  sorted: readonly Row[],
  orderBy: QueryOptions['orderBy'],
  token: string | undefined,
): number {
  if (token === undefined) return 0;
  let key: object;
  try {
    key = JSON.parse(decodeURIComponent(atob(token).replace('Paged=TRUE&p_Key=', ''))) as object;
  } catch {
    throw new GraphError(400, 'invalidRequest', 'Invalid skip token.');
  }
  // Items with the same values as that of the token come before it, because sorting is stable.
  const start = sorted.findIndex((row) => sortItems<object>([row, key], orderBy)[0] === key);
  return start === -1 ? sorted.length : start;
}

/** `search(q='…')` within a drive: words in the name, the folder names and the indexed text. */
function searchDrive(call: Call): Response {
  const user = requireSignedInUser(call);
  const drive = openDrive(call);
  const isOwnOrShared = drive.owner === user && hasAnyScope(call, 'Files.Read');
  if (!isOwnOrShared && !hasAnyScope(call, 'Files.Read.All', 'Sites.Read.All'))
    throw sharePointAccessDenied();
  const options = readQueryOptions(call, 999);
  const words = textWords(call.param('q').replaceAll("''", "'"));
  const found = drive.items.filter((item) => {
    if (!item.parent || !canOpenItem(user, item)) return false;
    const have = call.tenant.fileTexts.words(item);
    return words.every((word) => have.some((candidate) => candidate.startsWith(word)));
  });
  const start = Number(options.skipToken ?? 0);
  const end = start + (options.top ?? 200);
  return collection('Collection(driveItem)', {
    value: found.slice(start, end).map((item) => {
      const view = { ...itemView(call, item, options.select), ...expandedListItem(item, options.expand) };
      return 'webUrl' in view && item.document
        ? { ...view, webUrl: resultUrl(call, item, view['webUrl']) }
        : view;
    }),
    ...(end < found.length ? { nextLink: nextLink(call, '$skiptoken', end) } : {}),
  });
}
