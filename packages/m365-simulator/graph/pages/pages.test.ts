import { describe, expect, it } from 'vitest';
import { createGraphClient, createTestGraph } from '../../test-helpers/graph-client.ts';

const graph = createTestGraph();
const megan = createGraphClient(graph, 'megan');

async function intranet(): Promise<string> {
  return (await megan.get('/sites/contoso.sharepoint.com:/sites/intranet')).body.id;
}

describe('pages', () => {
  it('are listed and opened with their canvas', async () => {
    const site = await intranet();
    const { body } = await megan.get(`/sites/${site}/pages/microsoft.graph.sitePage`);
    const freeze = body.value.find((page: { name: string }) => page.name === 'Travel-freeze.aspx');
    const page = (
      await megan.get(`/sites/${site}/pages/${freeze.id}/microsoft.graph.sitePage?$expand=canvasLayout`)
    ).body;
    expect(page.canvasLayout.horizontalSections[0].columns[0].webparts[0].innerHtml).toContain(
      '31 March 2027',
    );
    expect(
      page.canvasLayout.verticalSection.webparts[0].data.serverProcessedContent.searchablePlainTexts[0].value,
    ).toBe('An empty train');
    const parts = (await megan.get(`/sites/${site}/pages/${freeze.id}/microsoft.graph.sitePage/webParts`))
      .body.value;
    expect(parts.length).toBe(2);
    expect(
      (await megan.get(`/sites/${site}/pages/${freeze.id}/microsoft.graph.sitePage`)).body,
    ).not.toHaveProperty('canvasLayout');
  });

  it('are found by search, as list items where those are requested', async () => {
    const find = async (entityTypes: readonly string[]) =>
      (
        await megan.post('/search/query', {
          requests: [{ entityTypes, query: { queryString: 'frozen safety' } }],
        })
      ).body.value[0].hitsContainers[0].hits[0].resource;
    const item = await find(['driveItem', 'listItem']);
    expect(item['@odata.type']).toBe('#microsoft.graph.listItem');
    expect((await find(['driveItem']))['@odata.type']).toBe('#microsoft.graph.driveItem');
    const page = await megan.get(
      `/sites/${item.parentReference.siteId}/pages/${item.id}/microsoft.graph.sitePage`,
    );
    expect(page.body.title).toBe('Travel is frozen until the end of March');
  });

  it('need Sites.Read.All and the right to the site', async () => {
    const site = await intranet();
    expect(
      (await createGraphClient(graph, 'megan', ['Files.Read.All']).get(`/sites/${site}/pages`)).status,
    ).toBe(403);
    const finance = (await megan.get('/sites/contoso.sharepoint.com:/sites/finance')).body.id;
    expect((await createGraphClient(graph, 'adele').get(`/sites/${finance}/pages`)).status).toBe(403);
    expect((await megan.get(`/sites/${site}/pages/abc/microsoft.graph.sitePage`)).status).toBe(400);
  });

  it('and libraries are lists', async () => {
    const site = await intranet();
    const { body } = await megan.get(`/sites/${site}/lists`);
    expect(body.value.map((list: { displayName: string }) => list.displayName)).toEqual([
      'Documents',
      'Site Pages',
    ]);
    const items = await megan.get(`/sites/${site}/lists/${body.value[0].id}/items?$expand=fields&$top=2`);
    expect(items.body.value[0].fields.FileLeafRef).toBe('Policies');
    expect(items.body['@odata.nextLink']).toContain('skiptoken');
  });
});
