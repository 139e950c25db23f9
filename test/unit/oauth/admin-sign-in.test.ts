import { describe, expect, it } from 'vitest';
import { adminSessionTtlMs, createAdminSessions } from '../../../src/admin/session.ts';
import { createAdminSignIn } from '../../../src/admin/sign-in.ts';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import type { IdTokenVerifier, SignedInUser } from '../../../src/entra/id-token.ts';
import { TokenError } from '../../../src/entra/token-error.ts';
import type { EntraTokenResult } from '../../../src/oauth/entra-client.ts';
import { challengeOf } from '../../../src/oauth/pkce.ts';
import { newPerson } from './entra-stub.ts';

const keyRing = parseKeyRing(`test:${btoa('0123456789abcdef0123456789abcdef')}`);
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

const tokens = (changes: object = {}): EntraTokenResult => ({
  ok: true,
  tokens: {
    accessToken: 'access',
    expiresInSeconds: 3600,
    refreshToken: 'refresh',
    idToken: 'id',
    scopes: [],
    ...changes,
  },
});

/** A sign-in to the administration page, with Entra's two endpoints and the verifier played. */
function createWorld() {
  const time = { nowMs: Date.now() };
  const clock = { nowMs: () => time.nowMs };
  const person = newPerson();
  const redeemed: { tenant: string; parameters: Readonly<Record<string, string>> }[] = [];
  const answers: EntraTokenResult[] = [];
  const nonces: string[] = [];
  const world = {
    time,
    person,
    redeemed,
    answers,
    nonces,
    profile: {
      directoryRoles: [globalAdministrator] as readonly string[],
      appRoles: [] as readonly string[],
    },
    refusal: undefined as TokenError | undefined,
  };
  const idTokens: IdTokenVerifier = {
    verify: async (token, nonce) => {
      nonces.push(nonce);
      if (world.refusal) throw world.refusal;
      if (token !== 'id') throw new TokenError('token_malformed');
      return {
        ...person,
        tokenId: 'uti',
        name: 'Patti',
        preferredUsername: 'patti@contoso.example',
        ...world.profile,
      } as unknown as SignedInUser;
    },
  };
  const signIn = createAdminSignIn({
    server: {
      authorizationUrl: (tenant, parameters) =>
        `https://login.example/${tenant}/authorize?${new URLSearchParams(parameters).toString()}`,
      redeem: async (tenant, parameters) => {
        redeemed.push({ tenant, parameters });
        return answers.shift() ?? tokens();
      },
    },
    idTokens,
    graphOrigin: 'https://graph.microsoft.us',
    tenant: 'organizations',
    isPermission: (name) => name.includes('.Read'),
    keyRing,
    clock,
  });
  const cookies = { browser: undefined as string | undefined, consents: undefined };
  async function begin(again?: Parameters<typeof signIn.begin>[1]) {
    const begun = await signIn.begin(cookies, again);
    cookies.browser = begun.browser;
    return new URL(begun.location);
  }
  const back = (location: URL, changes: Record<string, string> = { code: 'entra-code' }) =>
    signIn.finish(
      new URLSearchParams({ state: location.searchParams.get('state') ?? '', ...changes }),
      cookies,
    );
  return Object.assign(world, { signIn, cookies, begin, back, clock });
}

