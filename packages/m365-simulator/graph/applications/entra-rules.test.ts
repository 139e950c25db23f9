import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createSelfSignedCertificate } from '../../client/self-signed-certificate.ts';
import { apps, contoso, fabrikam, users } from '../../seed-data/tenants.ts';
import { startSimulator } from '../../server.ts';

const tenant = await startSimulator({ checkContract: false });
const { control } = tenant;
afterAll(() => tenant.close());

const allPermissions = [
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'AppRoleAssignment.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
];
const cloudApplicationAdministrator = '158c047a-c907-4556-b7ef-446551a6b5f7';
let authorization = '';

beforeEach(async () => {
  control.reset();
  authorization = await signIn('patti');
});

async function token(segment: string, form: Record<string, string>, endpoint = 'token') {
  const response = await fetch(`${tenant.url}/${segment}/oauth2/v2.0/${endpoint}`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return (await response.json()) as Record<string, string> & { error_codes?: readonly number[] };
}

async function signIn(user: string, permissions: readonly string[] = allPermissions): Promise<string> {
  const scope = permissions.map((name) => `https://graph.microsoft.com/${name}`).join(' ');
  const client_id = apps.commandLineTools;
  const { device_code = '', user_code = '' } = await token(contoso, { client_id, scope }, 'devicecode');
  control.completeDeviceCode({ userCode: user_code, user });
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  return `Bearer ${(await token(contoso, { client_id, grant_type, device_code }))['access_token']}`;
}

async function graph(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${tenant.url}/v1.0${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  const error = json['error'] as { code?: string; message?: string } | undefined;
  return { status: response.status, body: json, code: error?.code, message: error?.message };
}

const create = { prefer: 'create-if-missing' };
const byName = "/applications(uniqueName='demo')";
const makeDemo = async (document: object = {}) =>
  (await graph('PATCH', byName, { displayName: 'Demo', ...document }, create)).body as {
    id: string;
    appId: string;
  };
const idOf = async (appId: string) =>
  String((await graph('GET', `/servicePrincipals(appId='${appId}')`)).body['id']);

describe('a single-tenant application', () => {
  const singleTenant = { app: 'client', signInAudience: 'AzureADMyOrg', homeTenantId: contoso } as const;
  const authorize = (segment: string) =>
    fetch(
      `${tenant.url}/${segment}/oauth2/v2.0/authorize?${new URLSearchParams({
        client_id: apps.client,
        response_type: 'code',
        redirect_uri: 'http://localhost/callback',
        scope: `api://${apps.server}/access_as_user`,
        login_hint: users.megan.userPrincipalName,
      })}`,
      { redirect: 'manual' },
    );

  test('is rejected at organizations with AADSTS50194, at authorize, token and device code', async () => {
    await control.updateApplication(singleTenant);
    const page = await authorize('organizations');
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('AADSTS50194')]);
    const client_id = apps.client;
    expect(
      await token('organizations', {
        client_id,
        grant_type: 'refresh_token',
        refresh_token: 'x',
        scope: 'openid',
      }),
    ).toMatchObject({ error_codes: [50194] });
    expect(await token('common', { client_id, scope: 'openid' }, 'devicecode')).toMatchObject({
      error_codes: [50194],
    });
  });

  test('is unknown at another tenant, and signs in at its own', async () => {
    await control.updateApplication(singleTenant);
    expect(await (await authorize(fabrikam)).text()).toContain('AADSTS700016');
    expect((await authorize(contoso)).headers.get('location')).toContain('code=');
  });

  test('is what Graph registers by default', async () => {
    const { appId } = await makeDemo({ isFallbackPublicClient: true });
    expect(await token('organizations', { client_id: appId, scope: 'openid' }, 'devicecode')).toMatchObject({
      error_codes: [50194],
    });
  });
});

test('uniqueName addresses an application in the upsert alone', async () => {
  const { id } = await makeDemo();
  expect(await graph('GET', byName)).toMatchObject({ status: 400 });
  expect(await graph('GET', `${byName}/owners`)).toMatchObject({ status: 400 });
  expect(await graph('POST', `${byName}/addPassword`, {})).toMatchObject({ status: 400 });
  expect(await graph('GET', `/applications/${id}`)).toMatchObject({ status: 200 });
  const listed = await graph('GET', '/applications?$select=id,uniqueName');
  expect(listed.body['value']).toEqual([{ id, uniqueName: 'demo' }]);
});

test('an owner requires Directory.Read.All beside Application.ReadWrite.All', async () => {
  const { id } = await makeDemo();
  const reference = { '@odata.id': `x/${users.patti.objectId}` };
  authorization = await signIn('patti', ['Application.ReadWrite.All']);
  expect(await graph('POST', `/applications/${id}/owners/$ref`, reference)).toMatchObject({ status: 403 });
});

test('a new application and service principal are replicated after the delay', async () => {
  control.setReplicationDelay(60_000);
  const { id, appId } = await makeDemo();
  expect(await graph('GET', `/applications/${id}`)).toMatchObject({ status: 404 });
  expect(await graph('PATCH', byName, { displayName: 'Demo' }, create)).toMatchObject({ status: 204 });
  expect(await graph('POST', '/servicePrincipals', { appId })).toMatchObject({
    status: 400,
    code: 'NoBackingApplicationObject',
  });
  control.advanceClock(61_000);
  const principal = await graph('POST', '/servicePrincipals', { appId });
  const grant = {
    clientId: principal.body['id'],
    resourceId: await idOf(apps.graph),
    consentType: 'AllPrincipals',
    scope: 'User.Read',
  };
  expect(await graph('POST', '/oauth2PermissionGrants', grant)).toMatchObject({
    status: 400,
    message: 'Not a valid reference update.',
  });
  control.advanceClock(61_000);
  expect(await graph('POST', '/oauth2PermissionGrants', grant)).toMatchObject({ status: 201 });
});

test('a deleted application keeps its unique name until it is restored or purged', async () => {
  const { id, appId } = await makeDemo();
  await graph('POST', '/servicePrincipals', { appId });
  const principalId = await idOf(appId);
  expect(await graph('DELETE', `/applications/${id}`)).toMatchObject({ status: 204 });
  expect(await graph('PATCH', byName, { displayName: 'Demo' }, create)).toMatchObject({ status: 400 });
  const deleted = await graph(
    'GET',
    '/directory/deletedItems/microsoft.graph.application?$select=id,uniqueName',
  );
  expect(deleted.body['value']).toEqual([{ id, uniqueName: 'demo' }]);
  expect(await graph('POST', `/directory/deletedItems/${id}/restore`)).toMatchObject({ status: 200 });
  expect(await graph('GET', `/servicePrincipals(appId='${appId}')`)).toMatchObject({ status: 404 });
  expect(await graph('POST', `/directory/deletedItems/${principalId}/restore`)).toMatchObject({
    status: 200,
  });
  expect(await idOf(appId)).toBe(principalId);
  await graph('DELETE', `/applications/${id}`);
  expect(await graph('DELETE', `/directory/deletedItems/${id}`)).toMatchObject({ status: 204 });
  expect(await graph('PATCH', byName, { displayName: 'Demo' }, create)).toMatchObject({ status: 201 });
});

test('a revoked grant is gone', async () => {
  const { appId } = await makeDemo();
  const { id: clientId } = (await graph('POST', '/servicePrincipals', { appId })).body;
  const grant = {
    clientId,
    resourceId: await idOf(apps.graph),
    consentType: 'AllPrincipals',
    scope: 'User.Read',
  };
  const { id } = (await graph('POST', '/oauth2PermissionGrants', grant)).body;
  expect(await graph('DELETE', `/oauth2PermissionGrants/${id}`)).toMatchObject({ status: 204 });
  expect(await graph('DELETE', `/oauth2PermissionGrants/${id}`)).toMatchObject({ status: 404 });
});

describe('an application without a user', () => {
  const addSecret = async (id: string) =>
    String((await graph('POST', `/applications/${id}/addPassword`, {})).body['secretText']);
  const signInAs = (segment: string, client_id: string, client_secret: string) =>
    token(segment, {
      client_id,
      client_secret,
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
    });

  test('needs its tenant and a service principal there', async () => {
    const { id, appId } = await makeDemo({ signInAudience: 'AzureADMultipleOrgs' });
    const secret = await addSecret(id);
    expect(await signInAs('organizations', appId, secret)).toMatchObject({ error_codes: [50059] });
    expect(await signInAs(contoso, appId, secret)).toMatchObject({ error_codes: [7000229] });
  });

  test('with Application.ReadWrite.OwnedBy changes what it owns, and nothing else', async () => {
    const { id, appId } = await makeDemo();
    const other = (
      await graph('PATCH', "/applications(uniqueName='other')", { displayName: 'Other' }, create)
    ).body;
    const secret = await addSecret(id);
    const { id: principalId } = (await graph('POST', '/servicePrincipals', { appId })).body;
    const graphId = await idOf(apps.graph);
    const assignment = {
      principalId,
      resourceId: graphId,
      appRoleId: '18a4783c-866b-4cc7-a460-3d5e5662c884',
    };
    expect(await graph('POST', `/servicePrincipals/${graphId}/appRoleAssignedTo`, assignment)).toMatchObject({
      status: 201,
    });
    await graph('POST', `/applications/${id}/owners/$ref`, { '@odata.id': `x/${String(principalId)}` });
    authorization = `Bearer ${(await signInAs(contoso, appId, secret))['access_token']}`;
    expect(await graph('PATCH', `/applications/${id}`, { displayName: 'New' })).toMatchObject({
      status: 204,
    });
    expect(
      await graph('PATCH', `/applications/${String(other['id'])}`, { displayName: 'New' }),
    ).toMatchObject({
      status: 403,
    });
    expect(await graph('GET', '/oauth2PermissionGrants')).toMatchObject({ status: 403 });
    expect(await graph('GET', '/me')).toMatchObject({ status: 403 });
  });

  test('gets an application permission of Graph from a Privileged Role Administrator, not from a Cloud Application Administrator', async () => {
    const { appId } = await makeDemo();
    const { id: principalId } = (await graph('POST', '/servicePrincipals', { appId })).body;
    const graphId = await idOf(apps.graph);
    const path = `/servicePrincipals/${graphId}/appRoleAssignedTo`;
    const appRoleId = '18a4783c-866b-4cc7-a460-3d5e5662c884';
    control.updateUser('megan', { directoryRoles: [cloudApplicationAdministrator] });
    authorization = await signIn('megan');
    expect(await graph('POST', path, { principalId, resourceId: graphId, appRoleId })).toMatchObject({
      status: 403,
    });
    control.updateUser('megan', { directoryRoles: ['e8611ab8-c189-46e8-94e1-60213ab1f814'] });
    expect(await graph('POST', path, { principalId, resourceId: graphId, appRoleId })).toMatchObject({
      status: 201,
    });
  });
});

test('a policy rejects self-signed certificates', async () => {
  const { id } = await makeDemo();
  control.setCertificatePolicy(contoso, true);
  const { certificatePem } = await createSelfSignedCertificate(control.nowMs());
  const key = certificatePem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const endDateTime = new Date(control.nowMs() + 1000).toISOString();
  const keyCredentials = [{ type: 'AsymmetricX509Cert', usage: 'Verify', key, endDateTime }];
  expect(await graph('PATCH', `/applications/${id}`, { keyCredentials })).toMatchObject({
    status: 400,
    code: 'CredentialTypeNotAllowedAsPerAppPolicy',
  });
});
