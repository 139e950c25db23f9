import { describe, expect, it } from 'vitest';
import { sharepointSearch } from '../../../src/tools/sharepoint-search.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

const driveId = 'b!R_p3sTf-U0ObBTzXhZvhFh9VL8TDNbpGkqcJX7NCEUCyVhY4qKvSQLmkLcUyqjzk';
const itemId = '01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36K';
const siteId =
  'contoso.sharepoint.com,5724d91f-650c-4810-83cc-61a8818917d6,c3ba25dc-2c9f-48cb-83be-74cdf68ea5a0';
const site = 'https://contoso.sharepoint.com/sites/marketing';

function run(
  args: Record<string, unknown>,
  answer: FakeResponse,
  scopes?: readonly string[],
  resume?: unknown,
) {
  const context = toolContext(answer, scopes);
  const result = sharepointSearch.run(sharepointSearch.input.parse(args), context, resume as never);
  return { context, result };
}

function file(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: itemId,
    name,
    webUrl: `${site}/Shared%20Documents/Plans/${encodeURIComponent(name)}`,
    lastModifiedDateTime: '2026-11-05T09:30:00Z',
    lastModifiedBy: { user: { displayName: 'Patti Fernandez;Provisioning User' } },
    parentReference: { driveId, siteId },
    ...more,
  };
}

function found(resources: readonly Record<string, unknown>[], more = false): unknown {
  const hits = resources.map((resource, index) => ({
    hitId: `hit${index}`,
    summary: 'the <c0>plan</c0> for <ddd/>',
    resource,
  }));
  return { value: [{ hitsContainers: [{ hits, total: 90, moreResultsAvailable: more }] }] };
}

const queryString = (body: unknown): string =>
  (body as { requests: [{ query: { queryString: string } }] }).requests[0].query.queryString;

