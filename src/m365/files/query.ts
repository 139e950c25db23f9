import { type Kql, kql, kqlAll, kqlAny, kqlDays, kqlFilter, kqlText } from '../../graph/kql.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { Zone } from '../../time/time-zone.ts';
import type { DriveItem } from './schema.ts';

/** What is asked for, resolved: names of sites and folders to their addresses, words to instants. */
export interface FileQuery {
  readonly text: string | undefined;
  /** Without a dot. */
  readonly fileType: string | undefined;
  readonly author: string | undefined;
  /** Addresses, percent-decoded and without a slash at the end: what is searched lies in one of them. */
  readonly places: readonly string[] | undefined;
  /** Inclusive. */
  readonly afterMs: number | undefined;
  /** Exclusive. */
  readonly beforeMs: number | undefined;
  readonly zone: Zone;
  readonly order: 'relevance' | 'newest' | 'oldest';
  readonly limit: number;
}

/** Everything that is asked for, without folders. Dates count by the day here; the rest is sorted out afterwards. */
export function fileKql({ text, fileType, author, places, afterMs, beforeMs, zone }: FileQuery): Kql {
  const wanted = kqlAll([
    text === undefined ? undefined : kqlText(text),
    fileType === undefined ? undefined : kqlFilter('filetype', fileType, { argument: 'fileType' }),
    author === undefined ? undefined : kqlFilter('author', author, { argument: 'author' }),
    places && kqlAny(places.map((place) => kqlFilter('path', place, { argument: 'folderName' }))),
    kqlDays('LastModifiedTime', { afterMs, beforeMs }, zone),
  ]);
  // Content types of folders begin so. What is no folder to the index stays in.
  return kql`(${wanted}) NOT ContentTypeId:0x0120*`;
}

/**
 * Whether a file is what was asked for: search takes dates by the day and addresses as words. Authors are left to it,
 * since it knows all who wrote, and a hit only the first and the last.
 */
export function matchesFileQuery(
  item: DriveItem,
  { fileType, places, afterMs, beforeMs }: FileQuery,
): boolean {
  const modifiedMs = Date.parse(item.lastModifiedDateTime ?? '');
  const isWithin =
    Number.isNaN(modifiedMs) || (modifiedMs >= (afterMs ?? -Infinity) && modifiedMs < (beforeMs ?? Infinity));
  const url = decodeWebUrl(item.webUrl);
  // Names of hits may be titles.
  const isOfType =
    fileType === undefined ||
    [item.name ?? '', url].some((name) => name.toLowerCase().endsWith(`.${fileType.toLowerCase()}`));
  return isWithin && isOfType && (places === undefined || liesIn(url, places));
}

/** Whether one who wrote the file first or last has such a name. For results of which no search knows the authors. */
export function isBy(item: DriveItem, author: string): boolean {
  return [item.createdBy, item.lastModifiedBy].some((person) =>
    hasWords(`${person?.user?.displayName ?? ''} ${person?.user?.email ?? ''}`, author),
  );
}

/** What has an address of Office's own (`Doc.aspx`) does not say where it lies. */
function liesIn(url: string, places: readonly string[]): boolean {
  const own = url.toLowerCase();
  return (
    own === '' ||
    own.includes('/_layouts/') ||
    places.some((place) => own.startsWith(`${place.toLowerCase()}/`))
  );
}

/** An address with its percent-encoding read, its query left out and no slash at the end. Empty for none. */
export function decodeWebUrl(webUrl: string | null | undefined): string {
  const url = URL.parse(webUrl ?? '');
  if (!url) return '';
  const path = url.pathname.replace(/(?<!\/)\/+$/, '');
  try {
    return url.origin + decodeURIComponent(path);
  } catch {
    return url.origin + path;
  }
}
