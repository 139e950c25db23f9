import { decodeBase64Url } from '../../encoding/base64.ts';
import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError, sharePointAccessDenied } from '../core/graph-error.ts';
import { entity } from '../core/response.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { getContent } from './content.ts';
import { getDriveItem } from './drive-routes.ts';
import { type DriveItem, itemWebUrl } from './drive.ts';
import { canOpenItem, requireFileScope } from './file-access.ts';

/** Sharing links and web addresses of files, as `u!` and base64url. */
export const shareRoutes: readonly Route[] = [
  ['GET', '/shares/{share}', (call) => getSharedItem(call, openShare(call))],
  ['GET', '/shares/{share}/driveItem', (call) => getDriveItem(call, openShare(call))],
  ['GET', '/shares/{share}/driveItem/content', (call) => getContent(call, openShare(call))],
];

function getSharedItem(call: Call, item: DriveItem): Response {
  return entity('shares/$entity', { id: call.param('share'), name: item.name, webUrl: itemWebUrl(item) });
}

function openShare(call: Call): DriveItem {
  const token = call.param('share');
  const bytes = token.startsWith('u!') ? decodeBase64Url(token.slice(2)) : undefined;
  const address = bytes && parse(new TextDecoder().decode(bytes));
  if (!address) throw new GraphError(400, 'invalidRequest', 'The sharing token is not valid.');
  if (!hasAnyScope(call, 'Files.Read', 'Files.Read.All', 'Sites.Read.All')) throw sharePointAccessDenied();
  const item = call.tenant.files.drives
    .flatMap((drive) => drive.items)
    .find((candidate) => isAddressOf(address, candidate));
  const user = requireSignedInUser(call);
  if (!item || !canOpenItem(user, item)) {
    throw new GraphError(
      403,
      'accessDenied',
      'The sharing link no longer exists, or you do not have permission to access it.',
      { code: 'sharingLinkNoLongerExists' },
    );
  }
  requireFileScope(call, user, item.drive, item);
  return item;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** A direct address, an Office address with `sourcedoc`, or a sharing link such as `/:w:/s/marketing/E…`. */
function isAddressOf(address: URL, item: DriveItem): boolean {
  if (address.hostname.toLowerCase() !== item.drive.site.hostname) return false;
  const source = address.searchParams.get('sourcedoc');
  if (source !== null) return source.replaceAll(/[{}]/g, '').toLowerCase() === item.uniqueId;
  const link = /^\/:[a-z]:\/[sgr]\/[^/]+\/E([\w-]+)$/.exec(address.pathname);
  if (link) return link[1] === item.uniqueId.replaceAll('-', '');
  const path = new URL(itemWebUrl(item)).pathname;
  return safeDecode(address.pathname).toLowerCase() === safeDecode(path).toLowerCase();
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
