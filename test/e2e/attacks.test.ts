import { createHash, randomBytes } from 'node:crypto';
import { users } from 'm365-simulator';
import { beforeAll, describe, expect, it } from 'vitest';
import { createBrowserAgent } from '../../scripts/sign-in/browser-agent.ts';
import { createAdministrator } from './admin/administrator.ts';
import { mcpMessage, useConnector } from './connector.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';

const connector = useConnector();
const megan = users.megan.userPrincipalName;
const patti = users.patti.userPrincipalName;
const dialogue = () => createOAuthDialogue(connector.simulation.url);
const send = (path: string, init: RequestInit = {}) =>
  fetch(path.startsWith('http') ? path : connector.simulation.url + path, { redirect: 'manual', ...init });
const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });

/** A code of a fresh sign-in, and everything that redeems it. */
async function signInForCode(userPrincipalName: string = megan) {
  const speak = dialogue();
  const verifier = randomBytes(32).toString('base64url');
  const client = await speak.register();
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const agent = createBrowserAgent({ user: { userPrincipalName } });
  const answer = await agent.signIn(speak.authorizeUrl(client, { code_challenge: challenge }));
  const grant = {
    grant_type: 'authorization_code',
    client_id: client,
    redirect_uri: speak.redirectUri,
    code: answer.searchParams.get('code') ?? '',
    code_verifier: verifier,
    resource: `${connector.simulation.url}/mcp`,
  };
  return { speak, client, grant, answer };
}

describe('headers of every response', () => {
  const requests: readonly (readonly [path: string, init: RequestInit])[] = [
    ['/', {}],
    ['/me', {}],
    ['/admin', {}],
    ['/unknown', { headers: { accept: 'text/html' } }],
    ['/unknown', {}],
    ['/mcp', {}],
    ['/mcp', { method: 'POST' }],
    ['/mcp', { method: 'PUT' }],
    ['/healthz', {}],
    ['/oauth/authorize', {}],
    ['/oauth/callback?code=a&state=b', {}],
    ['/admin/callback?code=a&state=b', {}],
    ['/me/sign-in', {}],
    ['/me/disconnect', { method: 'POST' }],
    ['/admin/change', { method: 'POST' }],
    ['/oauth/token', { method: 'POST' }],
    ['/oauth/register', { method: 'POST' }],
    ['/oauth/revoke', { method: 'POST' }],
    ['/.well-known/oauth-authorization-server', {}],
    ['/.well-known/oauth-protected-resource/mcp', {}],
  ];

  it.each(requests)(
    '%s %o: transport security, no sniffing, no referrer, no framing, no storing',
    async (path, init) => {
      const response = await send(path, init);
      const body = await response.text();
      const { headers } = response;
      expect(response.status).toBeLessThan(500);
      expect(
        Number(/max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1]),
      ).toBeGreaterThan(31_536_000);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      if (body !== '') expect(headers.get('content-type')).toMatch(/^(?:text|application)\/[\w.+-]+/);
      if (!path.startsWith('/.well-known/')) expect(headers.get('cache-control')).toContain('no-store');
      if (!headers.get('content-type')?.startsWith('text/html')) return;
      const policy = headers.get('content-security-policy') ?? '';
      for (const directive of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]) {
        expect(policy).toContain(directive);
      }
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
    },
  );
});

describe('redirects', () => {
  it.each([
    '/me/sign-in?returnTo=https://evil.example',
    '/me/sign-in?next=//evil.example',
    '/admin/sign-in?redirect_uri=https://evil.example',
    '/account?url=https://evil.example',
    '//evil.example/',
    '/\\evil.example',
    '/https://evil.example',
    '/me//evil.example',
    '/oauth/callback?error=access_denied&redirect_uri=https://evil.example',
    '/oauth/authorize?redirect_uri=https://evil.example&client_id=x',
  ])('%s leads to no foreign host', async (path) => {
    const response = await send(path);
    await response.text();
    const location = new URL(response.headers.get('location') ?? '/', connector.simulation.url);
    expect([connector.simulation.url, new URL(connector.simulation.tenant.url).origin]).toContain(
      location.origin,
    );
    expect(location.href).not.toContain('evil.example');
  });
});

