import { describe, expect, it } from 'vitest';
import { createGraphClient, createTestGraph } from '../../test-helpers/graph-client.ts';

const graph = createTestGraph();

const container = (response: { body: { value: { hitsContainers: unknown[] }[] } }) =>
  response.body.value[0]?.hitsContainers[0] as {
    // oxlint-disable-next-line typescript/no-explicit-any -- the tests look into it as they know it
    hits?: { hitId: string; summary: string; resource: Record<string, any> }[];
    total: number;
    moreResultsAvailable: boolean;
  };

async function files(who: 'megan' | 'adele' | 'patti' | 'joni', queryString: string, more: object = {}) {
  const response = await createGraphClient(graph, who).post('/search/query', {
    requests: [{ entityTypes: ['driveItem'], query: { queryString }, from: 0, size: 25, ...more }],
  });
  expect(response.status).toBe(200);
  return container(response);
}
const names = (found: Awaited<ReturnType<typeof files>>) =>
  (found.hits ?? []).map((hit) => hit.resource['name']);

describe('search', () => {
  it.each([
    ['megan', 'budget filetype:xlsx', ['FY27 Budget.xlsx']],
    ['megan', 'filename:"halo*" filetype:pptx', ['Halo Retail Deck.pptx']],
    ['megan', 'author:"Patti Fernandez" minutes', ['Leadership minutes.md']],
    [
      'megan',
      'path:"https://contoso.sharepoint.com/sites/marketing/Shared Documents/Halo/Press kit" isDocument=true',
      ['Halo press release.html', 'Price labels.txt'],
    ],
    ['megan', 'quasar', []],
    ['megan', 'AURORA', ['Halo press release.html']],
    ['megan', 'allowance LastModifiedTime>=2026-09-01', ['Travel and Expense Policy.pdf']],
    ['megan', '(filename:"press*") AND ContentTypeId:0x0120*', ['Press kit']],
    ['megan', 'salary', []],
    ['patti', 'salary', ['Salary review.txt']],
    ['adele', 'FY27 AND filetype:xlsx', []],
    ['joni', 'budget', []],
    ['joni', 'liability', ['Master Services Agreement Tailspin.docx']],
  ] as const)('%s finds by %s', async (who, query, expected) => {
    expect(names(await files(who, query))).toEqual(expected);
  });

  it('gives hits without facets or size, which resolve', async () => {
    const { hits } = await files('megan', 'FY27 filetype:xlsx');
    const resource = hits?.[0]?.resource ?? {};
    expect(Object.keys(resource)).not.toEqual(expect.arrayContaining(['size']));
    expect(resource).not.toHaveProperty('file');
    const item = await createGraphClient(graph, 'megan').get(
      `/drives/${resource['parentReference'].driveId}/items/${resource['id']}`,
    );
    expect([item.body.name, item.body.file.mimeType.includes('spreadsheetml')]).toEqual([
      'FY27 Budget.xlsx',
      true,
    ]);
  });

  it('pages and sorts files', async () => {
    const sortProperties = [{ name: 'lastModifiedDateTime', isDescending: true }];
    const first = await files('megan', 'filetype:csv', { size: 5, sortProperties });
    const second = await files('megan', 'filetype:csv', { size: 5, from: 5, sortProperties });
    expect([first.total, first.moreResultsAvailable]).toEqual([13, true]);
    const times = [...(first.hits ?? []), ...(second.hits ?? [])].map(
      (hit): string => hit.resource['lastModifiedDateTime'],
    );
    expect(times).toEqual(times.toSorted().toReversed());
    expect((await files('megan', 'filetype:csv', { from: 50 })).hits).toBeUndefined();
  });

  it('finds mail with ids in standard base64 that are not valid until they are converted to base64url', async () => {
    const megan = createGraphClient(graph, 'megan');
    const response = await megan.post('/search/query', {
      requests: [{ entityTypes: ['message'], query: { queryString: 'budget' }, from: 0, size: 25 }],
    });
    const { hits = [], total } = container(response);
    expect(total).toBe(hits.length);
    const id = hits.map((hit) => hit.hitId).find((candidate) => /[/+]/.test(candidate)) ?? '';
    expect(id).not.toBe('');
    expect((await megan.get(`/me/messages/${encodeURIComponent(id)}`)).status).toBe(400);
    const respelt = id.replaceAll('/', '-').replaceAll('+', '_');
    expect((await megan.get(`/me/messages/${respelt}`)).status).toBe(200);
  });

  it.each([
    ['two requests', { requests: [{}, {}] }, 400],
    ['mail with files', one({ entityTypes: ['message', 'driveItem'] }), 400],
    ['more than 25 mails', one({ entityTypes: ['message'], size: 26 }), 400],
    ['more than 500 files', one({ size: 501 }), 400],
    ['sorted mail', one({ entityTypes: ['message'], sortProperties: [{ name: 'receivedDateTime' }] }), 400],
    ['an unsortable property', one({ sortProperties: [{ name: 'colour' }] }), 400],
    ['an unknown member', one({ trimDuplicates: true }), 400],
    ['an unknown type', one({ entityTypes: ['unicorn'] }), 400],
    ['broken KQL', one({ query: { queryString: '(budget' } }), 400],
  ])('rejects %s', async (_name, body, status) => {
    expect((await createGraphClient(graph, 'megan').post('/search/query', body)).status).toBe(status);
  });

  it.each([
    [['driveItem'], ['Files.Read'], 403],
    [['driveItem'], ['Files.Read.All'], 200],
    [['driveItem'], ['Sites.Read.All'], 200],
    [['driveItem', 'listItem'], ['Files.Read.All'], 403],
    [['site'], ['Sites.Read.All'], 200],
    [['message'], ['Mail.ReadBasic'], 403],
    [['chatMessage'], ['Chat.ReadBasic'], 403],
  ])('needs permission for %j: %j gives %i', async (entityTypes, scopes, status) => {
    const response = await createGraphClient(graph, 'megan', scopes).post(
      '/search/query',
      one({ entityTypes }),
    );
    expect(response.status).toBe(status);
  });
});

function one(more: object): object {
  return { requests: [{ entityTypes: ['driveItem'], query: { queryString: 'budget' }, ...more }] };
}
