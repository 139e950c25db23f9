import type { DriveItem } from './schema.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { FileQuery } from './file-query.ts';
import { readableUrl } from './readable-url.ts';

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
  const url = readableUrl(item.webUrl);
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
