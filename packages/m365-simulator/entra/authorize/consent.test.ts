import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createOAuthClient } from '../../client/oauth-client.ts';
import { completeSignIn, type SignInUser } from '../../client/complete-sign-in.ts';
import { startSimulator } from '../../server.ts';
import { createStubGraph } from '../../test-helpers/stub-graph.ts';
import { apps, contoso, graphPermissions, users } from '../../seed-data/tenants.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const { control } = tenant;
const client = createOAuthClient(tenant.url, contoso);
beforeEach(() => control.reset());
afterAll(() => tenant.close());

const patti = users.patti.userPrincipalName;
const megan = users.megan.userPrincipalName;
const consented = 'http://localhost:8787/admin/consented';

/** Contoso as a tenant that has never heard of the connector. */
function forget(...forgotten: readonly ('server' | 'client')[]): void {
  for (const app of forgotten) control.updateServicePrincipal({ tenantId: contoso, app, state: 'missing' });
}

const adminConsentUrl = (path: string, parameters: Record<string, string>) =>
  `${tenant.url}/${path}?${new URLSearchParams({ redirect_uri: consented, state: 's-1', ...parameters })}`;

async function adminConsent(
  path: string,
  parameters: Record<string, string>,
  user: SignInUser = { userPrincipalName: patti },
): Promise<URLSearchParams> {
  return (await completeSignIn(adminConsentUrl(path, parameters), user)).searchParams;
}

const serverConsent = { client_id: apps.server, scope: 'https://graph.microsoft.com/.default' };
const clientConsent = {
  client_id: apps.client,
  scope: `api://${apps.server}/.default`,
  redirect_uri: 'http://localhost:8787/oauth/callback',
};

describe('the administrator consents for the tenant', () => {
  test('server first, then client: then users can sign in and exchange', async () => {
    forget('server', 'client');
    expect((await client.signIn(megan)).get('error')).toBe('access_denied');
    const first = await adminConsent(`${contoso}/v2.0/adminconsent`, serverConsent);
    expect(Object.fromEntries(first)).toEqual({
      admin_consent: 'True',
      tenant: contoso,
      scope: serverConsent.scope,
      state: 's-1',
    });
    expect(control.grants(contoso)).toEqual(graphPermissions);
    expect((await adminConsent('organizations/v2.0/adminconsent', clientConsent)).get('admin_consent')).toBe(
      'True',
    );
    const { body } = await client.redeem((await client.signIn(megan)).get('code'));
    expect((await client.exchange(body.access_token ?? '')).status).toBe(200);
  });

  test('admin consent of the client fails without the server', async () => {
    forget('server', 'client');
    const back = await adminConsent(`${contoso}/v2.0/adminconsent`, clientConsent);
    expect(back.get('error_description')).toMatch('AADSTS650052:');
    expect(back.get('admin_consent')).toBe('True');
  });

  test('a subset is a subset, and adds to what is there', async () => {
    control.setGrants(contoso, ['User.Read']);
    await adminConsent(`${contoso}/v2.0/adminconsent`, {
      client_id: apps.server,
      scope: 'https://graph.microsoft.com/Mail.Read https://graph.microsoft.com/Chat.Read',
    });
    expect(control.grants(contoso)).toEqual(['User.Read', 'Mail.Read', 'Chat.Read']);
  });

  test('the first form of the endpoint takes everything that is registered', async () => {
    forget('server');
    const back = await adminConsent(`${contoso}/adminconsent`, { client_id: apps.server });
    expect(Object.fromEntries(back)).toEqual({ admin_consent: 'True', tenant: contoso, state: 's-1' });
    expect(control.grants(contoso)).toEqual(graphPermissions);
  });

  test('canceled admin consent grants nothing', async () => {
    control.setGrants(contoso, ['User.Read']);
    const user = { userPrincipalName: patti, consent: 'cancel' } as const;
    const back = await adminConsent(`${contoso}/v2.0/adminconsent`, serverConsent, user);
    expect(back.get('error')).toBe('access_denied');
    expect(control.grants(contoso)).toEqual(['User.Read']);
  });

  test.each<[string, string, string, number]>([
    ['who is none', contoso, megan, 90093],
    ['of another tenant', contoso, users.joni.userPrincipalName, 50020],
  ])('an administrator %s cannot', async (_, segment, userPrincipalName, code) => {
    control.setGrants(contoso, []);
    const back = await adminConsent(`${segment}/v2.0/adminconsent`, serverConsent, { userPrincipalName });
    expect(back.get('error_description')).toMatch(`AADSTS${code}:`);
    expect(control.grants(contoso)).toEqual([]);
  });

  test.each<[string, Record<string, string>, number]>([
    ['an unregistered redirect', { redirect_uri: 'https://evil.example/' }, 50011],
    ['an unknown application', { client_id: contoso }, 700016],
    ['no scope', { scope: '' }, 900144],
  ])('%s stays on a page', async (_, parameters, code) => {
    const url = adminConsentUrl(`${contoso}/v2.0/adminconsent`, { ...serverConsent, ...parameters });
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain(`AADSTS${code}:`);
  });
});

