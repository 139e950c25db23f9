import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyClient, call, itemsOf } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { read } from './reading/read-resource.ts';

const connector = useConnector();
const clients: AnyClient[] = [];
const marketing = 'https://contoso.sharepoint.com/sites/marketing';

beforeAll(async () => {
  for (const era of ['2025-11-25', '2026-07-28'] as const) {
    const client = await connector.client(era, 'megan');
    await client.listTools();
    clients.push(client);
  }
});
afterAll(async () => {
  for (const client of clients) await client.close();
});

async function findList(client: AnyClient, query: string): Promise<string> {
  const items = itemsOf(await call(client, 'sharepoint_search', { query, kind: 'list' }));
  return String(items.find(({ kind }) => kind === 'list')?.['uri']);
}

/** The error of a client that accepts errors of tools with an output schema. */
async function readError(args: Record<string, unknown>, client = clients[1]): Promise<string> {
  const { isError, content } = await (client as AnyClient).callTool({
    name: 'read_resource',
    arguments: args,
  });
  expect(isError).toBe(true);
  return content[0]?.text ?? '';
}

describe.each([0, 1])('SharePoint lists, client %s', (index) => {
  const client = () => clients[index] as AnyClient;

  it('answers "what do we sponsor in Lisbon?" with the row of the list', async () => {
    const items = itemsOf(await call(client(), 'sharepoint_search', { query: 'Lisbon chess' }));
    expect(items).toMatchObject([
      {
        kind: 'row',
        name: 'Lisbon chess open',
        path: 'marketing/Sponsorships',
        uri: expect.stringMatching(/^list:/),
      },
    ]);
    const { structured, facts, text } = await read(client(), String(items[0]?.['uri']));
    expect(structured['title']).toBe('Lisbon chess open');
    expect(facts).toMatchObject({ listName: 'Sponsorships', modifiedBy: 'Adele Vance' });
    expect(text).toContain('Contact: Adele Vance');
    expect(text).toContain('Terms: They asked for lamps.');
  });

  it('finds no list as a file, and no library as a list', async () => {
    const files = itemsOf(await call(client(), 'sharepoint_search', { query: 'Lisbon chess', kind: 'file' }));
    expect(files).toEqual([]);
    const lists = itemsOf(
      await call(client(), 'sharepoint_search', { query: 'documents OR marketing', kind: 'list' }),
    );
    for (const { uri } of lists) expect(uri).toMatch(/^list:\/\/\//);
  });

  it('reads a list as a table with the names of people', async () => {
    const { structured, text, facts } = await read(client(), await findList(client(), 'sponsorships'));
    expect(structured['title']).toBe('Sponsorships');
    expect(facts).toMatchObject({ indexedColumns: ['Stage', 'Renewal'] });
    expect(text).toContain('ID,Event,Stage,Annual fee,Renewal,Contact,Exclusive,Page,Terms,Modified');
    expect(text).toMatch(
      /1,Gdynia sailing week,Signed,12500,2027-03-3[01],Adele Vance,yes,Event page,Logo on all sails\./,
    );
    expect(text).toContain('"Too expensive, ""for now""."');
  });

  it('filters rows by columns of all types', async () => {
    const list = await findList(client(), 'sponsorships');
    const rows = async (filter: string) => {
      const { text } = await read(client(), `${list}?filter=${filter}`);
      return [...text.matchAll(/^(\d),/gm)].map(([, id]) => id);
    };
    expect(await rows('Stage = Negotiating')).toEqual(['3', '5']);
    expect(await rows(encodeURIComponent('Annual fee >= 8,000 and Exclusive = no'))).toEqual(['2']);
    expect(await rows("fields/Renewal lt '2027-02-01'")).toEqual(['2', '4']);
    expect(await rows('Event startswith "Rotterdam"')).toEqual(['5']);
  });

  it('explains a filter that cannot be used', async () => {
    const list = await findList(client(), 'sponsorships');
    const text = async (filter: string) => await readError({ uri: `${list}?filter=${filter}` });
    expect(await text('Contact = Adele')).toContain('does not filter by people');
    expect(await text('Color = red')).toContain('Columns to filter by: Event, Stage, Annual fee');
    expect(await text('Stage')).toContain('give comparisons such as');
  });

  it('pages through more rows than the threshold, and filters them by an indexed column', async () => {
    const list = await findList(client(), 'asset register');
    const first = await call(client(), 'read_resource', { uri: list });
    const { cursor } = (first.structuredContent?.['page'] ?? {}) as { cursor?: string };
    const second = await call(client(), 'read_resource', { uri: list, cursor });
    expect(second.content[0]?.text).toContain('51,Asset 0051');
    const screens = await read(client(), `${list}?filter=Category = Screen`);
    expect([...screens.text.matchAll(/,Screen,/g)]).toHaveLength(13);
    expect(await readError({ uri: `${list}?filter=Room = B101` })).toMatch(
      /Room, which has no index[^]*5,000 rows[^]*\(Category\)/,
    );
  });

  it('continues a filtered list with its cursor', async () => {
    const list = await findList(client(), 'asset register');
    const uri = `${list}?filter=Category = Desk`;
    const first = await call(client(), 'read_resource', { uri });
    const { cursor } = (first.structuredContent?.['page'] ?? {}) as { cursor?: string };
    const second = await call(client(), 'read_resource', { uri, cursor });
    expect(second.content[0]?.text).toContain('101,Asset 0101,Desk');
    expect(await readError({ uri: list, cursor })).toContain('invalid_cursor');
  });

  it('opens the link of a view and of a form', async () => {
    const view = await read(client(), `${marketing}/Lists/Sponsorships/AllItems.aspx`);
    expect(view.text).toContain('Poznań half marathon');
    const form = await read(client(), `${marketing}/Lists/Sponsorships/DispForm.aspx?ID=2&e=x`);
    expect(form.structured['title']).toBe('Jazz nights in Turin');
  });

  it('lists the lists of a site', async () => {
    const { entries } = await read(client(), marketing);
    expect(entries).toContainEqual({ uri: expect.stringMatching(/^list:\/\/\//), name: 'Sponsorships' });
  });
});

it('opens no list without Sites.Read.All', async () => {
  const list = await findList(clients[1] as AnyClient, 'sponsorships');
  const alex = await connector.client('2026-07-28', 'alex');
  expect(await readError({ uri: list }, alex)).toMatch(/^permission_missing: .*Sites\.Read\.All/);
  await alex.close();
});
