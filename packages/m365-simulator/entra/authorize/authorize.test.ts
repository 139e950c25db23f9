import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createOAuthClient, type Parameters } from '../../client/oauth-client.ts';
import { completeSignIn } from '../../client/complete-sign-in.ts';
import { startSimulator } from '../../server.ts';
import { createStubGraph } from '../../test-helpers/stub-graph.ts';
import { apps, contoso, fabrikam, users } from '../../seed-data/tenants.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const client = createOAuthClient(tenant.url, contoso);
beforeEach(() => tenant.control.reset());
afterAll(() => tenant.close());

const megan = users.megan.userPrincipalName;

async function open(parameters: Parameters, segment?: string): Promise<Response> {
  return fetch(await client.authorizeUrl(parameters, segment), { redirect: 'manual' });
}

describe('errors before the redirect URI is validated are shown on a page', () => {
  test.each<[string, Parameters, number, string?]>([
    ['no client', { client_id: undefined }, 900144],
    ['an unknown client', { client_id: '99999999-9999-4999-8999-999999999999' }, 700016],
    ['no redirect', { redirect_uri: undefined }, 50011],
    ['another host', { redirect_uri: 'https://evil.example/callback' }, 50011],
    ['another path', { redirect_uri: 'http://localhost/callback/' }, 50011],
    ['another case', { redirect_uri: 'http://localhost/Callback' }, 50011],
    ['a query added', { redirect_uri: 'http://localhost/callback?x=1' }, 50011],
    ['a name before the host', { redirect_uri: 'http://a@localhost/callback' }, 50011],
    ['https on loopback', { redirect_uri: 'https://localhost/callback' }, 50011],
    ['an unknown tenant', {}, 90002, '11111111-1111-4111-8111-111111111111'],
    ['personal accounts only', {}, 9002346, 'consumers'],
  ])('%s', async (_, parameters, code, segment) => {
    const response = await open(parameters, segment);
    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain(`AADSTS${code}:`);
  });

  test('a parameter twice', async () => {
    const url = await client.authorizeUrl({ prompt: 'consent' });
    url.searchParams.append('prompt', 'select_account');
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain('AADSTS9000411:');
  });

  test('parameter values are escaped in pages', async () => {
    const response = await open({ redirect_uri: 'http://localhost/<script>alert(1)</script>' });
    expect(await response.text()).not.toContain('<script>');
  });
});

