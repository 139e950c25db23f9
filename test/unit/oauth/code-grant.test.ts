import { describe, expect, it } from 'vitest';
import { randomId } from '../../../src/crypto/encoding.ts';
import { unsealPendingTokens } from '../../../src/oauth/sealed-tokens.ts';
import { type Changes, claude, claudeCode, issuer, createClientRequest } from './client.ts';
import { clientAppId, newUser, scopeAtEntra, serverAppId } from './entra-stub.ts';
import { createHarness, keyRing } from './oauth-harness.ts';

/** A sign-in up to the code, and the form that a client redeems it with. */
async function withCode(harness = createHarness(), user = newUser()) {
  const run = await createClientRequest();
  const location = await harness.signInToClient(run, user);
  return { ...harness, user, form: harness.codeForm(run, location.searchParams.get('code') ?? '') };
}

/** A code, and the sealed tokens that the grant stores for it. */
async function withPendingTokens() {
  const harness = createHarness();
  const stored: { grantId: string; sealedTokens: Uint8Array }[] = [];
  const storeTokens = harness.grants.storeTokens.bind(harness.grants);
  Object.assign(harness.grants, {
    storeTokens: async (grantId: string, rotationId: string, sealedTokens: Uint8Array, expiry: never) => {
      stored.push({ grantId, sealedTokens });
      await storeTokens(grantId, rotationId, sealedTokens, expiry);
    },
  });
  const coded = await withCode(harness);
  const [grant] = stored;
  if (!grant) throw new Error('No tokens are stored.');
  return { ...coded, ...grant };
}

const refused = (code: string) => ({ name: 'OAuthError', code });

