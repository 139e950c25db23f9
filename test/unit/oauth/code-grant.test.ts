import { describe, expect, it } from 'vitest';
import { randomId } from '../../../src/crypto/encoding.ts';
import { unsealPendingTokens } from '../../../src/oauth/sealed-tokens.ts';
import { type Changes, claude, claudeCode, issuer, runOf } from './client-run.ts';
import { clientAppId, newPerson, scopeAtEntra, serverAppId } from './entra-stub.ts';
import { createWorld, keyRing } from './relay-world.ts';

/** A sign-in up to the code, and the form that a client redeems it with. */
async function withCode(world = createWorld(), person = newPerson()) {
  const run = await runOf();
  const location = await world.toClient(run, person);
  return { ...world, person, form: world.formOf(run, location.searchParams.get('code') ?? '') };
}

/** What waits in the object of a grant while its code is out. */
async function withParcel() {
  const world = createWorld();
  const grants: { id: string; parcel: Uint8Array }[] = [];
  const { deposit } = world.grants;
  Object.assign(world.grants, {
    deposit: async (id: string, link: string, parcel: Uint8Array, when: never) => {
      grants.push({ id, parcel });
      await deposit(id, link, parcel, when);
    },
  });
  const coded = await withCode(world);
  const [grant] = grants;
  if (!grant) throw new Error('Nothing waits.');
  return { ...coded, grantId: grant.id, parcel: grant.parcel };
}

const refused = (code: string) => ({ name: 'OAuthError', code });

describe('a code', () => {
  it('becomes the unchanged access token of Entra and a refresh token that only the relay can use', async () => {
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

  it('[entra-7.3] of Entra is redeemed with our redirect, a proof key of ours, and the scope that clients forget', async () => {
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

  it('takes the client id from HTTP Basic too, and its secret from nowhere', async () => {
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
    ['for no resource', { resource: undefined }, 'invalid_target'],
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
      const { relay, form, entra } = await withCode();
      const twice = new URLSearchParams([...Object.entries(form), [name, 'a'], [name, 'b']]);
      await expect(relay.issue(twice, undefined)).rejects.toMatchObject(refused('invalid_request'));
      expect(entra.requests).toHaveLength(1);
    },
  );

  it('two clients, one in the form and one in HTTP Basic: refused', async () => {
    const { issue, form } = await withCode();
    const basic = `Basic ${btoa(`${clientAppId}:x`)}`;
    await expect(issue(form, basic)).rejects.toMatchObject(refused('invalid_client'));
  });

  it('lives for a minute', async () => {
    const { issue, form, time } = await withCode();
    time.nowMs += 60_000;
    await expect(issue(form)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('[entra-4.6-replay] is good once; the second time ends what the first began', async () => {
    const { issue, form, refresh, entra } = await withCode();
    const { refresh_token } = await issue(form);
    await expect(issue(form)).rejects.toMatchObject(refused('invalid_grant'));
    expect(entra.requests).toHaveLength(1);
    await expect(refresh(refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('[entra-4.6-replay] of twenty presentations at once exactly one is good', async () => {
    const { issue, form } = await withCode();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => issue(form)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is no refresh token, and a refresh token is no code', async () => {
    const { issue, form, refresh } = await withCode();
    await expect(refresh(form['code'])).rejects.toMatchObject(refused('invalid_grant'));
    const { refresh_token } = await issue(form);
    await expect(issue({ ...form, code: refresh_token })).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('brings nothing where the verifier refuses the token by then', async () => {
    const { issue, form, refusals } = await withCode();
    refusals.push('tenant_not_allowed');
    await expect(issue(form)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('is short, and worth nothing to who reads the storage: the tokens open with the code alone', async () => {
    const { form, grantId, parcel } = await withParcel();
    expect(form['code']?.length).toBeLessThan(600);
    const text = new TextDecoder('latin1').decode(parcel);
    expect(text).not.toContain('access-');
    expect(await unsealPendingTokens(keyRing, grantId, parcel)).toBeUndefined();
    expect(await unsealPendingTokens(keyRing, randomId(), parcel)).toBeUndefined();
  });

  it('[entra-7.8] where the fault is ours, or nobody knows the keys, the client keeps what it has', async () => {
    const { signIn, refresh, entra, refusals } = createWorld();
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
    refusals.push('keys_unavailable');
    await expect(refresh(refresh_token)).rejects.toMatchObject(refused('temporarily_unavailable'));
    expect(await refresh(refresh_token)).toHaveProperty('access_token');
  });
});
