import { afterAll, beforeEach, describe, expect, test } from 'vitest';
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

async function code(parameters: Parameters = {}): Promise<string> {
  return (await client.signIn(megan, { login_hint: megan, ...parameters })).get('code') ?? '';
}

describe('a public client', () => {
  test('gets an access token for the server, an ID token and a refresh token', async () => {
    const { status, body } = await client.redeem(await code({ nonce: 'n-1' }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      scope: `openid profile api://${apps.server}/access_as_user api://${apps.server}/.default`,
    });
    expect(body.expires_in).toBeGreaterThanOrEqual(3599);
    expect(body.expires_in).toBeLessThanOrEqual(5400);
    expect(body.refresh_token).toBeTypeOf('string');
    const access = decodeJwt(body.access_token ?? '');
    expect(access?.header).toEqual({ typ: 'JWT', alg: 'RS256', kid: expect.any(String) });
    expect(access?.claims).toMatchObject({
      aud: apps.server,
      iss: `https://login.microsoftonline.com/${contoso}/v2.0`,
      azp: apps.client,
      azpacr: '0',
      idtyp: 'user',
      name: 'Megan Bowen',
      oid: users.megan.objectId,
      preferred_username: megan,
      scp: 'access_as_user',
      tid: contoso,
      ver: '2.0',
    });
    const id = decodeJwt(body.id_token ?? '');
    expect(id?.claims).toMatchObject({ aud: apps.client, nonce: 'n-1', oid: users.megan.objectId });
    expect(id?.claims['sub']).not.toBe(access?.claims['sub']);
  });

  test('gets no refresh token without offline_access', async () => {
    const scope = `api://${apps.server}/access_as_user`;
    const { body } = await client.redeem(await code({ scope }), { scope });
    expect(body.access_token).toBeTypeOf('string');
    expect(body).not.toHaveProperty('refresh_token');
    expect(body).not.toHaveProperty('id_token');
  });

  test.each<[string, Parameters, string, number]>([
    ['no code', { code: undefined }, 'invalid_request', 900144],
    ['an unknown code', { code: 'nonsense' }, 'invalid_request', 9002313],
    ['no redirect', { redirect_uri: undefined }, 'invalid_request', 900144],
    ['another redirect', { redirect_uri: 'http://localhost/callback' }, 'invalid_client', 500112],
    ['no verifier', { code_verifier: undefined }, 'invalid_grant', 501481],
    ['another verifier', { code_verifier: 'v'.repeat(43) }, 'invalid_grant', 501481],
    ['another client', { client_id: apps.server }, 'invalid_grant', 70000],
    ['no client', { client_id: undefined }, 'invalid_request', 900144],
    ['an unknown client', { client_id: contoso }, 'unauthorized_client', 700016],
    ['no grant type', { grant_type: undefined }, 'invalid_request', 900144],
    ['an unknown grant type', { grant_type: 'password' }, 'unsupported_grant_type', 70003],
    ['a secret', { client_secret: 'x' }, 'invalid_client', 700025],
    ['a client assertion', { client_assertion: 'x' }, 'invalid_client', 700025],
    [
      'the resource of somebody else',
      { resource: 'https://connector.example/mcp' },
      'invalid_target',
      9010010,
    ],
  ])('with %s is rejected', async (_, parameters, error, number) => {
    const issued = await code();
    const { status, body } = await client.redeem(issued, parameters);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toMatchObject({
      error,
      error_codes: [number],
      error_description: expect.stringMatching(new RegExp(`^AADSTS${number}: .* Trace ID: .* Timestamp: `)),
      trace_id: expect.any(String),
      correlation_id: expect.any(String),
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
    });
  });

  test('in another tenant is rejected', async () => {
    expect((await client.redeem(await code(), {}, fabrikam)).body.error_codes).toEqual([70000]);
  });

  test('redeems a code once, also when it tries twice at the same time', async () => {
    const issued = await code();
    const results = await Promise.all([client.redeem(issued), client.redeem(issued), client.redeem(issued)]);
    expect(results.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400, 400]);
    expect((await client.redeem(issued)).body.error_codes).toEqual([54005]);
  });

  test('redeems a code within ten minutes', async () => {
    const issued = await code();
    tenant.control.advanceClock(10 * 60_000);
    expect((await client.redeem(issued)).body.error_codes).toEqual([70008]);
  });

  test('may leave PKCE out on both legs, but not on one', async () => {
    const plain = { code_challenge: undefined, code_challenge_method: undefined };
    expect((await client.redeem(await code(plain), { code_verifier: undefined })).status).toBe(200);
    expect((await client.redeem(await code(plain))).body.error_codes).toEqual([501481]);
  });
});

