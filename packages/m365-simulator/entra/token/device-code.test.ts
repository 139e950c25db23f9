import { afterAll, beforeEach, expect, test } from 'vitest';
import { startSimulator } from '../../server.ts';
import { createStubGraph } from '../../test-helpers/stub-graph.ts';
import { apps, contoso } from '../../seed-data/tenants.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const { control } = tenant;
beforeEach(() => control.reset());
afterAll(() => tenant.close());

const scope = 'https://graph.microsoft.com/Application.ReadWrite.All';

async function post(path: string, form: Record<string, string>): Promise<Record<string, string>> {
  const response = await fetch(`${tenant.url}/${path}`, { method: 'POST', body: new URLSearchParams(form) });
  return (await response.json()) as Record<string, string>;
}

const begin = (clientId: string = apps.commandLineTools) =>
  post('organizations/oauth2/v2.0/devicecode', { client_id: clientId, scope });

const poll = (deviceCode: string, clientId: string = apps.commandLineTools) =>
  post('organizations/oauth2/v2.0/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    client_id: clientId,
    device_code: deviceCode,
  });

test('waits until the user has approved, then gives a token once', async () => {
  const { device_code = '', user_code = '', message } = await begin();
  expect(message).toContain(user_code);
  expect((await poll(device_code))['error']).toBe('authorization_pending');
  control.completeDeviceCode({ userCode: user_code, user: 'patti' });
  const { access_token, scope: granted } = await poll(device_code);
  expect(granted).toContain('Application.ReadWrite.All');
  const me = await fetch(`${tenant.url}/v1.0/me`, { headers: { authorization: `Bearer ${access_token}` } });
  expect(await me.json()).toMatchObject({ tenantId: contoso, scopes: ['Application.ReadWrite.All'] });
  expect((await poll(device_code))['error']).toBe('bad_verification_code');
});

test('the device code stays pending when the user cannot consent', async () => {
  const { device_code = '', user_code = '' } = await begin();
  expect(() => control.completeDeviceCode({ userCode: user_code, user: 'megan' })).toThrow('AADSTS90094');
  expect((await poll(device_code))['error']).toBe('authorization_pending');
});

test('a declined or expired device code fails', async () => {
  const declined = await begin();
  control.completeDeviceCode({ userCode: declined['user_code'] ?? '', user: 'patti', approve: false });
  expect((await poll(declined['device_code'] ?? ''))['error']).toBe('authorization_declined');
  const expired = await begin();
  control.advanceClock(16 * 60_000);
  expect((await poll(expired['device_code'] ?? ''))['error']).toBe('expired_token');
});

test('is closed to an application that is not a public one without redirect', async () => {
  const { device_code = '' } = await begin(apps.client);
  expect(await poll(device_code, apps.client)).toMatchObject({
    error: 'invalid_client',
    error_codes: [7000218],
  });
});

test('the page signs in by form', async () => {
  const { device_code = '', user_code = '' } = await begin();
  const form = new URLSearchParams({ user_code, login: 'patti@contoso.example', decision: 'approve' });
  const page = await fetch(`${tenant.url}/devicelogin`, { method: 'POST', body: form });
  expect(await page.text()).toContain('Patti Fernandez');
  expect(await poll(device_code)).toHaveProperty('access_token');
});
