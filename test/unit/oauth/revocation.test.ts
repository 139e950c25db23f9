import { describe, expect, it } from 'vitest';
import { clientAppId, newUser } from './entra-stub.ts';
import { type Changes, claude, claudeCode, createClientRequest } from './client.ts';
import { createHarness, type Harness } from './oauth-harness.ts';

const revoke = (harness: Harness, form: Changes) =>
  harness.server.revoke(
    new URLSearchParams(
      Object.entries({ client_id: claude, ...form }).map(([name, value]) => [name, value ?? '']),
    ),
    undefined,
  );

describe('revocation of a token', () => {
  it('of a refresh token ends its grant, and the access tokens up to the one handed out with it', async () => {
    const harness = createHarness();
    const user = newUser();
    const tokens = await harness.signIn(user);
    const elsewhere = await harness.signIn(user);
    await revoke(harness, { token: tokens.refresh_token, token_type_hint: 'refresh_token' });
    await expect(harness.refresh(tokens.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    const issuedUpToMs = harness.entra.callerOf(tokens.access_token)?.issuedAtMs;
    expect(harness.revocations).toEqual([{ user, issuedUpToMs }]);
    expect(await harness.refresh(elsewhere.refresh_token)).toHaveProperty('access_token');
  });

  it('of an earlier refresh token ends the grant as well', async () => {
    const harness = createHarness();
    const first = await harness.signIn();
    const second = await harness.refresh(first.refresh_token);
    await revoke(harness, { token: first.refresh_token });
    await expect(harness.refresh(second.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('holds for a refresh that is under way', async () => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    harness.entra.duringRequest = async () => void (await revoke(harness, { token: refresh_token }));
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('of an access token ends it and those before it', async () => {
    const harness = createHarness();
    const user = newUser();
    const { access_token } = await harness.signIn(user);
    await revoke(harness, { token: access_token });
    expect(harness.revocations).toEqual([
      { user, issuedUpToMs: harness.entra.callerOf(access_token)?.issuedAtMs },
    ]);
  });

  it.each<readonly [string, Changes]>([
    ['another client', { client_id: claudeCode }],
    ['the hand-configured client', { client_id: clientAppId }],
  ])('by %s leaves a refresh token alone', async (_, changes) => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    expect(await revoke(harness, { token: refresh_token, ...changes })).toBeUndefined();
    expect(harness.revocations).toEqual([]);
    expect(await harness.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('of anything else is no error', async () => {
    const harness = createHarness();
    for (const token of ['forged', 'a.b.c', 'x'.repeat(20_000)]) {
      expect(await revoke(harness, { token })).toBeUndefined();
    }
    expect(harness.revocations).toEqual([]);
  });

  it.each<readonly [string, Changes, string]>([
    ['token', { token: '' }, 'invalid_request'],
    ['client', { token: 'x', client_id: '' }, 'invalid_client'],
  ])('without a %s is malformed', async (_, changes, code) => {
    await expect(revoke(createHarness(), changes)).rejects.toMatchObject({ code });
  });

  it('that could not be written is not acknowledged', async () => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    harness.failRevocations = true;
    await expect(revoke(harness, { token: refresh_token })).rejects.toThrow('storage');
  });
});

describe('when a person ends all their sign-ins', () => {
  it('every refresh token until then is dead, and one of a later sign-in lives', async () => {
    const harness = createHarness();
    const user = newUser();
    const before = await harness.signIn(user);
    await harness.users.revoke(user, harness.time.nowMs);
    await expect(harness.refresh(before.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    harness.time.nowMs += 1;
    const after = await harness.signIn(user);
    expect(await harness.refresh(after.refresh_token)).toHaveProperty('access_token');
    const other = newUser(user.tenantId);
    expect(await harness.refresh((await harness.signIn(other)).refresh_token)).toHaveProperty('access_token');
  });

  it('a code that was on its way is dead too', async () => {
    const harness = createHarness();
    const user = newUser();
    const run = await createClientRequest();
    const location = await harness.signInToClient(run, user);
    await harness.users.revoke(user, harness.time.nowMs);
    harness.time.nowMs += 1000;
    const form = harness.codeForm(run, location.searchParams.get('code') ?? '');
    await expect(harness.issue(form)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('a sign-in that was at Microsoft meanwhile brings nothing', async () => {
    const harness = createHarness();
    const user = newUser();
    const run = await createClientRequest();
    const browser = harness.createBrowser();
    const location = await harness.startSignIn(run, browser);
    const startedAtMs = harness.time.nowMs;
    harness.time.nowMs += 1000;
    await harness.users.revoke(user, harness.time.nowMs);
    harness.time.nowMs += 1000;
    const step = await browser.finish(harness.entra.signIn(location, user));
    expect(harness.exchangeTimes).toEqual([startedAtMs]);
    const code = step.kind === 'redirect' ? new URL(step.location).searchParams.get('code') : null;
    await expect(harness.issue(harness.codeForm(run, code ?? ''))).rejects.toMatchObject({
      code: 'invalid_grant',
    });
  });

  it('what is renewed in the next minutes, dated back as it is, is proven to its vault', async () => {
    const harness = createHarness();
    const user = newUser();
    await harness.users.revoke(user, harness.time.nowMs);
    harness.time.nowMs += 1000;
    const tokens = await harness.signIn(user);
    harness.exchangeTimes.length = 0;
    harness.time.nowMs += 60_000;
    const renewed = await harness.refresh(tokens.refresh_token);
    expect(harness.exchangeTimes).toEqual([harness.time.nowMs]);
    harness.time.nowMs += 300_000;
    await harness.refresh(renewed.refresh_token);
    expect(harness.exchangeTimes).toHaveLength(1);
  });

  it('a renewal goes on where its vault does not answer', async () => {
    const harness = createHarness();
    const user = newUser();
    await harness.users.revoke(user, harness.time.nowMs);
    harness.time.nowMs += 1000;
    const { refresh_token } = await harness.signIn(user);
    harness.isVaultDown = true;
    expect(await harness.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('a refresh that is under way brings nothing that lives on', async () => {
    const harness = createHarness();
    const user = newUser();
    const { refresh_token } = await harness.signIn(user);
    harness.time.nowMs += 1000;
    harness.entra.duringRequest = async () => await harness.users.revoke(user, harness.time.nowMs);
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });
});

describe('when the organisation decides', () => {
  it('that all sign-ins until now have ended, refresh tokens and codes are dead, and later ones live', async () => {
    const harness = createHarness();
    const user = newUser();
    const { refresh_token } = await harness.signIn(user);
    const run = await createClientRequest();
    const location = await harness.signInToClient(run, user);
    harness.policy = { deniedText: undefined, revokedBeforeMs: harness.time.nowMs };
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    const form = harness.codeForm(run, location.searchParams.get('code') ?? '');
    await expect(harness.issue(form)).rejects.toMatchObject({ code: 'invalid_grant' });
    harness.time.nowMs += 1;
    expect(await harness.refresh((await harness.signIn(user)).refresh_token)).toHaveProperty('access_token');
  });

  it('that the person may not come in, tokens are refused with the reason, and the grant lives on', async () => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    harness.policy = { deniedText: 'Switched off.', revokedBeforeMs: 0 };
    const refusal = { code: 'invalid_grant', message: 'Switched off.' };
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject(refusal);
    await expect(harness.signIn()).rejects.toMatchObject(refusal);
  });
});
