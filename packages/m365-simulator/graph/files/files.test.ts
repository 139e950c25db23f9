import { describe, expect, it } from 'vitest';
import { createGraphClient, createTestGraph, testNowMs } from '../../test-helpers/graph-client.ts';

const clock = { nowMs: testNowMs };
const graph = createTestGraph(clock);
const megan = createGraphClient(graph, 'megan');

async function siteDrive(site: string): Promise<{ id: string; webUrl: string }> {
  const found = await megan.get(`/sites/contoso.sharepoint.com:/sites/${site}`);
  return (await megan.get(`/sites/${found.body.id}/drives`)).body.value[0];
}
const share = (url: string) =>
  `/shares/u!${btoa(url).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}/driveItem`;

describe('files', () => {
  it('have ids of the real form and are reached by id, by path and through children', async () => {
    const drive = await siteDrive('marketing');
    expect(drive.id).toMatch(/^b![\w-]{64}$/);
    const item = (await megan.get(`/drives/${drive.id}/root:/Halo/Halo%20Launch%20Plan.docx`)).body;
    expect(item.id).toMatch(/^01[A-Z2-7]{32}$/);
    const folder = (
      await megan.get(`/drives/${drive.id}/items/${item.parentReference.id}/children?$select=id,name`)
    ).body;
    expect(folder.value).toContainEqual(
      expect.objectContaining({ id: item.id, name: 'Halo Launch Plan.docx' }),
    );
    expect(
      (await megan.get(`/drives/${drive.id}/items/${item.id}?$select=id,name,size,file`)).body.size,
    ).toBe(item.size);
  });

  it('are reached through names that have to be encoded', async () => {
    const drive = await siteDrive('marketing');
    const path = ['Budget drafts #1 (50%)', 'Split & notes + ideas.md'].map(encodeURIComponent).join('/');
    expect((await megan.get(`/drives/${drive.id}/root:/${path}`)).body.name).toBe('Split & notes + ideas.md');
  });

  it('page their children with $skiptoken', async () => {
    const drive = await siteDrive('marketing');
    const names: string[] = [];
    let next = `/drives/${drive.id}/root:/Reports/Sell-out%202026:/children?$top=5&$select=name`;
    while (next) {
      const { body } = await megan.get(next);
      names.push(...body.value.map((item: { name: string }) => item.name));
      next = body['@odata.nextLink'];
    }
    expect(names.length).toBe(12);
    expect(names).toEqual(names.toSorted());
  });

  it('redirect to a download host that needs no token, serves ranges and expires the URL', async () => {
    const drive = await siteDrive('intranet');
    const item = (await megan.get(`/drives/${drive.id}/root:/Policies/Travel%20and%20Expense%20Policy.pdf`))
      .body;
    const redirect = await megan.get(`/drives/${drive.id}/items/${item.id}/content`);
    expect(redirect.status).toBe(302);
    const address = redirect.headers.get('location') ?? '';
    const whole = await graph.download(new Request(address));
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await whole.arrayBuffer()).byteLength).toBe(item.size);
    const part = await graph.download(new Request(address, { headers: { range: 'bytes=0-4' } }));
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 0-4/${item.size}`,
      '%PDF-',
    ]);
    expect(
      (await graph.download(new Request(address, { headers: { range: `bytes=${item.size}-` } }))).status,
    ).toBe(416);
    expect((await graph.download(new Request(item['@microsoft.graph.downloadUrl']))).status).toBe(200);
    expect(
      (await graph.download(new Request(address.replace(/UniqueId=[^&]+/, 'UniqueId=other')))).status,
    ).toBe(401);
    clock.nowMs += 16 * 60_000;
    expect((await graph.download(new Request(address))).status).toBe(401);
    clock.nowMs = testNowMs;
  });

  it('record a token that is carried to that host', async () => {
    const drive = (await megan.get('/me/drive')).body;
    const file = (await megan.get(`/drives/${drive.id}/root:/Shopping%20list.txt`)).body;
    const before = graph.leaks.length;
    const leaked = await graph.download(
      new Request(file['@microsoft.graph.downloadUrl'], { headers: { authorization: 'Bearer x' } }),
    );
    expect([leaked.status, graph.leaks.length]).toEqual([401, before + 1]);
  });

  it('select the download address alone', async () => {
    const drive = (await megan.get('/me/drive')).body;
    const { body } = await megan.get(
      `/drives/${drive.id}/root:/Shopping%20list.txt?$select=id,@microsoft.graph.downloadUrl`,
    );
    expect(Object.keys(body).toSorted()).toEqual([
      '@microsoft.graph.downloadUrl',
      '@odata.context',
      '@odata.etag',
      'id',
    ]);
    expect(
      (await megan.get(`/drives/${drive.id}/root:/Shopping%20list.txt?$select=name`)).body,
    ).not.toHaveProperty('@microsoft.graph.downloadUrl');
  });

  it.each([
    ['Halo/Halo%20Launch%20Plan.docx', 'pdf', 302],
    ['Halo/Press%20kit/Price%20labels.txt', 'pdf', 406],
    ['Reports/Campaign%20results%20Q3.csv', 'pdf', 406],
    ['Halo/Halo%20Launch%20Plan.docx', 'html', 406],
    ['Halo/Halo%20Launch%20Plan.docx', 'exe', 400],
  ])('convert %s to %s: %i', async (path, format, status) => {
    const drive = await siteDrive('marketing');
    const response = await graph.fetch(
      new Request(
        `https://graph.microsoft.com/v1.0/drives/${drive.id}/root:/${path}:/content?format=${format}`,
      ),
      {
        tenantId: '0c0a0000-0000-4000-8000-00000000c0a0',
        objectId: 'a0000000-0000-4000-8000-000000000001',
        scopes: new Set(['Files.Read.All']),
      },
    );
    expect(response.status).toBe(status);
  });

  it('that are odd say so: flagged, for Loop alone, empty', async () => {
    const drive = await siteDrive('marketing');
    const open = async (name: string) =>
      (await megan.get(`/drives/${drive.id}/root:/Odds%20and%20ends/${encodeURIComponent(name)}`)).body;
    const flagged = await open('Invoice 9981.pdf.txt');
    expect(flagged.malware.description).toBe('EICAR test file');
    expect(flagged).not.toHaveProperty('@microsoft.graph.downloadUrl');
    expect((await megan.get(`/drives/${drive.id}/items/${flagged.id}/content`)).status).toBe(403);
    const loop = await open('Launch board.loop');
    const redirect = await graph.fetch(
      new Request(`https://graph.microsoft.com/v1.0/drives/${drive.id}/items/${loop.id}/content?format=html`),
      {
        tenantId: '0c0a0000-0000-4000-8000-00000000c0a0',
        objectId: 'a0000000-0000-4000-8000-000000000001',
        scopes: new Set(['Files.Read.All']),
      },
    );
    const html = await graph.download(new Request(redirect.headers.get('location') ?? ''));
    expect(await html.text()).toContain('<h1>Launch board</h1>');
    expect((await open('Empty.txt')).size).toBe(0);
    const protectedFile = await open('Acquisition (protected).docx');
    const bytes = await graph.download(new Request(protectedFile['@microsoft.graph.downloadUrl']));
    expect([...new Uint8Array(await bytes.arrayBuffer()).subarray(0, 4)]).toEqual([0xd0, 0xcf, 0x11, 0xe0]);
  });

  it('are found in the own drive with Files.Read alone', async () => {
    const own = createGraphClient(graph, 'alex', ['Files.Read', 'User.Read']);
    const { body } = await own.get("/me/drive/root/search(q='translation')?$select=id,name");
    expect(body.value.map((item: { name: string }) => item.name)).toEqual(['Translation schedule.csv']);
    const library = await siteDrive('intranet');
    expect((await own.get(`/drives/${library.id}/root`)).status).toBe(403);
  });

  it('that were shared open with Files.Read, those that were not do not', async () => {
    const meganDrive = (await megan.get('/me/drive')).body;
    const ideas = (await megan.get(`/drives/${meganDrive.id}/root:/Halo%20ideas.md`)).body;
    const list = (await megan.get(`/drives/${meganDrive.id}/root:/Shopping%20list.txt`)).body;
    const alex = createGraphClient(graph, 'alex', ['Files.Read']);
    expect((await alex.get(`/drives/${meganDrive.id}/items/${ideas.id}`)).status).toBe(200);
    expect((await alex.get(`/drives/${meganDrive.id}/items/${list.id}`)).status).toBe(403);
  });

  it('open by web address, Office address and sharing link, for those who may', async () => {
    const drive = await siteDrive('finance');
    const item = (await megan.get(`/drives/${drive.id}/root:/FY27%20Budget.xlsx`)).body;
    const link = `https://contoso.sharepoint.com/:x:/s/finance/E${item.eTag.slice(2, 38).toLowerCase().replaceAll('-', '')}?e=4Yq`;
    for (const url of [`${drive.webUrl}/FY27%20Budget.xlsx`, item.webUrl, link]) {
      expect((await megan.get(share(url), { prefer: 'redeemSharingLinkIfNecessary' })).body.id).toBe(item.id);
      expect((await createGraphClient(graph, 'adele').get(share(url))).status).toBe(403);
      expect((await createGraphClient(graph, 'joni').get(share(url))).status).toBe(403);
    }
  });

  it('of sites: search, by path, by id', async () => {
    const { body } = await megan.get('/sites?search=*');
    expect(body.value.map((site: { name: string }) => site.name)).toEqual([
      'marketing',
      'finance',
      'intranet',
    ]);
    expect((await createGraphClient(graph, 'adele').get('/sites?search=finance')).body.value).toEqual([]);
    expect((await megan.get(`/sites/${body.value[0].id}`)).body.displayName).toBe('Marketing');
    expect((await createGraphClient(graph, 'adele').get(`/sites/${body.value[1].id}`)).status).toBe(403);
  });

  it('and mail in one batch, each with its own status', async () => {
    const response = await megan.post('/$batch', {
      requests: [
        { id: '1', method: 'GET', url: '/me?$select=displayName' },
        { id: '2', method: 'GET', url: '/me/messages/abc' },
        {
          id: '3',
          method: 'GET',
          url: '/me/messages?$top=1&$select=id',
          headers: { Prefer: 'IdType="ImmutableId"' },
        },
      ],
    });
    const byId = new Map(response.body.responses.map((entry: { id: string }) => [entry.id, entry]));
    expect(byId.get('1')).toMatchObject({ status: 200, body: { displayName: 'Megan Bowen' } });
    expect(byId.get('2')).toMatchObject({
      status: 400,
      body: { error: { code: 'ErrorInvalidIdMalformed' } },
    });
    expect(byId.get('3')).toMatchObject({ status: 200 });
    const many = Array.from({ length: 21 }, (_, index) => ({ id: String(index), method: 'GET', url: '/me' }));
    expect((await megan.post('/$batch', { requests: many })).status).toBe(400);
  });
});
