import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Parameters, createOAuthClient } from '../../client/oauth-client.ts';
import type { MintOptions } from '../../control/control.ts';
import { apps, contoso, fabrikam, graphPermissions, users } from '../../seed-data/tenants.ts';
import { startSimulator } from '../../server.ts';
import { createStubGraph } from '../../test-helpers/stub-graph.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const { control } = tenant;
const client = createOAuthClient(tenant.url, contoso);
beforeEach(() => control.reset());
afterAll(() => tenant.close());

const mint = (options: Partial<MintOptions> = {}) => control.mint({ user: 'megan', ...options });
const graphScopes = (...names: readonly string[]) =>
  [
    'openid profile email',
    ...[...names, '.default'].map((name) => `https://graph.microsoft.com/${name}`),
  ].join(' ');

async function whoAmI(graphToken: string | undefined): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${graphToken}` };
  return (await (await fetch(`${tenant.url}/v1.0/me`, { headers })).json()) as Record<string, unknown>;
}

test('the exchange gives a Graph token of the same user with everything that was consented to', async () => {
  const { status, body } = await client.exchange(await mint());
  expect(status).toBe(200);
  expect(body.scope).toBe(graphScopes(...graphPermissions));
  expect(body).not.toHaveProperty('refresh_token');
  expect(body).not.toHaveProperty('id_token');
  expect(await whoAmI(body.access_token)).toMatchObject({
    tenantId: contoso,
    objectId: users.megan.objectId,
    scopes: graphPermissions,
  });
});

test('the same object id in the other tenant is another user', async () => {
  const { body } = await client.exchange(await mint({ user: 'diego' }), {}, fabrikam);
  expect(await whoAmI(body.access_token)).toMatchObject({
    tenantId: fabrikam,
    objectId: users.megan.objectId,
  });
});

test('a user with grants of their own has only those', async () => {
  const { body } = await client.exchange(await mint({ user: 'alex' }));
  expect(body.scope).toBe(graphScopes('User.Read', 'Files.Read'));
});

test('named permissions come alone, and all of them or none', async () => {
  const scope = 'https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.Read';
  const { body } = await client.exchange(await mint(), { scope });
  expect(body.scope).toBe(`openid profile email ${scope}`);
  const refused = await client.exchange(await mint({ user: 'alex' }), { scope });
  expect(refused.body).toMatchObject({
    error: 'invalid_grant',
    suberror: 'consent_required',
    error_codes: [65001],
  });
});

test('offline_access brings a refresh token of the server', async () => {
  const { body } = await client.exchange(await mint(), {
    scope: 'https://graph.microsoft.com/.default offline_access',
  });
  const again = await client.refresh(body.refresh_token, {
    client_id: apps.server,
    client_secret: apps.serverSecret,
    scope: 'https://graph.microsoft.com/.default',
  });
  expect(await whoAmI(again.body.access_token)).toMatchObject({ objectId: users.megan.objectId });
});

describe('the assertion', () => {
  const now = Math.floor(Date.now() / 1000);
  test.each<[string, Partial<MintOptions>, number]>([
    ['signed by a key that is not published', { key: 'unpublished' }, 50013],
    ['signed by the key of personal accounts', { key: 'consumer' }, 50013],
    ['with the kid of another key', { header: { kid: 'nobody' } }, 50013],
    ['with another algorithm', { header: { alg: 'none' } }, 50013],
    ['for Graph', { claims: { aud: 'https://graph.microsoft.com' } }, 500131],
    ['for the client, as an ID token is', { claims: { aud: apps.client } }, 500131],
    ['for the App ID URI', { claims: { aud: `api://${apps.server}` } }, 500131],
    [
      'with the issuer of another tenant',
      { claims: { iss: `https://login.microsoftonline.com/${fabrikam}/v2.0` } },
      50013,
    ],
    ['of another tenant', { user: 'joni' }, 50013],
    ['that has expired', { claims: { exp: now - 1 } }, 500133],
    ['without an expiry', { omit: ['exp'] }, 500133],
    ['that is not valid yet', { claims: { nbf: now + 3600 } }, 500133],
    ['of an application', { claims: { idtyp: 'app' } }, 7000114],
    ['without scopes', { omit: ['scp'] }, 7000114],
    ['of nobody', { claims: { oid: '99999999-9999-4999-8999-999999999999' } }, 50034],
  ])('%s is rejected', async (_, options, code) => {
    const { status, body } = await client.exchange(await mint(options));
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'invalid_grant', error_codes: [code] });
  });

  test('with another signature is rejected', async () => {
    const [header, payload] = (await mint()).split('.');
    const [, , signature] = (await mint()).split('.');
    const { body } = await client.exchange(`${header}.${payload}.${signature}`);
    expect(body.error_codes).toEqual([50013]);
  });

  test('that is no token is rejected', async () => {
    expect((await client.exchange('nonsense')).body.error_codes).toEqual([50027]);
  });

  test('expires by the clock of the tenant', async () => {
    const token = await mint({ lifetimeSeconds: 3600 });
    control.advanceClock(3601_000);
    expect((await client.exchange(token)).body.error_codes).toEqual([500133]);
  });

  test('can be exchanged again and again, in organizations too', async () => {
    const token = await mint();
    for (const segment of [contoso, contoso, 'organizations']) {
      expect((await client.exchange(token, {}, segment)).status).toBe(200);
    }
  });
});

describe('the request', () => {
  test.each<[string, Parameters, string, number]>([
    ['no assertion', { assertion: undefined }, 'invalid_request', 900144],
    ['no scope', { scope: undefined }, 'invalid_request', 900144],
    ['no requested_token_use', { requested_token_use: undefined }, 'invalid_request', 900144],
    ['another requested_token_use', { requested_token_use: 'logon_cert' }, 'invalid_request', 90023],
    ['no credential', { client_secret: undefined }, 'invalid_client', 7000218],
    ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client', 7000215],
    ['the public client', { client_id: apps.client }, 'invalid_client', 7000215],
    [
      '.default with a name',
      { scope: 'https://graph.microsoft.com/.default https://graph.microsoft.com/User.Read' },
      'invalid_scope',
      70011,
    ],
    [
      'two resources',
      { scope: `https://graph.microsoft.com/.default api://${apps.server}/access_as_user` },
      'invalid_request',
      28000,
    ],
    [
      'an unknown permission',
      { scope: 'https://graph.microsoft.com/OnlineMeetingAiInsight.Read' },
      'invalid_client',
      650053,
    ],
    ['itself by its App ID URI', { scope: `api://${apps.server}/.default` }, 'invalid_request', 90009],
  ])('with %s is rejected', async (_, parameters, error, code) => {
    const { body } = await client.exchange(await mint(), parameters);
    expect(body).toMatchObject({ error, error_codes: [code] });
  });

  test('with an expired secret is rejected', async () => {
    await control.updateApplication({
      app: 'server',
      secrets: [{ secretText: apps.serverSecret, endMs: control.nowMs() - 1 }],
    });
    const { status, body } = await client.exchange(await mint());
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000222] });
  });
});