describe('POST /oauth/token with an authorization code', () => {
  it('returns the unchanged Entra access token and a sealed refresh token', async () => {
    const { issue, form, entra } = await withCode();
    const response = await issue(form);
    expect(response).toEqual({
      access_token: expect.stringMatching(/^access-/),
      token_type: 'Bearer',
      expires_in: 3599,
      refresh_token: expect.not.stringContaining('entra-refresh'),
      scope: `api://${serverAppId}/access_as_user`,
    });
    expect(entra.callerOf(response.access_token)).toBeDefined();
    expect(JSON.stringify(response)).not.toContain('id.token');
  });

  it('[entra-7.3] redeems the code of Entra with the redirect URI, PKCE verifier and scope of the server', async () => {
    const { issue, form, entra } = await withCode();
    await issue({ ...form, scope: 'Mail.Read', audience: 'x', client_secret: 'ignored' });
    expect(entra.requests).toEqual([
      {
        path: '/organizations/oauth2/v2.0/token',
        form: {
          client_id: clientAppId,
          redirect_uri: `${issuer}/oauth/callback`,
          scope: scopeAtEntra,
          grant_type: 'authorization_code',
          code: expect.stringMatching(/^entra-code-/),
          code_verifier: expect.not.stringContaining(form['code_verifier'] ?? ''),
        },
      },
    ]);
  });

  it('accepts the client id from HTTP Basic and ignores the secret', async () => {
    const { issue, form } = await withCode();
    const basic = `Basic ${btoa(`${encodeURIComponent(claude)}:secret`)}`;
    expect(await issue({ ...form, client_id: undefined }, basic)).toHaveProperty('access_token');
  });

  const verifierOfAnother = 'v'.repeat(43);
  const bound: readonly (readonly [string, Changes, string])[] = [
    ['of another client', { client_id: claudeCode }, 'invalid_grant'],
    ['of the hand-configured client', { client_id: clientAppId }, 'invalid_grant'],
    ['of another redirect', { redirect_uri: 'https://claude.com/api/mcp/auth_callback' }, 'invalid_grant'],
    ['with another verifier', { code_verifier: verifierOfAnother }, 'invalid_grant'],
    ['with the challenge as verifier', { code_verifier: undefined }, 'invalid_request'],
    ['without a verifier', { code_verifier: '' }, 'invalid_request'],
    ['with a verifier of 42 characters', { code_verifier: 'v'.repeat(42) }, 'invalid_request'],
    [
      '[entra-4.6-malicious-resource] for another resource',
      { resource: 'https://evil.example/mcp' },
      'invalid_target',
    ],
    ['without a redirect', { redirect_uri: undefined }, 'invalid_request'],
    ['without a client', { client_id: undefined }, 'invalid_client'],
    ['that was made up', { code: 'forged' }, 'invalid_grant'],
    ['that is missing', { code: undefined }, 'invalid_request'],
    ['as another grant', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['as a password grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    [
      'as a device grant',
      { grant_type: 'urn:ietf:params:oauth:grant-type:device_code' },
      'unsupported_grant_type',
    ],
    ['as no grant', { grant_type: undefined }, 'unsupported_grant_type'],
  ];
  it.each(bound)('[entra-4.6-swapped-code] %s: refused, the code not spent', async (_, changes, code) => {
    const { issue, form, entra } = await withCode();
    await expect(issue({ ...form, ...changes })).rejects.toMatchObject(refused(code));
    expect(entra.requests).toHaveLength(1);
    expect(await issue(form)).toHaveProperty('access_token');
  });

  it.each(['client_id', 'code', 'resource', 'code_verifier', 'anything'])(
    '[entra-4.6-duplicated-parameters] %s twice',
    async (name) => {
      const { server, form, entra } = await withCode();
      const twice = new URLSearchParams([...Object.entries(form), [name, 'a'], [name, 'b']]);
      await expect(server.issue(twice, undefined)).rejects.toMatchObject(refused('invalid_request'));
      expect(entra.requests).toHaveLength(1);
    },
  );

  it('rejects different client ids in form and HTTP Basic', async () => {
    const { issue, form } = await withCode();
    const basic = `Basic ${btoa(`${clientAppId}:x`)}`;
    await expect(issue(form, basic)).rejects.toMatchObject(refused('invalid_client'));
  });

  it('rejects a code older than a minute', async () => {
    const { issue, form, time } = await withCode();
    time.nowMs += 60_000;
    await expect(issue(form)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('[entra-4.6-replay] revokes the grant when a code is redeemed twice', async () => {
    const { issue, form, refresh, entra } = await withCode();
    const { refresh_token } = await issue(form);
    await expect(issue(form)).rejects.toMatchObject(refused('invalid_grant'));
    expect(entra.requests).toHaveLength(1);
    await expect(refresh(refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('[entra-4.6-replay] revokes the access token of the first redemption when a code is redeemed twice', async () => {
    const user = newUser();
    const { issue, form, revocations, time } = await withCode(createHarness(), user);
    await issue(form);
    time.nowMs += 1000;
    const replay = { ...refused('invalid_grant'), details: { denial: { reason: 'token_replayed', user } } };
    await expect(issue(form)).rejects.toMatchObject(replay);
    expect(revocations).toEqual([{ user, issuedUpToMs: time.nowMs }]);
  });

  it('[entra-4.6-replay] revokes the grant when the second redemption reaches an isolate whose clock is behind', async () => {
    const { issue, form, refresh, time } = await withCode();
    const { refresh_token } = await issue(form);
    time.nowMs -= 5;
    await expect(issue(form)).rejects.toMatchObject(refused('invalid_grant'));
    await expect(refresh(refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('[entra-4.6-replay] accepts exactly one of twenty concurrent redemptions', async () => {
    const { issue, form } = await withCode();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => issue(form)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('rejects a code as a refresh token and a refresh token as a code', async () => {
    const { issue, form, refresh } = await withCode();
    await expect(refresh(form['code'])).rejects.toMatchObject(refused('invalid_grant'));
    const { refresh_token } = await issue(form);
    await expect(issue({ ...form, code: refresh_token })).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('returns no tokens when token validation fails by then', async () => {
    const { issue, form, tokenErrors } = await withCode();
    tokenErrors.push('tenant_not_allowed');
    await expect(issue(form)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('is short, and the stored tokens cannot be unsealed without it', async () => {
    const { form, grantId, sealedTokens } = await withPendingTokens();
    expect(form['code']?.length).toBeLessThan(600);
    const text = new TextDecoder('latin1').decode(sealedTokens);
    expect(text).not.toContain('access-');
    expect(await unsealPendingTokens(keyRing, grantId, sealedTokens)).toBeUndefined();
    expect(await unsealPendingTokens(keyRing, randomId(), sealedTokens)).toBeUndefined();
  });

  it('[entra-7.8] returns a temporary error, not invalid_grant, for faults of the server', async () => {
    const { signIn, refresh, entra, tokenErrors } = createHarness();
    const { refresh_token } = await signIn();
    entra.failures.push({ status: 401, body: { error: 'invalid_client', error_codes: [7000222] } });
    await expect(refresh(refresh_token)).rejects.toMatchObject({
      ...refused('temporarily_unavailable'),
      status: 503,
    });
    entra.failures.push({ status: 503, body: '<html>' });
    await expect(refresh(refresh_token)).rejects.toMatchObject(refused('temporarily_unavailable'));
    entra.isDown = true;
    await expect(refresh(refresh_token)).rejects.toMatchObject(refused('temporarily_unavailable'));
    entra.isDown = false;
    tokenErrors.push('keys_unavailable');
    await expect(refresh(refresh_token)).rejects.toMatchObject(refused('temporarily_unavailable'));
    expect(await refresh(refresh_token)).toHaveProperty('access_token');
  });
});
