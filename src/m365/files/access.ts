import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { graphPath } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import {
  type GrantedPermissions,
  missingPermission,
  missingPermissionError,
} from '../../tenants/granted-permissions.ts';
import type { M365Context } from '../resource.ts';
import { type HostContext, requireOwnHost } from './own-host.ts';
import { isSharePointUrl } from './sharing-link.ts';
import { nullishString } from '../../graph/nullish.ts';

/** Inputs of the access to files. */
export type FileContext = Pick<M365Context, 'graph' | 'granted'>;
type FileArea = 'sharePoint' | 'oneDrive' | 'sharedOneDrive';
const fileAreas: readonly FileArea[] = ['oneDrive', 'sharedOneDrive', 'sharePoint'];

const names: Readonly<Record<FileArea, string>> = {
  sharePoint: 'SharePoint',
  oneDrive: 'your OneDrive',
  sharedOneDrive: 'the OneDrive of others',
};

/** Where an item is stored. */
interface Located {
  readonly webUrl?: string | null | undefined;
  readonly parentReference?: { readonly driveId?: string | null | undefined } | null | undefined;
}

const ownDrive = z.object({ id: z.string(), webUrl: nullishString });

/** The user's own OneDrive. */
interface OwnDrive {
  readonly id: string;
  /** Origin of OneDrive in the tenant; undefined if Graph does not return it. */
  readonly origin: string | undefined;
}

/** Reads the user's own OneDrive; undefined if there is none. */
export async function readOwnDrive(graph: GraphClient): Promise<OwnDrive | undefined> {
  try {
    const { id, webUrl } = await graph.json({
      path: graphPath`/me/drive`,
      query: { $select: 'id,webUrl' },
      schema: ownDrive,
    });
    const isKnown = webUrl && getFileHost(webUrl) === 'oneDrive';
    return { id, origin: isKnown ? new URL(webUrl).origin : undefined };
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'access_denied'))
      return undefined;
    throw error;
  }
}

/**
 * Whether a URL is on a host of SharePoint sites or of OneDrive; undefined for any other URL. OneDrive has a host of its
 * own per tenant and geography, `<name>-my`; the names themselves contain no hyphen.
 */
export function getFileHost(url: string | null | undefined): 'sharePoint' | 'oneDrive' | undefined {
  if (!url || !isSharePointUrl(url)) return undefined;
  const [label = ''] = new URL(url).hostname.split('.');
  return label.endsWith('-my') ? 'oneDrive' : 'sharePoint';
}

/**
 * Checks tenant and area of a site by the host in its id. Ids without a host are of SharePoint; what such a site contains
 * is compared by its URL.
 * @throws AppError `permission_missing`, `invalid_argument`
 */
export async function requireSite(siteId: string, context: HostContext, purpose: string): Promise<void> {
  const [host = '', ...rest] = siteId.split(',');
  const { granted } = context;
  if (getFileHost(`https://${host}/`) !== 'oneDrive') granted.require('sharePoint', purpose);
  else for (const area of ['oneDrive', 'sharedOneDrive'] as const) granted.require(area, purpose);
  if (rest.length > 0) await requireOwnHost(host, context);
}

/** The part of SharePoint and OneDrive that the user's areas open. */
export interface FileAccess {
  /** Whether no area is missing. */
  readonly isComplete: boolean;
  /** Whether an item may be shown. */
  readonly admits: (item: Located) => boolean;
  /** @throws AppError `permission_missing` */
  require(item: Located): void;
}

/**
 * Determines the areas of the user by the host of each item: Graph accepts the permission of one area for items of
 * another. The own OneDrive is read only if the rest of OneDrive is not open.
 */
export async function getFileAccess({ graph, granted }: FileContext): Promise<FileAccess> {
  const isComplete = fileAreas.every((area) => granted.level(area) !== undefined);
  const isSplit = granted.level('oneDrive') !== granted.level('sharedOneDrive');
  const own = isSplit ? await readOwnDrive(graph) : undefined;

  /** The areas that the item can belong to: each has to be open. */
  function areasOf({ webUrl, parentReference }: Located): readonly FileArea[] {
    const host = getFileHost(webUrl);
    const drive = parentReference?.driveId;
    if (host === 'sharePoint') return ['sharePoint'];
    if (own !== undefined && drive === own.id) return ['oneDrive'];
    if (host === undefined) return fileAreas;
    return own !== undefined && drive ? ['sharedOneDrive'] : ['oneDrive', 'sharedOneDrive'];
  }
  const missingOf = (item: Located): FileArea | undefined =>
    isComplete ? undefined : areasOf(item).find((area) => granted.level(area) === undefined);
  return {
    isComplete,
    admits: (item) => missingOf(item) === undefined,
    require: (item) => {
      const missing = missingOf(item);
      if (missing !== undefined) requireArea(missing, granted);
    },
  };
}

/** @throws AppError `permission_missing`; whose OneDrive it is, is unknown while neither area of OneDrive is open */
function requireArea(area: FileArea, granted: GrantedPermissions): void {
  if (granted.level(area) !== undefined) return;
  const missing = [missingPermission(area, granted)];
  const shared = missingPermission('sharedOneDrive', granted);
  const isUnknown = area === 'oneDrive' && granted.level('sharedOneDrive') === undefined;
  const hint = isUnknown ? ` (${shared} for the OneDrive of others)` : '';
  throw missingPermissionError(missing, `Reading ${names[area]}`, granted, hint);
}

/**
 * Checks the area of a host before anything is requested.
 * @throws AppError `permission_missing`
 */
export function requireFileHost(url: string, granted: GrantedPermissions): void {
  if (getFileHost(url) === 'sharePoint') requireArea('sharePoint', granted);
  else if (granted.level('sharedOneDrive') === undefined) requireArea('oneDrive', granted);
}

/** Checks that any area of files is open. @throws AppError `permission_missing` */
export function requireAnyFiles(granted: GrantedPermissions): void {
  if (fileAreas.some((area) => granted.level(area) !== undefined)) return;
  throw missingPermissionError(
    [missingPermission('oneDrive', granted), missingPermission('sharePoint', granted)],
    'Reading files',
    granted,
  );
}

/** The error for a file that Graph denies while areas are missing; its host is not known. */
export function deniedFileError(error: unknown, granted: GrantedPermissions): unknown {
  if (!(error instanceof AppError) || error.code !== 'access_denied') return error;
  const missing = (['sharedOneDrive', 'sharePoint'] as const).filter(
    (area) => granted.level(area) === undefined,
  );
  if (missing.length < 2) return error;
  const permissions = missing.map((area) => missingPermission(area, granted));
  return missingPermissionError(permissions, 'Reading files outside the own OneDrive', granted);
}

/**
 * Origin that a search is limited to: that of OneDrive if SharePoint is not open, so that results of sites do not take
 * the place of those of OneDrive.
 */
export async function getSearchOrigin({ graph, granted }: FileContext): Promise<string | undefined> {
  return granted.level('sharePoint') ? undefined : (await readOwnDrive(graph))?.origin;
}

/** The parts of SharePoint and OneDrive that a search leaves out, for its notes. */
export function closedFilesNote(granted: GrantedPermissions): string | undefined {
  const closed = fileAreas.filter((area) => granted.level(area) === undefined);
  const texts = closed.map((area) => {
    const permission = missingPermission(area, granted);
    return `${names[area].replace(/^./, (letter) => letter.toUpperCase())} was not searched: ${permission} is ${granted.isOff(permission) ? 'disabled' : 'not granted'}.`;
  });
  return texts.length === 0 ? undefined : texts.join(' ');
}
