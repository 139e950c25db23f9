import { describe, expect, it } from 'vitest';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import type { EntraFailure } from '../../../src/entra/errors.ts';
import type { TokenResponse } from '../../../src/oauth/token-response.ts';
import type { User } from '../../../src/lib/guid.ts';
import { readStepUpHandles } from '../../../src/oauth/step-up.ts';
import { type Changes, claude, claudeCode, createClientRequest } from './client.ts';
import { newUser, serverAppId } from './entra-stub.ts';
import { type Harness, createHarness } from './oauth-harness.ts';

const claims = '{"access_token":{"capolids":{"essential":true,"values":["a policy"]}}}';
const wantsMfa: EntraFailure = { kind: 'claims_step_up', code: 'AADSTS50076', claims };
const plainScope = `api://${serverAppId}/access_as_user`;

/** Signs a person in, and meets a failure of the exchange with that token. */
async function challenged(harness: Harness, user: User, failure: EntraFailure = wantsMfa) {
  const tokens = await harness.signIn(user);
  return { tokens, handle: await handleFor(harness, tokens, failure) };
}

async function handleFor(harness: Harness, tokens: TokenResponse, failure: EntraFailure = wantsMfa) {
  const caller = harness.entra.callerOf(tokens.access_token) as VerifiedCaller;
  return (await harness.server.stepUps.handleFor(caller, failure, claude)) ?? '';
}

async function authorizationUrl(
  harness: Harness,
  scope: string,
  changes: Changes = {},
  browser = harness.createBrowser(),
): Promise<URL> {
  return new URL(await harness.startSignIn(await createClientRequest({ scope, ...changes }), browser));
}

describe('a step-up handle', () => {
  it.each<EntraFailure>([
    { kind: 'admin_consent_required' },
    { kind: 'blocked' },
    { kind: 'not_assigned' },
    { kind: 'application_missing' },
    { kind: 'credential_fault' },
    { kind: 'unavailable' },
    { kind: 'sign_in_again' },
  ])('is not given for $kind, which no sign-in mends', async (failure) => {
    const harness = createHarness();
    const { access_token } = await harness.signIn();
    const caller = harness.entra.callerOf(access_token) as VerifiedCaller;
    expect(await harness.server.stepUps.handleFor(caller, failure, undefined)).toBeUndefined();
  });

  it('[entra-7.20] is stable per user and cause until it is used, even when the claims change', async () => {
    const harness = createHarness();
    const { tokens, handle } = await challenged(harness, newUser());
    const newer = { ...wantsMfa, claims: '{"access_token":{"nbf":{"essential":true,"value":"2"}}}' };
    expect(await handleFor(harness, tokens, newer)).toBe(handle);
    expect((await authorizationUrl(harness, `stepup:${handle}`)).searchParams.get('claims')).toBe(
      newer.claims,
    );
    expect(await handleFor(harness, tokens, { kind: 'consent_step_up' })).not.toBe(handle);
    expect((await challenged(harness, newUser())).handle).not.toBe(handle);
  });

  it('contains no information about the user', async () => {
    const harness = createHarness();
    const user = newUser();
    const { handle } = await challenged(harness, user);
    expect(handle).toMatch(/^[A-Za-z0-9_-]{16,512}$/);
    expect(atob(handle.replaceAll('-', '+').replaceAll('_', '/'))).not.toContain(user.objectId);
  });
});