describe('forged forms', () => {
  it.each([
    ['/me/disconnect', { connection: 'x' }],
    ['/me/revoke', {}],
    ['/me/sign-out', {}],
    ['/admin/change', { change: 'disable' }],
    ['/admin/sign-out', {}],
  ])('POST %s without a session changes nothing', async (path, fields) => {
    for (const form_token of ['', 'a'.repeat(43)]) {
      const response = await send(path, form({ ...fields, form_token }));
      expect([303, 400]).toContain(response.status);
      await response.text();
    }
  });

  it.each([
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['a foreign Origin', { origin: 'https://evil.example' }],
  ])('POST /me/revoke with the session and %s ends no connection', async (_, headers) => {
    const browser = createBrowserAgent({ user: { userPrincipalName: megan } });
    const page = await openAccount(browser);
    const form_token = /name="form_token" value="([\w-]+)"/.exec(page)?.[1] ?? '';
    expect(form_token).not.toBe('');
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await send('/me/revoke', { ...form({ form_token }), headers: { ...headers, cookie } });
    expect(response.status).toBe(400);
    expect(await openAccount(browser)).toContain('name="form_token"');
  });

  it.each([
    '/me/revoke',
    '/me/disconnect',
    '/admin/change',
    '/admin/sign-out',
    '/oauth/revoke',
    '/oauth/register',
  ])('GET %s is no change', async (path) => {
    const response = await send(path);
    await response.text();
    expect([302, 404, 405]).toContain(response.status);
  });

  it('the consent form of another browser is refused', async () => {
    const speak = dialogue();
    const url = speak.authorizeUrl(await speak.register());
    const attacker = createBrowserAgent({ user: { userPrincipalName: megan } });
    const page = await (await attacker.open(url)).text();
    const request = /name="request" value="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(request).not.toBe('');
    const victim = createBrowserAgent({ user: { userPrincipalName: megan } });
    await (await victim.open(url)).text();
    const response = await victim.open(
      new URL('/oauth/authorize', url),
      new URLSearchParams({ request, decision: 'allow' }),
    );
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });
});

describe('a session id that an attacker has set', () => {
  it('is replaced at the sign-in, and opens nothing', async () => {
    const fixed = 'A'.repeat(43);
    const administrator = createAdministrator(connector.simulation.url, { userPrincipalName: patti });
    administrator.cookies.set('__Host-m365-admin', fixed);
    await administrator.signIn();
    expect(administrator.cookies.get('__Host-m365-admin')).not.toBe(fixed);
    const attacker = createAdministrator(connector.simulation.url, { userPrincipalName: patti });
    attacker.cookies.set('__Host-m365-admin', fixed);
    expect((await attacker.open('/admin')).heading).toBe('Administration');
  });

  it('of a session of the attacker ends when the victim signs in', async () => {
    const attacker = createAdministrator(connector.simulation.url, { userPrincipalName: patti });
    await attacker.signIn();
    const cookie = attacker.cookies.get('__Host-m365-admin') ?? '';
    const victim = createAdministrator(connector.simulation.url, { userPrincipalName: patti });
    victim.cookies.set('__Host-m365-admin', cookie);
    await victim.signIn();
    expect((await attacker.open('/admin')).heading).toBe('Administration');
  });
});

