import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { noteSearch } from '../../../src/tools/note-search.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

const section = '1-5a';
const page = (id: string, title: string, lastModifiedDateTime: string) => ({
  id,
  title,
  lastModifiedDateTime,
});
const responses: Readonly<Record<string, unknown>> = {
  '/me/onenote/sections': {
    value: [{ id: section, displayName: 'Meetings', parentNotebook: { id: '1-b0', displayName: 'Work' } }],
  },
  [`/me/onenote/sections/${section}/pages`]: {
    value: [
      page('1-a!1-1', 'Older agenda', '2026-11-01T10:00:00Z'),
      page('1-a!1-2', 'Newer agenda', '2026-11-20T10:00:00Z'),
    ],
  },
};
const tenant: FakeResponse = ({ path }) =>
  responses[decodeURIComponent(path)] ?? new AppError('upstream_refused', 'Too many sections.');

function run(
  args: Record<string, unknown>,
  response: FakeResponse = tenant,
  scopes: readonly string[] = ['Notes.Read'],
) {
  const context = toolContext(response, scopes);
  return { context, result: noteSearch.run(noteSearch.input.parse(args), context, undefined) };
}

describe('note_search', () => {
  it('reads section by section when OneNote refuses to list all pages, with times in the zone of the user', async () => {
    const { items, page: paging } = await run({ query: 'agenda', limit: 1 }).result;
    expect(items).toEqual([
      {
        uri: 'note:///me/pages/1-a!1-2',
        title: 'Newer agenda',
        notebook: 'Work',
        section: 'Meetings',
        modified: '2026-11-20T11:00+01:00',
      },
    ]);
    expect(paging).toMatchObject({ next: { offset: 1 }, total: 2 });
  });

  it.each([
    ['wifi venue', 'Wi-Fi of the venue', undefined],
    ['password of the cafe', 'Café hours', expect.stringContaining('some of them')],
  ])('compares the newest titles itself when Graph finds none: %s', async (query, title, note) => {
    const { context, result } = run({ query }, ({ query: options }) => ({
      value: options?.['$filter'] === undefined ? [page('1-a!1-3', title, '2026-11-01T10:00:00Z')] : [],
    }));
    const { items, page: paging } = await result;
    expect(items).toMatchObject([{ title }]);
    expect(paging?.note || undefined).toEqual(note);
    expect(context.graph.roundTrips).toBe(2);
  });

  it('states that the offset is after the last page, and no other reason', async () => {
    const { items, page: paging } = await run({ query: 'agenda', offset: 50 }).result;
    expect(items).toEqual([]);
    expect(paging).toMatchObject({ total: 2, note: 'There are no results at this `offset` or later.' });
  });

  it('fails with the error of Graph when it is not about sections', async () => {
    const { result } = run({}, () => new AppError('throttled', 'Slow down.'));
    await expect(result).rejects.toMatchObject({ code: 'throttled' });
  });

  it('needs Notes.Read for own pages and Notes.Read.All for those of a site', async () => {
    const own = run({}, tenant, ['User.Read']);
    await expect(own.result).rejects.toMatchObject({ code: 'permission_missing' });
    const site = run({ site: 'Marketing' });
    await expect(site.result).rejects.toMatchObject({ details: { permissions: ['Notes.Read.All'] } });
    expect(own.context.graph.roundTrips + site.context.graph.roundTrips).toBe(0);
  });

  it('takes a team or a site, not both', () => {
    expect(noteSearch.input.safeParse({ team: 'a', site: 'b' }).success).toBe(false);
  });
});
