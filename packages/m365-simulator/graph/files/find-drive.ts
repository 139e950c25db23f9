import type { Call } from '../core/call.ts';
import { GraphFault, sharePointAccessDenied } from '../core/graph-error.ts';
import { signedIn } from '../directory/directory-routes.ts';
import type { Drive, DriveItem } from './drive.ts';
import { mayOpenItem, requireFileScope } from './file-access.ts';
import { openSite } from './site.ts';

/**
 * The drive that a path addresses.
 * @throws GraphFault 400 for a malformed id, 403 without right, 404 for none.
 */
export function openDrive(call: Call): Drive {
  const user = signedIn(call);
  const { files, directory } = call.organisation;
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
      throw new GraphFault(
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

/** @throws GraphFault 403 without permission or right, 404 for an item that is not there or not to be seen. */
export function openItem(call: Call, id: string): DriveItem {
  const drive = openDrive(call);
  return allowed(
    call,
    drive,
    id.toLowerCase() === 'root' ? drive.root : call.organisation.files.item(drive, id),
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
  return allowed(call, drive, item);
}

function allowed(call: Call, drive: Drive, item: DriveItem | undefined): DriveItem {
  const user = signedIn(call);
  requireFileScope(call, user, drive, item);
  if (!item) {
    if (!drive.owner && !user.sites.includes(drive.site.key)) throw sharePointAccessDenied();
    throw notFound();
  }
  if (mayOpenItem(user, item)) return item;
  if (drive.owner || !user.sites.includes(drive.site.key)) throw sharePointAccessDenied();
  throw notFound();
}

function notFound(): GraphFault {
  return new GraphFault(404, 'itemNotFound', 'The resource could not be found.');
}
