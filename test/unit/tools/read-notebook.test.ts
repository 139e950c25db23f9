import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { everyPermission, pathsOf, readWithFakeGraph } from './read-with-fake-graph.ts';
import { drive, fileUri, item } from './read-resource-fixture.ts';

const collection = '11111111-2222-4333-8444-555555555555';
const web = '11111111-2222-4333-8444-666666666666';
const site = `contoso.sharepoint.com,${collection},${web}`;
const siteItem = {
  id: item,
  name: 'Team Notebook',
  webUrl: 'https://contoso.sharepoint.com/sites/m/_layouts/15/Doc.aspx?sourcedoc=%7B1%7D',
  parentReference: { driveId: drive, siteId: collection },
  package: { type: 'oneNote' },
};
const ownItem = {
  ...siteItem,
  webUrl: 'https://contoso-my.sharepoint.com/personal/megan/_layouts/15/Doc.aspx?sourcedoc=%7B1%7D',
};
const sharepointIds = {
  siteId: collection,
  siteUrl: 'https://contoso.sharepoint.com/sites/m',
  webId: web,
};
const section = {
  id: '1-5a',
  displayName: 'Ideas',
  parentNotebook: { id: '1-b1', displayName: 'Team Notebook' },
};

/** Graph with one notebook of the name, and one of another, for an owner. */
const notes = (owner: string): Readonly<Record<string, unknown>> => ({
  [`/${owner}/onenote/notebooks`]: {
    value: [
      { id: '1-b0', displayName: 'Team' },
      { id: '1-b1', displayName: 'team notebook' },
    ],
  },
  [`/${owner}/onenote/sections`]: {
    value: [{ ...section, id: '1-50', parentNotebook: { id: '1-b0' } }, section],
  },
  [`/${owner}/onenote/sections/1-5a/pages`]: { value: [{ id: '1-a!1', title: 'Slogans' }] },
});

const itemPath = `/drives/${drive}/items/${item}`;
function open(responses: Readonly<Record<string, unknown>>, scope = 'Notes.Read.All') {
  return readWithFakeGraph(
    { uri: fileUri },
    ({ path, query }) => {
      const isOfSite = path === itemPath && query?.['$select'] === 'id,sharepointIds';
      const key = isOfSite ? 'sharepointIds' : path;
      return responses[key] ?? new AppError('not_found', `Nothing at ${key}`);
    },
    [...everyPermission, scope],
  );
}

describe('read_resource with a notebook that sharepoint_search found', () => {
  it('lists the pages of the notebook of that name on the site of the item', async () => {
    const read = open({
      [itemPath]: siteItem,
      sharepointIds: { id: item, sharepointIds },
      ...notes(`sites/${site}`),
    });
    const text = JSON.stringify(await read.result);
    expect(text).toContain(`note:///${site}/notebooks/1-b1`);
    expect(text).toContain(`note:///${site}/pages/1-a!1`);
    expect(text).not.toContain('1-50');
  });

  it.each(['Notes.Read', 'Notes.Read.All'])('lists the pages of an own notebook with %s', async (scope) => {
    const read = open({ [itemPath]: ownItem, '/me/drive': { id: drive }, ...notes('me') }, scope);
    const text = JSON.stringify(await read.result);
    expect(text).toContain('note:///me/notebooks/1-b1');
    expect(text).toContain('note:///me/pages/1-a!1');
  });

  it('does not open the own notebook of the same name for one in the OneDrive of another user', async () => {
    const read = open({ [itemPath]: ownItem, '/me/drive': { id: 'b!other' }, ...notes('me') });
    await expect(read.result).rejects.toMatchObject({
      code: 'unsupported_content',
      details: { link: ownItem.webUrl },
    });
    expect(pathsOf(read).join()).not.toContain('onenote');
  });

  it.each([
    ['no notebook has the name', { value: [{ id: '1-b0', displayName: 'Team' }] }],
    ['OneNote denies the list', new AppError('access_denied', 'Denied.')],
    ['OneNote refuses the list', new AppError('upstream_refused', 'More than 5,000 items.')],
  ])('fails with the link of the item when %s', async (_, notebooks) => {
    const read = open({
      [itemPath]: siteItem,
      sharepointIds: { id: item, sharepointIds },
      [`/sites/${site}/onenote/notebooks`]: notebooks,
    });
    await expect(read.result).rejects.toMatchObject({
      code: 'unsupported_content',
      details: { link: siteItem.webUrl },
    });
  });

  it('requests no notebooks of a site with Notes.Read alone, and none without notes', async () => {
    for (const scope of ['Notes.Read', 'User.Read']) {
      const read = open({ [itemPath]: siteItem }, scope);
      await expect(read.result).rejects.toMatchObject({ code: 'unsupported_content' });
      expect(pathsOf(read)).toEqual([itemPath]);
    }
  });
});
