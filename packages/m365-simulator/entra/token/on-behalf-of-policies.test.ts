import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createOAuthClient } from '../../client/oauth-client.ts';
import type { MintOptions } from '../../control/control.ts';
import { contoso, users } from '../../seed-data/tenants.ts';
import { startSimulator } from '../../server.ts';
import { createStubGraph } from '../../test-helpers/stub-graph.ts';
import { type AadstsCode, aadstsTable } from '../errors/aadsts-table.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const { control } = tenant;
const client = createOAuthClient(tenant.url, contoso);
beforeEach(() => control.reset());
afterAll(() => tenant.close());

const mint = (options: Partial<MintOptions> = {}) => control.mint({ user: 'megan', ...options });

describe('what the tenant decides', () => {
  test.each<[string, () => void, string, number]>([
    ['nothing granted', () => control.setGrants(contoso, []), 'invalid_grant', 65001],
    ['nothing granted to the person', () => control.setUserGrants('megan', []), 'invalid_grant', 65001],
    ['not assigned', () => control.updateUser('megan', { assignedTo: ['client'] }), 'invalid_grant', 50105],
    ['disabled', () => control.updateUser('megan', { enabled: false }), 'invalid_grant', 50057],
    ['sessions revoked', () => control.revokeSessions('megan'), 'invalid_grant', 50173],
    [
      'server missing',
      () => control.updateServicePrincipal({ tenantId: contoso, app: 'server', state: 'missing' }),
      'unauthorized_client',
      700016,
    ],
    [
      'server disabled',
      () => control.updateServicePrincipal({ tenantId: contoso, app: 'server', state: 'disabled' }),
      'unauthorized_client',
      7000112,
    ],
    [
      'throttled',
      () => control.forceError({ at: 'on_behalf_of', code: 90055 }),
      'temporarily_unavailable',
      90055,
    ],
  ])('%s', async (_, change, error, code) => {
    const token = await mint();
    change();
    expect((await client.exchange(token)).body).toMatchObject({ error, error_codes: [code] });
  });

  test('a permission taken away is gone with the next exchange, for all users', async () => {
    control.setGrants(
      contoso,
      control.grants(contoso).filter((name) => name !== 'Mail.Read'),
    );
    for (const user of ['megan', 'adele']) {
      expect((await client.exchange(await mint({ user }))).body.scope?.split(' ')).not.toContain(
        'https://graph.microsoft.com/Mail.Read',
      );
    }
    control.setUserGrants('megan', ['Mail.Read']);
    expect((await client.exchange(await mint())).body.scope).toBe(
      'openid profile email https://graph.microsoft.com/Mail.Read https://graph.microsoft.com/.default',
    );
    control.setUserGrants('megan', null);
    expect((await client.exchange(await mint())).body.scope).not.toContain('Mail.Read ');
  });

  test('assignment counts at both applications, and an assignment lets in', async () => {
    const token = await mint({ user: 'pradeep' });
    control.updateUser('pradeep', { assignedTo: ['server'] });
    expect((await client.exchange(token)).status).toBe(200);
    const pradeep = users.pradeep.userPrincipalName;
    expect((await client.signIn(pradeep)).get('error_description')).toMatch('AADSTS50105:');
    control.updateUser('pradeep', { assignedTo: ['server', 'client'] });
    expect((await client.signIn(pradeep)).has('code')).toBe(true);
    control.updateUser('pradeep', { assignedTo: ['client'] });
    expect((await client.signIn(pradeep)).get('error_description')).toMatch('AADSTS50105:');
  });

  test('addUsers adds users who can sign in and exchange', async () => {
    const [first = '', second = ''] = control.addUsers(contoso, 2);
    expect(first).not.toBe(second);
    expect((await client.exchange(await mint({ user: second }))).status).toBe(200);
  });
});

test.each(Object.entries(aadstsTable))('forceError returns AADSTS%s', async (code, entry) => {
  control.forceError({ at: 'on_behalf_of', code: Number(code) as AadstsCode });
  const { status, body } = await client.exchange(await mint());
  expect(status).toBe(entry.status ?? 400);
  expect(body).toMatchObject({ error: entry.error, error_codes: [Number(code)] });
  expect(body.suberror).toBe(entry.suberror);
  expect(body.error_description).not.toMatch(/[{}]/);
});
