import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { read, refusal } from './reading/read-resource.ts';
import { withPermissions } from './reading/permissions.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

const marketing = 'https://contoso.sharepoint.com/sites/marketing/Shared Documents';
const odds = `${marketing}/Odds and ends`;

describe('files and pages', () => {
  it.each<[string, string, object]>([
    ['a scanned PDF', 'Scan of the signed lease.pdf', { note: expect.stringContaining('scanned') as string }],
    ['an empty file', 'Empty.txt', { note: expect.stringContaining('no text') as string }],
    [
      'an old Word document',
      'Framework contract 2003.doc',
      { text: expect.stringContaining('4 %') as string },
    ],
    ['rich text', 'Stand brief.rtf', { text: expect.stringContaining('Twelve square metres') as string }],
    [
      'a Loop component',
      'Launch board.loop',
      { text: expect.stringContaining('| Alex | 22 January |') as string },
    ],
    ['JSON', 'Shop feed.json', { text: expect.stringContaining('Łódź') as string }],
    ['XML', 'Stock.xml', { text: expect.stringContaining('HALO-1') as string }],
  ])('reads %s', async (_, name, expected) => {
    expect(await read(megan, `${odds}/${name}`)).toMatchObject(expected);
  });

  it('shows a picture as a picture', async () => {
    const { images, facts } = await read(megan, `${odds}/Team photo.png`);
    expect(images).toMatchObject([
      { mimeType: 'image/png', data: expect.stringMatching(/^iVBOR/) as string },
    ]);
    expect(facts['contentType']).toBe('image/png');
  });

  it.each([
    ['encrypted', 'Acquisition (protected).docx', 'protected_content'],
    ['flagged as malware', 'Invoice 9981.pdf.txt', 'malware'],
  ])('refuses a file that is %s', async (_, name, code) => {
    const error = await refusal(megan, `${odds}/${name}`);
    expect(error.code).toBe(code);
    expect('link' in error).toBe(code !== 'malware');
  });

  it.each([
    ['its address', `${marketing}/Halo/Halo Launch Plan.docx`, 'file'],
    ['its address with escapes', `${marketing}/Budget%20drafts%20%231%20(50%25)`, 'file'],
    [
      'a view of its library',
      `${marketing}/Forms/AllItems.aspx?id=%2Fsites%2Fmarketing%2FShared%20Documents%2FBudget%20drafts%20%231%20%2850%25%29&viewid=1`,
      'file',
    ],
    ['the view of a whole library', `${marketing}/Forms/AllItems.aspx`, 'file'],
    ['the site', 'https://contoso.sharepoint.com/sites/marketing/', 'siteDrives'],
    ['a page', 'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx', 'page'],
  ])('follows a link: %s', async (_, link, kind) => {
    const { structured } = await read(megan, link);
    expect(structured['kind']).toBe(kind);
    // What is opened is named by an address that stays.
    const again = await read(megan, String(structured['uri']));
    expect(again.structured['title']).toBe(structured['title']);
  });

  it('follows a sharing link and an address of Office', async () => {
    const { facts } = await read(megan, `${marketing}/Halo/Halo Launch Plan.docx`);
    const office = String(facts['webUrl']);
    expect(office).toContain('sourcedoc=');
    expect((await read(megan, office)).structured['title']).toBe('Halo Launch Plan.docx');
    const id = /sourcedoc=%7B([0-9A-F-]+)%7D/.exec(office)?.[1] ?? '';
    const shared = `https://contoso.sharepoint.com/:w:/s/marketing/E${id.toLowerCase().replaceAll('-', '')}`;
    expect((await read(megan, shared)).structured['title']).toBe('Halo Launch Plan.docx');
  });

  it('reads a page with its table and the words of its web parts', async () => {
    const { text, facts } = await read(
      megan,
      'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx',
    );
    expect(text).toContain('| Halo launch | Patti Fernandez |');
    expect(text).toContain('An empty train');
    expect(facts['author']).toBe('Patti Fernandez');
  });

  it('lists libraries and pages of a site', async () => {
    const { entries } = await read(megan, 'https://contoso.sharepoint.com/sites/intranet');
    expect(entries.map(({ name }) => name)).toEqual([
      'Documents',
      'Contoso Intranet',
      'Travel is frozen until the end of March',
    ]);
  });

  it('opens the own OneDrive with Files.Read, and refuses by name what needs more', async () => {
    await withPermissions(connector, ['User.Read', 'Files.Read'], async (client) => {
      const { entries } = await read(client, 'drive:///me');
      expect(entries.map(({ name }) => name)).toContain('Shopping list.txt');
      expect(await refusal(client, 'https://contoso.sharepoint.com/sites/marketing')).toMatchObject({
        code: 'permission_missing',
        message: expect.stringContaining('Sites.Read.All') as string,
      });
      expect(await refusal(client, `${marketing}/Halo/Halo Launch Plan.docx`)).toMatchObject({
        code: 'permission_missing',
      });
    });
  });

  it('shows no file that was not shared', async () => {
    expect(
      await refusal(megan, 'https://contoso.sharepoint.com/sites/finance/Shared Documents/Salary review.txt'),
    ).toMatchObject({ code: 'access_denied' });
  });
});
