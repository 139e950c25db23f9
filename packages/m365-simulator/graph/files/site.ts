import { seededGuid } from '../core/seeded-random.ts';

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

/** A site by where it stands. */
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
