import { describe, expect, it } from 'vitest';
import { newUser, scopeAtEntra } from './entra-stub.ts';
import { createClientRequest } from './client.ts';
import { createHarness } from './oauth-harness.ts';
import type { TokenResponse } from '../../../src/oauth/token-response.ts';

/** A person signs in to the page about their own connections. */
async function atAccount(user = newUser()) {
  const harness = createHarness();
  const browser = harness.createBrowser();
  const { location, browser: cookie } = await harness.account.start(browser.cookies);
  browser.cookies.browser = cookie;
  return { harness, browser, location, user };
}

async function signedIn(user = newUser()) {
  const { harness, browser, location } = await atAccount(user);
  const step = await browser.finishAccount(harness.entra.signIn(location, user));
  if (!step.ok) throw new Error('No session.');
  return { harness, user, cookie: step.cookie };
}

/**
 * A connected client whose token is refreshed while the connector writes a revocation.
 * @param write the write that the refresh precedes
 */
async function refreshDuring(write: 'grant' | 'user') {
  let refreshed: TokenResponse | undefined;
  const user = newUser();
  const harness = createHarness({
    wrapGrants: (grants) => ({
      ...grants,
      revoke: async (...parameters) => {
        if (write === 'grant') await refreshOnce();
        await grants.revoke(...parameters);
      },
    }),
  });
  const { users } = harness;
  const revoke = users.revoke.bind(users);
  users.revoke = async (...parameters) => {
    if (write === 'user') await refreshOnce();
    await revoke(...parameters);
  };
  const tokens = await harness.signIn(user);
  async function refreshOnce(): Promise<void> {
    if (refreshed) return;
    harness.time.nowMs += 20;
    refreshed = await harness.refresh(tokens.refresh_token);
    harness.time.nowMs += 20;
  }
  const browser = harness.createBrowser();
  const { location, browser: cookie } = await harness.account.start(browser.cookies);
  browser.cookies.browser = cookie;
  const step = await browser.finishAccount(harness.entra.signIn(location, user));
  const session = await harness.account.read(step.ok ? step.cookie : '');
  if (!session) throw new Error('No session.');
  harness.time.nowMs += 60_000;
  return { harness, session, getRefreshed: () => refreshed };
}

describe('a refresh while a connection is revoked', () => {
  it('returns an access token and a refresh token that the revocation of all sign-ins covers', async () => {
    const { harness, session, getRefreshed } = await refreshDuring('user');
    await harness.account.revokeAll(session);
    const issuedAtMs = harness.issues.at(-1)?.issuedAtMs ?? Infinity;
    expect(harness.revocations.at(-1)?.issuedUpToMs).toBeGreaterThanOrEqual(issuedAtMs);
    await expect(harness.refresh(getRefreshed()?.refresh_token)).rejects.toMatchObject({
      code: 'invalid_grant',
    });
  });

  it('returns an access token and a refresh token that the end of the connection covers', async () => {
    const { harness, session, getRefreshed } = await refreshDuring('grant');
    const [connection] = await harness.account.connections(session);
    expect(await harness.account.disconnect(session, connection?.grantId ?? '')).toBe(true);
    const issuedAtMs = harness.issues.at(-1)?.issuedAtMs ?? Infinity;
    expect(harness.revocations.at(-1)?.issuedUpToMs).toBeGreaterThanOrEqual(issuedAtMs);
    await expect(harness.refresh(getRefreshed()?.refresh_token)).rejects.toMatchObject({
      code: 'invalid_grant',
    });
  });
});

describe('the /me sign-in', () => {
  it('signs the user in through Entra with its own PKCE verifier', async () => {
    const { harness, browser, location, user } = await atAccount();
    const { searchParams } = new URL(location);
    expect(searchParams.get('scope')).toBe(scopeAtEntra);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    const step = await browser.finishAccount(harness.entra.signIn(location, user));
    const session = await harness.account.read(step.ok ? step.cookie : '');
    expect(session).toMatchObject(user);
    expect(harness.entra.requests[0]?.form['code_verifier']).toMatch(/^[\w-]{43}$/);
  });

  it('rejects a callback from another browser or with the state of a client sign-in', async () => {
    const { harness, location, user } = await atAccount();
    const query = harness.entra.signIn(location, user);
    await expect(harness.createBrowser().finishAccount(query)).rejects.toMatchObject({
      code: 'other_browser',
    });
    const other = harness.createBrowser();
    const clientUrl = await harness.startSignIn(await createClientRequest(), other);
    expect(await other.finish(harness.entra.signIn(clientUrl, user))).toMatchObject({ kind: 'redirect' });
  });

  it('rejects an account that the connector does not admit', async () => {
    const { harness, browser, location, user } = await atAccount();
    harness.tokenErrors.push('personal_account');
    expect(await browser.finishAccount(harness.entra.signIn(location, user))).toMatchObject({
      ok: false,
      reason: { failure: { owner: 'user' } },
    });
  });

  it('reports the cause when Entra returns an error', async () => {
    const { harness, browser, location } = await atAccount();
    const query = harness.entra.fail(location, {
      error: 'access_denied',
      error_description: 'AADSTS53003: x',
    });
    expect(await browser.finishAccount(query)).toMatchObject({
      ok: false,
      reason: { failure: { failure: { code: 'AADSTS53003' } }, returnUrl: 'https://mcp.example.com/me' },
    });
  });

  it('accepts its session for ten minutes, and no forged cookie', async () => {
    const { harness, cookie } = await signedIn();
    for (const other of [undefined, '', 'AQAAAA', `${cookie}A`]) {
      expect(await harness.account.read(other)).toBeUndefined();
    }
    harness.time.nowMs += 10 * 60_000;
    expect(await harness.account.read(cookie)).toBeUndefined();
  });

  it('revokes every grant, every access token and its own session', async () => {
    const { harness, user, cookie } = await signedIn();
    const tokens = await harness.signIn(user);
    const session = await harness.account.read(cookie);
    harness.time.nowMs += 60_000;
    if (session) await harness.account.revokeAll(session);
    await expect(harness.refresh(tokens.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(harness.revocations).toEqual([{ user, issuedUpToMs: harness.time.nowMs }]);
    expect(await harness.account.read(cookie)).toBeUndefined();
    harness.time.nowMs += 1000;
    const again = await harness.signIn(user);
    expect(await harness.refresh(again.refresh_token)).toHaveProperty('access_token');
  });

  it('ends the session when the user or the tenant is revoked elsewhere', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    await one.harness.users.revoke(one.user, one.harness.time.nowMs);
    expect(await one.harness.account.read(one.cookie)).toBeUndefined();
    expect(await other.harness.account.read(other.cookie)).toMatchObject(other.user);
    other.harness.policy = { deniedText: undefined, revokedBeforeMs: other.harness.time.nowMs };
    expect(await other.harness.account.read(other.cookie)).toBeUndefined();
  });

  it('rejects a sign-in that started before a revocation', async () => {
    const { harness, browser, location, user } = await atAccount();
    harness.time.nowMs += 1000;
    await harness.users.revoke(user, harness.time.nowMs);
    harness.time.nowMs += 1000;
    const step = await browser.finishAccount(harness.entra.signIn(location, user));
    const cookie = step.ok ? step.cookie : '';
    expect(cookie).not.toBe('');
    expect(await harness.account.read(cookie)).toBeUndefined();
  });
});
