import { encodeBase64 } from '../../encoding/base64.ts';
import type { Call } from '../core/call.ts';
import { holds } from '../core/conditions.ts';
import { badRequest } from '../core/graph-error.ts';
import { seededBytes } from '../core/seeded-random.ts';
import { type SelectRules, selectProperties } from '../odata/select-properties.ts';
import { createDownloadUrl } from './content.ts';
import { type Drive, type DriveItem, itemPath, itemSize, itemWebUrl } from './drive.ts';

const driveItemRules: SelectRules = {
  typeName: 'microsoft.graph.driveItem',
  known: [
    'id',
    'createdDateTime',
    'eTag',
    'lastModifiedDateTime',
    'name',
    'webUrl',
    'cTag',
    'size',
    'createdBy',
    'lastModifiedBy',
    'parentReference',
    'file',
    'folder',
    'root',
    'fileSystemInfo',
    'shared',
    'package',
    'malware',
    'sharepointIds',
    'searchResult',
    'webDavUrl',
    'description',
    'children',
    'listItem',
    'image',
    'photo',
    'video',
    'audio',
    'location',
    'remoteItem',
    'deleted',
    'specialFolder',
    'publication',
    'content',
    'thumbnails',
    'permissions',
    'versions',
    'analytics',
    'retentionLabel',
    'bundle',
    'pendingOperations',
  ],
  always: [],
  onRequest: ['sharepointIds'],
};

/** Property name of the pre-authenticated address. */
const downloadUrlProperty = '@microsoft.graph.downloadUrl';

/** A file or folder as Graph writes it, without the download address. */
export function driveItemJson(call: Call, item: DriveItem): Record<string, unknown> {
  const isRoot = item.parent === undefined;
  return {
    '@odata.etag': `"{${item.uniqueId.toUpperCase()}},3"`,
    createdDateTime: seconds(item.createdMs),
    eTag: `"{${item.uniqueId.toUpperCase()}},3"`,
    id: item.id,
    lastModifiedDateTime: seconds(item.modifiedMs),
    name: item.name,
    webUrl: item.document && opensInOffice(item.name) ? officeUrl(item) : itemWebUrl(item),
    cTag: `"c:{${item.uniqueId.toUpperCase()}},2"`,
    size: itemSize(item),
    createdBy: { user: userIdentity(call, item.author) },
    lastModifiedBy: { user: userIdentity(call, item.editor) },
    parentReference: parentReference(item),
    ...(item.document
      ? {
          file: {
            mimeType: item.document.contentType,
            hashes: { quickXorHash: encodeBase64(seededBytes(`hash:${item.uniqueId}`, 20)) },
          },
        }
      : { folder: { childCount: item.children.length } }),
    ...(isRoot ? { root: {} } : {}),
    fileSystemInfo: {
      createdDateTime: seconds(item.createdMs),
      lastModifiedDateTime: seconds(item.modifiedMs),
    },
    ...(item.seed?.kind === 'file' && item.seed.sharedWith !== undefined
      ? { shared: { scope: 'users' } }
      : {}),
    ...(item.seed?.kind === 'file' && item.seed.isMalware === true
      ? { malware: { description: 'EICAR test file' } }
      : {}),
    sharepointIds: sharePointIds(item),
  };
}

/** A drive as Graph writes it. */
export function driveJson(call: Call, drive: Drive): Record<string, unknown> {
  return {
    createdDateTime: seconds(drive.root.createdMs),
    description: '',
    id: drive.id,
    lastModifiedDateTime: seconds(drive.root.modifiedMs),
    name: drive.name,
    webUrl: drive.webUrl,
    driveType: drive.owner ? 'business' : 'documentLibrary',
    createdBy: { user: { displayName: 'System Account' } },
    owner: drive.owner
      ? { user: userIdentity(call, drive.owner.displayName) }
      : { group: { displayName: `${drive.site.displayName} Owners` } },
    quota: {
      deleted: 0,
      remaining: 27_487_790_000_000,
      state: 'normal',
      total: 27_487_790_694_400,
      used: 694_400,
    },
  };
}

/** Parent reference of an item. */
function parentReference(item: DriveItem): Record<string, unknown> {
  const { drive } = item;
  const base = { driveType: drive.owner ? 'business' : 'documentLibrary', driveId: drive.id };
  if (!item.parent) return base;
  const path = itemPath(item.parent).map(encodeURIComponent).join('/');
  return {
    ...base,
    id: item.parent.id,
    name: item.parent.parent ? item.parent.name : drive.owner ? 'Documents' : 'Shared Documents',
    path: `/drives/${drive.id}/root:${path === '' ? '' : `/${path}`}`,
    siteId: drive.site.id.split(',')[1],
  };
}

export function sharePointIds(item: DriveItem): Record<string, unknown> {
  const { site, listId } = item.drive;
  return {
    listId,
    listItemId: item.listItemId,
    listItemUniqueId: item.uniqueId,
    siteId: site.collectionGuid,
    siteUrl: site.webUrl,
    webId: site.webGuid,
  };
}

/** Identity of a user by display name, with e-mail address and id if the directory contains the user. */
export function userIdentity(call: Call, displayName: string): Record<string, unknown> {
  const user = call.tenant.directory.users.find((candidate) => candidate.displayName === displayName);
  return user ? { email: user.userPrincipalName, id: user.objectId, displayName } : { displayName };
}

export function seconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

function opensInOffice(name: string): boolean {
  return /\.(docx|xlsx|pptx|doc|xls|ppt|rtf|odt)$/i.test(name);
}

function officeUrl(item: DriveItem): string {
  const { site } = item.drive;
  return `${site.webUrl}/_layouts/15/Doc.aspx?sourcedoc=%7B${item.uniqueId.toUpperCase()}%7D&file=${encodeURIComponent(item.name)}&action=default&mobileredirect=true`;
}

/** The id of the label of a file, by which SharePoint finds and filters it. */
export function labelId({ seed }: DriveItem): string | undefined {
  return seed?.kind === 'file' ? seed.label?.id : undefined;
}

/**
 * The list item of a file with the hidden column of its label.
 * @throws GraphError 400 for another `$expand`
 */
export function expandedListItem(item: DriveItem, expand: string | undefined): Record<string, unknown> {
  if (expand === undefined || !/\blistItem\b/.test(expand)) return {};
  if (expand !== 'listItem($expand=fields($select=_IpLabelId))') {
    throw badRequest(`Could not find a property named '${expand}' on type 'microsoft.graph.driveItem'.`);
  }
  const id = labelId(item);
  const fields = { '@odata.etag': `"${item.uniqueId},3"`, ...(id === undefined ? {} : { _IpLabelId: id }) };
  return { listItem: { id: item.listItemId, fields } };
}

/** An item with the members that were requested. */
export function itemView(
  call: Call,
  item: DriveItem,
  select: readonly string[] | undefined,
): Record<string, unknown> {
  const view = selectProperties(driveItemJson(call, item), select, driveItemRules);
  const isRequested = select === undefined || select.includes(downloadUrlProperty);
  if (!isRequested || holds(call, 'noDownloadUrl') || !item.document || 'malware' in view) return view;
  return { [downloadUrlProperty]: createDownloadUrl(call, item), ...view };
}
