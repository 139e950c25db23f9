import { afterAll, beforeEach, expect, test } from 'vitest';
import { createOAuthClient, type Parameters } from '../../client/oauth-client.ts';
import { startSimulator } from '../../server.ts';
import { createStubGraph } from '../../test-helpers/stub-graph.ts';
import { apps, contoso, fabrikam, users } from '../../seed-data/tenants.ts';
import { decodeJwt } from './jwt.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const client = createOAuthClient(tenant.url, contoso);
beforeEach(() => tenant.control.reset());
afterAll(() => tenant.close());

const megan = users.megan.userPrincipalName;
const dayMs = 24 * 3600 * 1000;

async function refreshToken(): Promise<string> {
  const { body } = await client.redeem((await client.signIn(megan)).get('code'));
  return body.refresh_token ?? '';
}

test('each use gives a new token, and the old one stays good', async () => {
  const first = await refreshToken();
  const second = await client.refresh(first);
  expect(second.status).toBe(200);
  expect(second.body.refresh_token).not.toBe(first);
  expect(decodeJwt(second.body.access_token ?? '')?.claims).toMatchObject({
    aud: apps.server,
    oid: users.megan.objectId,
  });
  expect((await client.refresh(first)).status).toBe(200);
  expect((await client.refresh(second.body.refresh_token)).status).toBe(200);
});

test('a refresh token expires after 90 days without use', async () => {
  const token = await refreshToken();
  tenant.control.advanceClock(80 * dayMs);
  expect((await client.refresh(token)).status).toBe(200);
  tenant.control.advanceClock(80 * dayMs);
  expect((await client.refresh(token)).status).toBe(200);
  tenant.control.advanceClock(91 * dayMs);
  expect((await client.refresh(token)).body).toMatchObject({ error: 'invalid_grant', error_codes: [700082] });
});

test('revokeSessions invalidates earlier refresh tokens only', async () => {
  const token = await refreshToken();
  tenant.control.revokeSessions(megan);
  expect((await client.refresh(token)).body).toMatchObject({
    error: 'invalid_grant',
    suberror: 'bad_token',
    error_codes: [50173],
  });
  expect((await client.refresh(await refreshToken())).status).toBe(200);
});

test.each<[string, () => void, number]>([
  ['a disabled account', () => tenant.control.updateUser('megan', { enabled: false }), 50057],
  ['an assignment taken away', () => tenant.control.updateUser('megan', { assignedTo: ['client'] }), 50105],
  [
    'a service principal taken out',
    () => tenant.control.updateServicePrincipal({ tenantId: contoso, app: 'client', state: 'missing' }),
    700016,
  ],
  [
    'the resource taken out',
    () => tenant.control.updateServicePrincipal({ tenantId: contoso, app: 'server', state: 'missing' }),
    500011,
  ],
  ['an error that was ordered', () => tenant.control.forceError({ at: 'refresh_token', code: 50089 }), 50089],
])('%s ends it', async (_, change, code) => {
  const token = await refreshToken();
  change();
  expect((await client.refresh(token)).body.error_codes).toEqual([code]);
});

test.each<[string, Parameters, number, string?]>([
  ['no token', { refresh_token: undefined }, 900144],
  ['an unknown token', { refresh_token: '1.nonsense' }, 9002313],
  ['no scope', { scope: undefined }, 900144],
  ['another client', { client_id: apps.server }, 70000],
  ['a credential of a public client', { client_secret: 'x' }, 700025],
  [
    'Graph, for which the client has no permission',
    { scope: 'https://graph.microsoft.com/Mail.Read' },
    65001,
  ],
  ['another tenant', {}, 70000, fabrikam],
])('rejected: %s', async (_, parameters, code, segment) => {
  const { body } = await client.refresh(await refreshToken(), parameters, segment);
  expect(body.error_codes).toEqual([code]);
});
