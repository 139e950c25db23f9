import { oneLine } from 'document-text';
import { listPage } from '../../graph/paging.ts';
import { graphPath, guidSegment, opaqueId, siteId as siteSegment } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Zone } from '../../time/time-zone.ts';
import { bodyDocument } from '../content.ts';
import { getFileAccess, requireSite } from '../files/access.ts';
import { joinNotes } from '../format.ts';
import { type ListPlace, readListPage } from '../list-page.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { chooseColumns, columnTitle, expandFields, formatCell, formatDate } from './columns.ts';
import { type ListFilter, toListFilter } from './filter.ts';
import {
  type ListColumn,
  type ListRow,
  type SharePointList,
  isLibrary,
  listRow,
  sharePointList,
} from './schema.ts';

type ListResource = ResourceOf<'list' | 'listRow'>;

const rowsOnPage = 50;
/** Characters of all cells of a page, which fit in one response. */
const cellCharacters = 40_000;
const minCellLength = 40;
const maxCellLength = 500;
const unindexedPreference = 'HonorNonIndexedQueriesWarningMayFailRandomly';

/** Rows of a SharePoint list as CSV, page by page. */
export async function openList(
  resource: ResourceOf<'list'>,
  context: ResourceContext,
  place: ListPlace,
): Promise<ResourceContent> {
  const { siteId, listId, filter: condition } = resource;
  const { list, zone } = await readListInfo(resource, context);
  const { columns, omitted } = chooseColumns(list.columns ?? []);
  const filter =
    condition === undefined
      ? undefined
      : toListFilter(condition, columns, { zone, nowMs: context.clock.nowMs() });
  const { items, next } = await readListPage(
    context.graph,
    {
      path: graphPath`/sites/${siteSegment(siteId)}/lists/${guidSegment(listId)}/items`,
      query: { $expand: expandFields(columns), $top: rowsOnPage, $filter: filter?.filter },
      ...(filter && filter.unindexed.length > 0 && { prefer: [unindexedPreference] }),
      schema: listPage(listRow),
    },
    place,
  ).catch((error: unknown) => {
    throw toFilterError(error, filter, columns);
  });
  const { csv, isShortened } = toCsv(items, columns, zone);
  return {
    title: oneLine(list.displayName ?? list.name, 300),
    facts: {
      site: formatResourceUri({ kind: 'siteDrives', siteId }),
      description: oneLine(list.description, 300),
      indexedColumns: columns.filter(({ indexed }) => indexed === true).map(columnTitle),
      modified: formatDate(list.lastModifiedDateTime, zone),
      webUrl: list.webUrl,
    },
    ...(items.length > 0 && { document: bodyDocument({ contentType: 'text', content: csv }) }),
    list: { items: [], page: place.page, shown: items.length, next },
    note: joinNotes([
      items.length > 0 &&
        `One row in full: the uri without filter, and /ID.${isShortened ? ' Long cells are shortened.' : ''}`,
      condition === undefined && 'Rows by value: add ?filter=Column = value and Other > 1 to the uri.',
      omittedNote(omitted),
      filter && filter.unindexed.length > 0 && unindexedNote(filter.unindexed),
    ]),
  };
}

