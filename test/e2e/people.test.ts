import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { contoso, users } from 'm365-simulator';
import { type AnyClient, call, itemsOf } from '../../scripts/lib/mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { useConnector } from './connector.ts';
import { read } from './reading/read-resource.ts';

const connector = useConnector();
const everything = [...requestedPermissions, 'User.Read.All', 'People.Read', 'Presence.Read.All'];
let usual: AnyClient;

beforeAll(async () => {
  connector.simulation.tenant.control.setGrants(contoso, requestedPermissions);
  usual = await connector.client('2026-07-28', 'megan');
});
afterAll(() => usual.close());
afterEach(() => connector.simulation.tenant.control.setUserGrants('megan', null));

async function connectFully(era: '2025-11-25' | '2026-07-28'): Promise<AnyClient> {
  connector.simulation.tenant.control.setUserGrants('megan', everything);
  const client = await connector.client(era, 'megan');
  await client.listTools();
  return client;
}

describe('people_search with the default permissions', () => {
  it('finds colleagues by a part of the name, with name and address', async () => {
    const found = itemsOf(await call(usual, 'people_search', { query: 'adele' }));
    expect(found).toContainEqual({
      uri: `person:///${users.adele.objectId}`,
      name: 'Adele Vance',
      address: users.adele.userPrincipalName,
    });
    expect(found).toHaveLength(2);
  });

  it('refuses the manager with the name of the permission, which me:/// does not show either', async () => {
    const refused = await usual.callTool({ name: 'people_search', arguments: { relation: 'manager' } });
    expect(refused.structuredContent).toMatchObject({
      error: { code: 'permission_missing', permissions: ['User.Read.All'] },
    });
    const { facts } = await read(usual, 'me:///');
    expect(facts).not.toHaveProperty('manager');
    expect(JSON.stringify(facts['closedAreas'] ?? {})).not.toMatch(/Presence|User\.Read\.All/);
  });
});

describe.each(['2025-11-25', '2026-07-28'] as const)('all permissions of people granted (%s)', (era) => {
  it('answers "who is my manager?" in people_search and in me:///', async () => {
    const client = await connectFully(era);
    const [manager] = itemsOf(await call(client, 'people_search', { relation: 'manager' }));
    expect(manager).toMatchObject({
      name: 'Patti Fernandez',
      title: 'President',
      presence: 'Busy (InAMeeting)',
    });
    expect((await read(client, 'me:///')).facts['manager']).toMatchObject({ uri: manager?.['uri'] });
    await client.close();
  });

  it('answers "who reports to Patti?" and opens one of them', async () => {
    const client = await connectFully(era);
    const reports = itemsOf(
      await call(client, 'people_search', { query: users.patti.userPrincipalName, relation: 'reports' }),
    );
    expect(reports.map(({ name }) => name)).toEqual(['Megan Bowen', 'Adele Vance']);
    const { facts, structured } = await read(client, String(reports[1]?.['uri']));
    expect(structured['title']).toBe('Adele Vance');
    expect(facts).toMatchObject({
      jobTitle: 'Retail Manager',
      department: 'Retail',
      office: '18/2111',
      presence: 'Available',
      manager: { name: 'Patti Fernandez <patti@contoso.example>', title: 'President' },
    });
    await client.close();
  });

  it('answers "whom do I work with most?" without rooms, with contacts outside the directory', async () => {
    const client = await connectFully(era);
    const people = itemsOf(await call(client, 'people_search', { relation: 'worksWith' }));
    expect(people.map(({ name }) => name)).toEqual([
      'Adele Vance',
      'Patti Fernandez',
      'Lidia Holloway',
      'Isaiah Langer',
      'Nestor Wilke',
    ]);
    expect(people[4]).toEqual({
      contact: true,
      external: true,
      name: 'Nestor Wilke',
      address: 'nestor@fabrikam.example',
    });
    await client.close();
  });
});