describe('the code of another', () => {
  let code: Awaited<ReturnType<typeof signInForCode>>;
  beforeAll(async () => {
    code = await signInForCode();
  });

  it.each<[string, (grant: Record<string, string>) => Promise<Record<string, string>>]>([
    ['without code_verifier', async ({ code_verifier: _verifier, ...grant }) => grant],
    ['with an empty code_verifier', async (grant) => ({ ...grant, code_verifier: '' })],
    [
      'with the challenge as code_verifier',
      async (grant) => ({ ...grant, code_verifier: challengeOf(grant['code_verifier']) }),
    ],
    ['with another code_verifier', async (grant) => ({ ...grant, code_verifier: 'b'.repeat(43) })],
    ['by another client', async (grant) => ({ ...grant, client_id: await dialogue().register() })],
    [
      'with another redirect URI',
      async (grant) => ({ ...grant, redirect_uri: 'http://localhost:51234/other' }),
    ],
    ['for another resource', async (grant) => ({ ...grant, resource: 'https://evil.example/mcp' })],
    [
      'as a refresh token',
      async ({ code: refresh_token = '', client_id = '' }) => ({
        grant_type: 'refresh_token',
        refresh_token,
        client_id,
      }),
    ],
  ])('is not redeemed %s', async (_, change) => {
    const { status, body } = await code.speak.token(await change(code.grant));
    expect(status).toBe(400);
    expect(body.access_token).toBeUndefined();
    expect(['invalid_grant', 'invalid_request', 'invalid_target']).toContain(body.error);
  });

  it('is redeemed once; the second use ends the grant and its access token', async () => {
    // Tokens of this user from Entra itself are older than the revocation.
    const { speak, grant, client } = await signInForCode(users.adele.userPrincipalName);
    const first = await speak.token(grant);
    expect(first.status).toBe(200);
    const list = mcpMessage('tools/list');
    const call = { headers: list.headers, token: first.body.access_token };
    expect((await connector.post(list.body, call)).status).toBe(200);
    expect((await speak.token(grant)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await connector.post(list.body, call)).status).toBe(401);
    expect((await speak.refresh(client, first.body.refresh_token)).body).toMatchObject({
      error: 'invalid_grant',
    });
  });
});

describe('the authorization request', () => {
  it.each<[string, Record<string, string>, string]>([
    ['code_challenge_method=plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no code_challenge', { code_challenge: '' }, 'invalid_request'],
    ['response_type=token', { response_type: 'token' }, 'unsupported_response_type'],
    ['response_type=code id_token', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['the resource of another server', { resource: 'https://evil.example/mcp' }, 'invalid_target'],
  ])('with %s is an error at the redirect URI, with iss', async (_, changes, error) => {
    const speak = dialogue();
    const response = await send(speak.authorizeUrl(await speak.register(), changes).href);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.searchParams.get('error')).toBe(error);
    expect(location.searchParams.get('iss')).toBe(connector.simulation.url);
  });

  it.each(['client_id', 'redirect_uri', 'code_challenge', 'resource', 'state', 'code_challenge_method'])(
    'with a repeated %s starts no sign-in',
    async (name) => {
      const speak = dialogue();
      const url = speak.authorizeUrl(await speak.register());
      url.searchParams.append(name, name === 'resource' ? 'https://evil.example/mcp' : 'evil');
      const response = await send(url.href);
      expect(await response.text()).not.toContain('name="request"');
      const location = response.headers.get('location') ?? '';
      expect(location === '' || new URL(location).searchParams.has('error')).toBe(true);
    },
  );

  it.each([
    'http://localhost:51234@evil.example/callback',
    'http://localhost.evil.example/callback',
    'http://127.0.0.1.evil.example/callback',
    'http://localhost:51234/callback/../other',
    'http://localhost:51234/callback?x=1',
    'http://localhost:51234/callback#x',
    'https://localhost:51234/callback',
    'http://LOCALHOST:51234/callback',
    'http://2130706433:51234/callback',
    'javascript:alert(1)//localhost/callback',
    'data:text/html,x',
    '//localhost/callback',
  ])('with the redirect URI %s shows a page', async (redirect_uri) => {
    const speak = dialogue();
    const response = await send(speak.authorizeUrl(await speak.register(), { redirect_uri }).href);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).not.toContain('<script>alert');
  });
});

