import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { completeSignIn, users } from 'm365-simulator';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Administrator, createAdministrator } from './admin/administrator.ts';
import { useConnector } from './connector.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';

const connector = useConnector();
const { patti, megan, adele } = users;

beforeEach(() => connector.simulation.tenant.control.reset());

const browserOf = ({ userPrincipalName }: { readonly userPrincipalName: string }): Administrator =>
  createAdministrator(connector.simulation.url, { userPrincipalName });

const cookieOf = ({ cookies }: Administrator): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

const send = (url: string | URL, method: string, browser: Administrator): Promise<Response> =>
  fetch(new URL(url, connector.simulation.url), {
    method,
    redirect: 'manual',
    headers: { cookie: cookieOf(browser) },
  });

/** The first redirect of a request, completed at Entra: the authorization response. */
async function toCallback(browser: Administrator, path: string): Promise<URL> {
  const location = (await browser.request(path)).headers.get('location') ?? '';
  return await completeSignIn(new URL(location), { userPrincipalName: patti.userPrincipalName });
}

/** A client's sign-in up to the authorization response of Entra. */
async function signInToCallback(browser: Administrator, changes: Record<string, string> = {}) {
  const dialogue = createOAuthDialogue(connector.simulation.url);
  const verifier = randomBytes(32).toString('base64url');
  const clientId = await dialogue.register();
  const url = dialogue.authorizeUrl(clientId, {
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    ...changes,
  });
  const page = await (await browser.request(url)).text();
  const request = /name="request" value="([^"]*)"/.exec(page)?.[1] ?? '';
  const consent = await browser.post('/oauth/authorize', { request, decision: 'allow' });
  const entra = new URL(consent.headers.get('location') ?? '');
  const callback = await completeSignIn(entra, { userPrincipalName: patti.userPrincipalName });
  return { dialogue, verifier, clientId, callback };
}

