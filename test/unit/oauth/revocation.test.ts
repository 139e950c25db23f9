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

describe('POST /oauth/revoke', () => {
  it('revokes the grant of a refresh token and the access tokens up to the one issued with it', async () => {
    const harness = createHarness();
    const user = newUser();
    const tokens = await harness.signIn(user);
    const elsewhere = await harness.signIn(user);
    await revoke(harness, { token: tokens.refresh_token, token_type_hint: 'refresh_token' });
    await expect(harness.refresh(tokens.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(harness.revocations).toEqual([{ user, issuedUpToMs: harness.time.nowMs }]);
    expect(await harness.refresh(elsewhere.refresh_token)).toHaveProperty('access_token');
  });

  it('revokes the grant for an earlier refresh token', async () => {
    const harness = createHarness();
    const first = await harness.signIn();
    const second = await harness.refresh(first.refresh_token);
    await revoke(harness, { token: first.refresh_token });
    await expect(harness.refresh(second.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('applies to a refresh in progress', async () => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    harness.entra.duringRequest = async () => void (await revoke(harness, { token: refresh_token }));
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('revokes an access token and those issued before it', async () => {
    const harness = createHarness();
    const user = newUser();
    const { access_token } = await harness.signIn(user);
    await revoke(harness, { token: access_token });
    expect(harness.revocations).toEqual([{ user, issuedUpToMs: harness.time.nowMs }]);
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

  it('returns 200 for an unknown token', async () => {
    const harness = createHarness();
    for (const token of ['forged', 'a.b.c', 'x'.repeat(20_000)]) {
      expect(await revoke(harness, { token })).toBeUndefined();
    }
    expect(harness.revocations).toEqual([]);
  });

  it.each<readonly [string, Changes, string, string]>([
    ['token', { token: '' }, 'invalid_request', 'token is missing.'],
    ['client', { token: 'x', client_id: '' }, 'invalid_client', 'Send one client_id.'],
  ])('without a %s is malformed', async (_, changes, code, message) => {
    await expect(revoke(createHarness(), changes)).rejects.toMatchObject({ code, message });
  });

  it('returns user, client and grant of a refresh token, and the user of an access token, for the audit', async () => {
    const harness = createHarness();
    const user = newUser();
    const tokens = await harness.signIn(user);
    const [issue] = harness.issues;
    expect(await revoke(harness, { token: tokens.access_token })).toEqual({
      user: expect.objectContaining(user),
    });
    expect(await revoke(harness, { token: tokens.refresh_token })).toEqual({
      user: expect.objectContaining(user),
      client: expect.objectContaining({ id: claude }),
      grantId: issue?.grantId,
    });
  });

  it('keeps the revocation as long as a refresh token of the grant could be valid', async () => {
    const expiries: number[] = [];
    const harness = createHarness({
      wrapGrants: (grants) => ({
        ...grants,
        revoke: async (grantId, expiresAtMs) => {
          expiries.push(expiresAtMs);
          await grants.revoke(grantId, expiresAtMs);
        },
      }),
    });
    const { refresh_token } = await harness.signIn();
    await revoke(harness, { token: refresh_token });
    expect(expiries).toEqual([harness.time.nowMs + 90 * 24 * 60 * 60_000]);
  });

  it('does not hide an unexpected error of the verifier behind an unknown token', async () => {
    const harness = createHarness();
    const { access_token } = await harness.signIn();
    harness.entra.callerOf = () => {
      throw new Error('unexpected');
    };
    await expect(revoke(harness, { token: access_token })).rejects.toThrow('unexpected');
  });

  it('rejects a repeated token parameter and revokes nothing', async () => {
    const harness = createHarness();
    const { refresh_token = '' } = await harness.signIn();
    const form = new URLSearchParams({ client_id: claude, token: refresh_token });
    form.append('token', refresh_token);
    await expect(harness.server.revoke(form, undefined)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(harness.revocations).toEqual([]);
  });

  it('returns temporarily_unavailable when the signing keys are not available to verify an access token', async () => {
    const harness = createHarness();
    const { access_token } = await harness.signIn();
    harness.tokenErrors.push('keys_unavailable');
    await expect(revoke(harness, { token: access_token })).rejects.toMatchObject({
      code: 'temporarily_unavailable',
      details: { retryAfterSeconds: 30 },
    });
  });

  it('returns an error when the revocation could not be stored', async () => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    harness.failRevocations = true;
    await expect(revoke(harness, { token: refresh_token })).rejects.toThrow('storage');
  });
});

describe('revoking all sign-ins of a user', () => {
  it('rejects earlier refresh tokens and accepts those of a later sign-in', async () => {
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

  it('rejects a code issued before', async () => {
    const harness = createHarness();
    const user = newUser();
    const run = await createClientRequest();
    const location = await harness.signInToClient(run, user);
    await harness.users.revoke(user, harness.time.nowMs);
    harness.time.nowMs += 1000;
    const form = harness.codeForm(run, location.searchParams.get('code') ?? '');
    await expect(harness.issue(form)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('rejects a sign-in that was in progress at Entra', async () => {
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

  it('records when it issued each access token, in its own clock, and to whom', async () => {
    const harness = createHarness();
    const user = newUser();
    await harness.users.revoke(user, harness.time.nowMs);
    harness.time.nowMs += 1000;
    const tokens = await harness.signIn(user);
    const signedInAtMs = harness.time.nowMs;
    harness.time.nowMs += 60_000;
    const renewed = await harness.refresh(tokens.refresh_token);
    const client = { kind: 'document', id: claude, redirectHost: 'claude.ai' };
    const tokenIdOf = (token: string) => harness.entra.callerOf(token)?.tokenId;
    expect(harness.issues).toMatchObject([
      { tokenId: tokenIdOf(tokens.access_token), issuedAtMs: signedInAtMs, client },
      { tokenId: tokenIdOf(renewed.access_token), issuedAtMs: harness.time.nowMs, client },
    ]);
    expect(new Set(harness.issues.map(({ grantId }) => grantId)).size).toBe(1);
  });

  it('completes a refresh when the vault is unreachable', async () => {
    const harness = createHarness();
    const user = newUser();
    await harness.users.revoke(user, harness.time.nowMs);
    harness.time.nowMs += 1000;
    const { refresh_token } = await harness.signIn(user);
    harness.isVaultDown = true;
    expect(await harness.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('revokes the result of a refresh in progress', async () => {
    const harness = createHarness();
    const user = newUser();
    const { refresh_token } = await harness.signIn(user);
    harness.time.nowMs += 1000;
    harness.entra.duringRequest = async () => await harness.users.revoke(user, harness.time.nowMs);
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });
});

describe('a tenant policy change', () => {
  it('that revokes everybody rejects earlier refresh tokens and codes, and accepts later ones', async () => {
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

  it('that denies a user rejects tokens with the reason and keeps the grant', async () => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    harness.policy = { deniedText: 'Switched off.', revokedBeforeMs: 0 };
    const refusal = { code: 'invalid_grant', message: 'Switched off.' };
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject(refusal);
    await expect(harness.signIn()).rejects.toMatchObject(refusal);
  });
});