describe('GET /oauth/authorize with a step-up handle', () => {
  it('[entra-7.7] requests the claims from Entra for the same user at their tenant, without account selection', async () => {
    const harness = createHarness();
    const user = newUser();
    const { handle } = await challenged(harness, user);
    const browser = harness.createBrowser();
    await harness.signInToClient(await createClientRequest(), user, browser);
    const url = await authorizationUrl(harness, `${plainScope} stepup:${handle}`, {}, browser);
    expect(url.pathname).toBe(`/${user.tenantId}/oauth2/v2.0/authorize`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ claims, login_hint: 'opaque-hint' });
    expect(url.searchParams.has('prompt')).toBe(false);
    expect(url.href).not.toContain(handle);
  });

  it('names neither user nor tenant to a browser that the user has not signed in with', async () => {
    const harness = createHarness();
    const user = newUser();
    const { handle } = await challenged(harness, user);
    const attacker = harness.createBrowser();
    await harness.signInToClient(await createClientRequest(), newUser(), attacker);
    const url = await authorizationUrl(harness, `stepup:${handle}`, {}, attacker);
    expect(url.pathname).toBe('/organizations/oauth2/v2.0/authorize');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ claims, prompt: 'select_account' });
    expect(url.searchParams.has('login_hint')).toBe(false);
    expect(url.href).not.toContain(user.tenantId);
  });

  it('ignores the handle of another client', async () => {
    const harness = createHarness();
    const { handle } = await challenged(harness, newUser());
    const other = { client_id: claudeCode, redirect_uri: 'http://localhost:9/callback' };
    const url = await authorizationUrl(harness, `stepup:${handle}`, other);
    expect(url.searchParams.has('claims')).toBe(false);
  });

  it('accepts a handle of an access token that the authorization server did not issue at any client', async () => {
    const harness = createHarness();
    const { access_token } = await harness.signIn();
    const caller = harness.entra.callerOf(access_token) as VerifiedCaller;
    const handle = await harness.server.stepUps.handleFor(caller, wantsMfa, undefined);
    const other = { client_id: claudeCode, redirect_uri: 'http://localhost:9/callback' };
    const url = await authorizationUrl(harness, `stepup:${handle}`, other);
    expect(url.searchParams.get('claims')).toBe(claims);
  });

  it('shows the consent page although the browser remembers a consent', async () => {
    const harness = createHarness();
    const user = newUser();
    const { handle } = await challenged(harness, user);
    const browser = harness.createBrowser();
    await harness.signInToClient(await createClientRequest(), user, browser);
    const authorize = async (scope: string) =>
      await browser.authorize((await createClientRequest({ scope })).query);
    expect((await authorize(plainScope)).kind).toBe('redirect');
    expect(await authorize(`stepup:${handle}`)).toMatchObject({ kind: 'consent', isStepUp: true });
    expect(await authorize('stepup:AAAAAAAAAAAAAAAA')).toMatchObject({ kind: 'redirect' });
    const stranger = harness.createBrowser();
    expect(await stranger.authorize((await createClientRequest()).query)).toMatchObject({
      kind: 'consent',
      isStepUp: false,
    });
  });

  it.each<readonly [EntraFailure, string]>([
    [{ kind: 'consent_step_up' }, 'consent'],
    [{ kind: 'device_step_up' }, 'login'],
    [{ kind: 'claims_step_up' }, 'login'],
  ])('without claims, %j asks for %s', async (failure, prompt) => {
    const harness = createHarness();
    const { handle } = await challenged(harness, newUser(), failure);
    const { searchParams } = await authorizationUrl(harness, `stepup:${handle}`);
    expect(searchParams.get('prompt')).toBe(prompt);
    expect(searchParams.has('claims')).toBe(false);
  });

  it('returns the handle as a granted scope and completes the step-up', async () => {
    const harness = createHarness();
    const user = newUser();
    const { handle } = await challenged(harness, user);
    const scope = `${plainScope} stepup:${handle}`;
    expect((await harness.signIn(user, { scope })).scope).toBe(scope);
    expect((await authorizationUrl(harness, scope)).searchParams.has('claims')).toBe(false);
    expect((await harness.signIn(user, { scope })).scope).toBe(plainScope);
    const again = await challenged(harness, user);
    expect(again.handle).not.toBe(handle);
  });

  it('ignores a handle that is unknown, expired or malformed', async () => {
    const harness = createHarness();
    const { handle } = await challenged(harness, newUser());
    for (const other of ['', 'x', 'A'.repeat(150), `${handle}A`, '<script>']) {
      expect((await authorizationUrl(harness, `stepup:${other}`)).searchParams.get('prompt')).toBe(
        'select_account',
      );
    }
    harness.time.nowMs += 10 * 60_000;
    expect((await authorizationUrl(harness, `stepup:${handle}`)).searchParams.has('claims')).toBe(false);
  });

  it('uses the pending handle among several', async () => {
    const harness = createHarness();
    const user = newUser();
    const first = await challenged(harness, user);
    const { scope } = await harness.signIn(user, { scope: `${plainScope} stepup:${first.handle}` });
    const second = await challenged(harness, user);
    const gathered = `${scope} stepup:${second.handle}`;
    expect((await authorizationUrl(harness, gathered)).searchParams.get('claims')).toBe(claims);
    expect((await harness.signIn(user, { scope: gathered })).scope).toBe(
      `${plainScope} stepup:${second.handle}`,
    );
  });

  it('is granted to the first of two sign-ins that were started with it', async () => {
    const harness = createHarness();
    const user = newUser();
    const { handle } = await challenged(harness, user);
    const tabs = await Promise.all(
      [1, 2].map(async () => {
        const run = await createClientRequest({ scope: `stepup:${handle}` });
        const browser = harness.createBrowser();
        return { run, browser, location: await harness.startSignIn(run, browser) };
      }),
    );
    const scopes: string[] = [];
    for (const { run, browser, location } of tabs) {
      const step = await browser.finish(harness.entra.signIn(location, user));
      const code = step.kind === 'redirect' ? new URL(step.location).searchParams.get('code') : null;
      scopes.push((await harness.issue(harness.codeForm(run, code ?? ''))).scope);
    }
    expect(scopes).toEqual([`${plainScope} stepup:${handle}`, plainScope]);
  });

  it('returns no tokens when another user signs in, and keeps the handle', async () => {
    const harness = createHarness();
    const user = newUser();
    const { handle } = await challenged(harness, user);
    const scope = `stepup:${handle}`;
    for (const other of [newUser(user.tenantId), { ...newUser(), objectId: user.objectId }]) {
      await expect(harness.signIn(other, { scope })).rejects.toMatchObject({
        failed: { failure: { reason: 'connector', code: 'other_user', owner: 'user' } },
      });
    }
    expect((await harness.signIn(user, { scope })).scope).toContain(handle);
  });
});

