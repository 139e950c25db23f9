import { beforeEach, describe, expect, it } from 'vitest';
import { apps, contoso, fabrikam, users } from 'm365-simulator';
import { createAdministrator } from './admin/administrator.ts';
import { tokenBeginnings, useConnector } from './connector.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const administrator = (userPrincipalName: string = users.patti.userPrincipalName) =>
  createAdministrator(connector.simulation.url, { userPrincipalName });

beforeEach(() => control().reset());

describe('the session of /admin', () => {
  it('ends with sign-out, for a copied cookie as well', async () => {
    const patti = administrator();
    await patti.signIn();
    const copy = administrator();
    for (const [name, value] of patti.cookies) copy.cookies.set(name, value);
    expect((await copy.open('/admin')).heading).toBe('Open');
    expect(patti.cookies.get('__Host-m365-admin')).toMatch(/^[\w-]{43}$/);
    await patti.post('/admin/sign-out', { form_token: patti.formToken });
    expect((await copy.open('/admin')).heading).toBe('Administration');
  });

  it('accepts an authorization response once', async () => {
    const patti = administrator();
    const location = new URL((await patti.request('/admin/sign-in')).headers.get('location') ?? '');
    const state = location.searchParams.get('state') ?? '';
    control().clearRequests();
    const callback = `/admin/callback?code=made-up&state=${state}`;
    await patti.request(callback);
    const again = await patti.request(callback);
    expect(again.status).toBe(400);
    expect(control().requests({ kind: 'token:authorization_code' })).toHaveLength(1);
  });

  it.each(['/admin', '/me'])(
    'treats a made-up code at %s as a failed sign-in, not as a fault',
    async (page) => {
      const browser = administrator();
      const location = new URL((await browser.request(`${page}/sign-in`)).headers.get('location') ?? '');
      const { redirect_uri = '', state = '' } = Object.fromEntries(location.searchParams);
      const response = await browser.request(`${redirect_uri}?code=made-up&state=${state}`);
      expect([response.status, await response.text()]).toEqual([
        expect.toSatisfy((status: number) => status < 500),
        expect.not.stringContaining('misconfigured'),
      ]);
    },
  );

  it('requires another sign-in with prompt=login for a change when the last one was silent', async () => {
    const patti = administrator();
    await patti.signIn();
    const location = new URL((await patti.request('/admin/sign-in?again')).headers.get('location') ?? '');
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      prompt: 'login',
      login_hint: users.patti.userPrincipalName,
    });
  });
});

