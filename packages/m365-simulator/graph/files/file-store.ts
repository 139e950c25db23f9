import { personalFiles } from '../../seed-data/files/personal-files.ts';
import { siteSeeds } from '../../seed-data/files/site-seeds.ts';
import type { Document } from '../../seed-data/documents/document.ts';
import { file } from '../../seed-data/files/file-seed.ts';
import { contoso, users } from '../../seed-data/tenants.ts';
import type { Directory, DirectoryUser } from '../directory/directory.ts';
import { textWords } from '../kql/text-words.ts';
import { pageFiles } from '../pages/page-files.ts';
import { type Drive, type DriveItem, createDrive, itemPath } from './drive.ts';
import { type Site, createSite } from './site.ts';

/** All sites and drives of one tenant. */
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
export function createFileStore(
  tenantId: string,
  directory: Directory,
  seedMs: number,
  documents: readonly Document[],
): FileStore {
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
  const further = ({ userPrincipalName, displayName }: DirectoryUser) =>
    userPrincipalName === users.megan.userPrincipalName
      ? documents.map((document) => file(document, displayName, 1))
      : [];
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
      return createDrive(site, user, [...personalFiles(user.userPrincipalName), ...further(user)], seedMs);
    });
  const pages = libraries.map(({ site }) =>
    createDrive(site, undefined, pageFiles(site.key), seedMs, { name: 'Site Pages', urlName: 'SitePages' }),
  );
  const drives = [...libraries, ...personal, ...pages];
  const byId = new Map(drives.map((drive) => [drive.id, drive]));
  return {
    sites: [...libraries, ...personal].map((drive) => drive.site),
    drives,
    drive: (id) => byId.get(id),
    driveOf: (user) => drives.find((drive) => drive.owner === user),
    libraryOf: (site) => drives.find((drive) => drive.site === site),
    pagesOf: (site) => pages.find((drive) => drive.site === site),
    item: (drive, id) => drive.items.find((item) => item.id === id),
  };
}

/** Indexed text of files, computed once. */
export interface FileTexts {
  text(item: DriveItem): string;
  /** Words of the name and of the text. */
  words(item: DriveItem): readonly string[];
}

/** The index of one tenant. Bodies of Markdown are not in it. */
export function createFileTexts(): FileTexts {
  const known = new WeakMap<DriveItem, readonly string[]>();
  const text = (item: DriveItem) => (item.document && !/\.md$/i.test(item.name) ? item.document.text() : '');
  return {
    text,
    words(item) {
      const have = known.get(item);
      if (have) return have;
      const made = textWords([item.name, ...itemPath(item), text(item)].join('\n'));
      known.set(item, made);
      return made;
    },
  };
}