describe('readStepUpHandles', () => {
  const handle = 'A'.repeat(16);
  it.each<[string, string | undefined, readonly string[]]>([
    ['no scope', undefined, []],
    ['other scopes', `openid ${handle} api://x/access_as_user`, []],
    ['a handle among scopes', `openid stepup:${handle} offline_access`, [handle]],
    ['handles of 15 and of 513 characters', `stepup:${'A'.repeat(15)} stepup:${'A'.repeat(513)}`, []],
    ['a handle of 512 characters', `stepup:${'A'.repeat(512)}`, ['A'.repeat(512)]],
    ['other characters', `stepup:${handle}. stepup:${handle}%20 stepup:é${handle}`, []],
    ['another prefix', `STEPUP:${handle} xstepup:${handle} step:${handle}`, []],
    [
      'five handles',
      [1, 2, 3, 4, 5].map((n) => `stepup:${handle}${n}`).join(' '),
      ['5', '4', '3', '2'].map((n) => handle + n),
    ],
  ])('reads %s', (_, scope, handles) => {
    expect(readStepUpHandles(scope)).toEqual(handles);
  });
});

describe('[entra-7.20] a refresh while a step-up is pending', () => {
  it('is rejected for the challenged client only', async () => {
    const harness = createHarness();
    const user = newUser();
    const elsewhere = await harness.signIn(user);
    const { tokens } = await challenged(harness, user);
    await expect(harness.refresh(tokens.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(await harness.refresh(elsewhere.refresh_token)).toHaveProperty('access_token');
  });

  it('succeeds again after the step-up with the same refresh token', async () => {
    const harness = createHarness();
    const user = newUser();
    const { tokens, handle } = await challenged(harness, user);
    await harness.signIn(user, { scope: `stepup:${handle}` });
    const next = await harness.refresh(tokens.refresh_token);
    await handleFor(harness, next);
    await expect(harness.refresh(next.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    harness.time.nowMs += 10 * 60_000;
    expect(await harness.refresh(next.refresh_token)).toHaveProperty('access_token');
  });
});