describe('a Web client', () => {
  const redirectUri = 'https://connector.example/oauth/callback';
  const secret = 'simulated-web-client-secret';
  const web = { redirect_uri: redirectUri };
  beforeEach(async () => {
    await tenant.control.updateApplication({
      app: 'client',
      webRedirectUris: [redirectUri],
      secrets: [{ secretText: secret }],
    });
  });

  test('must send a credential', async () => {
    const { status, body } = await client.redeem(await code(web), web);
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000218] });
  });

  test('must send the right one', async () => {
    const { body } = await client.redeem(await code(web), { ...web, client_secret: 'wrong' });
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000215] });
  });

  test('gets tokens that say so', async () => {
    const { body } = await client.redeem(await code(web), { ...web, client_secret: secret });
    expect(decodeJwt(body.access_token ?? '')?.claims['azpacr']).toBe('1');
    const again = await client.refresh(body.refresh_token, { client_secret: secret });
    expect(decodeJwt(again.body.access_token ?? '')?.claims['azpacr']).toBe('1');
    expect((await client.refresh(body.refresh_token)).body.error_codes).toEqual([7000218]);
  });

  test('may send its secret by HTTP Basic', async () => {
    const { status } = await client.token(
      { grant_type: 'authorization_code', code: await code(web), code_verifier: client.verifier, ...web },
      'organizations',
      { authorization: `Basic ${btoa(`${apps.client}:${secret}`)}` },
    );
    expect(status).toBe(200);
  });
});

test('the token endpoint takes a form by POST and no parameter twice', async () => {
  const url = `${tenant.url}/organizations/oauth2/v2.0/token`;
  const codes = async (response: Promise<Response>) =>
    ((await (await response).json()) as { error_codes: number[] }).error_codes;
  expect(await codes(fetch(url))).toEqual([900561]);
  expect(
    await codes(fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })),
  ).toEqual([900144]);
  const twice = new URLSearchParams([
    ['code', 'a'],
    ['code', 'b'],
  ]);
  expect(await codes(fetch(url, { method: 'POST', body: twice }))).toEqual([9000411]);
});

test('the correlation id is the one that the client sent', async () => {
  const id = crypto.randomUUID();
  const response = await fetch(`${tenant.url}/organizations/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'client-request-id': id },
    body: new URLSearchParams({ grant_type: 'password' }),
  });
  expect(await response.json()).toMatchObject({ correlation_id: id });
});

test('app roles are in the tokens of the server application', async () => {
  tenant.control.updateUser('megan', { appRoles: ['Connector.Admin'] });
  const { body } = await client.redeem(await code());
  expect(decodeJwt(body.access_token ?? '')?.claims['roles']).toEqual(['Connector.Admin']);
  expect(decodeJwt(body.id_token ?? '')?.claims).not.toHaveProperty('roles');
});

test('an administrator signs in to the server application itself', async () => {
  const patti = users.patti.userPrincipalName;
  const asServer = {
    client_id: apps.server,
    redirect_uri: 'http://localhost:8787/admin/callback',
    scope: 'openid profile',
  };
  const back = await client.signIn(patti, { ...asServer, nonce: 'n-2' });
  const { body } = await client.redeem(back.get('code'), { ...asServer, client_secret: apps.serverSecret });
  expect(decodeJwt(body.id_token ?? '')?.claims).toMatchObject({
    aud: apps.server,
    nonce: 'n-2',
    tid: contoso,
    wids: users.patti.directoryRoles,
  });
});
