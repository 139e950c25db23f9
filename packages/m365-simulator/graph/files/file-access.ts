import { type Call, hasAnyScope } from '../core/call.ts';
import { sharePointAccessDenied } from '../core/graph-error.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import type { Drive, DriveItem } from './drive.ts';
import type { Site } from './site.ts';

/** Whether a user can open a site. */
export function canOpenSite(user: DirectoryUser, site: Site): boolean {
  return site.isPersonal ? site.key === `personal:${user.userPrincipalName}` : user.sites.includes(site.key);
}

/** Whether a user can open a file or folder, regardless of the permissions of the app. */
export function canOpenItem(user: DirectoryUser, item: DriveItem): boolean {
  const { owner, site } = item.drive;
  if (owner === user) return true;
  if (owner) return isShared(user, item);
  if (!user.sites.includes(site.key)) return false;
  const restrictedTo = item.seed?.kind === 'file' ? item.seed.restrictedTo : undefined;
  return restrictedTo === undefined || restrictedTo.includes(user.userPrincipalName);
}

/** Whether a file in another user's drive is shared with the user. */
function isShared(user: DirectoryUser, item: DriveItem): boolean {
  return item.seed?.kind === 'file' && (item.seed.sharedWith ?? []).includes(user.userPrincipalName);
}

/**
 * Checks the permissions of the app for a drive: `Files.Read` reaches the own drive and what was shared with the
 * user, `Files.Read.All` and `Sites.Read.All` everything that the user may open.
 * @throws GraphError 403.
 */
export function requireFileScope(call: Call, user: DirectoryUser, drive: Drive, item?: DriveItem): void {
  if (hasAnyScope(call, 'Files.Read.All', 'Sites.Read.All')) return;
  const isOwnOrShared = drive.owner === user || (item !== undefined && isShared(user, item));
  if (!isOwnOrShared || !hasAnyScope(call, 'Files.Read')) throw sharePointAccessDenied();
}
