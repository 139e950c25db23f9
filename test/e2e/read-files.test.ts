import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { read, readError } from './reading/read-resource.ts';
import { withPermissions } from './reading/permissions.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

const marketing = 'https://contoso.sharepoint.com/sites/marketing/Shared Documents';
const odds = `${marketing}/Odds and ends`;

describe('read_resource of files and pages', () => {
  it.each<[string, string, object]>([
    [
      'a PDF without a text layer',
      'Scan of the signed lease.pdf',
      {
        note: expect.stringContaining('scanned') as string,
        images: [{ mimeType: 'image/png', data: expect.stringMatching(/^iVBORw0KGgo/) as string }],
      },
    ],
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

  it('returns a picture as image content', async () => {
    const { images, facts } = await read(megan, `${odds}/Team photo.png`);
    expect(images).toMatchObject([
      { mimeType: 'image/png', data: expect.stringMatching(/^iVBOR/) as string },
    ]);
    expect(facts['contentType']).toBe('image/png');
  });

  it.each([
    ['encrypted', 'Acquisition (protected).docx', 'protected_content'],
    ['flagged as malware', 'Invoice 9981.pdf.txt', 'malware'],
  ])('rejects a file that is %s', async (_, name, code) => {
    const error = await readError(megan, `${odds}/${name}`);
    expect(error.code).toBe(code);
    expect('link' in error).toBe(code !== 'malware');
  });

  it.each([
    ['the URL of a file', `${marketing}/Halo/Halo Launch Plan.docx`, 'file'],
    ['the percent-encoded URL of a folder', `${marketing}/Budget%20drafts%20%231%20(50%25)`, 'folder'],
    [
      'the view of a library with a folder',
      `${marketing}/Forms/AllItems.aspx?id=%2Fsites%2Fmarketing%2FShared%20Documents%2FBudget%20drafts%20%231%20%2850%25%29&viewid=1`,
      'folder',
    ],
    ['the view of a library', `${marketing}/Forms/AllItems.aspx`, 'folder'],
    ['the site', 'https://contoso.sharepoint.com/sites/marketing/', 'siteDrives'],
    ['a page', 'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx', 'page'],
  ])('resolves a SharePoint link: %s', async (_, link, kind) => {
    const { structured } = await read(megan, link);
    expect(structured['kind']).toBe(kind);
    // The returned URI is stable.
    const again = await read(megan, String(structured['uri']));
    expect(again.structured['title']).toBe(structured['title']);
  });

  it('resolves a sharing link and an Office URL with sourcedoc', async () => {
    const { facts } = await read(megan, `${marketing}/Halo/Halo Launch Plan.docx`);
    const office = String(facts['webUrl']);
    expect(office).toContain('sourcedoc=');
    expect((await read(megan, office)).structured['title']).toBe('Halo Launch Plan.docx');
    const id = /sourcedoc=%7B([0-9A-F-]+)%7D/.exec(office)?.[1] ?? '';
    const shared = `https://contoso.sharepoint.com/:w:/s/marketing/E${id.toLowerCase().replaceAll('-', '')}`;
    expect((await read(megan, shared)).structured['title']).toBe('Halo Launch Plan.docx');
  });

  it('reads a page with its table and the text of its web parts', async () => {
    const { text, facts } = await read(
      megan,
      'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx',
    );
    expect(text).toContain('| Halo launch | Patti Fernandez |');
    expect(text).toContain('An empty train');
    expect(facts['author']).toBe('Patti Fernandez');
  });

  it('lists the libraries and pages of a site', async () => {
    const { entries } = await read(megan, 'https://contoso.sharepoint.com/sites/intranet');
    expect(entries.map(({ name }) => name)).toEqual([
      'Documents',
      'Contoso Intranet',
      'Travel is frozen until the end of March',
    ]);
  });

  it('with Files.Read opens the own OneDrive and names the permission for anything else', async () => {
    await withPermissions(connector, ['User.Read', 'Files.Read'], async (client) => {
      const { entries } = await read(client, 'drive:///me');
      expect(entries.map(({ name }) => name)).toContain('Shopping list.txt');
      expect(await readError(client, 'https://contoso.sharepoint.com/sites/marketing')).toMatchObject({
        code: 'permission_missing',
        message: expect.stringContaining('Sites.Read.All') as string,
      });
      expect(await readError(client, `${marketing}/Halo/Halo Launch Plan.docx`)).toMatchObject({
        code: 'permission_missing',
      });
    });
  });

  it('returns access_denied for a file that is not shared with the user', async () => {
    expect(
      await readError(
        megan,
        'https://contoso.sharepoint.com/sites/finance/Shared Documents/Salary review.txt',
      ),
    ).toMatchObject({ code: 'access_denied' });
  });
});
