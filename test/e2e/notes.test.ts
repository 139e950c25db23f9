import { describe, expect, it } from 'vitest';
import { type AnyClient, call, itemsOf } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { useOptionalTool } from './reading/permissions.ts';
import { read } from './reading/read-resource.ts';

const connector = useConnector();
const clients = useOptionalTool(connector, 'Notes.Read.All', 'note_search');

describe.each([0, 1])('Notes.Read.All granted, client %s', (index) => {
  const client = () => clients[index] as AnyClient;
  const titles = async (args: Record<string, unknown>) =>
    itemsOf(await call(client(), 'note_search', args)).map(({ title }) => title);

  it('answers "what did I write down lately?" with own pages, the newest first', async () => {
    expect(await titles({})).toEqual(['Offsite agenda ideas', 'Wi-Fi of the venue', 'Packing list']);
  });

  it('finds pages by title, notebook, section, date, team and site', async () => {
    expect(await titles({ query: 'agenda offsite' })).toEqual(['Offsite agenda ideas']);
    expect(await titles({ notebook: 'Private' })).toEqual(['Packing list']);
    expect(await titles({ section: 'quick', query: 'wi-fi' })).toEqual(['Wi-Fi of the venue']);
    expect(await titles({ beforeDateTime: '30 days ago' })).toEqual(['Packing list']);
    expect(await titles({ site: 'Marketing' })).toEqual(['Slogans for spring']);
    expect(await titles({ team: 'Halo launch' })).toEqual(['Slogans for spring']);
  });

  it('reads section by section where the account has too many sections', async () => {
    const { control } = connector.simulation.tenant;
    const usual = await titles({});
    control.setConditions(['manySections']);
    try {
      expect(await titles({})).toEqual(usual);
      expect(await titles({ query: 'agenda offsite' })).toEqual(['Offsite agenda ideas']);
    } finally {
      control.setConditions([]);
    }
  });

  it('says that only titles are searched when nothing is found', async () => {
    const { structuredContent } = await call(client(), 'note_search', { query: 'passport' });
    expect(JSON.stringify(structuredContent)).toContain('Only titles were searched');
  });

  it('opens a page with table, pictures and attachments, and its notebook', async () => {
    const [item] = itemsOf(await call(client(), 'note_search', { query: 'offsite' }));
    const { text, facts } = await read(client(), String(item?.['uri']));
    expect(facts).toMatchObject({ notebook: 'Megan @ Work', section: 'Gatherings' });
    expect(text).toContain('Start with the');
    expect(text).toMatch(/Harbor tour[^]*45/);
    expect(text).toContain('[image: Sketch of the stand]');
    expect(text).toContain('[attachment: hotel-offer.pdf]');
    const { entries } = await read(client(), String(facts['notebookUri']));
    expect(entries.map(({ title }) => title)).toEqual(['Offsite agenda ideas', 'Wi-Fi of the venue']);
  });

  it('opens a notebook of a library with the pages that OneNote lists on its site', async () => {
    const { control } = connector.simulation.tenant;
    const [page] = itemsOf(await call(client(), 'note_search', { site: 'Marketing' }));
    const [, site = ''] = /^note:\/\/\/([^/]+)/.exec(String(page?.['uri'])) ?? [];
    const [host, siteId, webId] = site.split(',');
    const driveId = `b!${'a'.repeat(64)}`;
    const id = `01${'A'.repeat(32)}`;
    control.addFault({
      kind: 'graph',
      path: `*/items/${id}`,
      effect: 'status',
      status: 200,
      body: JSON.stringify({
        id,
        name: 'Marketing Notebook',
        webUrl: `https://${host}/sites/marketing/_layouts/15/Doc.aspx?sourcedoc=%7B1%7D`,
        parentReference: { driveId, siteId },
        sharepointIds: { siteUrl: `https://${host}/sites/marketing`, siteId, webId },
        package: { type: 'oneNote' },
      }),
    });
    try {
      const { entries } = await read(client(), `file:///${driveId}/${id}`);
      expect(entries.map(({ title }) => title)).toEqual(['Slogans for spring']);
    } finally {
      control.clearFaults();
    }
  });
});