describe('the sign-in of an administrator', () => {
  it('presents the proof key of its own challenge, and asks the verifier for its own nonce', async () => {
    const world = createWorld();
    const location = await world.begin();
    await world.back(location);
    const verifier = world.redeemed[0]?.parameters['code_verifier'] ?? '';
    expect(await challengeOf(verifier)).toBe(location.searchParams.get('code_challenge'));
    expect(world.nonces).toEqual([location.searchParams.get('nonce')]);
    expect(location.href).not.toContain(verifier);
  });

  it('learns what is granted with the refresh token, at the tenant of the verified token, and keeps neither', async () => {
    const world = createWorld();
    world.answers.push(
      tokens(),
      tokens({ scopes: ['openid', 'https://graph.microsoft.us/Mail.Read', 'User.Read'] }),
    );
    const step = await world.back(await world.begin());
    expect(step).toMatchObject({
      kind: 'session',
      session: { ...world.person, isAdministrator: true, granted: ['Mail.Read', 'User.Read'] },
    });
    expect(JSON.stringify(step)).not.toMatch(/refresh|access|"id"/);
    expect(world.redeemed[1]).toEqual({
      tenant: world.person.tenantId,
      parameters: {
        grant_type: 'refresh_token',
        refresh_token: 'refresh',
        scope: 'https://graph.microsoft.us/.default',
      },
    });
  });

  it.each<[string, EntraTokenResult[], readonly string[] | undefined]>([
    ['nothing was consented to', [tokens(), { ok: false, failure: { kind: 'consent_step_up' } }], []],
    ['Entra asks for more', [tokens(), { ok: false, failure: { kind: 'claims_step_up' } }], undefined],
    ['Entra is down', [tokens(), { ok: false, failure: { kind: 'unavailable' } }], undefined],
    ['the organisation lets no sign-in be kept', [tokens({ refreshToken: undefined })], undefined],
  ])('does not fail where %s', async (_case, answers, granted) => {
    const world = createWorld();
    world.answers.push(...answers);
    expect(await world.back(await world.begin())).toMatchObject({ kind: 'session', session: { granted } });
  });

  it.each<[boolean, readonly string[], readonly string[]]>([
    [true, [globalAdministrator], []],
    [true, [], ['Connector.Admin']],
    [false, [globalAdministrator.toUpperCase()], ['connector.admin', 'Connector.Admin ']],
    [false, [], []],
  ])('is an administrator’s: %s, by %j and %j', async (isAdministrator, directoryRoles, appRoles) => {
    const world = createWorld();
    world.profile = { directoryRoles, appRoles };
    expect(await world.back(await world.begin())).toMatchObject({ session: { isAdministrator } });
  });

  it('is silent for somebody who is signed in, at their tenant, and says where that does not do', async () => {
    const world = createWorld();
    const again = { tenantId: world.person.tenantId, username: 'patti@contoso.example' };
    const location = await world.begin(again);
    expect(location.pathname).toBe(`/${world.person.tenantId}/authorize`);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      prompt: 'none',
      login_hint: again.username,
    });
    expect(await world.back(location, { error: 'login_required' })).toEqual({ kind: 'interaction_needed' });
  });

  it('that Entra ends is told with its code', async () => {
    const world = createWorld();
    const refused = await world.back(await world.begin(), {
      error: 'access_denied',
      error_description: 'AADSTS50105: x',
    });
    expect(refused).toMatchObject({
      kind: 'refused',
      failure: { code: 'AADSTS50105', kind: 'not_assigned' },
    });
    world.answers.push({ ok: false, failure: { kind: 'blocked', code: 'AADSTS53003' } });
    expect(await world.back(await world.begin())).toMatchObject({
      kind: 'refused',
      failure: { kind: 'blocked' },
    });
  });

  it('ends at an ID token that the verifier does not take, and waits where there are no keys', async () => {
    const world = createWorld();
    world.refusal = new TokenError('nonce_mismatch');
    await expect(world.back(await world.begin())).rejects.toMatchObject({ code: 'account_refused' });
    world.refusal = new TokenError('keys_unavailable');
    await expect(world.back(await world.begin())).rejects.toMatchObject({ reason: 'keys_unavailable' });
    world.refusal = undefined;
    world.answers.push(tokens({ idToken: undefined }));
    await expect(world.back(await world.begin())).rejects.toMatchObject({ code: 'account_refused' });
  });

  it('is good for ten minutes, in its browser', async () => {
    const world = createWorld();
    const location = await world.begin();
    world.cookies.browser = 'a'.repeat(43);
    await expect(world.back(location)).rejects.toMatchObject({ code: 'other_browser' });
    world.cookies.browser = undefined;
    await expect(world.back(location)).rejects.toMatchObject({ code: 'other_browser' });
    const late = await world.begin();
    world.time.nowMs += 10 * 60_000;
    await expect(world.back(late)).rejects.toMatchObject({ code: 'sign_in_unknown' });
    expect(world.redeemed).toEqual([]);
  });

  it('opens a session for half an hour', async () => {
    const world = createWorld();
    const step = await world.back(await world.begin());
    if (step.kind !== 'session') throw new Error('No session.');
    const sessions = createAdminSessions(keyRing, world.clock);
    const cookie = await sessions.seal(step.session);
    expect(cookie.length).toBeLessThan(4000);
    expect(await sessions.open(cookie)).toEqual(step.session);
    world.time.nowMs += adminSessionTtlMs;
    expect(await sessions.open(cookie)).toBeUndefined();
  });
});
