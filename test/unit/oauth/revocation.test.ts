import { describe, expect, it } from 'vitest';
import { clientAppId, newPerson } from './entra-stub.ts';
import { type Changes, claude, claudeCode, runOf } from './client-run.ts';
import { createWorld, type World } from './relay-world.ts';

const revoke = (world: World, form: Changes) =>
  world.relay.revoke(
    new URLSearchParams(
      Object.entries({ client_id: claude, ...form }).map(([name, value]) => [name, value ?? '']),
    ),
    undefined,
  );

describe('revocation of a token', () => {
  it('of a refresh token ends its grant, and the access tokens up to the one handed out with it', async () => {
    const world = createWorld();
    const person = newPerson();
    const tokens = await world.signIn(person);
    const elsewhere = await world.signIn(person);
    await revoke(world, { token: tokens.refresh_token, token_type_hint: 'refresh_token' });
    await expect(world.refresh(tokens.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    const issuedUpToMs = world.entra.callerOf(tokens.access_token)?.issuedAtMs;
    expect(world.revocations).toEqual([{ person, issuedUpToMs }]);
    expect(await world.refresh(elsewhere.refresh_token)).toHaveProperty('access_token');
  });

  it('of an earlier refresh token ends the grant as well', async () => {
    const world = createWorld();
    const first = await world.signIn();
    const second = await world.refresh(first.refresh_token);
    await revoke(world, { token: first.refresh_token });
    await expect(world.refresh(second.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('holds for a refresh that is under way', async () => {
    const world = createWorld();
    const { refresh_token } = await world.signIn();
    world.entra.duringRequest = async () => void (await revoke(world, { token: refresh_token }));
    await expect(world.refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('of an access token ends it and those before it', async () => {
    const world = createWorld();
    const person = newPerson();
    const { access_token } = await world.signIn(person);
    await revoke(world, { token: access_token });
    expect(world.revocations).toEqual([
      { person, issuedUpToMs: world.entra.callerOf(access_token)?.issuedAtMs },
    ]);
  });

  it.each<readonly [string, Changes]>([
    ['another client', { client_id: claudeCode }],
    ['the hand-configured client', { client_id: clientAppId }],
  ])('by %s leaves a refresh token alone', async (_, changes) => {
    const world = createWorld();
    const { refresh_token } = await world.signIn();
    expect(await revoke(world, { token: refresh_token, ...changes })).toBeUndefined();
    expect(world.revocations).toEqual([]);
    expect(await world.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('of anything else is no error', async () => {
    const world = createWorld();
    for (const token of ['forged', 'a.b.c', 'x'.repeat(20_000)]) {
      expect(await revoke(world, { token })).toBeUndefined();
    }
    expect(world.revocations).toEqual([]);
  });

  it.each<readonly [string, Changes, string]>([
    ['token', { token: '' }, 'invalid_request'],
    ['client', { token: 'x', client_id: '' }, 'invalid_client'],
  ])('without a %s is malformed', async (_, changes, code) => {
    await expect(revoke(createWorld(), changes)).rejects.toMatchObject({ code });
  });

  it('that could not be written is not acknowledged', async () => {
    const world = createWorld();
    const { refresh_token } = await world.signIn();
    world.failRevocations = true;
    await expect(revoke(world, { token: refresh_token })).rejects.toThrow('storage');
  });
});

describe('when a person ends all their sign-ins', () => {
  it('every refresh token until then is dead, and one of a later sign-in lives', async () => {
    const world = createWorld();
    const person = newPerson();
    const before = await world.signIn(person);
    await world.people.revoke(person, world.time.nowMs);
    await expect(world.refresh(before.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    world.time.nowMs += 1;
    const after = await world.signIn(person);
    expect(await world.refresh(after.refresh_token)).toHaveProperty('access_token');
    const other = newPerson(person.tenantId);
    expect(await world.refresh((await world.signIn(other)).refresh_token)).toHaveProperty('access_token');
  });

  it('a code that was on its way is dead too', async () => {
    const world = createWorld();
    const person = newPerson();
    const run = await runOf();
    const location = await world.toClient(run, person);
    await world.people.revoke(person, world.time.nowMs);
    world.time.nowMs += 1000;
    const form = world.formOf(run, location.searchParams.get('code') ?? '');
    await expect(world.issue(form)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('a sign-in that was at Microsoft meanwhile brings nothing', async () => {
    const world = createWorld();
    const person = newPerson();
    const run = await runOf();
    const browser = world.createBrowser();
    const location = await world.toEntra(run, browser);
    const startedAtMs = world.time.nowMs;
    world.time.nowMs += 1000;
    await world.people.revoke(person, world.time.nowMs);
    world.time.nowMs += 1000;
    const step = await browser.finish(world.entra.signIn(location, person));
    expect(world.proofs).toEqual([startedAtMs]);
    const code = step.kind === 'redirect' ? new URL(step.location).searchParams.get('code') : null;
    await expect(world.issue(world.formOf(run, code ?? ''))).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('what is renewed in the next minutes, dated back as it is, is proven to its vault', async () => {
    const world = createWorld();
    const person = newPerson();
    await world.people.revoke(person, world.time.nowMs);
    world.time.nowMs += 1000;
    const tokens = await world.signIn(person);
    world.proofs.length = 0;
    world.time.nowMs += 60_000;
    const renewed = await world.refresh(tokens.refresh_token);
    expect(world.proofs).toEqual([world.time.nowMs]);
    world.time.nowMs += 300_000;
    await world.refresh(renewed.refresh_token);
    expect(world.proofs).toHaveLength(1);
  });

  it('a renewal goes on where its vault does not answer', async () => {
    const world = createWorld();
    const person = newPerson();
    await world.people.revoke(person, world.time.nowMs);
    world.time.nowMs += 1000;
    const { refresh_token } = await world.signIn(person);
    world.vaultFault = true;
    expect(await world.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('a refresh that is under way brings nothing that lives on', async () => {
    const world = createWorld();
    const person = newPerson();
    const { refresh_token } = await world.signIn(person);
    world.time.nowMs += 1000;
    world.entra.duringRequest = async () => await world.people.revoke(person, world.time.nowMs);
    await expect(world.refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });
});

describe('when the organisation decides', () => {
  it('that all sign-ins until now have ended, refresh tokens and codes are dead, and later ones live', async () => {
    const world = createWorld();
    const person = newPerson();
    const { refresh_token } = await world.signIn(person);
    const run = await runOf();
    const location = await world.toClient(run, person);
    world.organisation = { refusal: undefined, revokedBeforeMs: world.time.nowMs };
    await expect(world.refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    const form = world.formOf(run, location.searchParams.get('code') ?? '');
    await expect(world.issue(form)).rejects.toMatchObject({ code: 'invalid_grant' });
    world.time.nowMs += 1;
    expect(await world.refresh((await world.signIn(person)).refresh_token)).toHaveProperty('access_token');
  });

  it('that the person may not come in, tokens are refused with the reason, and the grant lives on', async () => {
    const world = createWorld();
    const { refresh_token } = await world.signIn();
    world.organisation = { refusal: 'Switched off.', revokedBeforeMs: 0 };
    const refusal = { code: 'invalid_grant', message: 'Switched off.' };
    await expect(world.refresh(refresh_token)).rejects.toMatchObject(refusal);
    await expect(world.signIn()).rejects.toMatchObject(refusal);
  });
});
