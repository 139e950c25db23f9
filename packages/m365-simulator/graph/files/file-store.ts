import { personalFiles } from '../../seed-data/files/personal-files.ts';
import { siteSeeds } from '../../seed-data/files/site-seeds.ts';
import { contoso } from '../../seed-data/tenants.ts';
import type { Directory, DirectoryUser } from '../directory/directory.ts';
import { createDrive, type Drive, type DriveItem } from './drive.ts';
import { pageFiles } from '../pages/page-files.ts';
import { createSite, type Site } from './site.ts';

/** All sites and drives of one organisation. */
export interface FileStore {
  readonly sites: readonly Site[];
  readonly drives: readonly Drive[];
  drive(id: string): Drive | undefined;
  driveOf(user: DirectoryUser): Drive | undefined;
  libraryOf(site: Site): Drive | undefined;
  /** The library that holds the pages of a site. It is a drive, too, but not listed as one. */
  pagesOf(site: Site): Drive | undefined;
  /** By item id within a drive. */
  item(drive: Drive, id: string): DriveItem | undefined;
}

/** Lays out what one tenant holds. */
export function createFileStore(tenantId: string, directory: Directory, seedMs: number): FileStore {
  const name = tenantId === contoso ? 'contoso' : 'fabrikam';
  const libraries = siteSeeds
    .filter((seed) => seed.tenantId === tenantId)
    .map((seed) => {
      const site = createSite({
        key: seed.key,
        hostname: `${name}.sharepoint.com`,
        path: `/sites/${seed.key}`,
        displayName: seed.displayName,
        description: seed.description,
        isPersonal: false,
      });
      return createDrive(site, undefined, seed.files, seedMs);
    });
  const personal = directory.users
    .filter((user) => user.jobTitle !== null)
    .map((user) => {
      const site = createSite({
        key: `personal:${user.userPrincipalName}`,
        hostname: `${name}-my.sharepoint.com`,
        path: `/personal/${user.userPrincipalName.replaceAll(/[@.]/g, '_')}`,
        displayName: user.displayName,
        description: '',
        isPersonal: true,
      });
      return createDrive(site, user, personalFiles(user.userPrincipalName), seedMs);
    });
  const pages = libraries.map(({ site }) =>
    createDrive(site, undefined, pageFiles(site.key), seedMs, { name: 'Site Pages', urlName: 'SitePages' }),
  );
  const drives = [...libraries, ...personal, ...pages];
  const byId = new Map(drives.map((drive) => [drive.id, drive]));
  const items = new Map(drives.map((drive) => [drive, new Map(drive.items.map((item) => [item.id, item]))]));
  return {
    sites: [...libraries, ...personal].map((drive) => drive.site),
    drives,
    drive: (id) => byId.get(id),
    driveOf: (user) => drives.find((drive) => drive.owner === user),
    libraryOf: (site) => drives.find((drive) => drive.site === site),
    pagesOf: (site) => pages.find((drive) => drive.site === site),
    item: (drive, id) => items.get(drive)?.get(id),
  };
}
