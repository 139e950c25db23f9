import { z } from 'zod';
import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import {
  type GraphPath,
  driveId,
  driveItemPath,
  graphPath,
  hostName,
  itemId,
  shareToken,
} from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Zone } from '../../time/time-zone.ts';
import { readContent } from '../content.ts';
import { knownBytes } from '../format.ts';
import { listLink, openListLink } from '../lists/link.ts';
import type { ListPlace } from '../list-page.ts';
import { openNotebookItem } from '../notes/page.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type LinkResource, type ResourceOf, formatResourceUri } from '../uri.ts';
import { deniedFileError, getFileAccess, requireAnyFiles, requireFileHost } from './access.ts';
import { type FolderContext, listDriveFolder } from './drive-folder.ts';
import { itemLabels, labelExpand } from './labels.ts';
import { requireOwnHost } from './own-host.ts';
import { openSitePage } from './page.ts';
import { type DriveItem, driveItem, driveItemSelect, toSiteId } from './schema.ts';
import { isSharePointUrl, sharedLink, sitePath } from './sharing-link.ts';
import { openSiteDrives } from './site.ts';
import { nullishString } from '../../graph/nullish.ts';

type DriveItemResource = ResourceOf<'file' | 'filePath' | 'driveRoot' | 'ownDrive'> | LinkResource;

const drive = z.object({ id: z.string() });

/** Formats that the connector cannot read but SharePoint can convert, with the target format. */
const conversions: readonly (readonly [RegExp, string])[] = [
  [/\.(?:doc|dot|ppt|pps|pot|xls|rtf|odt|odp|ods)$/i, 'pdf'],
  [/\.(?:loop|fluid|wbtx)$/i, 'html'],
];

/** Errors of a file that can still be opened in the browser. */
const openableErrors = new Set<AppError['code']>([
  'unsupported_content',
  'unreadable_content',
  'protected_content',
  'too_large',
]);

/** A file as text or image, or a folder as a list. The error of an unreadable file contains its link. */
export async function openDriveItem(
  resource: DriveItemResource,
  context: ResourceContext,
  place: ListPlace,
): Promise<ResourceContent> {
  const { graph, granted, labels } = context;
  if (resource.kind === 'ownDrive') granted.require('oneDrive', 'Reading your OneDrive');
  else if (resource.kind === 'link') requireFileHost(resource.url, granted);
  else requireAnyFiles(granted);
  const [zone, access, path] = await Promise.all([
    context.timeZone(),
    getFileAccess(context),
    toGraphPath(resource, graph),
    resource.kind === 'link' ? requireOwnHost(new URL(resource.url).hostname, context) : undefined,
  ]);
  const item = await readItem(path, resource.kind, context).catch((error: unknown) => {
    throw deniedFileError(error, granted);
  });
  const drive = 'driveId' in resource ? resource.driveId : '';
  access.require(withDrive(item, drive));
  const sitePage = toSitePage(item);
  if (sitePage) {
    return { uri: formatResourceUri(sitePage), ...(await openSitePage(sitePage, context)) };
  }
  const notebook = item.package && (await openNotebookItem(item, drive, context));
  if (notebook) return notebook;
  const target = shortcutTarget(item);
  if (!target) return await openItem(item, drive, { zone, graph, access, labels }, place);
  const home = item.remoteItem?.parentReference?.driveId ?? '';
  const targetItem = await readItem(target, 'file', context);
  access.require(withDrive(targetItem, home));
  return await openItem(targetItem, home, { zone, graph, access, labels }, place);
}

/** An item with the drive that it was requested from, if Graph does not return its drive. */
function withDrive({ webUrl, parentReference }: DriveItem, driveId: string) {
  return { webUrl, parentReference: { driveId: parentReference?.driveId ?? driveId } };
}

/**
 * Graph returns the download URL of a file only where it is selected, and was observed to leave it out even then.
 * @see https://learn.microsoft.com/graph/api/driveitem-get-content
 */
const downloadableItem = driveItem.extend({ '@microsoft.graph.downloadUrl': nullishString });
type DownloadableItem = z.output<typeof downloadableItem>;

async function readItem(
  path: GraphPath,
  kind: DriveItemResource['kind'],
  { graph, labels }: Pick<ResourceContext, 'graph' | 'labels'>,
): Promise<DownloadableItem> {
  const isLink = kind === 'link';
  // The top folder of a drive is no list item.
  const isTop = kind === 'driveRoot' || kind === 'ownDrive';
  const select = `${driveItemSelect},@microsoft.graph.downloadUrl`;
  return await graph.json({
    path,
    query: {
      $select: isLink ? `${select},sharepointIds` : select,
      ...(!isTop && labelExpand(labels)),
    },
    ...(isLink && { prefer: ['redeemSharingLinkIfNecessary'] }),
    schema: downloadableItem,
  });
}

async function openItem(
  item: DownloadableItem,
  drive: string,
  context: FolderContext,
  place: ListPlace,
): Promise<ResourceContent> {
  const { zone, graph, labels } = context;
  const home = item.parentReference?.driveId ?? drive;
  const opened = {
    uri: formatResourceUri({ kind: 'file', driveId: home, itemId: item.id }),
    // Graph names the top folder of every drive `root`.
    title: item.root ? undefined : oneLine(item.name, 300),
    facts: toMetadata(item, zone),
  };
  if (item.folder) return { ...opened, ...(await listDriveFolder(home, item.id, place, context)) };
  const known = itemLabels(item, labels);
  // Without a known label the document itself may state one.
  if (known.length > 0) labels.require(known);
  try {
    return { ...opened, labels: known, ...(await readFile(item, home, graph)) };
  } catch (error) {
    // The link contains the name of the file.
    throw labels.admits(known) ? withLink(error, item.webUrl) : error;
  }
}

