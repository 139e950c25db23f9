import { afterAll, beforeEach, expect, test } from 'vitest';
import { createOAuthClient } from '../client/oauth-client.ts';
import { startSimulator } from '../server.ts';
import { createStubGraph } from '../test-helpers/stub-graph.ts';
import { contoso } from '../seed-data/tenants.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const client = createOAuthClient(tenant.url, contoso);
beforeEach(() => tenant.control.reset());
afterAll(() => tenant.close());

async function json(path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(tenant.url + path)).json()) as Record<string, unknown>;
}

async function keys(): Promise<Record<string, string>[]> {
  return (await json('/organizations/discovery/v2.0/keys'))['keys'] as Record<string, string>[];
}

const kidOf = (token: string): string => (JSON.parse(atob(token.split('.')[0] ?? '')) as { kid: string }).kid;

test('metadata sends requests to this address but names the issuer of the cloud', async () => {
  const metadata = await json(`/${contoso}/v2.0/.well-known/openid-configuration`);
  expect(metadata['issuer']).toBe(`https://login.microsoftonline.com/${contoso}/v2.0`);
  expect(metadata['jwks_uri']).toBe(`${tenant.url}/${contoso}/discovery/v2.0/keys`);
  expect(metadata['token_endpoint']).toBe(`${tenant.url}/${contoso}/oauth2/v2.0/token`);
});

test.each(['organizations', 'common'])('metadata of %s has a template for an issuer', async (segment) => {
  const metadata = await json(`/${segment}/v2.0/.well-known/openid-configuration`);
  expect(metadata['issuer']).toBe('https://login.microsoftonline.com/{tenantid}/v2.0');
});

test('metadata omits the members that Entra omits', async () => {
  const metadata = await json('/organizations/v2.0/.well-known/openid-configuration');
  expect(metadata).not.toHaveProperty('code_challenge_methods_supported');
  expect(metadata).not.toHaveProperty('registration_endpoint');
  expect(metadata).not.toHaveProperty('authorization_response_iss_parameter_supported');
});

test('an unknown tenant has no metadata', async () => {
  const metadata = await json('/11111111-1111-4111-8111-111111111111/v2.0/.well-known/openid-configuration');
  expect(metadata).toMatchObject({ error: 'invalid_request', error_codes: [90002] });
});

test('the key document has several keys, each with its issuer and none with an alg', async () => {
  const published = await keys();
  expect(published.map((key) => String(key['issuer'])).toSorted()).toEqual([
    'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    'https://login.microsoftonline.com/{tenantid}/v2.0',
    'https://login.microsoftonline.com/{tenantid}/v2.0',
  ]);
  for (const key of published) {
    expect(key).not.toHaveProperty('alg');
    expect(key).not.toHaveProperty('d');
    expect(key).toMatchObject({ kty: 'RSA', use: 'sig', e: 'AQAB' });
  }
});

test('after a rollover the new key signs and the old ones stay published', async () => {
  const before = await tenant.control.mint({ user: 'megan' });
  const kid = await tenant.control.rollSigningKey();
  const after = await tenant.control.mint({ user: 'megan' });
  expect(kidOf(after)).toBe(kid);
  expect(kidOf(before)).not.toBe(kid);
  expect((await keys()).map((key) => key['kid'])).toEqual(expect.arrayContaining([kid, kidOf(before)]));
  expect((await client.exchange(before)).status).toBe(200);
  expect((await client.exchange(after)).status).toBe(200);
});

test('tokens of a removed key are rejected', async () => {
  const token = await tenant.control.mint({ user: 'megan' });
  tenant.control.removeSigningKey(kidOf(token));
  expect((await keys()).map((key) => key['kid'])).not.toContain(kidOf(token));
  expect((await client.exchange(token)).body.error_codes).toEqual([50013]);
});

test('reset restores the initial keys', async () => {
  const before = await keys();
  await tenant.control.rollSigningKey();
  tenant.control.removeSigningKey(before[0]?.['kid'] ?? '');
  tenant.control.reset();
  expect(await keys()).toEqual(before);
});
