import type { ProbeClient } from './probe-client.ts';
import { type Probe, decide, unknown } from './probe.ts';

interface ListIds {
  readonly listId?: string;
  readonly listItemId?: string;
}
interface ListHit {
  readonly '@odata.type'?: string;
  readonly id?: string;
  readonly name?: string;
  readonly size?: number;
  readonly webUrl?: string;
  readonly sharepointIds?: ListIds;
  readonly parentReference?: { readonly siteId?: string; readonly sharepointIds?: ListIds };
}

const noLibraries =
  'NOT contentclass:STS_List_DocumentLibrary NOT contentclass:STS_ListItem_DocumentLibrary NOT contentclass:STS_ListItem_WebPageLibrary';
const maxLists = 5;

async function search(
  client: ProbeClient,
  { entityTypes, queryString, from = 0 }: { entityTypes: string[]; queryString: string; from?: number },
) {
  const { status, code, body } = await client.send({
    shape: `POST /search/query (${entityTypes.join('+')}, from ${from}, size 25)`,
    path: '/search/query',
    json: { requests: [{ entityTypes, query: { queryString }, from, size: 25 }] },
  });
  const container = body?.value?.[0]?.hitsContainers?.[0];
  const hits = ((container?.hits ?? []) as { readonly resource?: ListHit }[]).flatMap(
    ({ resource }) => resource ?? [],
  );
  return { status, code, hits, total: Number(container?.total ?? 0) };
}

/** A person is a name, or an object with one where the column takes several; without `$select` it is a number. */
function isName(value: unknown): boolean {
  const name = (value as { readonly LookupValue?: unknown } | null)?.LookupValue ?? value;
  return typeof name === 'string' && !/^\d*$/.test(name);
}

