import { describe, expect, it } from 'vitest';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import type { EntraFailure } from '../../../src/entra/errors.ts';
import type { TokenResponse } from '../../../src/oauth/grants.ts';
import type { User } from '../../../src/oauth/stores.ts';
import { runOf } from './client-run.ts';
import { newPerson, serverAppId } from './entra-stub.ts';
import { type World, createWorld } from './relay-world.ts';

const claims = '{"access_token":{"capolids":{"essential":true,"values":["a policy"]}}}';
const wantsMfa: EntraFailure = { kind: 'claims_step_up', code: 'AADSTS50076', claims };
const plainScope = `api://${serverAppId}/access_as_user`;

/** Signs a person in, and meets a failure of the exchange with that token. */
async function challenged(world: World, person: User, failure: EntraFailure = wantsMfa) {
  const tokens = await world.signIn(person);
  return { tokens, handle: await handleFor(world, tokens, failure) };
}

async function handleFor(world: World, tokens: TokenResponse, failure: EntraFailure = wantsMfa) {
  const caller = world.entra.callerOf(tokens.access_token) as VerifiedCaller;
  return (await world.relay.stepUps.handleFor(caller, failure)) ?? '';
}

async function askEntra(world: World, scope: string): Promise<URL> {
  return new URL(await world.toEntra(await runOf({ scope }), world.createBrowser()));
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
    const world = createWorld();
    const { access_token } = await world.signIn();
    const caller = world.entra.callerOf(access_token) as VerifiedCaller;
    expect(await world.relay.stepUps.handleFor(caller, failure)).toBeUndefined();
  });

  it('[entra-7.20] is the same for one person and cause until it is used, whatever the claims say by then', async () => {
    const world = createWorld();
    const { tokens, handle } = await challenged(world, newPerson());
    const newer = { ...wantsMfa, claims: '{"access_token":{"nbf":{"essential":true,"value":"2"}}}' };
    expect(await handleFor(world, tokens, newer)).toBe(handle);
    expect((await askEntra(world, `stepup:${handle}`)).searchParams.get('claims')).toBe(newer.claims);
    expect(await handleFor(world, tokens, { kind: 'consent_step_up' })).not.toBe(handle);
    expect((await challenged(world, newPerson())).handle).not.toBe(handle);
  });

  it('says nothing about whose it is', async () => {
    const world = createWorld();
    const person = newPerson();
    const { handle } = await challenged(world, person);
    expect(handle).toMatch(/^[A-Za-z0-9_-]{16,512}$/);
    expect(atob(handle.replaceAll('-', '+').replaceAll('_', '/'))).not.toContain(person.objectId);
  });
});

describe('a sign-in with a handle', () => {
  it('[entra-7.7] asks Entra for the claims, of the same person, at their tenant, without choosing an account', async () => {
    const world = createWorld();
    const person = newPerson();
    const { handle } = await challenged(world, person);
    const url = await askEntra(world, `${plainScope} stepup:${handle}`);
    expect(url.pathname).toBe(`/${person.tenantId}/oauth2/v2.0/authorize`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ claims, login_hint: 'opaque-hint' });
    expect(url.searchParams.has('prompt')).toBe(false);
    expect(url.href).not.toContain(handle);
  });

  it.each<readonly [EntraFailure, string]>([
    [{ kind: 'consent_step_up' }, 'consent'],
    [{ kind: 'device_step_up' }, 'login'],
    [{ kind: 'claims_step_up' }, 'login'],
  ])('without claims, %j asks for %s', async (failure, prompt) => {
    const world = createWorld();
    const { handle } = await challenged(world, newPerson(), failure);
    const { searchParams } = await askEntra(world, `stepup:${handle}`);
    expect(searchParams.get('prompt')).toBe(prompt);
    expect(searchParams.has('claims')).toBe(false);
  });

  it('gives the handle back as a granted scope, and is over then', async () => {
    const world = createWorld();
    const person = newPerson();
    const { handle } = await challenged(world, person);
    const scope = `${plainScope} stepup:${handle}`;
    expect((await world.signIn(person, { scope })).scope).toBe(scope);
    expect((await askEntra(world, scope)).searchParams.has('claims')).toBe(false);
    expect((await world.signIn(person, { scope })).scope).toBe(plainScope);
    const again = await challenged(world, person);
    expect(again.handle).not.toBe(handle);
  });

  it('is a plain one for a handle that is unknown, expired or malformed', async () => {
    const world = createWorld();
    const { handle } = await challenged(world, newPerson());
    for (const other of ['', 'x', 'A'.repeat(150), `${handle}A`, '<script>']) {
      expect((await askEntra(world, `stepup:${other}`)).searchParams.get('prompt')).toBe('select_account');
    }
    world.time.nowMs += 10 * 60_000;
    expect((await askEntra(world, `stepup:${handle}`)).searchParams.has('claims')).toBe(false);
  });

  it('finds the living handle among those that a client has gathered', async () => {
    const world = createWorld();
    const person = newPerson();
    const first = await challenged(world, person);
    const { scope } = await world.signIn(person, { scope: `${plainScope} stepup:${first.handle}` });
    const second = await challenged(world, person);
    const gathered = `${scope} stepup:${second.handle}`;
    expect((await askEntra(world, gathered)).searchParams.get('claims')).toBe(claims);
    expect((await world.signIn(person, { scope: gathered })).scope).toBe(
      `${plainScope} stepup:${second.handle}`,
    );
  });

  it('ends without tokens where somebody else signs in, and the handle waits on', async () => {
    const world = createWorld();
    const person = newPerson();
    const { handle } = await challenged(world, person);
    const scope = `stepup:${handle}`;
    for (const other of [newPerson(person.tenantId), { ...newPerson(), objectId: person.objectId }]) {
      await expect(world.signIn(other, { scope })).rejects.toMatchObject({
        refused: { cause: { owner: 'user' } },
      });
    }
    expect((await world.signIn(person, { scope })).scope).toContain(handle);
  });
});

describe('[entra-7.20] a refresh while a step-up waits', () => {
  it('is refused to the client that was challenged, and to no other', async () => {
    const world = createWorld();
    const person = newPerson();
    const elsewhere = await world.signIn(person);
    const { tokens } = await challenged(world, person);
    await expect(world.refresh(tokens.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(await world.refresh(elsewhere.refresh_token)).toHaveProperty('access_token');
  });

  it('is good again once it is over, since the refresh token was not at fault', async () => {
    const world = createWorld();
    const person = newPerson();
    const { tokens, handle } = await challenged(world, person);
    await world.signIn(person, { scope: `stepup:${handle}` });
    const next = await world.refresh(tokens.refresh_token);
    await handleFor(world, next);
    await expect(world.refresh(next.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    world.time.nowMs += 10 * 60_000;
    expect(await world.refresh(next.refresh_token)).toHaveProperty('access_token');
  });
});
