import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { addSeen } from '../../../src/lib/seen-ids.ts';
import type { FakeResponse } from './fake-graph.ts';
import { bytes, drive, fileUri, item, parts, run } from './read-resource-fixture.ts';

describe('read_resource with a file or page', () => {
  describe('files', () => {
    const file = (more: Record<string, unknown> = {}) => ({
      id: item,
      name: 'Notes.md',
      size: 12,
      webUrl: 'https://contoso.sharepoint.com/sites/m/Shared%20Documents/Notes.md',
      lastModifiedDateTime: '2026-11-20T08:15:00Z',
      createdBy: { user: { displayName: 'Patti Fernandez' } },
      lastModifiedBy: { user: { displayName: 'Adele Vance' } },
      parentReference: { driveId: drive, id: '01BYE5RZ56Y2GOVW7725BZO354PWSELRRZ' },
      file: { mimeType: 'text/markdown' },
      ...more,
    });
    const withContent =
      (metadata: Record<string, unknown>, content = '# Notes\n\nText'): FakeResponse =>
      ({ path }) =>
        path.endsWith('/content')
          ? { bytes: bytes(content), contentType: 'application/octet-stream' }
          : metadata;

    it.each([
      [fileUri, `/drives/b!${drive.slice(2)}/items/${item}`],
      [
        `file:///${drive}/Plans/2026 %2350%25.docx`,
        `/drives/b!${drive.slice(2)}/root:/Plans/2026%20%2350%25.docx`,
      ],
      [
        'https://contoso.sharepoint.com/:w:/s/marketing/EaBc?e=1',
        '/shares/u!aHR0cHM6Ly9jb250b3NvLnNoYXJlcG9pbnQuY29tLzp3Oi9zL21hcmtldGluZy9FYUJjP2U9MQ/driveItem',
      ],
    ])('reads %s', async (uri, path) => {
      const { context, result } = run({ uri }, withContent(file()));
      const { facts, text } = parts((await result).content);
      expect(context.graph.requests.map((request) => decodeURIComponent(request.path))).toEqual([
        decodeURIComponent(path),
        `/drives/${drive}/items/${item}/content`,
      ]);
      expect(text).toBe('# Notes\n\nText');
      expect(facts).toMatchObject({
        uri: fileUri,
        title: 'Notes.md',
        facts: {
          folder: `file:///${drive}/01BYE5RZ56Y2GOVW7725BZO354PWSELRRZ`,
          author: 'Patti Fernandez',
          modified: '2026-11-20T09:15+01:00',
          modifiedBy: 'Adele Vance',
        },
      });
    });

    it.each([
      ['Letter.doc', { format: 'pdf' }],
      ['Plan.loop', { format: 'html' }],
      ['Notes.md', undefined],
    ])('requests a conversion of %s: %j', async (name, query) => {
      const { context, result } = run(
        { uri: fileUri },
        withContent(file({ name }), '<html><p>Text</p></html>'),
      );
      await result;
      expect(context.graph.requests[1]?.query).toEqual(query);
    });

    describe('that SharePoint cannot convert', () => {
      const notConverted =
        (name: string, content: string): FakeResponse =>
        ({ path, query }) => {
          if (query?.['format'] !== undefined) return new AppError('unsupported_content', 'Not converted.');
          return path.endsWith('/content')
            ? { bytes: bytes(content), contentType: 'application/msword' }
            : file({ name });
        };

      it('is read as it is: a table as xls', async () => {
        const graph = notConverted('Export.xls', '<table><tr><td>k<td>v<tr><td>1<td>2</table>');
        const { text } = parts((await run({ uri: fileUri }, graph).result).content);
        expect(text).toContain('| k | v |');
      });

      it.each([
        ['protected_content', 'a sensitivity label', '.pfile\0\u0001'],
        ['unsupported_content', 'Not converted.', '{\\rtf1 text}'],
      ])('is rejected as %s: %s', async (code, message, content) => {
        const { result } = run({ uri: fileUri }, notConverted('Old.doc', content));
        await expect(result).rejects.toMatchObject({
          code,
          message: expect.stringContaining(message) as string,
        });
      });
    });

    it.each([
      ['malware', file({ malware: {} }), 'malware'],
      ['a notebook', file({ file: undefined, package: { type: 'oneNote' } }), 'unsupported_content'],
      ['more than 25 MB', file({ size: 26 * 1024 * 1024 + 1 }), 'too_large'],
    ])('does not download %s', async (_, metadata, code) => {
      const { context, result } = run({ uri: fileUri }, withContent(metadata));
      await expect(result).rejects.toMatchObject({ code });
      expect(context.graph.requests).toHaveLength(1);
    });

    it('returns the link of an unreadable file, but not of malware', async () => {
      const broken = withContent(file({ name: 'a.docx' }), 'PK\u0003\u0004 no archive');
      await expect(run({ uri: fileUri }, broken).result).rejects.toMatchObject({
        details: { link: 'https://contoso.sharepoint.com/sites/m/Shared%20Documents/Notes.md' },
      });
      const flagged = run({ uri: fileUri }, withContent(file({ malware: {} }))).result;
      await expect(flagged).rejects.toMatchObject({ code: 'malware', details: {} });
    });

    it('follows a shortcut once', async () => {
      const target = '01BYE5RZ56Y2GOVW7725BZO354PWSELRRZ';
      const remoteItem = { id: target, parentReference: { driveId: drive }, folder: { childCount: 2 } };
      const { context, result } = run({ uri: fileUri }, ({ path }) =>
        path.endsWith('/children')
          ? { value: [{ id: item, name: 'Shared with me', remoteItem }] }
          : path.endsWith(target)
            ? file({ id: target, name: 'Theirs', file: undefined, folder: { childCount: 2 }, remoteItem })
            : file({ file: undefined, remoteItem }),
      );
      const { uri, title, entries } = await result;
      expect([uri, title]).toEqual([`file:///${drive}/${target}`, 'Theirs']);
      expect(entries).toEqual([{ uri: `file:///${drive}/${target}`, name: 'Shared with me', items: 2 }]);
      expect(context.graph.requests).toHaveLength(3);
    });

    it.each([
      ['https://contoso.sharepoint.com/sites/finance/Shared%20Documents/Deals', 'Sites.Read.All'],
      ['https://contoso-my.sharepoint.com/personal/adele/Documents/Deals', 'Files.Read.All'],
      [undefined, 'Sites.Read.All'],
    ])('does not list a shortcut to %s without %s', async (webUrl, missing) => {
      const all = ['User.Read', 'Files.Read', 'Files.Read.All', 'Sites.Read.All'];
      const theirs = { id: '01BYE5RZ56Y2GOVW7725BZO354PWSELRRZ', webUrl, folder: { childCount: 2 } };
      const remoteItem = { ...theirs, parentReference: { driveId: 'b!theirs' } };
      const { result } = run(
        { uri: 'drive:///me' },
        ({ path }) =>
          path.endsWith('/children')
            ? {
                value: [
                  { id: item, name: 'Deals', remoteItem },
                  { id: '01OWN', name: 'Plan.txt', size: 3, parentReference: { driveId: drive } },
                ],
              }
            : path.endsWith('/me/drive')
              ? { id: drive, webUrl: 'https://contoso-my.sharepoint.com/personal/megan/Documents' }
              : file({
                  webUrl: 'https://contoso-my.sharepoint.com/personal/megan/Documents',
                  file: undefined,
                  folder: { childCount: 2 },
                  root: {},
                }),
        all.filter((permission) => permission !== missing),
      );
      const { entries, note } = await result;
      expect(entries).toEqual([{ uri: `file:///${drive}/01OWN`, name: 'Plan.txt', bytes: 3 }]);
      expect(note).toContain('Shortcuts are not listed');
      expect(JSON.stringify(await result)).not.toContain('Deals');
    });

    it('reads the target of a shortcut from its own drive', async () => {
      const target = '01BYE5RZ56Y2GOVW7725BZO354PWSELRRZ';
      const theirs = 'b!theirs';
      const remoteItem = { id: target, parentReference: { driveId: theirs } };
      const { context, result } = run({ uri: fileUri }, ({ path }) =>
        path.endsWith('/content')
          ? { bytes: bytes('Text'), contentType: 'text/plain' }
          : path.endsWith(target)
            ? file({ id: target, parentReference: undefined })
            : file({ file: undefined, remoteItem }),
      );
      expect((await result)['uri']).toBe(`file:///${theirs}/${target}`);
      expect(context.graph.requests.at(-1)?.path).toBe(
        `/drives/${encodeURIComponent(theirs)}/items/${target}/content`,
      );
    });

    it('fails after the last page of a list', async () => {
      await expect(run({ uri: fileUri, startPage: 3 }, children).result).rejects.toMatchObject({
        code: 'invalid_argument',
        details: { argument: 'startPage' },
      });
      await expect(
        run({ uri: 'mail:///folders/', startPage: 2 }, () => ({ value: [{ displayName: 'Inbox' }] })).result,
      ).rejects.toMatchObject({ code: 'invalid_argument' });
    });

    it.each([-1, undefined])('reads a file whose size is %s, and states no size', async (size) => {
      const { facts, text } = await run({ uri: fileUri }, withContent(file({ size }))).result;
      expect(facts).not.toHaveProperty('bytes');
      expect(text).toContain('Text');
    });

    it('reads a file again that was empty although it has a size', async () => {
      let downloads = 0;
      const { result } = run({ uri: fileUri }, (request) => {
        if (!request.path.endsWith('/content')) return file();
        downloads += 1;
        return { bytes: bytes(downloads === 1 ? '' : 'Text'), contentType: 'text/plain' };
      });
      expect((await result)['text']).toContain('Text');
      expect(downloads).toBe(2);
    });

    it('has a note for a file without text', async () => {
      const { note, text } = await run({ uri: fileUri }, withContent(file({ size: 0 }), '')).result;
      expect(note).toContain('no text');
      expect(text).toBeUndefined();
    });

    const children: FakeResponse = ({ path, query }) => {
      if (path.endsWith('/me/drive')) return { id: drive };
      if (!path.endsWith('/children'))
        return file({ name: 'Plans', file: undefined, folder: { childCount: 150 } });
      return query?.['$skiptoken'] === undefined
        ? {
            value: [{ id: item, name: 'a.docx', size: 7, parentReference: { driveId: drive } }],
            '@odata.nextLink': 'https://graph.microsoft.com/v1.0/x?$skiptoken=2',
          }
        : { value: [{ id: item, name: 'b', folder: { childCount: 3 } }] };
    };

    it('lists a folder page by page', async () => {
      const first = await run({ uri: fileUri }, children).result;
      expect(first['entries']).toEqual([{ uri: fileUri, name: 'a.docx', bytes: 7 }]);
      expect(first['note']).toContain('page.cursor');
      const next = { page: 2, after: { $skiptoken: '2' }, seen: addSeen('', [item]) };
      expect(first.page).toEqual({ shown: 1, next });
      const second = await run({ uri: fileUri, startPage: 2 }, children).result;
      expect(second['entries']).toEqual([{ uri: fileUri, name: 'b', items: 3 }]);
      expect(second['note']).toBeUndefined();
      // Both pages of this folder return the same item.
      const third = await run({ uri: fileUri }, children, undefined, next).result;
      expect(third).toMatchObject({ page: { shown: 0, next: undefined } });
      expect(third['entries']).toBeUndefined();
    });

    it('reads the own drive', async () => {
      const { context, result } = run(
        { uri: 'drive:///me' },
        (request) =>
          request.path.endsWith('/children')
            ? children(request)
            : {
                id: request.path === '/me/drive' ? drive : item,
                webUrl: own,
                folder: {},
                root: {},
                parentReference: { driveId: drive },
              },
        ['Files.Read'],
      );
      expect((await result)['entries']).toHaveLength(1);
      const paths = context.graph.requests.map(({ path }) => decodeURIComponent(path));
      expect(paths).toContain(`/drives/${drive}/root`);
      expect(paths).toContain('/me/drive');
    });

    const own = 'https://contoso-my.sharepoint.com/personal/megan/Documents';
    const theirs = 'https://contoso-my.sharepoint.com/personal/adele/Documents/Notes.md';
    it.each<[string, Record<string, unknown>, readonly string[], readonly string[] | undefined]>([
      ['a site', {}, ['Sites.Read.All'], undefined],
      ['a site', {}, ['Files.Read.All', 'Files.Read'], ['Sites.Read.All']],
      ['the own OneDrive', { webUrl: `${own}/Notes.md` }, ['Files.Read'], undefined],
      ['the own OneDrive', { webUrl: `${own}/Notes.md` }, ['Files.Read.All'], undefined],
      ['the own OneDrive', { webUrl: `${own}/Notes.md` }, ['Sites.Read.All'], ['Files.Read']],
      [
        'the OneDrive of others',
        { webUrl: theirs, parentReference: { driveId: 'b!theirs' } },
        ['Sites.Read.All', 'Files.Read'],
        ['Files.Read.All'],
      ],
      [
        'an unknown host',
        { webUrl: 'https://contoso-my.sharepoint.com.evil.example/x' },
        ['Files.Read.All'],
        ['Sites.Read.All'],
      ],
      ['no host', { webUrl: undefined }, ['Sites.Read.All'], ['Files.Read']],
      [
        'OneDrive of a national cloud',
        { webUrl: 'https://contoso-my.sharepoint-mil.us/personal/x/N.md' },
        ['Sites.Read.All'],
        ['Files.Read'],
      ],
    ])(
      'reads a file of %s %j with %j unless %j is missing',
      async (_place, metadata, scopes, permissions) => {
        const { context, result } = run(
          { uri: fileUri },
          (request) =>
            request.path === '/me/drive' ? { id: drive, webUrl: own } : withContent(file(metadata))(request),
          scopes,
        );
        if (permissions === undefined) {
          expect(parts((await result).content).text).toBe('# Notes\n\nText');
          return;
        }
        await expect(result).rejects.toMatchObject({ code: 'permission_missing', details: { permissions } });
        expect(context.graph.requests.some(({ path }) => path.endsWith('/content'))).toBe(false);
      },
    );

    it.each([
      ['https://contoso-my.sharepoint.com/:w:/g/personal/adele/EaBc', ['Sites.Read.All'], ['Files.Read']],
      ['https://contoso.sharepoint.com/:w:/s/marketing/EaBc', ['Files.Read.All'], ['Sites.Read.All']],
    ])('rejects the link %s with %j before a request: requires %j', async (uri, scopes, permissions) => {
      const { context, result } = run({ uri }, withContent(file()), scopes);
      await expect(result).rejects.toMatchObject({ code: 'permission_missing', details: { permissions } });
      expect(context.graph.roundTrips).toBe(0);
    });

    it('requires a permission for files', async () => {
      await expect(run({ uri: fileUri }, children, ['Mail.Read']).result).rejects.toMatchObject({
        code: 'permission_missing',
      });
    });
  });

  it('reads a SharePoint page', async () => {
    const site =
      'contoso.sharepoint.com,5724d91f-650c-4810-83cc-61a8818917d6,c3ba25dc-2c9f-48cb-83be-74cdf68ea5a0';
    const uri = `page:///sites/${site}/pages/f45354cb-d634-45df-8b88-2b4e96a1dc45`;
    const { content } = await run({ uri }, () => ({
      title: 'News',
      webUrl: 'https://contoso.sharepoint.com/SitePages/News.aspx',
      canvasLayout: {
        horizontalSections: [
          {
            columns: [
              {
                webparts: [
                  { '@odata.type': '#oneDrive.textWebPart', innerHtml: '<h2>Hello</h2><p>World</p>' },
                ],
              },
              {
                webparts: [
                  {
                    '@odata.type': '#microsoft.graph.standardWebPart',
                    data: {
                      title: 'Quick links',
                      serverProcessedContent: {
                        searchablePlainTexts: [{ key: 'a', value: 'Travel <policy>' }],
                        links: [{ key: 'b', value: 'https://contoso.example/travel' }],
                      },
                    },
                  },
                ],
              },
            ],
          },
        ],
        verticalSection: { webparts: [{ innerHtml: '<p>Aside</p>' }] },
      },
    })).result;
    const { facts, text } = parts(content);
    expect(facts).toMatchObject({ uri, title: 'News', facts: { site: `drive:///sites/${site}` } });
    expect(text.replaceAll(/\n+/g, ' ')).toBe(
      '## Hello World Quick links Travel ‹policy› https://contoso.example/travel Aside',
    );
  });
});