describe('errors after the redirect URI is validated are returned to the application', () => {
  test.each<[string, Parameters, string, number]>([
    ['no response type', { response_type: undefined }, 'invalid_request', 900144],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type', 700051],
    ['an ID token', { response_type: 'id_token' }, 'unsupported_response_type', 700054],
    ['another response type', { response_type: 'none' }, 'unsupported_response_type', 70005],
    ['another response mode', { response_mode: 'form_post' }, 'invalid_request', 90023],
    ['no scope', { scope: undefined }, 'invalid_request', 900144],
    [
      '.default with a named scope',
      { scope: `api://${apps.server}/.default api://${apps.server}/access_as_user` },
      'invalid_scope',
      70011,
    ],
    ['two resources', { scope: `api://${apps.server}/.default User.Read` }, 'invalid_request', 28000],
    ['an unknown resource', { scope: 'api://nobody/.default' }, 'invalid_resource', 500011],
    ['an unknown scope', { scope: `api://${apps.server}/write_everything` }, 'invalid_client', 650053],
    ['a bare scope, which means Graph', { scope: 'mcp.read' }, 'invalid_client', 650053],
    [
      'a resource that is not the App ID URI',
      { resource: 'https://connector.example/mcp' },
      'invalid_target',
      9010010,
    ],
    ['a short challenge', { code_challenge: 'short' }, 'invalid_request', 90100],
    ['an unknown challenge method', { code_challenge_method: 'S512' }, 'invalid_request', 90023],
    ['an unknown prompt', { prompt: 'please' }, 'invalid_request', 90023],
    ['claims that are not JSON', { claims: '{' }, 'invalid_request', 90100],
    ['prompt=none without a session', { prompt: 'none' }, 'login_required', 50058],
  ])('%s', async (_, parameters, error, code) => {
    const response = await open({ login_hint: megan, ...parameters });
    const back = new URL(response.headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe('http://localhost:49152/callback');
    expect(back.searchParams.get('error')).toBe(error);
    expect(back.searchParams.get('error_description')).toMatch(
      new RegExp(`^AADSTS${code}: .*Trace ID: .*Correlation ID: .*Timestamp: \\d{4}-`),
    );
    expect(back.searchParams.get('state')).toBe('state of the client');
    expect(back.searchParams.has('code')).toBe(false);
  });
});

test('the App ID URI as resource is fine', async () => {
  const back = await client.signIn(megan, { login_hint: megan, resource: `api://${apps.server}` });
  expect(back.has('code')).toBe(true);
});

test.each(['http://127.0.0.1:1/callback', 'http://localhost/oauth/callback', 'http://[::1]:9/callback'])(
  'the port of a loopback redirect URI is ignored: %s',
  async (redirectUri) => {
    const response = await open({ login_hint: megan, redirect_uri: redirectUri });
    expect(response.headers.get('location')).toContain(`${redirectUri}?code=`);
  },
);

test('the response is code, state and session_state, and never iss', async () => {
  const back = await client.signIn(megan, { login_hint: megan });
  expect([...back.keys()]).toEqual(['code', 'state', 'session_state']);
});

test('without a hint the user picks an account', async () => {
  const page = await open({});
  expect(page.headers.get('content-security-policy')).not.toContain('form-action');
  const html = await page.text();
  for (const { displayName } of Object.values(users)) expect(html).toContain(displayName);
  expect(html).not.toMatch(/<script/);
  expect((await client.signIn(megan)).has('code')).toBe(true);
});

test.each<[string, () => void, Parameters]>([
  ['prompt=select_account', () => undefined, { prompt: 'select_account' }],
  ['automatic sign-in switched off', () => tenant.control.setAutoSignIn(false), {}],
  ['a hint that names nobody', () => undefined, { login_hint: 'nobody@contoso.example' }],
])('%s shows the accounts in spite of the hint', async (_, prepare, parameters) => {
  prepare();
  const response = await open({ login_hint: megan, ...parameters });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Pick an account');
});

test('the login_hint claim of a token is a hint as well', async () => {
  const token = await tenant.control.mint({ user: 'megan' });
  const claims = JSON.parse(atob(token.split('.')[1] ?? '')) as { login_hint: string };
  expect((await client.signIn('', { login_hint: claims.login_hint })).has('code')).toBe(true);
});

test('a browser stays signed in until the sessions are revoked', async () => {
  const cookies = new Map<string, string>();
  const browser = { userPrincipalName: megan, cookies };
  await client.signIn(browser);
  expect((await client.signIn({ userPrincipalName: '', cookies }, { prompt: 'none' })).has('code')).toBe(
    true,
  );
  tenant.control.revokeSessions('megan');
  const back = await client.signIn({ userPrincipalName: '', cookies }, { prompt: 'none' });
  expect(back.get('error')).toBe('login_required');
});

test.each<[string, string, string, () => void, number]>([
  ['is not assigned', users.pradeep.userPrincipalName, 'organizations', () => undefined, 50105],
  ['is of another tenant', megan, fabrikam, () => undefined, 50020],
  [
    'is disabled',
    megan,
    'organizations',
    () => tenant.control.updateUser('megan', { enabled: false }),
    50057,
  ],
])('a user who %s is turned away', async (_, user, segment, prepare, code) => {
  prepare();
  const back = await client.signIn(user, {}, segment);
  expect(back.get('error')).toBe('access_denied');
  expect(back.get('error_description')).toMatch(`AADSTS${code}:`);
});

test('a disabled service principal denies the sign-in', async () => {
  tenant.control.updateServicePrincipal({ tenantId: contoso, app: 'client', state: 'disabled' });
  const back = await client.signIn(megan);
  expect(back.get('error_description')).toMatch('AADSTS7000112:');
});

test('forceError fails one sign-in of one user', async () => {
  tenant.control.forceError({ at: 'authorize', code: 90094, user: 'megan' });
  expect((await client.signIn(users.patti.userPrincipalName)).has('code')).toBe(true);
  expect((await client.signIn(megan)).get('error_description')).toMatch('AADSTS90094:');
  expect((await client.signIn(megan)).has('code')).toBe(true);
});

test('a sign-in that took more than ten minutes starts anew', async () => {
  const html = await (await open({})).text();
  tenant.control.advanceClock(11 * 60_000);
  const ctx = html.match(/name="ctx" value="([^"]+)"/)?.[1] ?? '';
  const response = await fetch(`${tenant.url}/organizations/login`, {
    method: 'POST',
    body: new URLSearchParams({ ctx, login: megan }),
  });
  expect(await response.text()).toContain('AADSTS50089:');
});

test('signing out ends the browser session', async () => {
  const cookies = new Map<string, string>();
  await client.signIn({ userPrincipalName: megan, cookies });
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  await fetch(`${tenant.url}/common/oauth2/v2.0/logout`, { headers: { cookie } });
  const start = await client.authorizeUrl({ prompt: 'none' });
  const back = await completeSignIn(start, { userPrincipalName: megan, cookies });
  expect(back.searchParams.get('error')).toBe('login_required');
});
