import { describe, expect, it } from 'vitest';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import type { EntraFailure } from '../../../src/entra/errors.ts';
import type { TokenResponse } from '../../../src/oauth/token-response.ts';
import type { User } from '../../../src/lib/guid.ts';
import { createClientRequest } from './client.ts';
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
  return (await harness.server.stepUps.handleFor(caller, failure)) ?? '';
}

async function authorizationUrl(harness: Harness, scope: string): Promise<URL> {
  return new URL(await harness.startSignIn(await createClientRequest({ scope }), harness.createBrowser()));
}

describe('the handle of a step-up', () => {
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
    expect(await harness.server.stepUps.handleFor(caller, failure)).toBeUndefined();
  });

  it('[entra-7.20] is the same for one person and cause until it is used, whatever the claims say by then', async () => {
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

  it('says nothing about whose it is', async () => {
    const harness = createHarness();
    const user = newUser();
    const { handle } = await challenged(harness, user);
    expect(handle).toMatch(/^[A-Za-z0-9_-]{16,512}$/);
    expect(atob(handle.replaceAll('-', '+').replaceAll('_', '/'))).not.toContain(user.objectId);
  });
});

describe('a sign-in with a handle', () => {
  it('[entra-7.7] asks Entra for the claims, of the same user, at their tenant, without choosing an account', async () => {
    const harness = createHarness();
    const user = newUser();
    const { handle } = await challenged(harness, user);
    const url = await authorizationUrl(harness, `${plainScope} stepup:${handle}`);
    expect(url.pathname).toBe(`/${user.tenantId}/oauth2/v2.0/authorize`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ claims, login_hint: 'opaque-hint' });
    expect(url.searchParams.has('prompt')).toBe(false);
    expect(url.href).not.toContain(handle);
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

  it('gives the handle back as a granted scope, and is over then', async () => {
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

  it('is a plain one for a handle that is unknown, expired or malformed', async () => {
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

  it('finds the living handle among those that a client has gathered', async () => {
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

  it('ends without tokens where somebody else signs in, and the handle waits on', async () => {
    const harness = createHarness();
    const user = newUser();
    const { handle } = await challenged(harness, user);
    const scope = `stepup:${handle}`;
    for (const other of [newUser(user.tenantId), { ...newUser(), objectId: user.objectId }]) {
      await expect(harness.signIn(other, { scope })).rejects.toMatchObject({
        failed: { failure: { owner: 'user' } },
      });
    }
    expect((await harness.signIn(user, { scope })).scope).toContain(handle);
  });
});

describe('[entra-7.20] a refresh while a step-up waits', () => {
  it('is refused to the client that was challenged, and to no other', async () => {
    const harness = createHarness();
    const user = newUser();
    const elsewhere = await harness.signIn(user);
    const { tokens } = await challenged(harness, user);
    await expect(harness.refresh(tokens.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(await harness.refresh(elsewhere.refresh_token)).toHaveProperty('access_token');
  });

  it('is good again once it is over, since the refresh token was not at fault', async () => {
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