/** Lists, and limits of the search for files, with Sites.Read.All. */
export const listProbes: readonly Probe[] = [
  {
    id: 'odd-hits',
    line: 'G34',
    assumption: 'Hits of a search include negative sizes, or list items without name and URL.',
    async run({ client }) {
      const entityTypes = ['driveItem', 'listItem'];
      const { status, code, hits } = await search(client, { entityTypes, queryString: '*' });
      const odd = hits.filter(({ size = 0, name, webUrl }) => size < 0 || (!name && !webUrl)).length;
      if (odd === 0) return unknown(`${status} ${code} 0 of ${hits.length} hits`.replace('  ', ' '));
      return decide(true, `${odd} of ${hits.length} hits`);
    },
  },
  {
    id: 'search-last-page',
    line: 'G35',
    assumption: 'A page of a search that ends after the 1,000th hit is refused.',
    async run({ client }) {
      const all = { entityTypes: ['driveItem'], queryString: '*' };
      const { total } = await search(client, all);
      if (total <= 1000) return unknown('at most 1,000 hits');
      const { status, code } = await search(client, { ...all, from: 990 });
      return decide(status === 400, `${status} ${code}`.trim());
    },
  },
  {
    id: 'list-hits',
    line: 'G42',
    assumption:
      'Lists and rows are searched together, rows have the ids of list and row, libraries are excluded.',
    async run({ client }) {
      const { status, code, hits } = await search(client, {
        entityTypes: ['list', 'listItem'],
        queryString: `* ${noLibraries}`,
      });
      if (status !== 200) return decide(false, `${status} ${code}`.trim());
      const rows = hits.filter((hit) => hit['@odata.type']?.endsWith('.listItem'));
      if (rows.length === 0) return unknown(`${hits.length} hits, no rows`);
      const withIds = rows.filter(({ sharepointIds, parentReference }) => {
        const ids = { ...parentReference?.sharepointIds, ...sharepointIds };
        return ids.listId !== undefined && ids.listItemId !== undefined;
      }).length;
      const ofLibraries = rows.filter(({ webUrl }) => !/\/lists\//i.test(webUrl ?? '')).length;
      return decide(
        withIds === rows.length && ofLibraries === 0,
        `${withIds} of ${rows.length} rows have ids, ${ofLibraries} are not in a list`,
      );
    },
  },
  {
    id: 'list-people',
    line: 'G43',
    assumption: 'fields($select=…) returns the names of people.',
    async run({ client }) {
      const found = await search(client, { entityTypes: ['list'], queryString: `* ${noLibraries}` });
      const lists = found.hits.slice(0, maxLists);
      for (const { id = '', parentReference } of lists) {
        const path = `/sites/${encodeURIComponent(parentReference?.siteId ?? '')}/lists/${encodeURIComponent(id)}`;
        const { body } = await client.send({
          shape: 'GET /sites/{id}/lists/{id}?$expand=columns',
          path,
          query: { $expand: 'columns' },
        });
        const columns = (body?.columns ?? []) as {
          name: string;
          readOnly?: boolean;
          hidden?: boolean;
          personOrGroup?: unknown;
        }[];
        const column = columns.find((one) => one.personOrGroup && !one.readOnly && !one.hidden)?.name;
        if (column === undefined) continue;
        const rows = await client.send({
          shape: 'GET /sites/{id}/lists/{id}/items?$expand=fields($select={person column})&$top=50',
          path: `${path}/items`,
          query: { $expand: `fields($select=${column})`, $top: '50' },
        });
        const values = ((rows.body?.value ?? []) as { fields?: Record<string, unknown> }[])
          .flatMap(({ fields }) => fields?.[column] ?? [])
          .map(isName);
        if (rows.status === 200 && values.length === 0) continue;
        const named = values.filter(Boolean).length;
        return decide(
          rows.status === 200 && named === values.length,
          `${rows.status} ${rows.code} ${named} of ${values.length} values have names`.replace('  ', ' '),
        );
      }
      return unknown(`${found.status} ${found.code} ${lists.length} lists, no people`.replace('  ', ' '));
    },
  },
];

/** OneNote of the signed-in user, with Notes.Read and Files.Read. */
export const noteProbes: readonly Probe[] = [
  {
    id: 'note-titles',
    line: 'G44',
    assumption: 'Pages are filtered by title and expanded, or those of one section are listed.',
    async run({ client }) {
      const { status, code } = await client.send({
        shape:
          "GET /me/onenote/pages?$filter=contains(tolower(title),'{word}')&$expand=parentNotebook,parentSection&$orderby=lastModifiedDateTime desc&$top=100",
        path: '/me/onenote/pages',
        query: {
          $filter: "contains(tolower(title),'e')",
          $expand: 'parentNotebook($select=id,displayName),parentSection($select=id,displayName)',
          $orderby: 'lastModifiedDateTime desc',
          $select: 'id,title,lastModifiedDateTime',
          $top: '100',
        },
      });
      if (status === 200) return decide(true, '200');
      const sections = await client.send({
        shape: 'GET /me/onenote/sections?$select=id&$top=100',
        path: '/me/onenote/sections',
        query: { $select: 'id', $top: '100' },
      });
      const ids = ((sections.body?.value ?? []) as { id: string }[]).map(({ id }) => id);
      const [id] = ids;
      if (id === undefined) return unknown(`${status} ${code}, no section`);
      const pages = await client.send({
        shape: 'GET /me/onenote/sections/{id}/pages?$select=id&$top=100',
        path: `/me/onenote/sections/${encodeURIComponent(id)}/pages`,
        query: { $select: 'id', $top: '100' },
      });
      return decide(
        status === 400 && pages.status === 200,
        `${status} ${code}, ${ids.length} sections: ${pages.status} ${pages.code}`.trim(),
      );
    },
  },
  {
    id: 'notebook-names',
    line: 'G45',
    assumption: 'A notebook in OneDrive has the name that OneNote lists.',
    async run({ client }) {
      const files = await client.send({
        shape: 'GET /me/drive/root:/Notebooks:/children?$select=name,package',
        path: '/me/drive/root:/Notebooks:/children',
        query: { $select: 'name,package' },
      });
      const names = ((files.body?.value ?? []) as { name?: string; package?: { type?: string } }[]).flatMap(
        (item) => (item.package?.type?.toLowerCase() === 'onenote' && item.name ? [item.name] : []),
      );
      if (names.length === 0)
        return unknown(`${files.status} ${files.code}, no notebooks`.replace(' ,', ','));
      const { status, code, body } = await client.send({
        shape: 'GET /me/onenote/notebooks?$select=id,displayName&$top=100',
        path: '/me/onenote/notebooks',
        query: { $select: 'id,displayName', $top: '100' },
      });
      const listed = ((body?.value ?? []) as { displayName?: string }[]).map((one) =>
        one.displayName?.toLowerCase(),
      );
      const found = names.filter((name) => listed.includes(name.toLowerCase())).length;
      return decide(
        found === names.length,
        `${status} ${code} ${found} of ${names.length} notebooks`.replace('  ', ' '),
      );
    },
  },
];
