import { afterAll, beforeEach, expect, test } from 'vitest';
import { createSelfSignedCertificate } from '../../client/self-signed-certificate.ts';
import { startSimulator } from '../../server.ts';
import { apps, contoso, users } from '../../seed-data/tenants.ts';

const tenant = await startSimulator({ checkContract: false });
const { control } = tenant;
afterAll(() => tenant.close());

let authorization = '';
beforeEach(async () => {
  control.reset();
  authorization = await signIn('patti');
});

async function signIn(user: string, consent: 'own' | 'earlier' = 'own'): Promise<string> {
  const post = async (path: string, form: Record<string, string>) => {
    const response = await fetch(`${tenant.url}/organizations/oauth2/v2.0/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: apps.commandLineTools, ...form }),
    });
    return (await response.json()) as Record<string, string>;
  };
  const permissions = [
    'Application.ReadWrite.All',
    'Directory.Read.All',
    'AppRoleAssignment.ReadWrite.All',
    'DelegatedPermissionGrant.ReadWrite.All',
  ];
  const scope = permissions.map((name) => `https://graph.microsoft.com/${name}`).join(' ');
  const { device_code = '', user_code = '' } = await post('devicecode', { scope });
  if (consent === 'earlier') {
    await graph('POST', '/oauth2PermissionGrants', {
      clientId: await idOf(apps.commandLineTools),
      resourceId: await idOf(apps.graph),
      consentType: 'AllPrincipals',
      scope: permissions.join(' '),
    });
  }
  control.completeDeviceCode({ userCode: user_code, user });
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  return `Bearer ${(await post('token', { grant_type, device_code }))['access_token']}`;
}

async function graph(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown>; code: unknown }> {
  const response = await fetch(`${tenant.url}/v1.0${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  const code = (json['error'] as { code?: string } | undefined)?.code;
  return { status: response.status, body: json, code };
}

const idOf = async (appId: string) =>
  String((await graph('GET', `/servicePrincipals(appId='${appId}')`)).body['id']);
const app = "/applications(uniqueName='demo')";
const create = { prefer: 'create-if-missing' };

test('an application is made where it is missing, and changed where it is not', async () => {
  expect(await graph('PATCH', app, { displayName: 'Demo' })).toMatchObject({ status: 404 });
  const made = await graph('PATCH', app, { displayName: 'Demo' }, create);
  expect(made).toMatchObject({
    status: 201,
    body: { uniqueName: 'demo', api: { requestedAccessTokenVersion: null } },
  });
  expect(await graph('PATCH', app, { displayName: 'Renamed' }, create)).toMatchObject({ status: 204 });
  const { body } = await graph('GET', `/applications(appId='${made.body['appId']}')?$select=id,displayName`);
  expect(body).toMatchObject({ id: made.body['id'], displayName: 'Renamed' });
});

test('PATCH replaces a complex property as a whole', async () => {
  await graph('PATCH', app, { displayName: 'Demo', api: { requestedAccessTokenVersion: 2 } }, create);
  await graph('PATCH', app, { api: { knownClientApplications: [apps.client] } });
  expect(control.registrations()[0]?.document.api.requestedAccessTokenVersion).toBeNull();
});

test.each([
  ['an unknown property', { color: 'red' }, 'Request_BadRequest'],
  ['a password by PATCH', { passwordCredentials: [] }, 'Request_BadRequest'],
  [
    'the App ID URI of another application',
    { identifierUris: [`api://${apps.server}`] },
    'Request_BadRequest',
  ],
  [
    'a scope that is taken away while enabled',
    { api: { oauth2PermissionScopes: [] } },
    'CannotDeleteOrUpdateEnabledEntitlement',
  ],
  [
    'a key that is no certificate',
    { keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', key: 'AAAA' }] },
    'KeyCredentialsInvalidCertificate',
  ],
])('rejects %s', async (_, change, code) => {
  const scope = { id: crypto.randomUUID(), value: 'read', type: 'User', isEnabled: true };
  await graph('PATCH', app, { displayName: 'Demo', api: { oauth2PermissionScopes: [scope] } }, create);
  expect(await graph('PATCH', app, change)).toMatchObject({ status: 400, code });
});

test('certificates stand beside one another, and one that is not sent again is gone', async () => {
  const { id } = (await graph('PATCH', app, { displayName: 'Demo' }, create)).body;
  const certificate = async () => {
    const { certificatePem } = await createSelfSignedCertificate(control.nowMs());
    const key = certificatePem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    const endDateTime = new Date(control.nowMs() + 1000).toISOString();
    return { type: 'AsymmetricX509Cert', usage: 'Verify', key, endDateTime };
  };
  await graph('PATCH', app, { keyCredentials: [await certificate()] });
  const { keyCredentials } = (await graph('GET', `/applications/${id}?$select=keyCredentials`)).body as {
    keyCredentials: object[];
  };
  await graph('PATCH', app, { keyCredentials: [...keyCredentials, await certificate()] });
  expect(control.registrations()[0]?.document.keyCredentials).toHaveLength(2);
  await graph('PATCH', app, { keyCredentials: [] });
  expect(control.registrations()[0]?.document.keyCredentials).toHaveLength(0);
});

test('a service principal, its assignments and its grants', async () => {
  const { appId, id } = (await graph('PATCH', app, { displayName: 'Demo' }, create)).body;
  expect(await graph('GET', `/servicePrincipals(appId='${appId}')`)).toMatchObject({ status: 404 });
  const made = await graph('POST', '/servicePrincipals', { appId });
  expect(made.status).toBe(201);
  expect(await graph('POST', '/servicePrincipals', { appId })).toMatchObject({ status: 409 });
  const principal = `/servicePrincipals/${made.body['id']}`;
  const assignment = {
    principalId: users.megan.objectId,
    resourceId: made.body['id'],
    appRoleId: '00000000-0000-0000-0000-000000000000',
  };
  expect((await graph('POST', `${principal}/appRoleAssignedTo`, assignment)).status).toBe(201);
  expect((await graph('POST', `${principal}/appRoleAssignedTo`, assignment)).status).toBe(400);
  const role = { id: crypto.randomUUID(), value: 'Reader', isEnabled: true, allowedMemberTypes: ['User'] };
  await graph('PATCH', app, { appRoles: [role] });
  // An application with app roles cannot be assigned without a role.
  const bare = { ...assignment, principalId: users.adele.objectId };
  expect((await graph('POST', `${principal}/appRoleAssignedTo`, bare)).status).toBe(400);
  const grant = {
    clientId: made.body['id'],
    resourceId: await idOf(apps.graph),
    consentType: 'AllPrincipals',
    scope: 'User.Read',
  };
  const granted = await graph('POST', '/oauth2PermissionGrants', grant);
  expect(granted.status).toBe(201);
  await graph('PATCH', `/oauth2PermissionGrants/${granted.body['id']}`, { scope: 'User.Read Mail.Read' });
  const filter = encodeURIComponent(`clientId eq '${grant.clientId}' and consentType eq 'AllPrincipals'`);
  const listed = await graph('GET', `/oauth2PermissionGrants?$filter=${filter}`);
  expect(listed.body['value']).toMatchObject([{ scope: 'User.Read Mail.Read' }]);
  expect(
    (await graph('POST', `/applications/${id}/owners/$ref`, { '@odata.id': `x/${users.patti.objectId}` }))
      .status,
  ).toBe(204);
});

test('the permission without a role is not enough', async () => {
  authorization = await signIn('megan', 'earlier');
  expect(await graph('PATCH', app, { displayName: 'Demo' }, create)).toMatchObject({
    status: 403,
    code: 'Authorization_RequestDenied',
  });
});

test('an application made here can sign users in', async () => {
  const { appId } = (
    await graph(
      'PATCH',
      app,
      { displayName: 'Demo', publicClient: { redirectUris: ['http://localhost/callback'] } },
      create,
    )
  ).body;
  await graph('POST', '/servicePrincipals', { appId });
  const query = new URLSearchParams({
    client_id: String(appId),
    response_type: 'code',
    redirect_uri: 'http://localhost/callback',
    scope: 'https://graph.microsoft.com/User.Read',
    login_hint: users.megan.userPrincipalName,
  });
  const response = await fetch(`${tenant.url}/${contoso}/oauth2/v2.0/authorize?${query}`, {
    redirect: 'manual',
  });
  expect(response.headers.get('location')).toMatch(/^http:\/\/localhost\/callback\?code=/);
});
