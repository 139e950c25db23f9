import { z } from 'zod';
import type { DriveItem } from '../../graph/files/drive-item.ts';
import { weekdayTime } from '../../lib/weekday-time.ts';
import type { Zone } from '../../lib/zoned-time.ts';
import { previewLength } from '../../resources/preview-length.ts';
import { formatResourceUri, parseResourceUri } from '../../resources/resource-uri.ts';
import { oneLine } from '../../text/one-line.ts';
import { readableUrl } from './readable-url.ts';

/** A file or page in a list of results. */
export const fileItem = z.object({
  uri: z.string(),
  name: z.string(),
  path: z.string().optional().describe('Site, library and folders.'),
  modified: z.string().optional(),
  by: z.string().optional(),
  snippet: z.string().optional(),
});
type FileItem = z.output<typeof fileItem>;

/** A file with the words that were found in it. */
export interface FileHit {
  readonly item: DriveItem;
  readonly summary: string;
}

const mostTokens = 4500;

/** Files as a model sees them in a list: the fewer they are, the longer their snippets. */
export function toFileItems(hits: readonly FileHit[], zone: Zone): FileItem[] {
  const items = hits.map(({ item }) => toFileItem(item, zone));
  const most = previewLength(items, mostTokens);
  return items.map((item, index) => {
    const snippet = oneLine(hits[index]?.summary, most);
    return snippet === '' ? item : { ...item, snippet };
  });
}

function toFileItem(item: DriveItem, zone: Zone): FileItem {
  const modifiedMs = Date.parse(item.lastModifiedDateTime ?? '');
  const by = oneLine(item.lastModifiedBy?.user?.displayName?.split(';')[0], 80);
  const path = itemPath(item.webUrl);
  return {
    uri: uriOf(item),
    name: oneLine(item.name, 160),
    ...(path === '' ? {} : { path }),
    ...(Number.isNaN(modifiedMs) ? {} : { modified: weekdayTime(modifiedMs, zone) }),
    ...(by === '' ? {} : { by }),
  };
}

/** Where an item lies: `marketing/Shared Documents/Plans`. */
export function itemPath(webUrl: string | null | undefined): string {
  const url = readableUrl(webUrl);
  if (url === '' || url.includes('/_layouts/')) return '';
  const folders = url.split('/').slice(3, -1);
  return oneLine(
    (folders[0] === 'sites' || folders[0] === 'teams' ? folders.slice(1) : folders).join('/'),
    160,
  );
}

/** By its ids; where the hit has none that are of use, by its address, which can be opened too. */
function uriOf(item: DriveItem): string {
  const { driveId = '', siteId = '', sharepointIds } = item.parentReference ?? {};
  const pageId = (sharepointIds?.listItemUniqueId ?? item.id).toLowerCase();
  const isPage = /\/SitePages\/[^?#]+\.aspx$/i.test(item.webUrl ?? '');
  const byIds = isPage
    ? formatResourceUri({ kind: 'page', siteId: siteId ?? '', pageId })
    : formatResourceUri({ kind: 'file', driveId: driveId ?? '', itemId: item.id });
  return [byIds, item.webUrl ?? ''].find(canBeOpened) ?? byIds;
}

function canBeOpened(uri: string): boolean {
  try {
    const { kind } = parseResourceUri(uri);
    return kind === 'page' || kind === 'file' || kind === 'link';
  } catch {
    return false;
  }
}
