import { afterAll, beforeEach, expect, test } from 'vitest';
import { createOAuthClient } from '../client/oauth-client.ts';
import { startSimulator } from '../server.ts';
import { createStubGraph } from '../test-helpers/stub-graph.ts';
import { createSimulator } from '../simulator.ts';
import { contoso, users } from '../seed-data/tenants.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const client = createOAuthClient(tenant.url, contoso);
beforeEach(() => tenant.control.reset());
afterAll(() => tenant.close());

async function graphToken(): Promise<string> {
  const { body } = await client.exchange(await tenant.control.mint({ user: 'megan' }));
  return body.access_token ?? '';
}

const get = (authorization?: string) =>
  fetch(`${tenant.url}/v1.0/me`, authorization === undefined ? {} : { headers: { authorization } });

test('a Graph token opens Graph until it expires', async () => {
  const token = await graphToken();
  expect((await get(`Bearer ${token}`)).status).toBe(200);
  tenant.control.advanceClock(91 * 60_000);
  const response = await get(`Bearer ${token}`);
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({
    error: {
      code: 'InvalidAuthenticationToken',
      message: 'Lifetime validation failed, the token is expired.',
      innerError: { 'request-id': expect.any(String), date: expect.any(String) },
    },
  });
});

test.each<[string, () => Promise<string | undefined>]>([
  ['no token', async () => undefined],
  ['another scheme', async () => `Basic ${await graphToken()}`],
  ['nonsense', async () => 'Bearer nonsense'],
  ['a token for the server', async () => `Bearer ${await tenant.control.mint({ user: 'megan' })}`],
  ['a token with a changed last letter', async () => `Bearer ${(await graphToken()).slice(0, -2)}xx`],
])('%s is rejected', async (_, authorization) => {
  const response = await get(await authorization());
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="", authorization_uri=/);
  expect(response.headers.get('request-id')).toBeTruthy();
  expect(await response.json()).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
});

test('a Graph token is no assertion', async () => {
  expect((await client.exchange(await graphToken())).body.error_codes).toEqual([50013]);
});

test('the download host is another origin and takes no token', async () => {
  expect(tenant.downloadUrl).not.toBe(tenant.url);
  expect(await (await fetch(`${tenant.downloadUrl}/personal/document.docx`)).text()).toBe('document');
  expect(tenant.control.counts()).toEqual({ download: 1 });
});

test('in-process requests are dispatched by the hosts of the cloud', async () => {
  const { fetch: response, control } = await createSimulator({ createGraph: createStubGraph });
  const status = async (url: string) => (await response(new Request(url))).status;
  expect(await status('https://login.microsoftonline.com/common/discovery/v2.0/keys')).toBe(200);
  expect(await status('https://graph.microsoft.com/v1.0/me')).toBe(401);
  expect(await status('https://fabrikam.sharepoint.com/x')).toBe(200);
  expect(control.counts()).toEqual({ keys: 1, graph: 1, download: 1 });
});

test('Graph requests are logged with the user', async () => {
  await get(`Bearer ${await graphToken()}`);
  expect(tenant.control.requests({ kind: 'graph', objectId: users.megan.objectId })).toMatchObject([
    {
      method: 'GET',
      path: '/v1.0/me',
      status: 200,
      tenantId: contoso,
      headers: { authorization: 'Bearer [redacted]' },
    },
  ]);
});