describe('sealed values in another place', () => {
  it('are refused: state, code, refresh token, consent request and client id', async () => {
    const { speak, client, grant } = await signInForCode(users.adele.userPrincipalName);
    const tokens = await speak.token(grant);
    const begun = new URL((await send('/me/sign-in')).headers.get('location') ?? '');
    const state = begun.searchParams.get('state') ?? '';
    const refresh = tokens.body.refresh_token ?? '';
    const sealed = [state, grant.code, refresh, client];
    for (const value of sealed) {
      expect((await send('/oauth/authorize', form({ request: value, decision: 'allow' }))).status).toBe(400);
      expect((await send(`/admin/callback?code=x&state=${encodeURIComponent(value)}`)).status).toBe(400);
      expect((await send(`/oauth/callback?code=x&state=${encodeURIComponent(value)}`)).status).toBe(400);
      if (value !== refresh) expect((await speak.refresh(client, value)).body.error).toBe('invalid_grant');
      expect((await speak.token({ ...grant, code: value })).body.error).toBe('invalid_grant');
      const message = mcpMessage('tools/list');
      const response = await connector.post(message.body, { token: value, headers: message.headers });
      expect(response.status).toBe(401);
    }
    expect((await speak.refresh(await speak.register(), refresh)).body.error).toMatch(
      /invalid_(?:grant|client)/,
    );
  });
});

describe('POST /mcp', () => {
  const message = mcpMessage('tools/list');
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  async function statusOf(headers: Record<string, string>, path = '/mcp'): Promise<number> {
    const response = await connector.post(message.body, {
      headers: { ...message.headers, ...headers },
      path,
    });
    await response.text();
    return response.status;
  }

  it('accepts a valid token, as the other rows are rejected for their own reason', async () => {
    expect(await statusOf({ authorization: `Bearer ${await connector.token('megan')}` })).toBe(200);
  });

  it.each(['none', 'None', 'nOnE', 'HS256', 'RS384', 'ES256', ''])(
    'rejects a token whose alg is changed to "%s"',
    async (alg) => {
      const [, payload = '', signature = ''] = (await connector.token('megan')).split('.');
      for (const last of ['', signature]) {
        const token = `${base64({ alg, typ: 'JWT' })}.${payload}.${last}`;
        expect(await statusOf({ authorization: `Bearer ${token}` })).toBe(401);
      }
    },
  );

  it('rejects a token in the DPoP, Basic or no scheme, in the query and twice', async () => {
    const token = await connector.token('megan');
    for (const authorization of [
      `DPoP ${token}`,
      `Basic ${token}`,
      token,
      `Bearer  ${token}`,
      `Bearer ${token}, Bearer ${token}`,
    ]) {
      expect(await statusOf({ authorization })).toBe(401);
    }
    expect(await statusOf({}, `/mcp?access_token=${token}`)).toBe(400);
  });

  it('does not accept the cookies of a signed-in user', async () => {
    const browser = createBrowserAgent({ user: { userPrincipalName: megan } });
    await openAccount(browser);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    expect(await statusOf({ cookie })).toBe(401);
  });

  it.each([
    ['x-forwarded-host', 'evil.example'],
    ['forwarded', 'host=evil.example'],
    ['x-original-url', '/admin'],
    ['x-http-method-override', 'DELETE'],
  ])('is not changed by %s', async (name, value) => {
    const response = await connector.post(message.body, { headers: { ...message.headers, [name]: value } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).not.toContain('evil.example');
    await response.text();
  });
});

function challengeOf(verifier = ''): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** Opens `/me`, and signs in if necessary. */
async function openAccount(browser: ReturnType<typeof createBrowserAgent>): Promise<string> {
  const shown = await (await browser.open(new URL('/me', connector.simulation.url))).text();
  if (shown.includes('name="form_token"')) return shown;
  const administrator = createAdministrator(connector.simulation.url, { userPrincipalName: megan });
  await administrator.open('/me/sign-in');
  for (const [name, value] of administrator.cookies) browser.cookies.set(name, value);
  return await (await browser.open(new URL('/me', connector.simulation.url))).text();
}
