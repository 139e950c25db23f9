import { describe, expect, it } from 'vitest';
import { clientAppId, newPerson, scopeAtEntra } from './entra-stub.ts';
import { type Changes, claude, claudeCode, createWorld, issuer, resource, runOf } from './relay-world.ts';

const world = createWorld();
const tenant = '0c0a0000-0000-4000-8000-00000000c0a0';

async function begin(changes: Changes, extra: readonly (readonly [string, string])[] = []) {
  const { query } = await runOf(changes);
  const parameters = new URLSearchParams([...Object.entries(query), ...extra]);
  return await world.relay.authorize.begin(parameters, { browser: undefined, consents: undefined });
}

/** The OAuth error in the redirect to the client. */
async function errorOf(changes: Changes, extra: readonly (readonly [string, string])[] = []) {
  const step = await begin(changes, extra);
  if (step.kind !== 'redirect') throw new Error('The person was asked.');
  const url = new URL(step.location);
  expect(`${url.origin}${url.pathname}`).toBe('https://claude.ai/api/mcp/auth_callback');
  expect(url.searchParams.get('iss')).toBe(issuer);
  return url.searchParams;
}

async function register(redirectUri: string): Promise<string> {
  const client = await world.relay.registrations.register({
    redirect_uris: [redirectUri],
    client_name: 'Tool',
  });
  return String(client['client_id']);
}

describe('an authorization request that nobody can be answered for', () => {
  const rows: readonly (readonly [string, Changes, readonly (readonly [string, string])[], string])[] = [
    ['no client', { client_id: undefined }, [], 'request_malformed'],
    ['no redirect', { redirect_uri: undefined }, [], 'request_malformed'],
    ['an empty redirect', { redirect_uri: '' }, [], 'request_malformed'],
    ['two clients', {}, [['client_id', claudeCode]], 'request_malformed'],
    ['two redirects', {}, [['redirect_uri', 'https://evil.example/']], 'request_malformed'],
    ['an unknown client', { client_id: 'somebody' }, [], 'client_unknown'],
    ['another Entra application', { client_id: crypto.randomUUID() }, [], 'client_unknown'],
    ['a forged registration', { client_id: `dcr_${'A'.repeat(200)}` }, [], 'client_unknown'],
    ['a huge client id', { client_id: `dcr_${'A'.repeat(5000)}` }, [], 'client_unknown'],
    [
      'a document of nobody we trust',
      { client_id: 'https://evil.example/client.json' },
      [],
      'client_untrusted',
    ],
    [
      'a redirect that the client never named',
      { redirect_uri: 'https://claude.ai/other' },
      [],
      'redirect_refused',
    ],
    ['a redirect of another client', { redirect_uri: 'https://vscode.dev/redirect' }, [], 'redirect_refused'],
    [
      'a loopback redirect of a web client',
      { redirect_uri: 'http://localhost:1/callback' },
      [],
      'redirect_refused',
    ],
    [
      'a redirect with a fragment',
      { redirect_uri: 'https://claude.ai/api/mcp/auth_callback#a' },
      [],
      'redirect_refused',
    ],
    ['a script as redirect', { redirect_uri: 'javascript:alert(1)' }, [], 'redirect_refused'],
    [
      'a hand-configured client elsewhere',
      { client_id: clientAppId, redirect_uri: 'https://evil.example/' },
      [],
      'redirect_refused',
    ],
  ];
  it.each(rows)('[entra-4.6-open-redirect] %s: a page, never a redirect', async (_, changes, extra, code) => {
    await expect(begin(changes, extra)).rejects.toMatchObject({ name: 'SignInProblem', code });
  });
});