async function readFile(
  item: DownloadableItem,
  home: string,
  graph: GraphClient,
): Promise<Pick<ResourceContent, 'document' | 'images' | 'note' | 'release'>> {
  if (item.package) {
    throw new AppError(
      'unsupported_content',
      'OneNote notebooks cannot be read. Open it by its link in OneNote.',
    );
  }
  if (item.malware) {
    throw new AppError(
      'malware',
      'Microsoft 365 found malware in this file. The connector does not open it.',
    );
  }
  const path = graphPath`/drives/${driveId(home)}/items/${itemId(item.id)}/content`;
  const bytes = item.size ?? 0;
  const original = {
    path,
    location: URL.parse(item['@microsoft.graph.downloadUrl'] ?? '') ?? undefined,
    name: item.name ?? '',
    contentType: item.file?.mimeType ?? '',
    bytes,
    hasRanges: true,
  };
  const format = conversions.find(([names]) => names.test(original.name))?.[1];
  if (format === undefined) return await readContent(graph, original);
  try {
    const content = await readContent(graph, { path, query: { format }, name: '', contentType: '', bytes });
    return { ...content, note: `Converted to ${format.toUpperCase()} by SharePoint.` };
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    // A page or table under the name of an old Office format, or an encrypted document.
    return await readContent(graph, original).catch((ownError: unknown) => {
      throw isUnsupported(ownError) ? error : ownError;
    });
  }
}

function isUnsupported(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unsupported_content';
}

/** Adds the link of the file, except for malware. */
function withLink(error: unknown, webUrl: string | null | undefined): unknown {
  const isOpenable =
    error instanceof AppError && openableErrors.has(error.code) && isSharePointUrl(webUrl ?? '');
  if (!isOpenable || !webUrl) return error;
  return new AppError(error.code, error.message, { ...error.details, link: webUrl }, { cause: error });
}

/** The page resource of a link to a SharePoint page, which is a file in a library. */
function toSitePage(item: DriveItem): ResourceOf<'page'> | undefined {
  const siteId = toSiteId(item);
  const pageId = item.sharepointIds?.listItemUniqueId;
  if (!/\.aspx$/i.test(item.name ?? '') || !siteId || !pageId) return undefined;
  return { kind: 'page', siteId, pageId };
}

/** Target of a shortcut. */
function shortcutTarget({ remoteItem }: DriveItem): GraphPath | undefined {
  const { driveId: remoteDrive } = remoteItem?.parentReference ?? {};
  return remoteItem?.id && remoteDrive
    ? graphPath`/drives/${driveId(remoteDrive)}/items/${itemId(remoteItem.id)}`
    : undefined;
}

async function toGraphPath(resource: DriveItemResource, graph: GraphClient): Promise<GraphPath> {
  switch (resource.kind) {
    case 'file':
      return graphPath`/drives/${driveId(resource.driveId)}/items/${itemId(resource.itemId)}`;
    case 'filePath':
      return graphPath`/drives/${driveId(resource.driveId)}/root:/${driveItemPath(resource.path.split('/'))}`;
    case 'driveRoot':
      return graphPath`/drives/${driveId(resource.driveId)}/root`;
    case 'ownDrive': {
      const own = await graph.json({ path: graphPath`/me/drive`, query: { $select: 'id' }, schema: drive });
      return graphPath`/drives/${driveId(own.id)}/root`;
    }
    case 'link':
      return graphPath`/shares/${shareToken(sharedLink(new URL(resource.url)))}/driveItem`;
  }
}

function toMetadata(item: DriveItem, zone: Zone): Readonly<Record<string, unknown>> {
  const { driveId: parentDrive, id: parentId } = item.parentReference ?? {};
  const modifiedMs = Date.parse(item.lastModifiedDateTime ?? '');
  return {
    folder:
      parentDrive && parentId
        ? formatResourceUri({ kind: 'file', driveId: parentDrive, itemId: parentId })
        : undefined,
    contentType: item.file?.mimeType,
    bytes: knownBytes(item.size),
    author: oneLine(item.createdBy?.user?.displayName, 100),
    modified: Number.isNaN(modifiedMs) ? undefined : zone.format(modifiedMs),
    modifiedBy: oneLine(item.lastModifiedBy?.user?.displayName, 100),
    webUrl: item.webUrl,
  };
}

const site = z.object({ id: z.string() });

/** Reads a SharePoint or OneDrive link to a site, list, file, folder or page. */
export async function openSharePointLink(
  resource: LinkResource,
  context: ResourceContext,
  place: ListPlace,
): Promise<ResourceContent> {
  const url = new URL(resource.url);
  const list = listLink(url);
  if (list) return await openListLink(url, list, context, place);
  const names = sitePath(url);
  if (!names) return await openDriveItem(resource, context, place);
  context.granted.require('sharePoint', 'Reading a site by its URL');
  await requireOwnHost(url.hostname, context);
  const host = hostName(url.hostname);
  const { id: siteId } = await context.graph.json({
    path: names.length === 0 ? graphPath`/sites/${host}` : graphPath`/sites/${host}:/${driveItemPath(names)}`,
    query: { $select: 'id' },
    schema: site,
  });
  const uri = formatResourceUri({ kind: 'siteDrives', siteId });
  return { uri, ...(await openSiteDrives({ kind: 'siteDrives', siteId }, context)) };
}