describe('GET /admin/sign-in', () => {
  it('starts a confidential code flow with PKCE, state and nonce', async () => {
    const patti = administrator();
    const location = new URL((await patti.request('/admin/sign-in')).headers.get('location') ?? '');
    expect(location.pathname).toBe('/organizations/oauth2/v2.0/authorize');
    const query = Object.fromEntries(location.searchParams);
    expect(query).toMatchObject({
      client_id: apps.server,
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid profile offline_access',
      redirect_uri: `${connector.simulation.url}/admin/callback`,
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query[name]).toMatch(/^[\w-]{43,}$/);

    control().clearRequests();
    const page = await patti.signIn();
    expect(page.heading).toBe('Open');
    const [redeemed] = control().requests({ kind: 'token:authorization_code' });
    expect(redeemed?.form).toMatchObject({
      client_id: apps.server,
      code_verifier: expect.any(String) as string,
    });
    expect(Object.keys(redeemed?.form ?? {})).toContain('client_secret');
  });

  it.each<[string, Partial<Record<string, readonly string[]>>, string]>([
    [
      'the directory role Global Administrator',
      { directoryRoles: ['62e90394-69f5-4237-9190-012177145e10'] },
      'Open',
    ],
    ['the app role Connector.Admin', { appRoles: ['Connector.Admin'] }, 'Open'],
    [
      'another directory role',
      { directoryRoles: ['b79fbf4d-3ef9-4689-8143-76b194e85509'] },
      'You are not an administrator here',
    ],
    [
      'other app roles',
      { appRoles: ['Connector.User', 'connector.admin'] },
      'You are not an administrator here',
    ],
    ['no role', {}, 'You are not an administrator here'],
  ])('opens the page for administrators only: a user with %s', async (_who, change, heading) => {
    control().updateUser('adele', change);
    const page = await administrator(users.adele.userPrincipalName).signIn();
    expect(page.heading).toBe(heading);
    expect(page.status).toBe(heading === 'Open' ? 200 : 403);
  });

  it('completes only in the same browser, with the right state, and only once', async () => {
    const [patti, mallory] = [administrator(), administrator()];
    await mallory.request('/admin/sign-in');
    const begun = await patti.request('/admin/sign-in');
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const answer = `/admin/callback?code=1.stolen&state=${state}`;
    expect((await mallory.open(answer)).heading).toBe('The sign-in was started in another browser');
    expect((await patti.open('/admin/callback?code=1.x&state=made-up')).heading).toBe(
      'Unknown or expired sign-in',
    );
    expect((await patti.open(`${answer}&state=${state}`)).heading).toBe('Unknown or expired sign-in');
    expect((await patti.open(answer)).status).toBeGreaterThanOrEqual(400);
    expect(patti.cookies.get('__Host-m365-admin') ?? '').toBe('');
  });

  it('shows the AADSTS code when Entra rejects the code', async () => {
    control().forceError({ at: 'authorization_code', code: 53_003, user: 'patti' });
    const page = await administrator().signIn();
    expect(page.text).toContain('AADSTS53003');
    expect(page.status).toBe(403);
  });
});

describe('the admin session cookie', () => {
  it.each<[string, (cookie: string) => string]>([
    ['changed', (cookie) => `${cookie.slice(0, -2)}${cookie.endsWith('AA') ? 'BB' : 'AA'}`],
    ['made up', () => 'AQAAAA'],
    ['empty', () => ''],
    ['the sealed value of another cookie', () => 'from-browser'],
  ])('is rejected when it is %s', async (_case, change) => {
    const patti = administrator();
    await patti.signIn();
    const cookie = patti.cookies.get('__Host-m365-admin') ?? '';
    const other = change(cookie);
    patti.cookies.set(
      '__Host-m365-admin',
      other === 'from-browser' ? (patti.cookies.get('__Host-m365-browser') ?? '') : other,
    );
    expect((await patti.open('/admin')).heading).toBe('Administration');
    for (const path of ['/admin/check', '/admin/consent?everything', '/admin/consent?permission=Mail.Read']) {
      expect((await patti.request(path)).headers.get('location')).toBe('/admin');
    }
  });

  it('holds no token and is cleared by POST /admin/sign-out', async () => {
    const patti = administrator();
    await patti.signIn();
    const cookies = JSON.stringify([...patti.cookies]);
    expect(tokenBeginnings.filter((beginning) => cookies.includes(beginning))).toEqual([]);
    await patti.post('/admin/sign-out', { form_token: patti.formToken });
    expect((await patti.open('/admin')).heading).toBe('Administration');
  });
});

describe('POST /admin/change', () => {
  const unchanged = async (): Promise<boolean> => {
    const patti = administrator();
    const { heading } = await patti.signIn();
    const { text } = await patti.open('/admin/activity');
    return text.includes('Nobody has changed anything here') && heading === 'Open';
  };

  it.each<[string, (formToken: string) => Record<string, string>, Record<string, string>]>([
    ['without a form token', () => ({ change: 'disable' }), {}],
    ['with the form token of another page', () => ({ change: 'disable', form_token: 'a'.repeat(43) }), {}],
    [
      'with Sec-Fetch-Site: cross-site',
      (form_token) => ({ change: 'disable', form_token }),
      { 'sec-fetch-site': 'cross-site' },
    ],
    [
      'with Sec-Fetch-Site: same-site',
      (form_token) => ({ change: 'disable', form_token }),
      { 'sec-fetch-site': 'same-site' },
    ],
    [
      'with a foreign Origin and no Sec-Fetch-Site',
      (form_token) => ({ change: 'disable', form_token }),
      { origin: 'https://evil.example' },
    ],
    ['with an unknown change', (form_token) => ({ change: 'open_everything', form_token }), {}],
    [
      'with a change named after an Object.prototype member',
      (form_token) => ({ change: 'constructor', form_token }),
      {},
    ],
  ])('returns 400 and changes nothing for a form %s', async (_case, form, headers) => {
    const patti = administrator();
    await patti.signIn();
    const response = await patti.post('/admin/change', form(patti.formToken), headers);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('This page is out of date');
    expect(await unchanged()).toBe(true);
  });

  it.each([
    ['tool_off:delete_everything', 'There is no such tool'],
    ['tool_off:__proto__', 'There is no such tool'],
    ['tool_off:', 'There is no such tool'],
    ['permission_off:Directory.ReadWrite.All', 'There is no such tool, permission'],
    ['permission_off:constructor', 'There is no such tool, permission'],
    ['area_off:constructor', 'There is no such tool, permission'],
    ['rule_on:everything', 'There is no such tool, permission, rule or label'],
    ['bind_client:bound_x', 'There is no such'],
    ['allow_group:everybody', 'That is no object id'],
    ['allow_user:<script>', 'That is no object id'],
    ['revoke_user:%00', 'That is no object id'],
    ['disable:sharepoint_search', 'That is no object id'],
  ])('rejects the unknown subject of %s', async (change, text) => {
    const patti = administrator();
    await patti.signIn();
    const page = await patti.change(change);
    expect(page.text).toContain(text);
    expect(await unchanged()).toBe(true);
  });

  it('changes nothing without an administrator session', async () => {
    const megan = administrator(users.megan.userPrincipalName);
    await megan.signIn();
    expect(megan.formToken).not.toBe('');
    const response = await megan.post('/admin/change', { form_token: megan.formToken, change: 'disable' });
    expect(response.headers.get('location')).toBe('/admin');
    const nobody = administrator();
    expect((await nobody.post('/admin/change', { form_token: '', change: 'disable' })).status).toBe(400);
    expect(await unchanged()).toBe(true);
  });

  it('changes only the tenant of the administrator, and logs it only there', async () => {
    const joni = administrator(users.joni.userPrincipalName);
    await joni.signIn();
    await joni.change('tool_off:sharepoint_search');
    expect((await joni.open('/admin/activity')).text).toContain(
      'Joni Sherman switched the tool off: sharepoint_search',
    );
    expect(await unchanged()).toBe(true);
    await joni.change('tool_on:sharepoint_search');
  });

  it('writes an audit event with change, subject and object id, but no names', async () => {
    const patti = administrator();
    await patti.signIn();
    await connector.audit(0);
    await patti.change('allow_user', users.adele.objectId);
    await patti.change(`disallow_user:${users.adele.objectId}`);
    const events = (await connector.audit(4)).filter(({ operation }) => operation === 'admin.change');
    expect(events).toMatchObject([
      {
        change: 'allow_user',
        subject: users.adele.objectId,
        outcome: 'ok',
        tenantId: contoso,
        objectId: users.patti.objectId,
      },
      { change: 'disallow_user', outcome: 'ok' },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/Patti|Adele|contoso\.example/);
  });
});

describe('the admin consent flow', () => {
  it('requests consent for the server and then the client application, in the tenant of the session, with exactly the chosen permissions', async () => {
    const patti = administrator();
    await patti.signIn();
    const page = await patti.open(
      '/admin/consent?permission=Mail.Read&permission=Sites.Read.All&permission=Mail.ReadWrite&permission=MailboxItem.Read&permission=constructor',
    );
    const href = /href="(http[^"]*adminconsent[^"]*)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const server = new URL(href);
    expect(server.pathname).toBe(`/${contoso}/v2.0/adminconsent`);
    expect(Object.fromEntries(server.searchParams)).toMatchObject({
      client_id: apps.server,
      scope:
        'https://graph.microsoft.com/Mail.Read https://graph.microsoft.com/Sites.Read.All openid profile',
      redirect_uri: `${connector.simulation.url}/admin/consented`,
    });
    const state = server.searchParams.get('state') ?? '';
    const second = await patti.request(
      `/admin/consented?admin_consent=True&tenant=${contoso}&state=${state}`,
    );
    const client = new URL(second.headers.get('location') ?? '');
    expect(client.pathname).toBe(`/${contoso}/v2.0/adminconsent`);
    expect(Object.fromEntries(client.searchParams)).toMatchObject({
      client_id: apps.client,
      scope: `api://${apps.server}/.default openid profile`,
      redirect_uri: `${connector.simulation.url}/oauth/callback`,
    });
  });

  it('ignores consent claims in the callback and callbacks of another browser', async () => {
    const [patti, joni] = [administrator(), administrator(users.joni.userPrincipalName)];
    await patti.signIn();
    await joni.signIn();
    const begun = await patti.request('/admin/consent?everything');
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const forged = `/admin/consented?admin_consent=True&tenant=${fabrikam}&scope=Everything&state=${state}`;
    const next = new URL((await patti.request(forged)).headers.get('location') ?? '');
    expect(next.pathname).toBe(`/${contoso}/v2.0/adminconsent`);
    expect(next.href).not.toContain('Everything');
    const otherBrowser = 'The sign-in was started in another browser';
    expect((await joni.open(forged)).heading).toBe(otherBrowser);
    expect((await administrator().open(forged)).heading).toBe(otherBrowser);
    for (const query of [
      'admin_consent=True',
      'admin_consent=True&state=x',
      `admin_consent=True&state=${state}&state=${state}`,
    ]) {
      expect((await patti.open(`/admin/consented?${query}`)).heading).toBe('Unknown or expired sign-in');
    }
  });

  it('requires at least one permission', async () => {
    const patti = administrator();
    await patti.signIn();
    expect((await patti.open('/admin/consent?permission=Nothing.At.All')).text).toContain(
      'Choose at least one permission',
    );
  });

  it('shows the AADSTS code when Entra rejects the consent', async () => {
    control().updateUser('adele', { appRoles: ['Connector.Admin'] });
    const adele = administrator(users.adele.userPrincipalName);
    await adele.signIn();
    const page = await adele.open('/admin/consent?everything');
    expect(page.text).toContain(
      'needs the role Application, Cloud Application, Privileged Role or Global Administrator',
    );
    expect(page.text).toContain('AADSTS90093');
  });
});

describe('an administrator of a tenant outside ALLOWED_TENANTS', () => {
  it('sees the tenant id and cannot change, check or consent to anything', async () => {
    await connector.simulation.worker.stop();
    // With several tenants /admin signs in at `organizations`, where the administrator of any tenant can.
    const ALLOWED_TENANTS = `${fabrikam},${crypto.randomUUID()}`;
    await connector.simulation.restart({ ...connector.simulation.env, ALLOWED_TENANTS });
    const patti = administrator();
    const page = await patti.signIn();
    expect(page.heading).toBe('Closed by the operator');
    expect(page.text).toContain(contoso);
    expect(page.html).not.toContain('adminconsent');
    for (const path of ['/admin/check', '/admin/consent?everything']) {
      expect((await patti.request(path)).headers.get('location')).toBe('/admin');
    }
    const response = await patti.post('/admin/change', { form_token: patti.formToken, change: 'disable' });
    expect(response.headers.get('location')).toBe('/admin');
    await connector.simulation.worker.stop();
    await connector.simulation.restart();
  });
});

describe('an administrator of a single-tenant application', () => {
  it('signs in at the only allowed tenant, since Entra rejects organizations with AADSTS50194', async () => {
    const singleTenant = { signInAudience: 'AzureADMyOrg', homeTenantId: contoso } as const;
    await control().updateApplication({ app: 'server', ...singleTenant });
    await connector.simulation.worker.stop();
    await connector.simulation.restart({ ...connector.simulation.env, ALLOWED_TENANTS: contoso });
    const page = await administrator().signIn();
    expect(page.heading).not.toContain('could not sign you in');
    expect(page.html).toContain('form_token');
    await control().updateApplication({ app: 'server', signInAudience: 'AzureADMultipleOrgs' });
    await connector.simulation.worker.stop();
    await connector.simulation.restart();
  });
});
