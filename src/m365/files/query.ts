import { type Kql, kql, kqlAll, kqlAny, kqlDays, kqlFilter, kqlText } from '../../graph/kql.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { Zone } from '../../time/time-zone.ts';
import { type LabelAccess, labelProperty } from '../labels.ts';
import type { DriveItem } from './schema.ts';

/** A search of files with all of its input resolved to URLs and instants. */
export interface FileQuery {
  readonly text: string | undefined;
  /** Extension without a dot. */
  readonly fileType: string | undefined;
  /** `list`: lists and their rows; `file`: files and pages. Default: files, pages and rows. */
  readonly kind: 'file' | 'list' | undefined;
  readonly author: string | undefined;
  /** Percent-decoded URLs of sites or folders without a trailing slash: only files in one of them match. */
  readonly places: readonly string[] | undefined;
  /** Inclusive. */
  readonly afterMs: number | undefined;
  /** Exclusive. */
  readonly beforeMs: number | undefined;
  readonly zone: Zone;
  readonly order: 'relevance' | 'newest' | 'oldest';
  readonly limit: number;
  /** Ids of sensitivity labels: only files with one of them match. */
  readonly labelIds: readonly string[] | undefined;
  readonly labels: LabelAccess;
}

/** The criteria as one KQL query. Dates are whole days in KQL: {@link matchesFileQuery} applies the exact instants. */
export function fileKql(query: FileQuery): Kql {
  const { text, fileType, kind, author, places, afterMs, beforeMs, zone, labelIds, labels } = query;
  const criteria = kqlAll([
    text === undefined ? undefined : kqlText(text),
    fileType === undefined ? undefined : kqlFilter('filetype', fileType, { argument: 'fileType' }),
    author === undefined ? undefined : kqlFilter('author', author, { argument: 'author' }),
    places && kqlAny(places.map((place) => kqlFilter('path', place, { argument: 'folderName' }))),
    kqlDays('LastModifiedTime', { afterMs, beforeMs }, zone),
    labelIds && kqlAny(labelIds.map((id) => kqlFilter(labelProperty, id, { argument: 'label' }))),
  ]);
  // Excludes folders by the prefix of their content types.
  const found = kql`(${criteria}) NOT ContentTypeId:0x0120*`;
  const listable = labels.searchFilter();
  if (kind !== 'list') return listable ? kql`(${found}) AND (${listable})` : found;
  return kql`${found} NOT contentclass:STS_List_DocumentLibrary NOT contentclass:STS_ListItem_DocumentLibrary NOT contentclass:STS_ListItem_WebPageLibrary`;
}

/**
 * Whether a file matches the filters: Microsoft Search compares dates by day and URLs by word. Authors are not checked,
 * because a hit has only the first and the last one.
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
  return isWithin && isOfType && (places === undefined || isInPlaces(url, places));
}

/** Whether the first or last author has this name. For searches that do not filter by author. */
export function hasAuthor(item: DriveItem, author: string): boolean {
  return [item.createdBy, item.lastModifiedBy].some((person) =>
    hasWords(`${person?.user?.displayName ?? ''} ${person?.user?.email ?? ''}`, author),
  );
}

/** Whether a URL is in one of the places. URLs of Office (`Doc.aspx`) and forms do not contain it and always match. */
function isInPlaces(url: string, places: readonly string[]): boolean {
  const own = url.toLowerCase();
  return own === '' || own.includes('/_layouts/') || isForm(own) || isBelow(own, places);
}

function isBelow(url: string, places: readonly string[]): boolean {
  return places.some((place) => url.startsWith(`${place.toLowerCase()}/`));
}

/** Whether the URL of a list or row is below one of the places: it contains its site, even that of a form. */
export function isInFolder({ webUrl }: DriveItem, places: readonly string[] | undefined): boolean {
  return places === undefined || isBelow(decodeWebUrl(webUrl).toLowerCase(), places);
}

/** Whether a URL is the form of a list item, such as `…/Forms/DispForm.aspx`: it states neither name nor folder. */
export function isForm(url: string): boolean {
  return /[a-z]form\.aspx$/i.test(url);
}

/** Whether a URL is a SharePoint page. */
export function isSitePage(webUrl: string | null | undefined): boolean {
  const url = (webUrl ?? '').toLowerCase();
  return url.includes('/sitepages/') && url.endsWith('.aspx') && !/[?#]/.test(url);
}

/** A percent-decoded URL without query and trailing slash; empty for an invalid URL. */
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

/** Names of Office programs that users give as a file type. */
const programs: ReadonlyMap<string, string> = new Map([
  ['word', 'docx'],
  ['excel', 'xlsx'],
  ['powerpoint', 'pptx'],
]);

/** The extension of a file type such as `.pdf` or `Word`, without a dot. */
export function toFileExtension(fileType: string | undefined): string | undefined {
  const extension = fileType?.replace('.', '');
  return extension === undefined ? undefined : (programs.get(extension.toLowerCase()) ?? extension);
}
