import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { sharepointFolderSearch } from '../../../src/tools/sharepoint-folder-search.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

const drive = 'b!R_p3sTf-U0ObBTzXhZvhFh9VL8TDNbpGkqcJX7NCEUCyVhY4qKvSQLmkLcUyqjzk';
const site = 'https://contoso.sharepoint.com/sites/marketing';

function run(
  args: Record<string, unknown>,
  answer: FakeResponse,
  scopes?: readonly string[],
  resume?: unknown,
) {
  const context = toolContext(answer, scopes);
  const result = sharepointFolderSearch.run(
    sharepointFolderSearch.input.parse(args),
    context,
    resume as never,
  );
  return { context, result };
}

const idOf = (index: number) => `01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36${index}`;

function hits(resources: readonly object[], moreResultsAvailable = false): unknown {
  return {
    value: [
      {
        hitsContainers: [
          { hits: resources.map((resource) => ({ hitId: 'x', resource })), moreResultsAvailable },
        ],
      },
    ],
  };
}

const hit = (index: number) => ({ id: idOf(index), parentReference: { driveId: drive } });

function item(index: number, name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: idOf(index),
    name,
    webUrl: `${site}/Shared%20Documents/${encodeURIComponent(name)}`,
    parentReference: { driveId: drive },
    folder: { childCount: index },
    ...more,
  };
}

const searchOf = (body: unknown) =>
  (body as { requests: [{ entityTypes: string[]; query: { queryString: string } }] }).requests[0];

/** Folders by their index, libraries, and whether there is more. */
function tenant(
  items: readonly (Record<string, unknown> | Error)[],
  libraries: readonly object[] = [],
  more = false,
): FakeResponse {
  return ({ path }) => {
    if (path === '/search/query') {
      return hits([...items.map((_, index) => hit(index)), ...libraries], more);
    }
    return items[Number(/(\d)$/.exec(path)?.[1])];
  };
}

describe('sharepoint_folder_search', () => {
  it('searches folders and libraries with one request, and reads all hits in one round trip', async () => {
    const { context, result } = run({ name: 'Q4 "plans' }, tenant([item(0, 'Q4 plans')]));
    await result;
    expect(context.graph.roundTrips).toBe(2);
    expect(context.graph.requests.slice(0, 1).map(({ body }) => searchOf(body))).toMatchObject([
      {
        entityTypes: ['driveItem', 'drive'],
        query: {
          queryString:
            '(filename:"Q4 plans*" OR title:"Q4 plans*") AND (ContentTypeId:0x0120* OR IsContainer:true OR isDocument:false)',
        },
      },
    ]);
  });

  it('returns folders and libraries, and drops all other hits', async () => {
    const { items, page } = await run(
      { name: 'plan' },
      tenant(
        [
          item(0, 'Plans'),
          item(1, 'Plan.docx', { folder: undefined, file: {} }),
          item(2, 'Old plans 2026'),
          item(3, 'Planets apart', { name: 'Other' }),
          item(4, 'root', { name: 'Plan', root: {} }),
          new AppError('not_found', 'Gone.'),
        ],
        [
          { id: drive, name: 'Plan library', webUrl: `${site}/Plan%20library` },
          { id: 'b!other', name: 'Documents', webUrl: `${site}/Shared%20Documents` },
        ],
        true,
      ),
    ).result;
    expect(items).toEqual([
      { uri: `file:///${drive}/root`, name: 'Plan library', path: 'marketing', library: true },
      { uri: `file:///${drive}/${idOf(0)}`, name: 'Plans', path: 'marketing/Shared Documents', items: 0 },
      {
        uri: `file:///${drive}/${idOf(2)}`,
        name: 'Old plans 2026',
        path: 'marketing/Shared Documents',
        items: 2,
      },
    ]);
    expect(page).toMatchObject({ next: { offset: 8 }, note: expect.stringContaining('5 dropped') });
  });

  it('resumes at the cursor', async () => {
    const { context, result } = run({ name: 'plan' }, tenant([item(0, 'Plans')]), undefined, { offset: 20 });
    await result;
    expect(context.graph.requests[0]?.body).toMatchObject({ requests: [{ from: 20 }] });
  });

  it('searches within a site, libraries too', async () => {
    const libraries = [
      { id: drive, name: 'Plans', webUrl: `${site}/Plans` },
      { id: 'b!other', name: 'Plans', webUrl: 'https://contoso.sharepoint.com/sites/marketing-old/Plans' },
    ];
    const { context, result } = run({ name: 'plan', site }, tenant([], libraries));
    expect((await result).items).toHaveLength(1);
    expect(searchOf(context.graph.requests[0]?.body).query.queryString).toContain(`AND path:"${site}"`);
  });

  it('does not request ids of an unknown format', async () => {
    const odd: FakeResponse = () =>
      hits([
        { id: 'a/b', parentReference: { driveId: drive } },
        { id: idOf(0), parentReference: { driveId: 'da61a2b0' } },
        {},
      ]);
    const { context, result } = run({ name: 'plan' }, odd);
    expect((await result).items).toEqual([]);
    expect(context.graph.requests).toHaveLength(1);
  });

  it('searches the own drive with only Files.Read, with a note', async () => {
    const { context, result } = run(
      { name: 'plan', limit: 2, offset: 1 },
      () => ({
        value: [0, 1, 2, 3, 4].map((index) => ({
          ...item(index, index === 2 ? 'Notes' : `Plan ${index}`),
          webUrl: `https://contoso-my.sharepoint.com/personal/megan/Documents/Plan%20${index}`,
        })),
      }),
      ['Files.Read'],
    );
    const { items, page } = await result;
    expect(context.graph.requests[0]?.path).toBe("/me/drive/root/search(q='plan')");
    expect(items).toMatchObject([{ name: 'Plan 1' }, { name: 'Plan 3' }]);
    expect(page).toMatchObject({ next: { offset: 4 }, note: expect.stringContaining('own OneDrive') });
  });

  it('has a note when not all results were checked', async () => {
    const { result } = run(
      { name: 'plan' },
      () => ({
        value: [item(1, 'Notes')],
        '@odata.nextLink': 'https://graph.microsoft.com/v1.0/x?$skiptoken=1',
      }),
      ['Files.Read'],
    );
    expect((await result).page?.note).toContain('first 1,000');
  });

  it('requires Sites.Read.All for a site', async () => {
    const { context, result } = run({ name: 'plan', site: 'Marketing' }, () => undefined, ['Files.Read.All']);
    await expect(result).rejects.toMatchObject({
      code: 'permission_missing',
      details: { permissions: ['Sites.Read.All'] },
    });
    expect(context.graph.roundTrips).toBe(0);
  });

  it.each([
    [{}, 'invalid_type', ['name']],
    [{ name: '' }, 'too_small', ['name']],
    [{ name: '"()' }, 'custom', ['name']],
    [{ name: 'x', limit: 21 }, 'too_big', ['limit']],
    [{ name: 'x', query: 'y' }, 'unrecognized_keys', []],
  ])('rejects %j before a request is sent', (args, code, path) => {
    expect(sharepointFolderSearch.input.safeParse(args).error?.issues[0]).toMatchObject({ code, path });
  });
});
