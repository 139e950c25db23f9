import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { pathsOf, readWithFakeGraph, shownText } from './read-with-fake-graph.ts';

const adele = 'a0000000-0000-4000-8000-000000000003';
const patti = 'a0000000-0000-4000-8000-000000000002';
const megan = 'a0000000-0000-4000-8000-000000000001';
const full = ['User.Read', 'User.Read.All', 'People.Read', 'Presence.Read.All'];

const answers: Readonly<Record<string, unknown>> = {
  [`/users/${adele}`]: {
    id: adele,
    displayName: 'Adele Vance',
    mail: 'adele@contoso.example',
    jobTitle: 'Retail Manager',
    businessPhones: ['+1 425 555 0109'],
    mobilePhone: null,
  },
  [`/users/${megan}`]: { id: megan, displayName: 'Megan Bowen', mail: 'megan@contoso.example' },
  [`/users/${adele}/manager`]: { id: patti, displayName: 'Patti Fernandez', mail: 'patti@contoso.example' },
  [`/users/${adele}/directReports`]: { value: [{ id: megan, displayName: 'Megan Bowen' }] },
  [`/users/${adele}/presence`]: { id: adele, availability: 'Available' },
  '/me/people': { value: [{ id: patti, displayName: 'Patti', personType: { class: 'Person' } }] },
  '/me/directReports': { value: [] },
};

async function read(uri: string, scopes: readonly string[]) {
  const call = readWithFakeGraph(
    { uri },
    ({ path }) => answers[path] ?? new AppError('not_found', path),
    scopes,
  );
  const { content, ...structured } = await call.result;
  return { call, text: shownText(content, structured), content };
}

describe('person:///{personId}', () => {
  it('returns profile, manager, reports and presence with all optional permissions', async () => {
    const { text } = await read(`person:///${adele}`, full);
    expect(text).toContain('Retail Manager');
    expect(text).toContain(
      `"manager":{"uri":"person:///${patti}","name":"Patti Fernandez <patti@contoso.example>"}`,
    );
    expect(text).toContain(`"reports":[{"uri":"person:///${megan}","name":"Megan Bowen"}]`);
    expect(text).toContain('"presence":"Available"');
    expect(text).toContain('+1 425 555 0109');
  });

  it('waits for one round trip', async () => {
    const { call } = await read(`person:///${megan}`, full);
    expect(call.context.graph.requests).toHaveLength(5);
    expect(call.context.graph.roundTrips).toBe(1);
  });

  it('leaves out what fails, and says so of the presence', async () => {
    const failing = /presence|people|directReports/;
    const { result } = readWithFakeGraph(
      { uri: `person:///${megan}` },
      ({ path }) =>
        failing.test(path)
          ? new AppError('upstream_unavailable', path)
          : (answers[path] ?? new AppError('not_found', path)),
      full,
    );
    const { facts, note } = await result;
    expect(facts).toEqual({ address: 'megan@contoso.example' });
    expect(note).toBe('Presence could not be read.');
  });

  it('is the error of the directory for an unknown person', async () => {
    const { result } = readWithFakeGraph(
      { uri: `person:///${adele}` },
      () => new AppError('not_found', 'No such user.'),
      full,
    );
    await expect(result).rejects.toMatchObject({ code: 'not_found' });
  });

  it('requests name and address only with User.ReadBasic.All, and names the permission for the rest', async () => {
    const { call, text } = await read(`person:///${adele}`, ['User.ReadBasic.All']);
    expect(pathsOf(call)).toEqual([`/users/${adele}`]);
    expect(call.context.graph.requests[0]?.query).toEqual({
      $select: 'id,displayName,mail,userPrincipalName',
    });
    expect(text).toContain('User.Read.All, which is not granted');
  });

  it('returns the closest colleagues of the signed-in user, without a manager where there is none', async () => {
    const { text } = await read(`person:///${megan}`, full);
    expect(text).toContain('"worksWith":[{"name":"Patti"}]');
    expect(text).not.toContain('"manager"');
  });

  it.each(['person:///', 'person:///adele@contoso.example', `person:///${adele}/x`])(
    'is not the form of %s',
    (uri) => {
      expect(() => readWithFakeGraph({ uri }, () => undefined, full)).toThrow('not a uri that can be read');
    },
  );

  it('needs User.ReadBasic.All', async () => {
    const { result } = readWithFakeGraph({ uri: `person:///${adele}` }, () => undefined, ['People.Read']);
    await expect(result).rejects.toMatchObject({ details: { permissions: ['User.ReadBasic.All'] } });
  });
});