describe('HEAD', () => {
  it.each(['/oauth/callback', '/admin/callback', '/admin/consented'])('of %s returns 405', async (path) => {
    const response = await send(`${path}?code=a&state=b`, 'HEAD', browserOf(patti));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('of the redirect URI of a client sign-in does not use the code up', async () => {
    const browser = browserOf(patti);
    const { callback } = await signInToCallback(browser);
    expect((await send(callback, 'HEAD', browser)).status).toBe(405);
    const location = new URL((await send(callback, 'GET', browser)).headers.get('location') ?? '');
    expect(location.searchParams.get('code')).toMatch(/^[\w-]+$/);
  });

  it('of the redirect URI of the console does not use the state up', async () => {
    const browser = browserOf(patti);
    const callback = await toCallback(browser, '/admin/sign-in');
    expect((await send(callback, 'HEAD', browser)).status).toBe(405);
    expect((await send(callback, 'GET', browser)).headers.getSetCookie().join()).toContain('m365-admin=');
  });

  it.each(['/', '/me', '/admin', '/healthz', '/.well-known/oauth-authorization-server'])(
    'of %s has the status of GET and no body',
    async (path) => {
      const response = await send(path, 'HEAD', browserOf(patti));
      expect([response.status, await response.text()]).toEqual([200, '']);
    },
  );
});

describe('the state of a lookup that an administrator has started', () => {
  /** Others are allowed already, so that one more entry needs no confirmation. */
  async function startLookUp() {
    const browser = browserOf(patti);
    await browser.signIn();
    for (const { objectId } of [patti, megan, adele]) await browser.change('allow_user', objectId);
    const subject = randomUUID();
    const fields = { form_token: browser.formToken, kind: 'user', subject };
    const location = (await browser.post('/admin/people', fields)).headers.get('location') ?? '';
    return { browser, subject, state: new URL(location).searchParams.get('state') ?? '' };
  }

  const finish = (browser: Administrator, state: string): Promise<Response> =>
    browser.request(`/admin/callback?error=login_required&state=${encodeURIComponent(state)}`);

  async function isAllowed(objectId: string): Promise<boolean> {
    const administrator = browserOf(patti);
    await administrator.signIn();
    return (await administrator.open('/admin/people')).html.includes(objectId);
  }

  /** Another user in the same browser. */
  async function signInBeside(browser: Administrator, user: { readonly userPrincipalName: string }) {
    const other = browserOf(user);
    other.cookies.set('__Host-m365-browser', browser.cookies.get('__Host-m365-browser') ?? '');
    await other.signIn();
    return other;
  }

  it('adds the user when the same administrator returns from Entra', async () => {
    const { browser, state, subject } = await startLookUp();
    await finish(browser, state);
    expect(await isAllowed(subject)).toBe(true);
  });

  it('changes nothing in the session of a user who is no administrator', async () => {
    const { browser, state, subject } = await startLookUp();
    await finish(await signInBeside(browser, megan), state);
    expect(await isAllowed(subject)).toBe(false);
  });

  it('changes nothing after the administrator has lost the role and signed in again', async () => {
    const { browser, state, subject } = await startLookUp();
    connector.simulation.tenant.control.updateUser(patti.userPrincipalName, { directoryRoles: [] });
    expect((await browser.signIn()).status).toBe(403);
    await finish(browser, state);
    connector.simulation.tenant.control.reset();
    expect(await isAllowed(subject)).toBe(false);
  });

  it('changes nothing in the session of another administrator', async () => {
    const { browser, state, subject } = await startLookUp();
    const { control } = connector.simulation.tenant;
    control.updateUser(adele.userPrincipalName, { appRoles: ['Connector.Admin'] });
    const other = await signInBeside(browser, adele);
    expect((await other.open('/admin')).status).toBe(200);
    await finish(other, state);
    expect(await isAllowed(subject)).toBe(false);
  });

  it('starts no session after the administrator has signed out', async () => {
    const { browser, state, subject } = await startLookUp();
    await browser.open('/admin');
    await browser.post('/admin/sign-out', { form_token: browser.formToken });
    const page = await finish(browser, state);
    expect(page.headers.getSetCookie().join()).not.toMatch(/m365-admin=[\w-]{20}/);
    expect(await isAllowed(subject)).toBe(false);
  });
});

describe('the state of a client', () => {
  it.each([
    ['of 2048 ASCII characters', 'a~'.repeat(1024)],
    ['with line breaks, quotes, NUL and direction marks', 'a\r\n"<>\0\u202e%00%0d&=#+ ;'],
    ['with characters beyond the basic plane', '🔑'.repeat(300)],
  ])('%s is returned unchanged', async (_, state) => {
    const browser = browserOf(patti);
    const { callback } = await signInToCallback(browser, { state });
    const location = new URL((await send(callback, 'GET', browser)).headers.get('location') ?? '');
    expect(location.searchParams.get('state')).toBe(state);
    expect(location.searchParams.get('code')).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['of 2049 characters', 'a'.repeat(2049)],
    ['of 1400 control characters', '\u0001'.repeat(1400)],
    ['of 700 characters that need nine when percent-encoded', '界'.repeat(700)],
  ])('%s is refused before the user signs in', async (_, state) => {
    const dialogue = createOAuthDialogue(connector.simulation.url);
    const response = await send(
      dialogue.authorizeUrl(await dialogue.register(), { state }),
      'GET',
      browserOf(patti),
    );
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect([searchParams.get('error'), searchParams.get('state')]).toEqual(['invalid_request', state]);
  });
});

describe('a redirect URI in an odd spelling', () => {
  it.each([
    'http://localhost:51234/%63allback',
    'http://localhost:51234/callback%2f',
    'http://localhost:51234/callback/',
    'http://localhost:51234//callback',
    'http://localhost:51234/callback;x',
    'http://localhost:51234/callback?',
    'http://localhost:51234/Callback',
    'http://localhost.:51234/callback',
    'http://%6Cocalhost:51234/callback',
    'http://ｌocalhost:51234/callback',
    'http://localhost。:51234/callback',
    'http://localhost\\@evil.example/callback',
    'http://localhost:51234\\callback',
    'http:localhost:51234/callback',
    'http://localhost:51234/call\tback',
    ' http://localhost:51234/callback',
    'http://[::ffff:127.0.0.1]:51234/callback',
    'http://127.1:51234/callback',
    'http://0:51234/callback',
  ])('%j receives nothing', async (redirect_uri) => {
    const dialogue = createOAuthDialogue(connector.simulation.url);
    const url = dialogue.authorizeUrl(await dialogue.register(), { redirect_uri });
    const response = await send(url, 'GET', browserOf(patti));
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(await response.text()).not.toContain('name="request"');
  });
});

describe('headers that a proxy would set', () => {
  it.each([
    ['x-forwarded-host', 'evil.example'],
    ['x-forwarded-proto', 'http'],
    ['x-forwarded-prefix', '/evil'],
    ['forwarded', 'host=evil.example;proto=http'],
    ['x-original-url', '/evil'],
    ['x-rewrite-url', '/evil'],
  ])('%s changes no redirect URI at Entra and no action of a form', async (name, value) => {
    const headers = { [name]: value };
    const open = (path: string) =>
      fetch(new URL(path, connector.simulation.url), { redirect: 'manual', headers });
    for (const path of ['/admin/sign-in', '/me/sign-in']) {
      const location = new URL((await open(path)).headers.get('location') ?? '');
      expect(location.searchParams.get('redirect_uri')).toMatch(
        new RegExp(`^${connector.simulation.url}/(?:admin|oauth)/callback$`),
      );
    }
    const dialogue = createOAuthDialogue(connector.simulation.url);
    const page = await (await open(dialogue.authorizeUrl(await dialogue.register()).href)).text();
    expect(page).toContain('name="request"');
    expect(page).not.toContain('evil');
  });
});

describe('a request that is too large or of the wrong kind', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  it.each<[string, string, RequestInit, number]>([
    [
      'a form of 70 KB',
      '/oauth/token',
      { method: 'POST', headers: form, body: `code=${'a'.repeat(70_000)}` },
      400,
    ],
    [
      '10,000 parameters',
      '/oauth/token',
      { method: 'POST', headers: form, body: 'a=1&'.repeat(10_000) },
      401,
    ],
    [
      'a form in JSON',
      '/oauth/token',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
      400,
    ],
    [
      'an Authorization header of 12 KB',
      '/oauth/token',
      { method: 'POST', headers: { ...form, authorization: `Basic ${'a'.repeat(12_000)}` }, body: 'a=1' },
      401,
    ],
    [
      'metadata of 20 KB',
      '/oauth/register',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ client_name: 'a'.repeat(20_000) }),
      },
      400,
    ],
    [
      'metadata nested 5,000 levels deep',
      '/oauth/register',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '['.repeat(5000) + ']'.repeat(5000),
      },
      400,
    ],
    [
      'a consent of 70 KB',
      '/oauth/authorize',
      { method: 'POST', headers: form, body: `request=${'a'.repeat(70_000)}&decision=allow` },
      400,
    ],
    ['a cookie of 8 KB', '/me', { headers: { cookie: `__Host-m365-account=${'a'.repeat(8000)}` } }, 200],
    [
      'the same cookie twice',
      '/admin',
      { headers: { cookie: '__Host-m365-admin=a; __Host-m365-admin=b' } },
      200,
    ],
    [
      'OPTIONS',
      '/admin/change',
      {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      },
      404,
    ],
    ['PUT', '/oauth/authorize', { method: 'PUT', body: 'a=1' }, 404],
  ])('%s at %s has a defined response and no CORS header for pages', async (_, path, init, status) => {
    const response = await fetch(new URL(path, connector.simulation.url), { redirect: 'manual', ...init });
    await response.text();
    expect(response.status).toBe(status);
    if (!path.startsWith('/oauth/token') && !path.startsWith('/oauth/register')) {
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
