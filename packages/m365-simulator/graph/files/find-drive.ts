import type { Call } from '../core/call.ts';
import { GraphError, sharePointAccessDenied } from '../core/graph-error.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import type { Drive, DriveItem } from './drive.ts';
import { canOpenItem, requireFileScope } from './file-access.ts';
import { openSite } from './site.ts';

/**
 * The drive that a path addresses.
 * @throws GraphError 400 for a malformed id, 403 without right, 404 for none.
 */
export function openDrive(call: Call): Drive {
  const user = requireSignedInUser(call);
  const { files, directory } = call.tenant;
  const path = call.path.toLowerCase();
  let drive: Drive | undefined;
  if (path.startsWith('/me/')) drive = files.driveOf(user);
  else if (path.startsWith('/users/')) {
    const owner = directory.find(call.param('user'));
    drive = owner && files.driveOf(owner);
  } else if (path.startsWith('/sites/')) drive = files.libraryOf(openSite(call, call.param('site')));
  else {
    const id = call.param('drive');
    if (!/^b![\w-]{64}$/.test(id)) {
      throw new GraphError(
        400,
        'invalidRequest',
        'The provided drive id appears to be malformed, or does not represent a valid drive.',
      );
    }
    drive = files.drive(id);
  }
  if (!drive) throw notFound();
  return drive;
}

/** @throws GraphError 403 without permission, 404 for an item that does not exist or is hidden */
export function openItem(call: Call, id: string): DriveItem {
  const drive = openDrive(call);
  return requireItemAccess(
    call,
    drive,
    id.toLowerCase() === 'root' ? drive.root : call.tenant.files.item(drive, id),
  );
}

/** An item by its path below the root, each segment still encoded or not. */
export function openPath(call: Call, path: string): DriveItem {
  const drive = openDrive(call);
  let item: DriveItem | undefined = drive.root;
  for (const name of path.split('/').filter((segment) => segment !== '')) {
    item = item.children.find((child) => child.name.toLowerCase() === name.toLowerCase());
    if (!item) break;
  }
  return requireItemAccess(call, drive, item);
}

function requireItemAccess(call: Call, drive: Drive, item: DriveItem | undefined): DriveItem {
  const user = requireSignedInUser(call);
  requireFileScope(call, user, drive, item);
  if (!item) {
    if (!drive.owner && !user.sites.includes(drive.site.key)) throw sharePointAccessDenied();
    throw notFound();
  }
  if (canOpenItem(user, item)) return item;
  if (drive.owner || !user.sites.includes(drive.site.key)) throw sharePointAccessDenied();
  throw notFound();
}

function notFound(): GraphError {
  return new GraphError(404, 'itemNotFound', 'The resource could not be found.');
}
