import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/lib/app-error.ts';
import { resolveNameFilters } from '../../../../src/m365/people/name-filters.ts';
import { formatCandidate, resolvePeople } from '../../../../src/m365/people/resolve.ts';
import { grantedPermissions } from '../../../../src/tenants/granted-permissions.ts';
import type { FakeResponse } from '../../tools/fake-graph.ts';
import { toolContext } from '../../tools/tool-context.ts';

const granted = ['User.Read', 'User.Read.All', 'People.Read'];

const user = (number: number, displayName: string, mail: string, jobTitle = '') => ({
  id: `a0000000-0000-4000-8000-00000000000${number}`,
  displayName,
  mail,
  jobTitle,
});
const adele = user(1, 'Adele Vance', 'adele@contoso.example', 'Retail Manager');
const wilkins = user(2, 'Adele Wilkins', 'wilkins@contoso.example');
const patti = user(3, 'Patti Fernandez', 'patti@contoso.example', 'President');

/** A directory that finds users by the start of a word of the name. */
function directory(
  users: readonly (typeof adele)[],
  more: Readonly<Record<string, unknown>> = {},
): FakeResponse {
  return ({ path, query }) => {
    if (path in more) return more[path];
    if (path === '/me/people') return { value: [] };
    if (path !== '/users') return new AppError('not_found', 'None.');
    const words = [...String(query?.['$search']).matchAll(/displayName:([^"]*)/g)].map(
      ([, text = '']) => text,
    );
    return {
      value: users.filter(({ displayName }) =>
        words.some((text) =>
          text
            .toLowerCase()
            .split(' ')
            .every((word) =>
              displayName
                .toLowerCase()
                .split(' ')
                .some((part) => part.startsWith(word)),
            ),
        ),
      ),
    };
  };
}

async function resolve(texts: readonly string[], answer: FakeResponse, scopes: readonly string[] = granted) {
  const context = toolContext(answer, scopes);
  const names = await resolvePeople(texts, context);
  return {
    context,
    names,
    addresses: names.map((name) => (name.ok ? name.people.map((one) => one.address) : [])),
  };
}

describe('resolvePeople', () => {
  it('resolves names, addresses, me, my manager and my team in one batch', async () => {
    const { context, addresses } = await resolve(
      ['Patti', 'someone@evil.example', 'me', 'my manager', 'My team'],
      directory([patti, adele], {
        '/me/manager': patti,
        '/me/directReports': { value: [adele, wilkins] },
      }),
    );
    expect(addresses).toEqual([
      ['patti@contoso.example'],
      ['someone@evil.example'],
      ['megan@contoso.example'],
      ['patti@contoso.example'],
      ['adele@contoso.example', 'wilkins@contoso.example'],
    ]);
    expect(context.graph.roundTrips).toBe(1);
  });

  it('finds a misspelled name with one more round trip', async () => {
    const { context, names } = await resolve(['Pati Fernandes'], directory([patti, adele]));
    expect(names).toMatchObject([
      { ok: true, fit: 'similar', people: [{ address: 'patti@contoso.example' }] },
    ]);
    expect(context.graph.roundTrips).toBe(2);
  });

  it('lists all who fit, with address and title, and prefers the whole name', async () => {
    const { names } = await resolve(['Adele', 'Adele Vance'], directory([adele, wilkins]));
    expect(names[1]).toMatchObject({
      ok: true,
      fit: 'exact',
      people: [{ address: 'adele@contoso.example' }],
    });
    const [first] = names;
    expect(first?.ok === false && first.candidates.map(formatCandidate)).toEqual([
      'Adele Vance <adele@contoso.example>, Retail Manager',
      'Adele Wilkins <wilkins@contoso.example>',
    ]);
  });

  it('prefers a colleague to a person of the same name outside the organization', async () => {
    const outside = user(4, 'Patti Fernandez', 'patti@evil.example');
    const { addresses } = await resolve(['Patti Fernandez'], directory([outside, patti]));
    expect(addresses).toEqual([['patti@contoso.example']]);
  });

  it('never takes a person whose name contains another address', async () => {
    const spoofed = user(4, 'patti@contoso.example Patti', 'x@evil.example');
    const { names } = await resolve(['Patti'], directory([spoofed]));
    expect(names[0]?.ok === false && names[0].candidates.map(formatCandidate)).toEqual([
      'x@evil.example (suspicious: calls itself patti@contoso.example) (outside the organization)',
    ]);
  });

  it('returns no candidate for an unknown name and for a user without a manager', async () => {
    const { names } = await resolve(['Zoe', 'my boss'], directory([patti]));
    expect(names).toEqual([
      { ok: false, text: 'Zoe', candidates: [] },
      { ok: false, text: 'my boss', candidates: [] },
    ]);
  });

  it.each([
    ['Patti', ['User.Read'], 'User.ReadBasic.All'],
    ['my manager', ['User.Read'], 'User.Read.All'],
    ['person:///a0000000-0000-4000-8000-000000000001', ['User.Read'], 'User.ReadBasic.All'],
  ])('names the permission that %s needs', async (text, scopes, permission) => {
    await expect(resolve([text], directory([]), scopes)).rejects.toMatchObject({
      code: 'permission_missing',
      details: { permissions: [permission] },
    });
  });
});

describe('resolvePeople without User.Read.All', () => {
  const basic = ['User.Read', 'User.ReadBasic.All'];
  const denied = new AppError('access_denied', 'Graph denied access.');

  it('requests the own manager, which Graph may return, without title and department', async () => {
    const { context, addresses } = await resolve(
      ['my manager'],
      directory([], { '/me/manager': patti }),
      basic,
    );
    expect(addresses).toEqual([['patti@contoso.example']]);
    expect(context.graph.requests[0]?.query?.['$select']).toBe('id,displayName,mail,userPrincipalName');
  });

  it('names the permission when Graph denies access to the own manager', async () => {
    await expect(
      resolve(['my manager', 'Patti'], directory([patti], { '/me/manager': denied }), basic),
    ).rejects.toMatchObject({ code: 'permission_missing', details: { permissions: ['User.Read.All'] } });
  });

  it('requests no manager where the tenant policy disables User.Read.All', async () => {
    const context = { ...toolContext(directory([])), granted: grantedPermissions(basic, ['User.Read.All']) };
    await expect(resolvePeople(['my manager'], context)).rejects.toMatchObject({
      code: 'permission_missing',
    });
    expect(context.graph.roundTrips).toBe(0);
  });

  it('names the permission for my team when the user has no reports', async () => {
    await expect(
      resolve(['my team'], directory([], { '/me/directReports': { value: [] } }), basic),
    ).rejects.toMatchObject({
      code: 'permission_missing',
      message: expect.stringMatching(/^You have no reports .* User\.Read\.All/),
    });
  });
});

describe('resolvePeople after errors', () => {
  const unavailable = new AppError('upstream_unavailable', 'Graph is not available.');

  it('fails when the directory fails, whatever the list of relevant people contains', async () => {
    const answer = directory([], { '/me/people': { value: [] }, '/users': unavailable });
    await expect(resolve(['Patti'], answer)).rejects.toBe(unavailable);
  });

  it('finds names in the directory when the list of relevant people fails', async () => {
    const { addresses } = await resolve(['Patti'], directory([patti], { '/me/people': unavailable }));
    expect(addresses).toEqual([['patti@contoso.example']]);
  });

  it('fails for a relation that is given twice', async () => {
    const answer = directory([], { '/me/manager': unavailable });
    await expect(resolve(['my manager', 'my manager'], answer)).rejects.toBe(unavailable);
  });

  it.each(['my manager', `person:///${adele.id}`])('names nobody for %s without an address', async (text) => {
    const withoutAddress = { id: adele.id, displayName: 'Adele Vance', mail: null };
    const answer = directory([], { '/me/manager': withoutAddress, [`/users/${adele.id}`]: withoutAddress });
    const { names } = await resolve([text], answer);
    expect(names).toEqual([{ ok: false, text, candidates: [] }]);
  });
});

describe('resolveNameFilters', () => {
  it('keeps names and addresses without a request', async () => {
    const context = toolContext(directory([]), granted);
    const filters = { sender: 'Patti', recipient: 'a@b.example' };
    expect(await resolveNameFilters(filters, context)).toEqual(filters);
    expect(context.graph.roundTrips).toBe(0);
  });

  it('replaces my manager and the uri of a person by addresses', async () => {
    const answer = directory([], { '/me/manager': patti, [`/users/${adele.id}`]: adele });
    const context = toolContext(answer, granted);
    const filters = { sender: 'my manager', recipient: `person:///${adele.id}` };
    expect(await resolveNameFilters(filters, context)).toEqual({
      sender: 'patti@contoso.example',
      recipient: 'adele@contoso.example',
    });
    expect(context.graph.roundTrips).toBe(1);
  });

  it('rejects my team where one person is meant, with their addresses', async () => {
    const answer = directory([], { '/me/directReports': { value: [adele, wilkins] } });
    await expect(
      resolveNameFilters({ sender: 'my team' }, toolContext(answer, granted)),
    ).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('wilkins@contoso.example'),
    });
  });
});