describe('an authorization request that is wrong', () => {
  const short = 'a'.repeat(42);
  const rows: readonly (readonly [string, Changes, string])[] = [
    [
      '[entra-4.6-malicious-resource] a token for somebody else',
      { resource: 'https://evil.example/mcp' },
      'invalid_target',
    ],
    [
      '[entra-4.6-malicious-resource] a look-alike resource',
      { resource: 'https://mcp.example.com.evil.example/mcp' },
      'invalid_target',
    ],
    ['[entra-4.6-malicious-resource] the origin alone', { resource: issuer }, 'invalid_target'],
    ['[entra-4.6-malicious-resource] another path', { resource: `${issuer}/MCP` }, 'invalid_target'],
    ['[entra-4.6-malicious-resource] a query', { resource: `${resource}?a=b` }, 'invalid_target'],
    ['[entra-4.6-malicious-resource] two slashes', { resource: `${resource}//` }, 'invalid_target'],
    ['[entra-4.6-malicious-resource] no resource', { resource: undefined }, 'invalid_target'],
    ['[entra-4.6-pkce-downgrade] no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['[entra-4.6-pkce-downgrade] an empty challenge', { code_challenge: '' }, 'invalid_request'],
    ['[entra-4.6-pkce-downgrade] the plain method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['[entra-4.6-pkce-downgrade] no method', { code_challenge_method: undefined }, 'invalid_request'],
    [
      '[entra-4.6-pkce-downgrade] another spelling of the method',
      { code_challenge_method: 's256' },
      'invalid_request',
    ],
    ['[entra-4.6-pkce-downgrade] a challenge of 42 characters', { code_challenge: short }, 'invalid_request'],
    [
      '[entra-4.6-pkce-downgrade] a challenge of 129 characters',
      { code_challenge: 'a'.repeat(129) },
      'invalid_request',
    ],
    [
      '[entra-4.6-pkce-downgrade] a challenge with padding',
      { code_challenge: `${short}=` },
      'invalid_request',
    ],
    ['an implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
    ['a hybrid grant', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['no response type', { response_type: undefined }, 'unsupported_response_type'],
    ['a fragment as response', { response_mode: 'fragment' }, 'invalid_request'],
    ['a form as response', { response_mode: 'form_post' }, 'invalid_request'],
    ['a state of 2,049 characters', { state: 's'.repeat(2049) }, 'invalid_request'],
  ];
  it.each(rows)('%s', async (_, changes, error) => {
    const answer = await errorOf(changes);
    expect(answer.get('error')).toBe(error);
    expect(answer.get('code')).toBeNull();
  });

  it.each(['state', 'resource', 'scope', 'code_challenge', 'response_type', 'prompt', 'anything'])(
    '[entra-4.6-duplicated-parameters] %s twice',
    async (name) => {
      const extra = [
        [name, 'a'],
        [name, 'b'],
      ] as const;
      const answer = await errorOf({ [name]: undefined }, extra);
      expect(answer.get('error')).toBe('invalid_request');
    },
  );

  it('says so with the state of the client, letter by letter', async () => {
    const state = 'a b&c=d#é"<';
    expect((await errorOf({ response_type: 'token', state })).get('state')).toBe(state);
    expect((await errorOf({ response_type: 'token', state: undefined })).has('state')).toBe(false);
  });
});

describe('the request that goes on to Entra', () => {
  const askEntra = async (changes: Changes = {}, settings = {}) => {
    const other = createWorld(settings);
    return new URL(await other.toEntra(await runOf(changes), other.createBrowser()));
  };

  it('[entra-7.3] asks for everything that the server offers, whatever the client asked for', async () => {
    for (const scope of [undefined, 'Mail.Read', 'offline_access', 'api://evil/.default']) {
      const { searchParams } = await askEntra({ scope });
      expect(searchParams.getAll('scope')).toEqual([scopeAtEntra]);
    }
  });

  it('[entra-7.2] leaves the prompt of the client behind', async () => {
    for (const prompt of ['consent', 'none', 'admin_consent']) {
      expect((await askEntra({ prompt })).searchParams.getAll('prompt')).toEqual(['select_account']);
    }
  });

  it('[entra-7.4] leaves the resource behind once it was checked, in either spelling', async () => {
    for (const spelling of [resource, `${resource}/`, 'HTTPS://MCP.EXAMPLE.COM/mcp']) {
      expect((await askEntra({ resource: spelling })).searchParams.has('resource')).toBe(false);
    }
  });

  it('names nothing of the client: no id, no redirect, no state', async () => {
    const { query } = await runOf({ state: 'secret-state' });
    const url = await askEntra({ ...query, login_hint: 'somebody@example.com', nonce: 'n', audience: 'a' });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: clientAppId,
      redirect_uri: `${issuer}/oauth/callback`,
      response_type: 'code',
      response_mode: 'query',
      scope: scopeAtEntra,
      prompt: 'select_account',
      // Our own: the client's proof key is between the client and us.
      code_challenge: expect.not.stringContaining(query['code_challenge'] ?? '') as string,
      code_challenge_method: 'S256',
      state: expect.not.stringContaining('secret-state'),
    });
  });

  it('names the tenant where there is only one, so that its guests can sign in', async () => {
    const second = crypto.randomUUID();
    for (const [allowedTenants, segment] of [
      ['*', 'organizations'],
      [new Set([tenant]), tenant],
      [new Set([tenant, second]), 'organizations'],
      [new Set(), 'organizations'],
    ] as const) {
      expect((await askEntra({}, { allowedTenants })).pathname).toBe(`/${segment}/oauth2/v2.0/authorize`);
    }
  });

  it('[entra-7.17] takes every address from PUBLIC_URL', async () => {
    const url = await askEntra(
      { resource: 'https://other.example/mcp' },
      {
        publicUrl: new URL('https://other.example'),
        resource: 'https://other.example/mcp',
      },
    );
    expect(url.searchParams.get('redirect_uri')).toBe('https://other.example/oauth/callback');
  });

  it('tolerates a missing resource of a client that was configured by hand, and of no other', async () => {
    const run = await runOf({ client_id: clientAppId, resource: undefined });
    const { pathname } = new URL(await world.toEntra(run, world.createBrowser()));
    expect(pathname).toBe('/organizations/oauth2/v2.0/authorize');
    const client_id = await register('http://localhost/cb');
    const step = await begin({ client_id, redirect_uri: 'http://localhost:7/cb', resource: undefined });
    expect(step.kind === 'redirect' && new URL(step.location).searchParams.get('error')).toBe(
      'invalid_target',
    );
    await expect(begin({ client_id: clientAppId, resource: 'https://evil.example' })).resolves.toMatchObject({
      location: expect.stringContaining('error=invalid_target'),
    });
  });
});

describe('[entra-4.6-confused-deputy] consent', () => {
  it.each([
    ['a trusted client on the web', { client_id: claude }, 'redirect'],
    [
      'a trusted client on this machine',
      { client_id: claudeCode, redirect_uri: 'http://localhost:9/callback' },
      'ask',
    ],
    ['a client configured by hand', { client_id: clientAppId }, 'ask'],
    [
      'a client configured by hand on this machine',
      { client_id: clientAppId, redirect_uri: 'http://127.0.0.1:9/' },
      'ask',
    ],
  ])('%s: %s', async (_, changes, kind) => {
    expect((await begin(changes)).kind).toBe(kind);
  });

  it('is asked for every registered client, even with a redirect that is known', async () => {
    const client_id = await register('https://claude.ai/api/mcp/auth_callback');
    expect(await begin({ client_id })).toMatchObject({ kind: 'ask', client: { name: 'Tool' } });
  });

  it('is remembered by the browser that gave it, for that client and its redirects alone', async () => {
    const browser = world.createBrowser();
    const local = { client_id: claudeCode, redirect_uri: 'http://localhost:9/callback' };
    await world.toEntra(await runOf(local), browser);
    const kindOf = async (changes: Changes) => (await browser.authorize((await runOf(changes)).query)).kind;
    expect(await kindOf(local)).toBe('redirect');
    expect(await kindOf({ ...local, redirect_uri: 'http://127.0.0.1:10/callback' })).toBe('redirect');
    expect(await kindOf({ client_id: clientAppId, redirect_uri: 'http://localhost:9/callback' })).toBe('ask');
    expect((await begin(local)).kind).toBe('ask');
    const configured = { client_id: clientAppId, redirect_uri: 'http://localhost:9/callback' };
    await world.toEntra(await runOf(configured), browser);
    expect(await kindOf({ ...configured, redirect_uri: 'http://localhost:10/callback' })).toBe('redirect');
    expect(await kindOf({ ...configured, redirect_uri: 'http://localhost:9/other' })).toBe('ask');
    expect(await kindOf({ client_id: clientAppId })).toBe('ask');
    expect(await kindOf(local)).toBe('redirect');
  });

  it('is asked again when the client names another redirect', async () => {
    const other = createWorld();
    const browser = other.createBrowser();
    const local = { client_id: claudeCode, redirect_uri: 'http://localhost:9/callback' };
    await other.toEntra(await runOf(local), browser);
    const redirects = ['http://localhost/callback', 'http://127.0.0.1/callback', 'https://new.example/cb'];
    other.documents.fetch = async () => ({
      status: 200,
      headers: new Headers(),
      body: new TextEncoder().encode(JSON.stringify({ client_id: claudeCode, redirect_uris: redirects })),
    });
    other.time.nowMs += 10 * 60_000;
    expect((await browser.authorize((await runOf(local)).query)).kind).toBe('ask');
  });

  it('is forgotten after 180 days', async () => {
    const other = createWorld();
    const browser = other.createBrowser();
    const local = { client_id: claudeCode, redirect_uri: 'http://localhost:9/callback' };
    await other.toEntra(await runOf(local), browser);
    other.time.nowMs += 181 * 24 * 3_600_000;
    expect((await browser.authorize((await runOf(local)).query)).kind).toBe('ask');
  });

  it('ends at the client where the person says no, and is not remembered', async () => {
    const browser = world.createBrowser();
    const { query } = await runOf({ client_id: clientAppId });
    const asked = await browser.authorize(query);
    for (const decision of ['deny', '', 'ALLOW']) {
      const step = await browser.decide(asked.kind === 'ask' ? asked.request : '', decision);
      const { searchParams } = new URL(step.kind === 'redirect' ? step.location : 'about:blank');
      expect(Object.fromEntries(searchParams)).toMatchObject({
        error: 'access_denied',
        state: 'client-state',
        iss: issuer,
      });
    }
    expect((await browser.authorize(query)).kind).toBe('ask');
  });

  it('cannot be given for the person by another site: the form is good only in the browser that was shown it', async () => {
    const victim = world.createBrowser();
    const attacker = world.createBrowser();
    const { query } = await runOf({ client_id: clientAppId });
    const asked = await attacker.authorize(query);
    const request = asked.kind === 'ask' ? asked.request : '';
    await expect(victim.decide(request)).rejects.toMatchObject({ code: 'consent_stale' });
    await victim.authorize(query);
    await expect(victim.decide(request)).rejects.toMatchObject({ code: 'consent_stale' });
  });

  it.each(['', 'forged', 'A'.repeat(20_000)])('is not given by the form %#', async (request) => {
    const browser = world.createBrowser();
    await browser.authorize((await runOf({ client_id: clientAppId })).query);
    await expect(browser.decide(request)).rejects.toMatchObject({ code: 'consent_stale' });
  });

  it('is not given by a form that is ten minutes old, nor by a state or a code in its place', async () => {
    const other = createWorld();
    const browser = other.createBrowser();
    const run = await runOf({ client_id: clientAppId });
    const asked = await browser.authorize(run.query);
    const state = new URL(await other.toEntra(run, browser)).searchParams.get('state') ?? '';
    await expect(browser.decide(state)).rejects.toMatchObject({ code: 'consent_stale' });
    const location = await other.toClient(run, newPerson(), browser);
    await expect(browser.decide(location.searchParams.get('code') ?? '')).rejects.toMatchObject({
      code: 'consent_stale',
    });
    other.time.nowMs += 10 * 60_000;
    await expect(browser.decide(asked.kind === 'ask' ? asked.request : '')).rejects.toMatchObject({
      code: 'consent_stale',
    });
  });

  it('a cookie that was made up is no consent', async () => {
    const browser = world.createBrowser();
    for (const consents of ['', 'forged', 'AQAAAAA']) {
      browser.cookies.consents = consents;
      expect((await browser.authorize((await runOf({ client_id: clientAppId })).query)).kind).toBe('ask');
    }
  });
});
