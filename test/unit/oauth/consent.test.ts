import { describe, expect, it } from 'vitest';
import { clientAppId, newUser } from './entra-stub.ts';
import { type Changes, claude, claudeCode, claudeRedirect, issuer, createClientRequest } from './client.ts';
import { createConsents } from '../../../src/oauth/consent.ts';
import { parseRedirectUri } from '../../../src/oauth/redirect-uri.ts';
import { createHarness, keyRing } from './oauth-harness.ts';

const harness = createHarness();

async function begin(changes: Changes, extra: readonly (readonly [string, string])[] = []) {
  const { query } = await createClientRequest(changes);
  const parameters = new URLSearchParams([...Object.entries(query), ...extra]);
  return await harness.server.authorize.start(parameters, { browser: undefined, consents: undefined });
}

async function register(redirectUri: string): Promise<string> {
  const client = await harness.server.registrations.register({
    redirect_uris: [redirectUri],
    client_name: 'Tool',
  });
  return String(client['client_id']);
}

describe('[entra-4.6-confused-deputy] consent', () => {
  it.each([
    ['a trusted client on the web', { client_id: claude }],
    [
      'a trusted client on this machine',
      { client_id: claudeCode, redirect_uri: 'http://localhost:9/callback' },
    ],
    [
      'a trusted client whose page on the web forwards the code to a program on this machine',
      {
        client_id: 'https://vscode.dev/oauth/client-metadata.json',
        redirect_uri: 'https://vscode.dev/redirect',
      },
    ],
    ['a client configured by hand', { client_id: clientAppId }],
    [
      'a client configured by hand on this machine',
      { client_id: clientAppId, redirect_uri: 'http://127.0.0.1:9/' },
    ],
  ])('is asked for %s', async (_, changes) => {
    expect((await begin(changes)).kind).toBe('consent');
  });

  it('is required for every registered client, even with a known redirect URI', async () => {
    const client_id = await register('https://claude.ai/api/mcp/auth_callback');
    expect(await begin({ client_id })).toMatchObject({ kind: 'consent', client: { name: 'Tool' } });
  });

  it('is remembered by the browser for that client and its redirect URIs only', async () => {
    const browser = harness.createBrowser();
    await harness.startSignIn(await createClientRequest(), browser);
    const kindOf = async (changes: Changes) =>
      (await browser.authorize((await createClientRequest(changes)).query)).kind;
    expect(await kindOf({})).toBe('redirect');
    expect(await kindOf({ redirect_uri: 'https://claude.com/api/mcp/auth_callback' })).toBe('redirect');
    expect(await kindOf({ client_id: clientAppId })).toBe('consent');
    expect((await begin({})).kind).toBe('consent');
    await harness.startSignIn(await createClientRequest({ client_id: clientAppId }), browser);
    expect(await kindOf({ client_id: clientAppId })).toBe('redirect');
    expect(
      await kindOf({ client_id: clientAppId, redirect_uri: 'https://claude.com/api/mcp/auth_callback' }),
    ).toBe('consent');
    expect(await kindOf({})).toBe('redirect');
  });

  it.each([
    ['on loopback', { client_id: claudeCode, redirect_uri: 'http://localhost:9/callback' }],
    ['of a configured client on loopback', { client_id: clientAppId, redirect_uri: 'http://127.0.0.1:9/' }],
    [
      'that forwards to a program',
      {
        client_id: 'https://vscode.dev/oauth/client-metadata.json',
        redirect_uri: 'https://vscode.dev/redirect',
      },
    ],
  ])('is asked at each sign-in for a redirect URI %s', async (_, changes) => {
    const browser = harness.createBrowser();
    await harness.startSignIn(await createClientRequest(changes), browser);
    expect((await browser.authorize((await createClientRequest(changes)).query)).kind).toBe('consent');
    expect(browser.cookies.consents).toBeUndefined();
  });

  it('is remembered by a browser that has lost its other cookie, which the sign-in sets again', async () => {
    const browser = harness.createBrowser();
    await harness.startSignIn(await createClientRequest(), browser);
    browser.cookies.browser = undefined;
    const step = await browser.authorize((await createClientRequest()).query);
    const location = step.kind === 'redirect' ? step.location : '';
    expect(await browser.finish(harness.entra.signIn(location, newUser()))).toMatchObject({
      kind: 'redirect',
    });
  });

  it('is required again when the redirect URI changes', async () => {
    const other = createHarness();
    const browser = other.createBrowser();
    await other.startSignIn(await createClientRequest(), browser);
    const redirects = [claudeRedirect, 'https://new.example/cb'];
    other.documents.fetch = async () => ({
      status: 200,
      headers: new Headers(),
      body: new TextEncoder().encode(JSON.stringify({ client_id: claude, redirect_uris: redirects })),
    });
    other.time.nowMs += 10 * 60_000;
    expect((await browser.authorize((await createClientRequest()).query)).kind).toBe('consent');
  });

  it('expires after 180 days', async () => {
    const other = createHarness();
    const browser = other.createBrowser();
    await other.startSignIn(await createClientRequest(), browser);
    other.time.nowMs += 179 * 24 * 3_600_000;
    expect((await browser.authorize((await createClientRequest()).query)).kind).toBe('redirect');
    other.time.nowMs += 2 * 24 * 3_600_000;
    expect((await browser.authorize((await createClientRequest()).query)).kind).toBe('consent');
  });

  it('redirects access_denied to the client when denied, and is not remembered', async () => {
    const browser = harness.createBrowser();
    const { query } = await createClientRequest({ client_id: clientAppId });
    const asked = await browser.authorize(query);
    for (const decision of ['deny', '', 'ALLOW']) {
      const step = await browser.decide(asked.kind === 'consent' ? asked.request : '', decision);
      const { searchParams } = new URL(step.kind === 'redirect' ? step.location : 'about:blank');
      expect(Object.fromEntries(searchParams)).toMatchObject({
        error: 'access_denied',
        state: 'client-state',
        iss: issuer,
      });
    }
    expect((await browser.authorize(query)).kind).toBe('consent');
  });

  it('cannot be submitted by another site: the form is valid only in the browser that received it', async () => {
    const victim = harness.createBrowser();
    const attacker = harness.createBrowser();
    const { query } = await createClientRequest({ client_id: clientAppId });
    const asked = await attacker.authorize(query);
    const request = asked.kind === 'consent' ? asked.request : '';
    await expect(victim.decide(request)).rejects.toMatchObject({
      code: 'consent_stale',
      client: { id: clientAppId },
    });
    await victim.authorize(query);
    await expect(victim.decide(request)).rejects.toMatchObject({ code: 'consent_stale' });
  });

  it.each(['', 'forged', 'A'.repeat(20_000)])('is not given by the form %#', async (request) => {
    const browser = harness.createBrowser();
    await browser.authorize((await createClientRequest({ client_id: clientAppId })).query);
    await expect(browser.decide(request)).rejects.toMatchObject({ code: 'consent_stale' });
  });

  it('rejects a form older than ten minutes, and a state or code in its place', async () => {
    const other = createHarness();
    const browser = other.createBrowser();
    const run = await createClientRequest({ client_id: clientAppId });
    const asked = await browser.authorize(run.query);
    const state = new URL(await other.startSignIn(run, browser)).searchParams.get('state') ?? '';
    await expect(browser.decide(state)).rejects.toMatchObject({ code: 'consent_stale' });
    const location = await other.signInToClient(run, newUser(), browser);
    await expect(browser.decide(location.searchParams.get('code') ?? '')).rejects.toMatchObject({
      code: 'consent_stale',
    });
    other.time.nowMs += 10 * 60_000;
    await expect(browser.decide(asked.kind === 'consent' ? asked.request : '')).rejects.toMatchObject({
      code: 'consent_stale',
    });
  });

  it('ignores a forged consent cookie', async () => {
    const browser = harness.createBrowser();
    for (const consents of ['', 'forged', 'AQAAAAA']) {
      browser.cookies.consents = consents;
      expect(
        (await browser.authorize((await createClientRequest({ client_id: clientAppId })).query)).kind,
      ).toBe('consent');
    }
  });
});

describe('createConsents', () => {
  const consents = createConsents(keyRing, { nowMs: () => 0 });
  const client = (number: number) =>
    ({
      kind: 'document',
      clientId: `https://app.example/${number}.json`,
      name: 'App',
      redirectUris: ['https://app.example/callback'],
    }) as const;
  const redirect = parseRedirectUri('https://app.example/callback');
  if (!redirect) throw new Error('The redirect URI is invalid.');

  it('remembers the latest forty clients, each once', async () => {
    let cookie: string | undefined;
    for (let number = 0; number < 40; number += 1)
      cookie = await consents.add(cookie, client(number), redirect);
    // A client that is already remembered takes no place of another.
    cookie = await consents.add(cookie, client(39), redirect);
    expect(await consents.isGiven(cookie, client(0), redirect)).toBe(true);
    cookie = await consents.add(cookie, client(40), redirect);
    expect(await consents.isGiven(cookie, client(0), redirect)).toBe(false);
    for (const kept of [1, 39, 40]) expect(await consents.isGiven(cookie, client(kept), redirect)).toBe(true);
  });
});