/** One row of a SharePoint list, with all of its text. */
export async function openListRow(
  resource: ResourceOf<'listRow'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { siteId, listId, rowId } = resource;
  const { list, zone } = await readListInfo(resource, context);
  const { columns, omitted } = chooseColumns(list.columns ?? []);
  const row = await context.graph.json({
    path: graphPath`/sites/${siteSegment(siteId)}/lists/${guidSegment(listId)}/items/${opaqueId(rowId)}`,
    query: { $expand: expandFields(columns) },
    schema: listRow,
  });
  const lines = columns.map((column) => [columnTitle(column), formatCell(row, column, zone)] as const);
  const text = lines.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`);
  const name = typeof row.fields?.['Title'] === 'string' ? row.fields['Title'] : `Row ${rowId}`;
  return {
    title: oneLine(name, 300),
    facts: {
      list: formatResourceUri({ kind: 'list', siteId, listId }),
      listName: oneLine(list.displayName ?? list.name, 200),
      modified: formatDate(row.lastModifiedDateTime, zone),
      modifiedBy: oneLine(row.lastModifiedBy?.user?.displayName, 100),
      webUrl: row.webUrl,
    },
    document: bodyDocument({ contentType: 'text', content: text.join('\n') }),
    note: omittedNote(omitted),
  };
}

/**
 * A list with its columns, after tenant and area of its site were checked.
 * @throws AppError `permission_missing`; `unsupported_content` for a library while the tenant lists labels
 */
async function readListInfo(
  { siteId, listId }: ListResource,
  context: ResourceContext,
): Promise<{ readonly list: SharePointList; readonly zone: Zone }> {
  const purpose = 'Reading lists';
  context.granted.require('sharePoint', purpose);
  await requireSite(siteId, context, purpose);
  const [zone, access, list] = await Promise.all([
    context.timeZone(),
    getFileAccess(context),
    context.graph.json({
      path: graphPath`/sites/${siteSegment(siteId)}/lists/${guidSegment(listId)}`,
      query: { $expand: 'columns' },
      schema: sharePointList,
    }),
  ]);
  access.require(list);
  if (context.labels.isUsed && isLibrary(list)) {
    throw new AppError(
      'unsupported_content',
      'This list is a document library. Its files have sensitivity labels, which its rows do not show: find them with sharepoint_search, or read the folder by its link.',
    );
  }
  return { list, zone };
}

/** The rows with a header line. Cells share the length of a page. */
function toCsv(
  rows: readonly ListRow[],
  columns: readonly ListColumn[],
  zone: Zone,
): { readonly csv: string; readonly isShortened: boolean } {
  const share = Math.floor(cellCharacters / Math.max(1, rows.length * columns.length));
  const maxLength = Math.min(maxCellLength, Math.max(minCellLength, share));
  let isShortened = false;
  const cell = (text: string) => {
    const line = text.replaceAll(/\s+/g, ' ').trim();
    isShortened ||= line.length > maxLength;
    const short = line.length > maxLength ? `${line.slice(0, maxLength - 1).toWellFormed()}…` : line;
    return /[",]/.test(short) ? `"${short.replaceAll('"', '""')}"` : short;
  };
  const lines = rows.map((row) => [
    row.id,
    ...columns.map((column) => formatCell(row, column, zone)),
    formatDate(row.lastModifiedDateTime, zone).slice(0, 10),
  ]);
  const table = [['ID', ...columns.map(columnTitle), 'Modified'], ...lines];
  return { csv: table.map((cells) => cells.map(cell).join(',')).join('\n'), isShortened };
}

function omittedNote(titles: readonly string[]): string | undefined {
  return titles.length === 0 ? undefined : `Columns that are not read: ${titles.join(', ')}.`;
}

function unindexedNote(titles: readonly string[]): string {
  return `${titles.join(', ')} ${titles.length === 1 ? 'has' : 'have'} no index: in a list of more than 5,000 rows Microsoft Graph may fail or leave out rows.`;
}

/** Explains why Graph refused a filter: lists of more than 5,000 rows are filtered by indexed columns alone. */
function toFilterError(
  error: unknown,
  filter: ListFilter | undefined,
  columns: readonly ListColumn[],
): unknown {
  const isOfFilter =
    error instanceof AppError && (error.code === 'upstream_refused' || error.code === 'upstream_unavailable');
  if (!isOfFilter || !filter || filter.unindexed.length === 0) return error;
  const indexed = columns.filter(({ indexed: isIndexed }) => isIndexed === true).map(columnTitle);
  const others = indexed.length === 0 ? '' : ` or filter by an indexed column (${indexed.join(', ')}),`;
  return new AppError(
    'invalid_argument',
    `Microsoft Graph did not filter by ${filter.unindexed.join(', ')}, which has no index: it fails in a list of more than 5,000 rows. Read the list without this condition,${others} or search for rows with sharepoint_search and kind list.`,
    { ...error.details, argument: 'uri' },
    { cause: error },
  );
}
