import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { peopleSearch } from '../../../src/tools/people-search.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

const adele = 'a0000000-0000-4000-8000-000000000003';
const patti = 'a0000000-0000-4000-8000-000000000002';
const lidia = 'a0000000-0000-4000-8000-000000000006';
const basic = ['User.Read', 'User.ReadBasic.All'];
const full = ['User.Read', 'User.Read.All', 'People.Read', 'Presence.Read.All'];

function run(args: Record<string, unknown>, answer: FakeResponse, scopes: readonly string[] = full) {
  const context = toolContext(answer, scopes);
  return { context, result: peopleSearch.run(peopleSearch.input.parse(args), context, undefined) };
}

const user = (id: string, displayName: string, more: object = {}) => ({
  id,
  displayName,
  mail: `${displayName.split(' ')[0]?.toLowerCase()}@contoso.example`,
  ...more,
});
const relevant = (id: string, displayName: string, subclass = 'OrganizationUser') => ({
  id,
  displayName,
  scoredEmailAddresses: [{ address: `${displayName.split(' ')[0]?.toLowerCase()}@contoso.example` }],
  jobTitle: 'Retail Manager',
  personType: { class: 'Person', subclass },
});

/** Responses by path; a path that is not listed is an error. */
function graph(responses: Readonly<Record<string, unknown>>): FakeResponse {
  return ({ path }) => responses[path] ?? new AppError('not_found', `No ${path}.`);
}