describe('consent while signing in', () => {
  test('an administrator who connects first brings both applications for all users', async () => {
    forget('server', 'client');
    const user = { userPrincipalName: patti, consent: 'acceptForOrganization' } as const;
    expect((await client.signIn(user)).has('code')).toBe(true);
    expect(control.grants(contoso)).toEqual(graphPermissions);
    const { body } = await client.redeem((await client.signIn(megan)).get('code'));
    expect((await client.exchange(body.access_token ?? '')).status).toBe(200);
  });

  test('an administrator who does not tick the box consents for one', async () => {
    forget('server', 'client');
    expect((await client.signIn(patti)).has('code')).toBe(true);
    expect(control.grants(contoso)).toEqual([]);
    expect((await client.signIn(megan)).get('error')).toBe('access_denied');
  });

  test('declined consent returns AADSTS65004', async () => {
    const back = await client.signIn({ userPrincipalName: patti, consent: 'cancel' }, { prompt: 'consent' });
    expect(back.get('error')).toBe('access_denied');
    expect(back.get('error_subcode')).toBe('cancel');
    expect(back.get('error_description')).toMatch('AADSTS65004:');
  });

  test('with assignment required, prompt=consent stops users even after the administrator consented', async () => {
    const page = await fetch(await client.authorizeUrl({ prompt: 'consent' }));
    const ctx = (await page.text()).match(/name="ctx" value="([^"]+)"/)?.[1] ?? '';
    const response = await fetch(`${tenant.url}/organizations/login`, {
      method: 'POST',
      body: new URLSearchParams({ ctx, login: megan }),
    });
    expect(await response.text()).toContain('AADSTS90094:');
    const back = await client.signIn(megan, { prompt: 'consent' });
    expect([...back]).toEqual([
      ['error', 'access_denied'],
      ['error_subcode', 'cancel'],
      ['state', 'state of the client'],
    ]);
  });

  test('where users may consent, they consent for themselves', async () => {
    for (const app of ['server', 'client'] as const) {
      control.updateServicePrincipal({ tenantId: contoso, app, assignmentRequired: false });
    }
    // New tenants let Microsoft manage user consent, which excludes mail, files, chats and calendars.
    expect((await client.signIn(megan, { prompt: 'consent' })).has('code')).toBe(false);
    control.setUserConsent(contoso, 'allowed');
    expect((await client.signIn(megan, { prompt: 'consent' })).has('code')).toBe(true);
    for (const [userConsent, code] of [
      ['blocked', 90094],
      ['workflow', 90095],
    ] as const) {
      control.setUserConsent(contoso, userConsent);
      const page = await fetch(await client.authorizeUrl({ prompt: 'consent' }));
      const ctx = (await page.text()).match(/name="ctx" value="([^"]+)"/)?.[1] ?? '';
      const form = new URLSearchParams({ ctx, login: megan });
      const response = await fetch(`${tenant.url}/organizations/login`, { method: 'POST', body: form });
      expect(await response.text()).toContain(`AADSTS${code}:`);
    }
  });

  test('no user grants for themselves what only an administrator may grant', async () => {
    for (const app of ['server', 'client'] as const) {
      control.updateServicePrincipal({ tenantId: contoso, app, assignmentRequired: false });
    }
    control.setUserConsent(contoso, 'allowed');
    control.setGrants(
      contoso,
      graphPermissions.filter((name) => name !== 'ChannelMessage.Read.All'),
    );
    expect((await client.signIn(megan, { prompt: 'consent' })).has('code')).toBe(false);
  });

  test('prompt=none never shows a page', async () => {
    forget('server', 'client');
    const cookies = new Map<string, string>();
    await client.signIn({ userPrincipalName: patti, cookies });
    forget('server', 'client');
    const back = await client.signIn({ userPrincipalName: patti, cookies }, { prompt: 'none' });
    expect(back.get('error')).toBe('consent_required');
  });
});
