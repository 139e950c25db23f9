import { oneLine } from 'document-text';
import type { DriveItem } from '../files/schema.ts';
import { decodeWebUrl, isForm } from '../files/query.ts';
import { formatResourceUri, parseResourceUri } from '../uri.ts';

/** The kind of a search hit that is no file or page: a list, or a row of one. */
export function listHitKind({ '@odata.type': type, webUrl, file }: DriveItem): 'list' | 'row' | undefined {
  if (type?.endsWith('.list')) return 'list';
  // Pictures, videos and other files without a viewer have the URL of a form too.
  if (type?.endsWith('.driveItem') || file) return undefined;
  const [path = ''] = (webUrl ?? '').toLowerCase().split(/[?#]/, 1);
  const names = path.split('/');
  return isForm(path) && (names.at(-2) === 'forms' || names.includes('lists')) ? 'row' : undefined;
}

/** Whether a hit is a document library, or a form of a file in one. */
export function isOfLibrary({ webUrl }: DriveItem): boolean {
  return !decodeWebUrl(webUrl).toLowerCase().split('/').includes('lists');
}

/** The URI with ids; undefined for a hit without valid ids. */
export function listHitUri(item: DriveItem): string | undefined {
  const { siteId = '', sharepointIds: parentIds } = item.parentReference ?? {};
  const isList = listHitKind(item) === 'list';
  const listId = isList ? item.id : (item.sharepointIds?.listId ?? parentIds?.listId ?? '');
  const uri = isList
    ? formatResourceUri({ kind: 'list', siteId: siteId ?? '', listId })
    : formatResourceUri({ kind: 'listRow', siteId: siteId ?? '', listId, rowId: getRowId(item) });
  try {
    parseResourceUri(uri);
    return uri;
  } catch {
    return undefined;
  }
}

/** The name of a list, or list and number of a row whose hit has no name. */
export function listHitName(item: DriveItem): string {
  const names = decodeWebUrl(item.webUrl).split('/');
  const list = names[names.findIndex((name) => name.toLowerCase() === 'lists') + 1] ?? '';
  if (listHitKind(item) === 'list') return oneLine(item.displayName ?? item.name ?? list, 160);
  return oneLine(item.name ?? `${list} ${getRowId(item)}`, 160);
}

/** Site and, of a row, list: `marketing/Vendors`. */
export function listHitPath(item: DriveItem): string {
  const names = decodeWebUrl(item.webUrl).split('/').slice(3);
  const place = names.slice(
    0,
    names.findIndex((name) => name.toLowerCase() === 'lists'),
  );
  const site = /^(?:sites|teams)$/i.test(place[0] ?? '') ? place.slice(1) : place;
  const list = listHitKind(item) === 'row' ? [names[place.length + 1] ?? ''] : [];
  return oneLine([...site, ...list].join('/'), 160);
}

function getRowId({ sharepointIds, parentReference, webUrl }: DriveItem): string {
  return (
    sharepointIds?.listItemId ??
    parentReference?.sharepointIds?.listItemId ??
    URL.parse(webUrl ?? '')?.searchParams.get('ID') ??
    ''
  );
}
