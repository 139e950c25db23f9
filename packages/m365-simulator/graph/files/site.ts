import { type Call, hasAnyScope } from '../core/call.ts';
import { GraphError, sharePointAccessDenied } from '../core/graph-error.ts';
import { seededGuid } from '../core/seeded-random.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { canOpenSite } from './file-access.ts';

/** A site of SharePoint, or the personal site behind a OneDrive. */
export interface Site {
  readonly key: string;
  /** Host, site collection and web, separated by commas. */
  readonly id: string;
  readonly hostname: string;
  /** Server-relative, such as `/sites/marketing`. */
  readonly path: string;
  readonly webUrl: string;
  readonly collectionGuid: string;
  readonly webGuid: string;
  readonly displayName: string;
  readonly description: string;
  readonly isPersonal: boolean;
}

/** Creates a site from its location. */
export function createSite(
  place: Pick<Site, 'key' | 'hostname' | 'path' | 'displayName' | 'description' | 'isPersonal'>,
): Site {
  const collectionGuid = seededGuid(`site:${place.hostname}${place.path}`);
  const webGuid = seededGuid(`web:${place.hostname}${place.path}`);
  return {
    ...place,
    id: `${place.hostname},${collectionGuid},${webGuid}`,
    webUrl: `https://${place.hostname}${place.path}`,
    collectionGuid,
    webGuid,
  };
}

/**
 * A site by its full id, by the id of its collection, or `root`.
 * @throws GraphError 400 for a malformed id, 403 without permission or right, 404 for none.
 */
export function openSite(call: Call, id: string): Site {
  const parts = id.toLowerCase().split(',');
  const site =
    parts[0] === 'root'
      ? call.tenant.files.sites.find((candidate) => candidate.key === 'intranet' || candidate.key === 'legal')
      : call.tenant.files.sites.find(
          (candidate) =>
            candidate.id === id.toLowerCase() ||
            (parts.length === 1 && candidate.collectionGuid === parts[0]),
        );
  if (!site && parts.length !== 1 && parts.length !== 3) {
    throw new GraphError(
      400,
      'invalidRequest',
      'Provided identifier is malformed - site collection id is not valid',
    );
  }
  return requireSiteAccess(call, site);
}

/** A site by host and server-relative path. */
export function openSiteByPath(call: Call, hostname: string, path: string): Site {
  return requireSiteAccess(
    call,
    call.tenant.files.sites.find(
      (candidate) =>
        candidate.hostname === hostname.toLowerCase() &&
        candidate.path === `/${path.toLowerCase().replaceAll(/^\/|\/$/g, '')}`,
    ),
  );
}

function requireSiteAccess(call: Call, site: Site | undefined): Site {
  if (!hasAnyScope(call, 'Sites.Read.All', 'Files.Read.All')) throw sharePointAccessDenied();
  if (!site) throw new GraphError(404, 'itemNotFound', 'Requested site could not be found');
  if (!canOpenSite(requireSignedInUser(call), site)) throw sharePointAccessDenied();
  return site;
}