describe('sharepoint_search', () => {
  it.each([
    [{ query: 'budget "Q4 plan"' }, '(budget "Q4 plan") NOT ContentTypeId:0x0120*'],
    [{ query: 'a OR b', fileType: '.DOCX' }, '((a OR b) AND filetype:"DOCX") NOT ContentTypeId:0x0120*'],
    [{ author: 'Patti "x" Fernandez' }, '(author:"Patti x Fernandez") NOT ContentTypeId:0x0120*'],
    [
      { query: 'x', afterDateTime: '2026-10-01', beforeDateTime: '2026-11-01' },
      '(x AND LastModifiedTime:2026-09-30..2026-10-31) NOT ContentTypeId:0x0120*',
    ],
    [{ query: 'x', site: `${site}/` }, `(x AND path:"${site}") NOT ContentTypeId:0x0120*`],
    [
      { query: 'x', folderName: `${site}/Shared%20Documents/Plans` },
      `(x AND path:"${site}/Shared Documents/Plans") NOT ContentTypeId:0x0120*`,
    ],
  ])('sends one request for %j', async (args, expected) => {
    const { context, result } = run(args, () => found([]));
    await result;
    expect(context.graph.roundTrips).toBe(1);
    const [request] = context.graph.requests;
    expect(queryString(request?.body)).toBe(expected);
    expect(request?.body).toMatchObject({
      requests: [{ entityTypes: ['driveItem', 'listItem'], from: 0, size: 10 }],
    });
  });

  it('returns files and pages with uri, path and snippet', async () => {
    const { items, page } = await run({ query: 'plan', limit: 5, offset: 10 }, () =>
      found(
        [
          file('Plan #1.docx'),
          file('News.aspx', {
            createdBy: { user: { displayName: 'Adele Vance' } },
            id: '5724d91f-650c-4810-83cc-61a8818917d6',
            webUrl: `${site}/SitePages/News.aspx`,
            parentReference: { siteId },
          }),
          file('Old.docx', {
            id: undefined,
            parentReference: { driveId: 'da61a2b0-4120-4a3f-812b-0fc0d79bf16b' },
          }),
          file('Task', {
            id: '7',
            webUrl: `${site}/Lists/Tasks/DispForm.aspx?ID=7`,
            parentReference: { siteId },
          }),
        ],
        true,
      ),
    ).result;
    expect(items).toEqual([
      {
        uri: `file:///${driveId}/${itemId}`,
        name: 'Plan #1.docx',
        path: 'marketing/Shared Documents/Plans',
        modified: '2026-11-05T10:30+01:00',
        by: 'Patti Fernandez',
        snippet: 'the plan for …',
      },
      expect.objectContaining({
        uri: `page:///sites/${siteId}/pages/5724d91f-650c-4810-83cc-61a8818917d6`,
        path: 'marketing/SitePages',
        by: 'Patti Fernandez',
        author: 'Adele Vance',
      }),
      expect.objectContaining({ uri: `${site}/Shared%20Documents/Plans/Old.docx` }),
      expect.objectContaining({
        uri: `${site}/Lists/Tasks/DispForm.aspx?ID=7`,
        kind: 'row',
        path: 'marketing/Tasks',
      }),
    ]);
    expect(page).toMatchObject({ next: { offset: 14 } });
  });

  describe('hits of lists', () => {
    const listId = '33498de0-d695-4d23-ac26-e1bf95a3206e';
    const row = (id: string, more: object = {}) =>
      file('x', {
        id: undefined,
        name: undefined,
        webUrl: `${site}/Lists/Open issues/DispForm.aspx?ID=${id}`,
        sharepointIds: { listId, listItemId: id },
        parentReference: { siteId },
        ...more,
      });
    const list = (more: object = {}) => ({
      '@odata.type': '#microsoft.graph.list',
      id: listId,
      displayName: 'Open issues',
      webUrl: `${site}/Lists/Open issues/AllItems.aspx`,
      parentReference: { siteId },
      ...more,
    });
    const library = list({
      displayName: 'Documents',
      webUrl: `${site}/Shared Documents/Forms/AllItems.aspx`,
    });

    it('are rows beside files, without forms of libraries', async () => {
      const { items } = await run({ query: 'x', site }, () =>
        found([
          row('13'),
          row('14', { name: 'Broken lamp' }),
          row('1', { webUrl: `${site}/Shared Documents/Forms/DispForm.aspx?ID=1` }),
          row('2', {
            webUrl: 'https://contoso.sharepoint.com/sites/other/Lists/Open issues/DispForm.aspx?ID=2',
          }),
        ]),
      ).result;
      expect(items).toMatchObject([
        {
          uri: `list:///${siteId}/${listId}/13`,
          kind: 'row',
          name: 'Open issues 13',
          path: 'marketing/Open issues',
        },
        { uri: `list:///${siteId}/${listId}/14`, name: 'Broken lamp' },
      ]);
    });

    it('are lists and rows alone for kind list', async () => {
      const { context, result } = run({ query: 'issue', kind: 'list' }, () =>
        found([list(), library, row('13'), file('a.docx')]),
      );
      const { items } = await result;
      expect(items).toMatchObject([
        { uri: `list:///${siteId}/${listId}`, kind: 'list', name: 'Open issues', path: 'marketing' },
        { kind: 'row' },
      ]);
      expect(context.graph.requests[0]?.body).toMatchObject({
        requests: [{ entityTypes: ['list', 'listItem'] }],
      });
      expect(queryString(context.graph.requests[0]?.body)).toContain(
        'NOT contentclass:STS_List_DocumentLibrary',
      );
    });

    it('are left out for kind file', async () => {
      const { items } = await run({ query: 'x', kind: 'file' }, () => found([row('13'), file('a.docx')]))
        .result;
      expect(items).toMatchObject([{ name: 'a.docx' }]);
    });

    it('need Sites.Read.All', async () => {
      const { context, result } = run({ query: 'x', kind: 'list' }, () => found([]), ['Files.Read.All']);
      await expect(result).rejects.toMatchObject({ details: { permissions: ['Sites.Read.All'] } });
      expect(context.graph.roundTrips).toBe(0);
    });

    it('are not found by type or folder', () => {
      const { error } = sharepointSearch.input.safeParse({ query: 'x', kind: 'list', fileType: 'docx' });
      expect(error?.issues[0]?.message).toContain('omit them');
    });
  });

  it('takes name and type of a hit from its URL when they are missing', async () => {
    const hits = () =>
      found([
        file('x', { name: undefined, webUrl: `${site}/SitePages/Hello%20World.aspx` }),
        file('x', { name: 'A title', webUrl: `${site}/Shared%20Documents/Plan.docx` }),
        file('x', { name: null, webUrl: `${site}/_layouts/15/Doc.aspx?sourcedoc=x` }),
      ]);
    const { items } = await run({ query: 'x' }, hits).result;
    expect(items?.map((item) => (item as { name?: string }).name)).toEqual([
      'Hello World.aspx',
      'A title',
      undefined,
    ]);
    const { items: documents } = await run({ query: 'x', fileType: 'docx' }, hits).result;
    expect(documents).toMatchObject([{ name: 'A title' }]);
  });

  it('sorts by date on request', async () => {
    const { context, result } = run({ query: 'x', order: 'oldest' }, () => found([]));
    await result;
    expect(context.graph.requests[0]?.body).toMatchObject({
      requests: [{ sortProperties: [{ name: 'lastModifiedDateTime', isDescending: false }] }],
    });
  });

  it('applies type, dates and place again, but not authors', async () => {
    const { items, page } = await run(
      {
        query: 'x',
        fileType: 'docx',
        site,
        author: 'Nobody',
        afterDateTime: '2026-11-05T10:30',
        beforeDateTime: '2026-11-06',
      },
      () =>
        found([
          file('Fits.docx'),
          file('Type.pdf'),
          file('Early.docx', { lastModifiedDateTime: '2026-11-05T09:29:59Z' }),
          file('Late.docx', { lastModifiedDateTime: '2026-11-05T23:00:00Z' }),
          file('Elsewhere.docx', {
            webUrl: 'https://contoso.sharepoint.com/sites/marketing-old/x/Elsewhere.docx',
          }),
        ]),
    ).result;
    expect(items).toMatchObject([{ name: 'Fits.docx' }]);
    expect(page?.note).toContain('4 results were dropped');
    expect(page?.total).toBeUndefined();
  });

  it('reads on while a page has no match, and stops', async () => {
    const { context, result } = run({ query: 'x', fileType: 'pdf' }, () =>
      found([file('a.docx'), file('b.docx')], true),
    );
    const { items, page } = await result;
    expect(items).toEqual([]);
    expect(context.graph.roundTrips).toBe(4);
    expect(page?.next).toEqual({ offset: 8, seen: expect.any(String) });
  });

  it('resumes at the cursor', async () => {
    const { context, result } = run({ query: 'x', offset: 10 }, () => found([]), undefined, { offset: 40 });
    await result;
    expect(context.graph.requests[0]?.body).toMatchObject({ requests: [{ from: 40 }] });
  });

  describe('site and folderName', () => {
    it('prefer an exact match', async () => {
      const { context, result } = run({ query: 'x', site: 'Marketing' }, ({ path }) =>
        path === '/sites'
          ? {
              value: [
                { name: 'marketing-old', displayName: 'Marketing (old)', webUrl: `${site}-old` },
                { name: 'mkt', displayName: 'marketing', webUrl: site },
              ],
            }
          : found([]),
      );
      await result;
      expect(context.graph.requests[0]?.query).toMatchObject({ search: 'Marketing' });
      expect(queryString(context.graph.requests[1]?.body)).toContain(`path:"${site}"`);
      expect(queryString(context.graph.requests[1]?.body)).not.toContain('-old');
    });

    it('resolve folders first and search in them', async () => {
      const folders = ['Plans', 'Old plans', 'Planets', 'Other'].map((name) => ({
        name,
        webUrl: `${site}/Shared%20Documents/2026/${encodeURIComponent(name)}`,
      }));
      let requests = 0;
      const { context, result } = run({ query: 'x', folderName: '2026/plans' }, () => {
        requests += 1;
        return requests === 1 ? found(folders) : found([]);
      });
      await result;
      const [first, second] = context.graph.requests.map(({ body }) => queryString(body));
      expect(first).toBe(
        '(filename:"plans*" OR title:"plans*") AND (ContentTypeId:0x0120* OR IsContainer:true OR isDocument:false)',
      );
      expect(second).toBe(
        `(x AND (path:"${site}/Shared Documents/2026/Plans" OR path:"${site}/Shared Documents/2026/Old plans")) NOT ContentTypeId:0x0120*`,
      );
    });

    it.each([
      [{ query: 'x', site: 'Nowhere' }, 'site'],
      [{ query: 'x', folderName: 'Nowhere' }, 'folderName'],
    ])('fail with not_found: %j', async (args, argument) => {
      const { result } = run(args, ({ path }) => (path === '/sites' ? { value: [] } : found([])));
      await expect(result).rejects.toMatchObject({ code: 'not_found', details: { argument } });
    });
  });

  describe('with fewer permissions', () => {
    const oneDrive = 'https://contoso-my.sharepoint.com';
    const stored = (place: string, drive: string) =>
      file(`${drive}.docx`, {
        webUrl: `${place}/Documents/${drive}.docx`,
        parentReference: { driveId: drive, siteId },
      });
    const everywhere = [
      stored(site, 'b!site'),
      stored(`${oneDrive}/personal/megan`, 'b!own'),
      stored(`${oneDrive}/personal/adele`, 'b!theirs'),
    ];
    const tenant: FakeResponse = ({ path }) =>
      path === '/me/drive'
        ? { id: 'b!own', webUrl: `${oneDrive}/personal/megan/Documents` }
        : found(everywhere);

    it.each<[readonly string[], readonly string[], RegExp | undefined, number]>([
      [['Sites.Read.All', 'Files.Read.All'], ['b!site', 'b!own', 'b!theirs'], undefined, 1],
      [
        ['Sites.Read.All'],
        ['b!site'],
        /Your OneDrive .* Files\.Read is not .* others .* Files\.Read\.All/,
        1,
      ],
      [['Sites.Read.All', 'Files.Read'], ['b!site', 'b!own'], /others was not .* Files\.Read\.All/, 2],
      [['Files.Read.All'], ['b!own', 'b!theirs'], /SharePoint was not searched: Sites\.Read\.All/, 2],
    ])('with %j finds only what is on the hosts of %j', async (scopes, drives, note, roundTrips) => {
      const { context, result } = run({ query: 'x' }, tenant, scopes);
      const { items, page } = await result;
      expect(items?.map((item) => (item as { name: string }).name.replace('.docx', ''))).toEqual(drives);
      if (note) expect(page?.note).toMatch(note);
      else expect(page?.note).toBe('');
      expect(page?.total).toBe(note ? undefined : 90);
      expect(context.graph.roundTrips).toBe(roundTrips);
    });

    it('without Sites.Read.All searches no pages, and only on the host of OneDrive', async () => {
      const { context, result } = run({ query: 'x' }, tenant, ['Files.Read.All']);
      await result;
      const body = context.graph.requests.at(-1)?.body;
      expect(body).toMatchObject({ requests: [{ entityTypes: ['driveItem'] }] });
      expect(queryString(body)).toContain(`path:"${oneDrive}"`);
    });

    it.each([
      [{ folderName: `${oneDrive}/personal/megan/Documents/Plans` }, ['Sites.Read.All'], ['Files.Read']],
      [{ folderName: `${site}/Shared%20Documents` }, ['Files.Read.All'], ['Sites.Read.All']],
      [{ site }, ['Files.Read.All'], ['Sites.Read.All']],
      [{ site: 'Marketing' }, ['Files.Read.All'], ['Sites.Read.All']],
    ])('rejects %j with %j: requires %j', async (args, scopes, permissions) => {
      const { context, result } = run({ query: 'x', ...args }, tenant, scopes);
      await expect(result).rejects.toMatchObject({ code: 'permission_missing', details: { permissions } });
      expect(context.graph.requests.filter(({ path }) => path === '/search/query')).toEqual([]);
    });

    const next = 'https://graph.microsoft.com/v1.0/x?$skiptoken=1';
    const own = (count: number, prefix = '') => ({
      value: Array.from({ length: count }, (_, index) =>
        file(index % 2 === 0 ? `${index}.docx` : `${index}.pdf`, {
          id: `01BYE5RZ${prefix}${index}`,
          webUrl: `https://contoso-my.sharepoint.com/personal/megan/Documents/Plans/${index}`,
          parentReference: { driveId, path: `/drives/${driveId}/root:/Plans` },
        }),
      ),
    });

    it('searches the own drive with only Files.Read, page by page, with a note', async () => {
      const first = run(
        { query: "o'neil", fileType: 'docx', folderName: 'plan', limit: 3, offset: 1 },
        () => own(12),
        ['Files.Read'],
      );
      const { items, page } = await first.result;
      expect(first.context.graph.requests[0]?.path).toBe("/me/drive/root/search(q='o''neil')");
      expect(items).toMatchObject([{ name: '2.docx' }, { name: '4.docx' }, { name: '6.docx' }]);
      expect(page?.note).toContain('own OneDrive');
      const second = await run(
        { query: "o'neil", fileType: 'docx', limit: 3, offset: 1 },
        () => own(12),
        ['Files.Read'],
        page?.next,
      ).result;
      expect(second.items).toMatchObject([{ name: '8.docx' }, { name: '10.docx' }]);
      expect(second.page?.next).toBeUndefined();
    });

    it('stops after 1,000 files', async () => {
      let pages = 0;
      const { context, result } = run(
        { query: 'x', fileType: 'xlsx' },
        () => ({ ...own(200, `P${(pages += 1)}-`), '@odata.nextLink': next }),
        ['Files.Read'],
      );
      expect((await result).items).toEqual([]);
      expect(context.graph.roundTrips).toBe(5);
    });

    it('returns a file once when the nextLink repeats', async () => {
      const { result } = run({ query: 'x' }, () => ({ ...own(3), '@odata.nextLink': next }), ['Files.Read']);
      expect((await result).items).toHaveLength(3);
    });

    it('reads on after an empty page', async () => {
      const pages = [{ value: [], '@odata.nextLink': next }, own(3)];
      const { result } = run({ query: 'x' }, () => pages.shift(), ['Files.Read']);
      expect((await result).items).toHaveLength(3);
    });

    it.each([
      [{ fileType: 'docx' }, { code: 'invalid_argument', details: { argument: 'query' } }],
      [
        { query: 'x', site: 'Marketing' },
        { code: 'permission_missing', details: { permissions: ['Sites.Read.All'] } },
      ],
    ])('rejects %j with only Files.Read', async (args, error) => {
      const { context, result } = run(args, () => own(1), ['Files.Read']);
      await expect(result).rejects.toMatchObject(error);
      expect(context.graph.roundTrips).toBe(0);
    });
  });

  it.each([
    [{}, 'custom', ['query']],
    [{ query: '""' }, 'custom', ['query']],
    [{ query: 'x', author: '()' }, 'custom', ['author']],
    [{ query: 'x', folderName: '"' }, 'custom', ['folderName']],
    [{ query: 'x', fileType: 'a b' }, 'invalid_format', ['fileType']],
    [{ query: 'x', fileType: 'docx" OR path:"x' }, 'invalid_format', ['fileType']],
    [{ query: 'x', limit: 51 }, 'too_big', ['limit']],
    [{ query: 'x', afterDateTime: '2026-13-01' }, 'custom', ['afterDateTime']],
    [{ query: 'x', mailbox: 'a@b.example' }, 'unrecognized_keys', []],
  ])('rejects %j before a request is sent', (args, code, path) => {
    expect(sharepointSearch.input.safeParse(args).error?.issues[0]).toMatchObject({ code, path });
  });
});
