import { type ListSeed, listSeeds } from '../../seed-data/list-seeds.ts';
import type { Call } from '../core/call.ts';
import { GraphError, badRequest } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { seededGuid } from '../core/seeded-random.ts';
import { userIdentity, seconds } from '../files/drive-item-json.ts';
import type { Site } from '../files/site.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { type FilterNode, parseFilter } from '../odata/filter-syntax.ts';
import { nextLink, readQueryOptions } from '../odata/query-options.ts';

/** A list of rows on a site. */
export interface TableList {
  readonly id: string;
  readonly site: Site;
  readonly seed: ListSeed;
  readonly webUrl: string;
  /** By their number, which is their id. */
  readonly rows: TableRow[];
}

interface TableRow {
  readonly number: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

const thresholdRows = 5000;
const dayMs = 86_400_000;
const lookupFacets = ['lookup', 'personOrGroup', 'term'];

/** The lists of rows on the sites of a tenant. */
export function createTableLists(sites: readonly Site[]): readonly TableList[] {
  return sites.flatMap((site) =>
    listSeeds
      .filter((seed) => seed.site === site.key)
      .map((seed) => ({
        id: seededGuid(`list:${site.id}:${seed.name}`),
        site,
        seed,
        webUrl: `${site.webUrl}/Lists/${encodeURIComponent(seed.name)}`,
        rows: seed.rows.map((fields, index) => ({ number: index + 1, fields })),
      })),
  );
}

/** The lists of rows on a site. */
export function tableLists(call: Call, site: Site): readonly TableList[] {
  return call.tenant.tables.filter((table) => table.site === site);
}

/** The list as Graph writes it, with its columns where `$expand` names them. */
export function tableListJson(
  call: Call,
  { id, site, seed, webUrl }: TableList,
  withColumns = false,
): Record<string, unknown> {
  return {
    '@odata.etag': `"${id},7"`,
    createdDateTime: seconds(call.nowMs - 200 * dayMs),
    description: seed.description,
    id,
    lastModifiedDateTime: seconds(call.nowMs - dayMs),
    name: seed.name,
    webUrl,
    displayName: seed.displayName,
    parentReference: { siteId: site.id },
    list: { contentTypesEnabled: false, hidden: false, template: 'genericList' },
    ...(withColumns && { columns: seed.columns.map((column) => columnJson(id, column)) }),
  };
}

function columnJson(listId: string, column: ListSeed['columns'][number]): Record<string, unknown> {
  const { name, displayName, indexed, hidden, readOnly, type } = column;
  return {
    columnGroup: hidden ? '_Hidden' : 'Custom Columns',
    description: '',
    displayName,
    enforceUniqueValues: false,
    hidden: hidden ?? false,
    id: seededGuid(`column:${listId}:${name}`),
    indexed: indexed ?? false,
    name,
    readOnly: readOnly ?? false,
    required: false,
    ...type,
  };
}

/** Rows, in the order of their ids. @throws GraphError 400 for a filter that the list does not support */
export function tableRows(call: Call, list: TableList): Response {
  const { expand, filter, top, skipToken } = readQueryOptions(call, 5000);
  const node = filter === undefined ? undefined : parseFilter(filter);
  if (node) requireIndex(call, list, node);
  const rows = list.rows.filter((row) => node === undefined || filterMatches(node, { ...row }));
  const start = Number(/p_ID=(\d+)/.exec(atob(skipToken ?? ''))?.[1] ?? 0);
  const left = rows.filter(({ number }) => number > start);
  const page = left.slice(0, top ?? 200);
  const last = page.at(-1)?.number ?? 0;
  return collection(`sites('${list.site.id}')/lists('${list.id}')/items`, {
    value: page.map((row) => rowJson(call, list, row, expand)),
    ...(page.length < left.length && {
      nextLink: nextLink(call, '$skiptoken', btoa(`Paged=TRUE&p_ID=${last}`)),
    }),
  });
}

/** @throws GraphError 404 */
export function tableRow(call: Call, list: TableList): Response {
  const row = list.rows.find(({ number }) => String(number) === call.param('item'));
  if (!row) throw new GraphError(404, 'itemNotFound', 'The specified item was not found');
  const { expand } = readQueryOptions(call, 999);
  return entity('lists/items/$entity', rowJson(call, list, row, expand));
}

/**
 * SharePoint filters by columns without index only on request, and never in a list beyond its threshold.
 * @see https://learn.microsoft.com/graph/api/listitem-list
 */
function requireIndex(call: Call, { seed, rows }: TableList, node: FilterNode): void {
  const unindexed = columnsOf(node).find(
    (path) => !seed.columns.some(({ name, indexed }) => path === `fields/${name}` && indexed),
  );
  if (unindexed === undefined) return;
  if (!/HonorNonIndexedQueriesWarningMayFailRandomly/i.test(call.headers.get('prefer') ?? '')) {
    throw new GraphError(
      400,
      'invalidRequest',
      `Field '${unindexed.replace('fields/', '')}' cannot be referenced in filter or orderby as it is not indexed. Provide the 'Prefer: HonorNonIndexedQueriesWarningMayFailRandomly' header to allow this, but be warned that such queries may fail on large lists.`,
    );
  }
  if (rows.length > thresholdRows) {
    throw badRequest(
      'The attempted operation is prohibited because it exceeds the list view threshold enforced by the administrator.',
    );
  }
}

function columnsOf(node: FilterNode): readonly string[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return [...columnsOf(node.left), ...columnsOf(node.right)];
    case 'not':
      return columnsOf(node.operand);
    case 'compare':
    case 'text':
    case 'any':
      return [node.path];
  }
}

/** Lookups are only in the values where `$select` names them: otherwise there is the id of the looked-up item. */
function rowJson(
  call: Call,
  list: TableList,
  { number, fields }: TableRow,
  expand = '',
): Record<string, unknown> {
  const { id, site, seed, webUrl } = list;
  const selected = /fields\(\$?select=([^)]*)\)/i.exec(expand)?.[1]?.split(',');
  const isLookup = (name: string) =>
    seed.columns.some((column) => column.name === name && lookupFacets.some((facet) => facet in column.type));
  const values = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    if (selected ? !selected.includes(name) : false) return [];
    return isLookup(name) && !selected ? [[`${name}LookupId`, '12']] : [[name, value]];
  });
  return {
    '@odata.etag': `"${seededGuid(`row:${id}:${number}`)},3"`,
    createdDateTime: seconds(call.nowMs - (30 + (number % 90)) * dayMs),
    eTag: `"${seededGuid(`row:${id}:${number}`)},3"`,
    id: String(number),
    lastModifiedDateTime: seconds(call.nowMs - (1 + (number % 20)) * dayMs),
    webUrl: `${webUrl}/${number}_.000`,
    createdBy: { user: userIdentity(call, 'Megan Bowen') },
    lastModifiedBy: { user: userIdentity(call, 'Adele Vance') },
    parentReference: { id, siteId: site.id },
    contentType: { id: '0x0100A7', name: 'Item' },
    ...(/\bfields\b/.test(expand) && {
      fields: {
        '@odata.etag': `"${seededGuid(`row:${id}:${number}`)},3"`,
        id: String(number),
        ...Object.fromEntries(values),
      },
    }),
  };
}
