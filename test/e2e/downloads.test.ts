import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { read, readError } from './reading/read-resource.ts';

const connector = useConnector();
let megan: AnyClient;
let joni: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
  joni = await connector.client('2026-07-28', 'joni');
});
afterEach(() => {
  const { control } = connector.simulation.tenant;
  control.clearFaults();
  control.setConditions([]);
});
afterAll(async () => {
  await megan.close();
  await joni.close();
});

const plan = 'https://contoso.sharepoint.com/sites/marketing/Shared Documents/Halo/Halo Launch Plan.docx';
const rulings =
  'https://fabrikam.sharepoint.com/sites/legal/Shared Documents/Registers/Register of rulings.pdf';

function requests(kind: 'graph' | 'download') {
  return connector.simulation.tenant.control.requests({ kind });
}

describe('read_resource of a file', () => {
  it('sends no token to the download host and discloses no download URL', async () => {
    const { control } = connector.simulation.tenant;
    control.clearRequests();
    const { whole } = await read(megan, plan);
    const downloads = requests('download');
    expect(downloads).toHaveLength(1);
    const [download] = downloads;
    expect(download?.query).toContain('tempauth=');
    expect(Object.keys(download?.headers ?? {})).not.toContain('authorization');
    expect(requests('graph').every(({ headers }) => 'authorization' in headers)).toBe(true);
    const secret = new URLSearchParams(download?.query).get('tempauth') ?? '?';
    expect(whole).not.toContain(secret);
    expect(connector.simulation.worker.log.join('\n')).not.toMatch(/tempauth/i);
  });

  it('downloads the file once per response, whatever the page', async () => {
    const { control } = connector.simulation.tenant;
    for (const startPage of [1, 2, 20]) {
      control.clearRequests();
      await read(joni, rulings, startPage);
      expect(requests('download')).toHaveLength(1);
      expect(requests('graph').filter(({ path }) => path.endsWith('/content'))).toEqual([]);
    }
  });

  it('requests the content from Graph when the metadata has no download URL', async () => {
    const { control } = connector.simulation.tenant;
    control.setConditions(['noDownloadUrl']);
    control.clearRequests();
    const { whole } = await read(megan, plan);
    expect(whole).toContain('Halo');
    expect(requests('download')).toHaveLength(1);
    expect(requests('graph').filter(({ path }) => path.endsWith('/content'))).toHaveLength(1);
  });

  it('requests the content from Graph when the download URL of the metadata has expired', async () => {
    const { control } = connector.simulation.tenant;
    control.addFault({ kind: 'download', effect: 'status', status: 401, times: 1 });
    const { whole } = await read(megan, plan);
    expect(whole).toContain('Halo');
  });

  it('downloads nothing for a folder or a file flagged as malware', async () => {
    const { control } = connector.simulation.tenant;
    control.clearRequests();
    await read(megan, 'https://contoso.sharepoint.com/sites/marketing/Shared Documents/Halo');
    await readError(
      megan,
      'https://contoso.sharepoint.com/sites/marketing/Shared Documents/Odds and ends/Invoice 9981.pdf.txt',
    );
    expect(requests('download')).toEqual([]);
  });

  it.each([
    'https://evil.example/steal',
    'https://contoso.sharepoint.com.evil.example/x',
    'https://contoso.sharepoint.com@evil.example/x',
    'http://contoso.sharepoint.com/x',
    'https://contoso.sharepoint.com:8443/x',
    'file:///etc/passwd',
    'not a URL',
    '//evil.example/x',
  ])('does not follow a redirect of Graph to %s', async (location) => {
    const { control } = connector.simulation.tenant;
    control.setConditions(['noDownloadUrl']);
    control.clearRequests();
    control.addFault({
      kind: 'graph',
      path: '*/content',
      effect: 'status',
      status: 302,
      headers: { location },
    });
    const { code, message } = await readError(megan, plan);
    expect(code).toMatch(/^upstream_(?:refused|unavailable)$/);
    expect(message).not.toMatch(/evil|passwd|8443/);
    expect(requests('download')).toEqual([]);
  });

  it('does not follow a second redirect', async () => {
    const { control, downloadUrl } = connector.simulation.tenant;
    control.clearRequests();
    control.addFault({
      kind: 'download',
      effect: 'status',
      status: 302,
      headers: { location: `${downloadUrl}/elsewhere` },
    });
    expect(await readError(megan, plan)).toMatchObject({ code: 'upstream_unavailable' });
    expect(requests('download').every(({ path }) => path !== '/elsewhere')).toBe(true);
  });

  it.each<[string, number, string]>([
    ['gone', 404, 'not_found'],
    ['expired', 401, 'upstream_unavailable'],
  ])('reports that the content is %s', async (_, status, code) => {
    const { control } = connector.simulation.tenant;
    control.addFault({ kind: 'download', effect: 'status', status, body: '{"error":{"message":"SECRET"}}' });
    const refused = await readError(megan, plan);
    expect(refused.code).toBe(code);
    expect(refused.message).not.toContain('SECRET');
  });

  it('stops reading at 25 MB when the reported size is smaller', async () => {
    const { control } = connector.simulation.tenant;
    control.addFault({ kind: 'download', effect: 'hugeBody', bytes: 27 * 1024 * 1024 });
    expect(await readError(megan, plan)).toMatchObject({ code: 'too_large' });
  });
});