describe('people_search', () => {
  it('searches the directory alone with User.ReadBasic.All, with a note about the missing details', async () => {
    const { context, result } = run(
      { query: 'Adele "x\\' },
      graph({ '/users': { value: [user(adele, 'Adele Vance', { jobTitle: null })] } }),
      basic,
    );
    const { items, page } = await result;
    expect(items).toEqual([
      { uri: `person:///${adele}`, name: 'Adele Vance', address: 'adele@contoso.example' },
    ]);
    expect(page?.note).toContain('User.Read.All');
    expect(context.graph.roundTrips).toBe(1);
    expect(context.graph.requests[0]).toMatchObject({
      query: {
        $search: '"displayName:Adele x" OR "mail:Adele x" OR "userPrincipalName:Adele x"',
        $select: 'id,displayName,mail,userPrincipalName',
      },
      headers: { ConsistencyLevel: 'eventual' },
    });
  });

  it.each([
    [
      'Müller OR adele',
      '"displayName:Müller" OR "mail:Müller" OR "userPrincipalName:Müller" OR "displayName:adele" OR "mail:adele" OR "userPrincipalName:adele"',
    ],
    ['Adele OR ""', '"displayName:Adele OR" OR "mail:Adele OR" OR "userPrincipalName:Adele OR"'],
  ])('searches the directory for each name of %s', async (query, $search) => {
    const { context, result } = run({ query }, graph({ '/users': { value: [] } }), basic);
    await result;
    expect(context.graph.requests[0]?.query?.['$search']).toBe($search);
  });

  it('lists relevant people first, merged with the directory, in one round trip, and their presence in another', async () => {
    const { context, result } = run(
      { query: 'a' },
      graph({
        '/me/people': {
          value: [
            relevant(adele, 'Adele Vance'),
            relevant('AAMkContact', 'Ann Contact', 'PersonalContact'),
            { ...relevant(patti, 'A room'), personType: { class: 'Other', subclass: 'Room' } },
          ],
        },
        '/users': {
          value: [user(patti, 'Anton Other'), user(adele, 'Adele Vance', { department: 'Retail' })],
        },
        [`/users/${adele}/presence`]: { id: adele, availability: 'Busy', activity: 'InAMeeting' },
      }),
    );
    expect((await result).items).toEqual([
      {
        uri: `person:///${adele}`,
        name: 'Adele Vance',
        address: 'adele@contoso.example',
        title: 'Retail Manager',
        department: 'Retail',
        presence: 'Busy (InAMeeting)',
      },
      { contact: true, name: 'Ann Contact', address: 'ann@contoso.example', title: 'Retail Manager' },
      { uri: `person:///${patti}`, name: 'Anton Other', address: 'anton@contoso.example' },
    ]);
    expect(context.graph.roundTrips).toBe(2);
    expect(context.graph.requests.map(({ path }) => path).slice(2)).toEqual([
      `/users/${adele}/presence`,
      `/users/${patti}/presence`,
    ]);
  });

  it('returns the people found when one of the two searches fails, and says so', async () => {
    const { items, page } = await run(
      { query: 'Adele' },
      graph({ '/users': { value: [user(adele, 'Adele Vance')] } }),
    ).result;
    expect(items).toHaveLength(1);
    expect(page?.note).toContain('A part of the search failed');
    expect(page?.note).toContain('Presence could not be read');
  });

  it.each([
    ['manager', '/me/manager', user(patti, 'Patti Fernandez')],
    ['reports', '/me/directReports', { value: [user(patti, 'Patti Fernandez')] }],
    ['worksWith', '/me/people', { value: [relevant(patti, 'Patti Fernandez')] }],
  ])('finds the %s of the user with one request', async (relation, path, body) => {
    for (const query of [undefined, 'me']) {
      const { context, result } = run(
        { query, relation },
        graph({ [path]: body }),
        full.filter((name) => name !== 'Presence.Read.All'),
      );
      expect((await result).items).toMatchObject([{ name: 'Patti Fernandez' }]);
      expect(context.graph.requests.map((request) => request.path)).toEqual([path]);
    }
  });

  it('finds the manager of the one person with that name, although others match', async () => {
    const { items, page } = await run(
      { query: 'adele vance', relation: 'manager' },
      graph({
        '/users': {
          value: [
            user(patti, 'Adele Vance-Miller', { mail: 'avm@contoso.example' }),
            user(adele, 'Adele Vance'),
          ],
        },
        [`/users/${adele}/manager`]: user(patti, 'Patti Fernandez'),
      }),
      ['User.Read.All'],
    ).result;
    expect(items).toMatchObject([{ name: 'Patti Fernandez' }]);
    expect(page?.note).toContain('Of Adele Vance');
  });

  it('lists the candidates when several people match', async () => {
    const { items, page } = await run(
      { query: 'adele', relation: 'manager' },
      graph({
        '/users': {
          value: [
            user(patti, 'Adele Wilkins', { mail: 'adelew@contoso.example' }),
            user(adele, 'Adele Vance'),
          ],
        },
      }),
      ['User.Read.All'],
    ).result;
    expect(items).toHaveLength(2);
    expect(page?.note).toContain('Repeat with the address');
  });

  it('returns nothing for a user without a manager', async () => {
    const { items } = await run({ relation: 'manager' }, graph({}), ['User.Read.All']).result;
    expect(items).toEqual([]);
  });

  it.each([
    [{ relation: 'manager' }, ['User.Read'], ['User.Read.All']],
    [{ query: 'adele', relation: 'manager' }, ['People.Read'], ['User.ReadBasic.All']],
    [{ relation: 'worksWith' }, basic, ['People.Read']],
    [{ relation: 'reports' }, ['People.Read'], ['User.ReadBasic.All']],
    [{ query: 'adele' }, ['People.Read'], ['User.ReadBasic.All']],
  ])('%j names the missing permission before a request is sent', async (args, scopes, permissions) => {
    const { context, result } = run(args, graph({}), scopes);
    await expect(result).rejects.toMatchObject({ code: 'permission_missing', details: { permissions } });
    expect(context.graph.roundTrips).toBe(0);
  });

  it('names the permission when Graph denies access to the own manager', async () => {
    const denied = new AppError('access_denied', 'Graph denied access.');
    const { result } = run({ relation: 'manager' }, graph({ '/me/manager': denied }), basic);
    await expect(result).rejects.toMatchObject({
      code: 'permission_missing',
      details: { permissions: ['User.Read.All'] },
    });
  });

  it('finds my team: the reports, or else the colleagues under the same manager', async () => {
    const manager = user(patti, 'Patti Fernandez');
    const { result } = run(
      { query: 'My team', limit: 2 },
      graph({
        '/me/directReports': { value: [] },
        '/me/manager': manager,
        [`/users/${patti}/directReports`]: {
          value: [user(adele, 'Adele Vance'), user(lidia, 'Lidia Holloway')],
        },
      }),
    );
    expect(await result).toMatchObject({
      items: [{ name: 'Patti Fernandez' }, { name: 'Adele Vance' }],
      page: { more: true },
    });
  });

  it('rejects worksWith of another person', async () => {
    const { result } = run(
      { query: 'adele', relation: 'worksWith' },
      graph({ '/users': { value: [user(adele, 'Adele Vance')] } }),
    );
    await expect(result).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  it.each([
    [{}, 'custom', ['query']],
    [{ query: '"' }, 'custom', ['query']],
    [{ query: 'x', limit: 51 }, 'too_big', ['limit']],
    [{ query: 'x', relation: 'spouse' }, 'invalid_value', ['relation']],
  ])('rejects %j before a request is sent', (args, code, path) => {
    expect(peopleSearch.input.safeParse(args).error?.issues[0]).toMatchObject({ code, path });
  });
});
