import { z } from 'zod';
import { oneLine } from 'document-text';
import { compact } from '../../lib/json.ts';
import type { Zone } from '../../time/time-zone.ts';
import { formatPreview, listTokens, previewBudget, webLink } from '../format.ts';
import type { LabelAccess } from '../labels.ts';
import { listHitKind, listHitName, listHitPath, listHitUri } from '../lists/hit.ts';
import { formatResourceUri, parseResourceUri } from '../uri.ts';
import { itemLabels } from './labels.ts';
import { decodeWebUrl, isForm, isSitePage } from './query.ts';
import type { DriveItem } from './schema.ts';

/** A file, page, list or row of a list in a list of results. */
export const fileItem = z.object({
  uri: z.string(),
  kind: z.enum(['list', 'row']).optional(),
  name: z.string().optional(),
  path: z.string().optional().describe('Site, library and folders.'),
  modified: z.string().optional(),
  by: z.string().optional().describe('Last change.'),
  author: z.string().optional().describe('If somebody else.'),
  label: z.string().optional(),
  snippet: z.string().optional(),
});
type FileItem = z.output<typeof fileItem> & { readonly link?: string | undefined };

/** A file and its snippet. */
export interface FileHit {
  readonly item: DriveItem;
  readonly summary: string;
}

/** Estimated. */
const maxTokens = 2900;

/**
 * Files as list items. Their snippets share a token budget. The ids of a long list use most of it: then `by` and `author`
 * are omitted, and in longer lists `path` too.
 */
export function toFileItems(
  hits: readonly FileHit[],
  zone: Zone,
  labels: LabelAccess,
  withLinks = false,
): FileItem[] {
  const whole = hits.map(({ item }) => ({
    ...toFileItem(item, zone),
    label: labels.format(itemLabels(item, labels)),
  }));
  const brief = whole.map((item) => ({ ...item, by: undefined, author: undefined }));
  const briefest = brief.map((item) => ({ ...item, path: undefined }));
  const items: FileItem[] =
    [whole, brief].find((candidate) => listTokens(candidate) <= maxTokens) ?? briefest;
  const snippetLength = previewBudget(items, maxTokens);
  return items.map((item, index) => {
    const snippet = formatPreview(hits[index]?.summary, snippetLength);
    const link = withLinks ? webLink(hits[index]?.item.webUrl) : undefined;
    return { ...item, ...(snippet !== '' && { snippet }), ...(link !== undefined && { link }) };
  });
}

function toFileItem(item: DriveItem, zone: Zone): FileItem {
  const modifiedMs = Date.parse(item.lastModifiedDateTime ?? '');
  const [by, author] = [userName(item.lastModifiedBy), userName(item.createdBy)];
  const kind = listHitKind(item);
  return {
    uri: toUri(item),
    ...compact({
      kind,
      name: kind ? listHitName(item) : oneLine(item.name, 160),
      path: kind ? listHitPath(item) : itemPath(item.webUrl, item.parentReference?.path),
      modified: Number.isNaN(modifiedMs) ? undefined : zone.format(modifiedMs),
      by,
      author: author === by ? undefined : author,
    }),
  };
}

/** SharePoint may append further names after a semicolon. */
function userName(identity: DriveItem['createdBy']): string {
  return oneLine(identity?.user?.displayName?.split(';')[0], 80);
}

/** Path of an item's parent: `marketing/Shared Documents/Plans`. */
export function itemPath(webUrl: string | null | undefined, parentPath?: string | null): string {
  const url = decodeWebUrl(webUrl);
  if (url === '' || url.includes('/_layouts/') || isForm(url)) {
    // `/drives/{id}/root:/Plans`: the path within the library.
    return oneLine(decodePath(parentPath?.split('root:/')[1] ?? ''), 160);
  }
  const folders = url.split('/').slice(3, -1);
  return oneLine(
    (folders[0] === 'sites' || folders[0] === 'teams' ? folders.slice(1) : folders).join('/'),
    160,
  );
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Whether a hit says where it is: list items may have neither ids nor a URL. */
export function hasUri(item: DriveItem): boolean {
  return Boolean(item.webUrl) || isReadable(toUri(item));
}

/** The URI with ids, or the web URL when the hit has no valid ids. */
function toUri(item: DriveItem): string {
  const { driveId = '', siteId = '', sharepointIds } = item.parentReference ?? {};
  if (listHitKind(item)) return listHitUri(item) ?? item.webUrl ?? '';
  const pageId = (sharepointIds?.listItemUniqueId ?? item.id).toLowerCase();
  const byIds = isSitePage(item.webUrl)
    ? formatResourceUri({ kind: 'page', siteId: siteId ?? '', pageId })
    : formatResourceUri({ kind: 'file', driveId: driveId ?? '', itemId: item.id });
  return [byIds, item.webUrl ?? ''].find(isReadable) ?? (item.webUrl || byIds);
}

function isReadable(uri: string): boolean {
  try {
    const { kind } = parseResourceUri(uri);
    return ['page', 'file', 'link', 'list', 'listRow'].includes(kind);
  } catch {
    return false;
  }
}
