import { describe, expect, it } from 'vitest';
import { clientAppId, newUser, scopeAtEntra, serverAppId } from './entra-stub.ts';
import { type Changes, claude, claudeCode, issuer, resource } from './client.ts';
import { createHarness } from './oauth-harness.ts';

const dayMs = 24 * 3_600_000;

const refused = (code: string) => ({ name: 'OAuthError', code });

describe('POST /oauth/token with a refresh token', () => {
  it('[entra-7.3] redeems at the tenant of the user with the scope of the server', async () => {
    const harness = createHarness();
    const user = newUser();
    const { refresh_token } = await harness.signIn(user);
    const next = await harness.refresh(refresh_token);
    expect(harness.entra.requests.at(-1)).toEqual({
      path: `/${user.tenantId}/oauth2/v2.0/token`,
      form: {
        client_id: clientAppId,
        redirect_uri: `${issuer}/oauth/callback`,
        scope: scopeAtEntra,
        grant_type: 'refresh_token',
        refresh_token: expect.stringMatching(/^entra-refresh-/),
      },
    });
    expect(next.refresh_token).not.toBe(refresh_token);
    expect(next.scope).toBe(`api://${serverAppId}/access_as_user`);
    expect(await harness.refresh(next.refresh_token)).toHaveProperty('access_token');
  });

  const rows: readonly (readonly [string, Changes, string])[] = [
    ['of another client', { client_id: claudeCode }, 'invalid_grant'],
    ['of the hand-configured client', { client_id: clientAppId }, 'invalid_grant'],
    ['for another resource', { resource: 'https://evil.example' }, 'invalid_target'],
    ['that was made up', { refresh_token: 'forged' }, 'invalid_grant'],
    ['of Entra itself', { refresh_token: `entra-refresh-${crypto.randomUUID()}` }, 'invalid_grant'],
    ['that is missing', { refresh_token: undefined }, 'invalid_request'],
  ];
  it.each(rows)(
    '[entra-4.6-swapped-refresh-token] %s: refused, Entra not asked',
    async (_, changes, code) => {
      const harness = createHarness();
      const { refresh_token } = await harness.signIn();
      await expect(harness.refresh(refresh_token, changes)).rejects.toMatchObject(refused(code));
      expect(harness.entra.requests).toHaveLength(1);
      expect(await harness.refresh(refresh_token)).toHaveProperty('access_token');
    },
  );

  it('[entra-4.6-swapped-refresh-token] returns no tokens when Entra issues them for another user', async () => {
    const harness = createHarness();
    const user = newUser();
    const { refresh_token } = await harness.signIn(user);
    harness.entra.mistake = { ...newUser(), objectId: user.objectId };
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('sends the refresh token that Entra returned last, and the earlier one when it returned none', async () => {
    const harness = createHarness();
    const sent = () => harness.entra.requests.at(-1)?.form['refresh_token'];
    const first = await harness.signIn();
    const second = await harness.refresh(first.refresh_token);
    const sentFirst = sent();
    harness.entra.keepsSignIns = false;
    const third = await harness.refresh(second.refresh_token);
    const sentSecond = sent();
    expect(sentSecond).not.toBe(sentFirst);
    await harness.refresh(third.refresh_token);
    expect(sent()).toBe(sentSecond);
  });

  it('records the issue of the access token for its grant and client, in our clock, and the use of the connection', async () => {
    const harness = createHarness();
    const user = newUser();
    const { refresh_token } = await harness.signIn(user);
    harness.time.nowMs += 60_000;
    await harness.refresh(refresh_token);
    const [first, last] = harness.issues;
    expect(last).toMatchObject({ grantId: first?.grantId, client: first?.client });
    expect(last?.issuedAtMs).toBe(harness.time.nowMs);
    expect(await harness.users.connections(user, harness.time.nowMs)).toMatchObject([
      { grantId: first?.grantId, usedAtMs: harness.time.nowMs },
    ]);
  });

  it.each([
    ['tenant_not_allowed', 'invalid_grant'],
    ['keys_unavailable', 'temporarily_unavailable'],
  ] as const)('returns no tokens when the new access token is rejected: %s is %s', async (reason, code) => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    harness.tokenErrors.push(reason);
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject(refused(code));
    expect(await harness.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('names the grant of a refresh token for its rate limit, and none for another token', async () => {
    const harness = createHarness();
    const { refresh_token: first = '' } = await harness.signIn();
    const { refresh_token: next = '' } = await harness.refresh(first);
    const grantOf = (...tokens: string[]) =>
      harness.server.findRenewedGrant(new URLSearchParams(tokens.map((token) => ['refresh_token', token])));
    expect(await grantOf(first)).toBe(await grantOf(next));
    expect(await grantOf(first)).toMatch(/^[\w-]{16,}$/);
    for (const tokens of [[], ['forged'], [first, first]]) expect(await grantOf(...tokens)).toBeUndefined();
  });

  it('[entra-7.13] returns invalid_grant when Entra rejects the refresh', async () => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    for (const code of [70008, 700082, 50173, 50057, 50105, 53003]) {
      harness.entra.failures.push({ status: 400, body: { error: 'invalid_grant', error_codes: [code] } });
      await expect(harness.refresh(refresh_token)).rejects.toMatchObject({
        ...refused('invalid_grant'),
        message: expect.stringContaining(`AADSTS${code}`),
      });
    }
  });

  it('[entra-4.6-replay] rotates at each use, and revokes the grant when an earlier token is used after the grace period', async () => {
    const harness = createHarness();
    const first = await harness.signIn();
    const second = await harness.refresh(first.refresh_token);
    harness.time.nowMs += 2 * 60_000;
    const asked = harness.entra.requests.length;
    await expect(harness.refresh(first.refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
    await expect(harness.refresh(second.refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
    expect(harness.entra.requests).toHaveLength(asked);
  });

  it('[entra-4.6-replay] revokes the grant for a token two rotations back, even within the grace period', async () => {
    const harness = createHarness();
    const first = await harness.signIn();
    const second = await harness.refresh(first.refresh_token);
    const third = await harness.refresh(second.refresh_token);
    await expect(harness.refresh(first.refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
    await expect(harness.refresh(third.refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('[entra-4.6-replay] revokes the access tokens of the user up to the first replay', async () => {
    const user = newUser();
    const harness = createHarness();
    const first = await harness.signIn(user);
    await harness.refresh(first.refresh_token);
    harness.time.nowMs += 2 * 60_000;
    const replayedAtMs = harness.time.nowMs;
    const denial = { reason: 'token_replayed', user };
    harness.failRevocations = true;
    await expect(harness.refresh(first.refresh_token)).rejects.toThrow('storage');
    harness.failRevocations = false;
    for (let attempt = 0; attempt < 2; attempt += 1) {
      harness.time.nowMs += 60_000;
      await expect(harness.refresh(first.refresh_token)).rejects.toMatchObject({ details: { denial } });
    }
    const revocation = { user, issuedUpToMs: replayedAtMs };
    expect(harness.revocations).toEqual([revocation, revocation]);
  });

  it('[entra-4.6-replay] revokes the newest access token when the replay reaches an isolate whose clock is behind', async () => {
    const user = newUser();
    const harness = createHarness();
    const first = await harness.signIn(user);
    const second = await harness.refresh(first.refresh_token);
    harness.time.nowMs += 3 * 60_000;
    await harness.refresh(second.refresh_token);
    const issuedAtMs = harness.time.nowMs;
    harness.time.nowMs -= 10_000;
    await expect(harness.refresh(first.refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
    expect(harness.revocations).toEqual([{ user, issuedUpToMs: issuedAtMs }]);
  });

  it('leaves the access tokens of other clients when the grant was revoked, not replayed', async () => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    const form = new URLSearchParams({ token: refresh_token ?? '', client_id: claude });
    expect(await harness.server.revoke(form, undefined)).toBeDefined();
    harness.revocations.length = 0;
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
    expect(harness.revocations).toEqual([]);
  });

  it('accepts a repetition within the grace period', async () => {
    const harness = createHarness();
    const first = await harness.signIn();
    const again = await Promise.all([1, 2, 3].map(() => harness.refresh(first.refresh_token)));
    harness.time.nowMs += 3_600_000;
    expect(await harness.refresh(again[0]?.refresh_token)).toHaveProperty('access_token');
    expect(await harness.refresh(again[2]?.refresh_token)).toHaveProperty('access_token');
  });

  it('accepts the same token later when Entra failed', async () => {
    const harness = createHarness();
    const { refresh_token } = await harness.signIn();
    harness.entra.isDown = true;
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject(refused('temporarily_unavailable'));
    harness.entra.isDown = false;
    harness.time.nowMs += dayMs;
    expect(await harness.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('expires after 90 days without use', async () => {
    const harness = createHarness();
    let { refresh_token } = await harness.signIn();
    for (let quarter = 0; quarter < 3; quarter += 1) {
      harness.time.nowMs += 89 * dayMs;
      ({ refresh_token } = await harness.refresh(refresh_token));
    }
    harness.time.nowMs += 90 * dayMs;
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('expires a year after the sign-in, however often it is refreshed', async () => {
    const harness = createHarness();
    let { refresh_token } = await harness.signIn();
    for (let fifth = 0; fifth < 4; fifth += 1) {
      harness.time.nowMs += 73 * dayMs;
      ({ refresh_token } = await harness.refresh(refresh_token));
    }
    harness.time.nowMs += 73 * dayMs - 1000;
    ({ refresh_token } = await harness.refresh(refresh_token));
    harness.time.nowMs += 1000;
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject({
      ...refused('invalid_grant'),
      message: 'This sign-in has expired after one year. Sign in again.',
    });
  });

  it('is not issued when Entra issues none', async () => {
    const harness = createHarness();
    harness.entra.keepsSignIns = false;
    expect(await harness.signIn()).not.toHaveProperty('refresh_token');
  });

  it('stays revoked when PUBLIC_URL changes', async () => {
    const { refresh_token } = await createHarness().signIn();
    const moved = createHarness({
      publicUrl: new URL('https://new.example'),
      resource: 'https://new.example/mcp',
    });
    const again = moved.refresh(refresh_token, { resource: 'https://new.example/mcp' });
    await expect(again).rejects.toMatchObject(refused('invalid_grant'));
    await expect(moved.refresh(refresh_token, { resource })).rejects.toMatchObject(refused('invalid_target'));
  });
});
