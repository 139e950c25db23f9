import type { Call } from '../core/call.ts';
import { seededGuid } from '../core/seeded-random.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { seconds } from '../files/drive-item-json.ts';
import { canOpenSite } from '../files/file-access.ts';
import { kqlMatches, kqlWords } from '../kql/kql-match.ts';
import type { KqlNode } from '../kql/kql-syntax.ts';
import { textWords } from '../kql/text-words.ts';
import { type TableList, tableListJson, tableLists } from '../lists/table-list.ts';
import type { SearchRequest } from './search-request.ts';
import { searchSummary } from './search-result.ts';

const dayMs = 86_400_000;

/** Hits of lists by their title, and of their rows by their text, without ranks. */
export function searchLists(
  call: Call,
  { entityTypes }: SearchRequest,
  node: KqlNode | undefined,
): readonly Record<string, unknown>[] {
  const user = requireSignedInUser(call);
  const tables = call.tenant.files.sites
    .filter((site) => !site.isPersonal && canOpenSite(user, site))
    .flatMap((site) => tableLists(call, site));
  return [
    ...(entityTypes.includes('list') ? tables.flatMap((table) => listHit(call, table, node)) : []),
    ...(entityTypes.includes('listItem') ? tables.flatMap((table) => rowHits(call, table, node)) : []),
  ];
}

function listHit(call: Call, table: TableList, node: KqlNode | undefined): Record<string, unknown>[] {
  const { seed, site, webUrl } = table;
  const words = textWords(`${seed.displayName} ${seed.description}`);
  const isFound =
    node === undefined ||
    kqlMatches(
      node,
      {
        words,
        property: (name) =>
          propertyOf(name, table, [seed.displayName], call.nowMs - dayMs, 'STS_List_GenericList'),
      },
      call.nowMs,
    );
  if (!isFound) return [];
  const { id, name, displayName, description, lastModifiedDateTime } = tableListJson(call, table);
  return [
    {
      hitId: table.id,
      summary: '',
      resource: {
        '@odata.type': '#microsoft.graph.list',
        displayName,
        id,
        description,
        lastModifiedDateTime,
        name,
        parentReference: { siteId: site.id },
        webUrl: `${webUrl}/AllItems.aspx`,
      },
    },
  ];
}

function rowHits(call: Call, table: TableList, node: KqlNode | undefined): Record<string, unknown>[] {
  const { id: listId, seed, rows, site, webUrl } = table;
  if (!seed.isIndexed || node === undefined) return [];
  return rows.flatMap(({ number, fields }) => {
    const rowId = String(number);
    const text = Object.values(fields)
      .filter((value) => typeof value === 'string' || typeof value === 'number')
      .join(' ')
      .replaceAll(/<[^>]*>/g, ' ');
    const modifiedMs = call.nowMs - (1 + (number % 20)) * dayMs;
    const titles = [String(fields['Title'])];
    const property = (name: string) =>
      propertyOf(name, table, titles, modifiedMs, 'STS_ListItem_GenericList');
    if (!kqlMatches(node, { words: textWords(text), property }, call.nowMs)) return [];
    return [
      {
        hitId: seededGuid(`row:${listId}:${rowId}`),
        summary: searchSummary(text, kqlWords(node)),
        resource: {
          '@odata.type': '#microsoft.graph.listItem',
          id: seededGuid(`row:${listId}:${rowId}`),
          createdDateTime: seconds(modifiedMs - 30 * dayMs),
          lastModifiedDateTime: seconds(modifiedMs),
          name: fields['Title'],
          webUrl: `${webUrl}/DispForm.aspx?ID=${rowId}`,
          sharepointIds: { listId, listItemId: rowId },
          createdBy: { user: { displayName: 'Megan Bowen' } },
          lastModifiedBy: { user: { displayName: 'Adele Vance' } },
          parentReference: { sharepointIds: { listId }, siteId: site.id },
        },
      },
    ];
  });
}

function propertyOf(
  name: string,
  { site, webUrl }: TableList,
  titles: readonly string[],
  modifiedMs: number,
  contentClass: string,
) {
  switch (name) {
    case 'title':
    case 'filename':
      return titles;
    case 'path':
    case 'url':
      return [decodeURIComponent(`${webUrl}/x`)];
    case 'site':
    case 'spsiteurl':
      return [site.webUrl];
    case 'author':
    case 'createdby':
      return ['Megan Bowen'];
    case 'lastmodifiedtime':
    case 'write':
      return { dayOf: modifiedMs };
    case 'contentclass':
      return [contentClass];
    case 'contenttypeid':
      return ['0x0100A7'];
    case 'isdocument':
      return false;
    case 'filetype':
    case 'fileextension':
      return [];
    default:
      return undefined;
  }
}
