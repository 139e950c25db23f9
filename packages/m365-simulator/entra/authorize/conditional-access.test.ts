import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Parameters, createOAuthClient } from '../../client/oauth-client.ts';
import type { NewConditionalAccessPolicy } from '../../control/control.ts';
import { contoso, users } from '../../seed-data/tenants.ts';
import { startSimulator } from '../../server.ts';
import { createStubGraph } from '../../test-helpers/stub-graph.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const { control } = tenant;
const client = createOAuthClient(tenant.url, contoso);
beforeEach(() => control.reset());
afterAll(() => tenant.close());

const megan = users.megan.userPrincipalName;
const dayMs = 24 * 3600 * 1000;

function policy(
  grant: NewConditionalAccessPolicy['grant'],
  more: Partial<NewConditionalAccessPolicy> = {},
): string {
  return control.setConditionalAccess([{ tenantId: contoso, grant, ...more }])[0] ?? '';
}

async function accessToken(parameters: Parameters = {}): Promise<string> {
  const back = await client.signIn(megan, parameters);
  return (await client.redeem(back.get('code'))).body.access_token ?? '';
}

test('MFA at Graph stops the exchange with claims, and a sign-in with those claims settles it', async () => {
  const id = policy('mfa');
  const before = await accessToken();
  const { status, body } = await client.exchange(before);
  expect(status).toBe(400);
  expect(body).toMatchObject({
    error: 'interaction_required',
    suberror: 'basic_action',
    error_codes: [50076],
  });
  expect(JSON.parse(body.claims ?? '')).toEqual({
    access_token: { polids: { essential: true, values: [id] } },
  });

  expect((await client.exchange(await accessToken())).body.error_codes).toEqual([50076]);
  for (const hint of [undefined, megan]) {
    const after = await accessToken({ claims: body.claims, login_hint: hint });
    expect((await client.exchange(after)).status).toBe(200);
  }
  // An earlier sign-in keeps its authentication methods.
  expect((await client.exchange(before)).body.error_codes).toEqual([50076]);
});

test('a refresh token carries the second factor on', async () => {
  policy('mfa');
  const { body } = await client.exchange(await accessToken());
  const back = await client.signIn(megan, { claims: body.claims });
  const { body: tokens } = await client.redeem(back.get('code'));
  const renewed = await client.refresh(tokens.refresh_token);
  expect((await client.exchange(renewed.body.access_token ?? '')).status).toBe(200);
});

test('MFA at the server is requested at once', async () => {
  policy('mfa', { resource: 'server' });
  const token = await accessToken();
  policy('mfa');
  expect((await client.exchange(token)).status).toBe(200);
});

test('a token can be minted with the second factor behind it', async () => {
  policy('mfa');
  expect((await client.exchange(await control.mint({ user: 'megan', mfa: true }))).status).toBe(200);
});

test('a compliant device is that of the sign-in', async () => {
  policy('compliantDevice');
  const { body } = await client.exchange(await accessToken());
  expect(body).toMatchObject({ error: 'interaction_required', error_codes: [53000] });
  const stuck = await client.signIn(megan, { claims: body.claims });
  expect(stuck.get('error_description')).toMatch('AADSTS53000:');
  control.updateUser('megan', { compliantDevice: true });
  expect((await client.exchange(await accessToken({ claims: body.claims }))).status).toBe(200);
});

test('a block is final', async () => {
  policy('block');
  const { body } = await client.exchange(await accessToken());
  expect(body).toMatchObject({
    error: 'interaction_required',
    suberror: 'message_only',
    error_codes: [53003],
  });
  const back = await client.signIn(megan, { claims: body.claims });
  expect(back.get('error_description')).toMatch('AADSTS53003:');
});

test('sign-in frequency requires a new sign-in; a refresh is not enough', async () => {
  policy('signInFrequency', { maximumAgeSeconds: 3600 });
  const { body: tokens } = await client.redeem((await client.signIn(megan)).get('code'));
  expect((await client.exchange(tokens.access_token ?? '')).status).toBe(200);
  control.advanceClock(dayMs);
  const renewed = await client.refresh(tokens.refresh_token);
  const { body } = await client.exchange(renewed.body.access_token ?? '');
  expect(body).toMatchObject({ error: 'invalid_grant', suberror: 'token_expired', error_codes: [70043] });
  expect((await client.exchange(await accessToken())).status).toBe(200);
});

test('sign-in frequency at the server ends the refresh and asks the browser again', async () => {
  policy('signInFrequency', { resource: 'server', maximumAgeSeconds: 3600 });
  const cookies = new Map<string, string>();
  const { body } = await client.redeem(
    (await client.signIn({ userPrincipalName: megan, cookies })).get('code'),
  );
  control.advanceClock(dayMs);
  expect((await client.refresh(body.refresh_token)).body.error_codes).toEqual([70043]);
  const silent = await client.signIn({ userPrincipalName: megan, cookies }, { prompt: 'none' });
  expect(silent.get('error')).toBe('login_required');
  expect((await client.signIn({ userPrincipalName: megan, cookies })).has('code')).toBe(true);
});

test('a policy can be for some users only', async () => {
  policy('block', { users: ['adele'] });
  expect((await client.exchange(await control.mint({ user: 'megan' }))).status).toBe(200);
  expect((await client.exchange(await control.mint({ user: 'adele' }))).body.error_codes).toEqual([53003]);
});

test('forceError returns any AADSTS error with claims', async () => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
  control.forceError({ at: 'on_behalf_of', code: 50158, user: 'megan', claims, times: 2 });
  const token = await control.mint({ user: 'megan' });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect((await client.exchange(token)).body).toMatchObject({ error_codes: [50158], claims });
  }
  expect((await client.exchange(token)).status).toBe(200);
});
