import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { sharepointSearch } from '../../../src/tools/sharepoint-search.ts';
import { readWithFakeGraph } from './read-with-fake-graph.ts';
import { toolContext } from './tool-context.ts';

const form = 'https://contoso.sharepoint.com/sites/marketing/Pictures/Forms/DispForm.aspx?ID=7';
const parentReference = {
  driveId: `b!${'A'.repeat(64)}`,
  siteId: 'x',
  path: '/drives/x/root:/Launch%20party',
};
const hit = (resource: object) => ({ hitId: '01AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', summary: '', resource });
const search = (...resources: object[]) => ({
  value: [{ hitsContainers: [{ hits: resources.map(hit), moreResultsAvailable: false }] }],
});
const file = {
  '@odata.type': '#microsoft.graph.driveItem',
  id: '01BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB',
  name: 'stage.jpg',
  webUrl: form,
  parentReference,
};

describe('sharepoint_search with a hit whose URL is a form', () => {
  it('returns a file, with its folder from parentReference', async () => {
    const context = toolContext(() => search(file));
    const input = sharepointSearch.input.parse({ query: 'stage' });
    const { items } = await sharepointSearch.run(input, context, undefined);
    expect(items).toMatchObject([
      { name: 'stage.jpg', path: 'Launch party', uri: expect.stringMatching(/^file:\/\/\//) },
    ]);
  });

  it('shows a list item as a row of its list', async () => {
    const item = {
      ...file,
      '@odata.type': '#microsoft.graph.listItem',
      webUrl: form.replace('Pictures', 'Lists/Tasks'),
    };
    const context = toolContext(() => search(item));
    const input = sharepointSearch.input.parse({ query: 'stage' });
    const { items } = await sharepointSearch.run(input, context, undefined);
    expect(items).toMatchObject([{ uri: item.webUrl, kind: 'row', path: expect.stringMatching(/Tasks$/) }]);
  });
});

describe('read_resource of a page whose web parts SharePoint does not return', () => {
  it.each(['upstream_unavailable', 'upstream_refused'] as const)(
    'returns its metadata with a note after %s',
    async (code) => {
      const uri =
        'page:///sites/contoso.sharepoint.com,0c0a0000-0000-4000-8000-00000000c0a0,0c0a0000-0000-4000-8000-00000000c0a1/pages/0c0a0000-0000-4000-8000-00000000c0a2';
      const { result } = readWithFakeGraph({ uri }, (request) =>
        request.query?.['$expand'] === undefined
          ? { title: 'Launch', description: 'All about it', webUrl: 'https://contoso.sharepoint.com/x.aspx' }
          : new AppError(code, 'x'),
      );
      const { title, facts, note, text } = (await result) as Record<string, unknown>;
      expect(title).toBe('Launch');
      expect(facts).toMatchObject({ description: 'All about it', webUrl: expect.any(String) });
      expect(note).toContain('cannot be read through Microsoft Graph');
      expect(text).toBeUndefined();
    },
  );
});
