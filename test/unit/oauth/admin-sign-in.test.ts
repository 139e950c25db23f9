import type { User } from '../../../src/lib/guid.ts';
import { describe, expect, it } from 'vitest';
import { adminSessionTtlMs, createAdminSessions } from '../../../src/admin/session.ts';
import { createAdminSignIn } from '../../../src/admin/sign-in.ts';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import type { IdTokenVerifier, SignedInUser } from '../../../src/entra/id-token.ts';
import { TokenError } from '../../../src/entra/token-error.ts';
import { createAuthorizationFlow, stateTtlMs } from '../../../src/oauth/authorization-flow.ts';
import type { EntraTokenResult } from '../../../src/oauth/entra-client.ts';
import { toCodeChallenge } from '../../../src/oauth/pkce.ts';
import { createStateUse } from '../../../src/oauth/sessions.ts';
import { createMemorySessionStore } from './memory-session-store.ts';
import { newUser } from './entra-stub.ts';

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
function createWorld(signInTenant = 'organizations') {
  const time = { nowMs: Date.now() };
  const clock = { nowMs: () => time.nowMs };
  const user = newUser();
  const redeemed: { tenant: string; parameters: Readonly<Record<string, string>> }[] = [];
  const answers: EntraTokenResult[] = [];
  const nonces: string[] = [];
  const harness = {
    time,
    user,
    redeemed,
    answers,
    nonces,
    profile: {
      directoryRoles: [globalAdministrator] as readonly string[],
      appRoles: [] as readonly string[],
    },
    refusal: undefined as TokenError | undefined,
    authTimeMs: undefined as number | undefined,
  };
  const idTokens: IdTokenVerifier = {
    verify: async (token, nonce) => {
      nonces.push(nonce);
      if (harness.refusal) throw harness.refusal;
      if (token !== 'id') throw new TokenError('token_malformed');
      return {
        ...user,
        tokenId: 'uti',
        name: 'Patti',
        preferredUsername: 'patti@contoso.example',
        authTimeMs: harness.authTimeMs,
        ...harness.profile,
      } as unknown as SignedInUser;
    },
  };
  const signIn = createAdminSignIn({
    flow: createAuthorizationFlow(
      keyRing,
      clock,
      createStateUse({ ...createMemorySessionStore(), keyRing, clock }, stateTtlMs),
    ),
    serverApplication: {
      authorizationUrl: (tenant, parameters) =>
        `https://login.example/${tenant}/authorize?${new URLSearchParams(parameters).toString()}`,
      redeem: async (tenant, parameters) => {
        redeemed.push({ tenant, parameters });
        return answers.shift() ?? tokens();
      },
    },
    signInTenant,
    idTokens,
    graphOrigin: 'https://graph.microsoft.us',
    isPermission: (name) => name.includes('.Read'),
  });
  const cookies = { browser: undefined as string | undefined, consents: undefined };
  async function begin(again?: Parameters<typeof signIn.start>[1]) {
    const begun = await signIn.start(cookies, again);
    cookies.browser = begun.browser;
    return new URL(begun.location);
  }
  const back = (
    location: URL,
    changes: Record<string, string> = { code: 'entra-code' },
    signedIn: User | undefined = harness.user,
  ) =>
    signIn.finish(
      new URLSearchParams({ state: location.searchParams.get('state') ?? '', ...changes }),
      cookies,
      signedIn,
    );
  return Object.assign(harness, { signIn, cookies, begin, back, clock });
}

describe('the /admin sign-in', () => {
  it('sends its own PKCE verifier and validates its own nonce', async () => {
    const harness = createWorld();
    const location = await harness.begin();
    await harness.back(location);
    const verifier = harness.redeemed[0]?.parameters['code_verifier'] ?? '';
    expect(await toCodeChallenge(verifier)).toBe(location.searchParams.get('code_challenge'));
    expect(harness.nonces).toEqual([location.searchParams.get('nonce')]);
    expect(location.href).not.toContain(verifier);
  });

  it('reads the granted scopes with the refresh token at the tenant of the validated token, and stores neither', async () => {
    const harness = createWorld();
    harness.answers.push(
      tokens(),
      tokens({ scopes: ['openid', 'https://graph.microsoft.us/Mail.Read', 'User.Read'] }),
    );
    const step = await harness.back(await harness.begin());
    expect(step).toMatchObject({
      ok: true,
      session: { ...harness.user, isAdministrator: true, granted: ['Mail.Read', 'User.Read'] },
    });
    expect(JSON.stringify(step)).not.toMatch(/refresh|access|"id"/);
    expect(harness.redeemed[1]).toEqual({
      tenant: harness.user.tenantId,
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
    const harness = createWorld();
    harness.answers.push(...answers);
    expect(await harness.back(await harness.begin())).toMatchObject({ ok: true, session: { granted } });
  });

  it.each<[boolean, readonly string[], readonly string[]]>([
    [true, [globalAdministrator], []],
    [true, [], ['Connector.Admin']],
    [false, [globalAdministrator.toUpperCase()], ['connector.admin', 'Connector.Admin ']],
    [true, ['e8611ab8-c189-46e8-94e1-60213ab1f814'], []],
    [true, ['158c047a-c907-4556-b7ef-446551a6b5f7'], []],
    [true, ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'], []],
    // Application Developer and Directory Readers may not consent for others.
    [false, ['cf1c38e5-3621-4004-a7cb-879624dced7c', '88d8e3e3-8f55-4a1e-953a-9b9898b8876b'], []],
    [false, [], []],
  ])('is an administrator’s: %s, by %j and %j', async (isAdministrator, directoryRoles, appRoles) => {
    const harness = createWorld();
    harness.profile = { directoryRoles, appRoles };
    expect(await harness.back(await harness.begin())).toMatchObject({ session: { isAdministrator } });
  });

  it('uses the endpoints of the only allowed tenant, since Entra rejects `organizations` for a single-tenant application', async () => {
    const harness = createWorld('11111111-2222-4333-8444-555555555555');
    const location = await harness.begin();
    expect(location.pathname).toBe('/11111111-2222-4333-8444-555555555555/authorize');
    await harness.back(location);
    expect(harness.redeemed[0]?.tenant).toBe('11111111-2222-4333-8444-555555555555');
  });

  it('uses prompt=none for a signed-in user at their tenant, and reports when interaction is required', async () => {
    const harness = createWorld();
    const again = { ...harness.user, username: 'patti@contoso.example' };
    const location = await harness.begin(again);
    expect(location.pathname).toBe(`/${harness.user.tenantId}/authorize`);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      prompt: 'none',
      login_hint: again.username,
    });
    expect(await harness.back(location, { error: 'login_required' })).toEqual({
      ok: false,
      reason: 'interaction_required',
    });
  });

  it('continues a silent sign-in in the session that started it, for its user, and in no other', async () => {
    const harness = createWorld();
    const again = { ...harness.user, username: 'patti@contoso.example' };
    const other = { ...harness.user, objectId: newUser().objectId };
    for (const changes of [{ code: 'entra-code' }, { error: 'login_required' }]) {
      for (const session of [null, other]) {
        const response = harness.signIn.finish(
          new URLSearchParams({
            state: (await harness.begin(again)).searchParams.get('state') ?? '',
            ...changes,
          }),
          harness.cookies,
          session ?? undefined,
        );
        await expect(response).rejects.toMatchObject({ code: 'sign_in_unknown' });
      }
    }
    expect(harness.redeemed).toEqual([]);
    const ofOther = await harness.begin({ ...other, username: 'adele@contoso.example' });
    await expect(harness.back(ofOther, { code: 'entra-code' }, other)).rejects.toMatchObject({
      code: 'sign_in_unknown',
    });
    expect(await harness.back(await harness.begin(again))).toMatchObject({ ok: true });
  });

  it.each<[string, 'none' | 'login' | undefined, number | undefined, number]>([
    ['a sign-in with prompt=login and a credential entered then', 'login', 0, 0],
    ['prompt=login removed from the URL: Entra names an earlier credential', 'login', 3_600_000, 3_600_000],
    ['a chosen account with a credential entered a minute before', undefined, 60_000, 60_000],
    ['prompt=login without auth_time', 'login', undefined, 0],
    ['a chosen account without auth_time: Entra may have used its session', undefined, undefined, Infinity],
    ['a silent sign-in', 'none', 0, Infinity],
  ])('counts the authentication of %s', async (_, prompt, ageMs, expectedAgeMs) => {
    const harness = createWorld();
    const again = { ...harness.user, username: 'patti@contoso.example' };
    const { nowMs } = harness.time;
    harness.authTimeMs = ageMs === undefined ? undefined : nowMs - ageMs;
    const { location, browser } = await harness.signIn.start(
      harness.cookies,
      prompt === undefined ? undefined : again,
      prompt,
    );
    harness.cookies.browser = browser;
    const result = await harness.back(new URL(location));
    const expected = expectedAgeMs === Infinity ? 0 : nowMs - expectedAgeMs;
    expect(result.ok && result.session.interactiveAtMs).toBe(expected);
  });

  it('reports the AADSTS code when Entra returns an error', async () => {
    const harness = createWorld();
    const refused = await harness.back(await harness.begin(), {
      error: 'access_denied',
      error_description: 'AADSTS50105: x',
    });
    expect(refused).toMatchObject({
      ok: false,
      reason: 'entra',
      failure: { code: 'AADSTS50105', kind: 'not_assigned' },
    });
    harness.answers.push({ ok: false, failure: { kind: 'blocked', code: 'AADSTS53003' } });
    expect(await harness.back(await harness.begin())).toMatchObject({
      ok: false,
      failure: { kind: 'blocked' },
    });
  });

  it('rejects an invalid ID token, and returns a temporary error when no signing keys are available', async () => {
    const harness = createWorld();
    harness.refusal = new TokenError('nonce_mismatch');
    await expect(harness.back(await harness.begin())).rejects.toMatchObject({ code: 'account_refused' });
    harness.refusal = new TokenError('keys_unavailable');
    await expect(harness.back(await harness.begin())).rejects.toMatchObject({ reason: 'keys_unavailable' });
    harness.refusal = undefined;
    harness.answers.push(tokens({ idToken: undefined }));
    await expect(harness.back(await harness.begin())).rejects.toMatchObject({ code: 'account_refused' });
  });

  it('accepts a callback for ten minutes, in the same browser', async () => {
    const harness = createWorld();
    const location = await harness.begin();
    harness.cookies.browser = 'a'.repeat(43);
    await expect(harness.back(location)).rejects.toMatchObject({ code: 'other_browser' });
    harness.cookies.browser = undefined;
    await expect(harness.back(location)).rejects.toMatchObject({ code: 'other_browser' });
    const late = await harness.begin();
    harness.time.nowMs += 10 * 60_000;
    await expect(harness.back(late)).rejects.toMatchObject({ code: 'sign_in_unknown' });
    expect(harness.redeemed).toEqual([]);
  });

  it('creates a session of thirty minutes', async () => {
    const harness = createWorld();
    const step = await harness.back(await harness.begin());
    if (!step.ok) throw new Error('No session.');
    const { sessionStore, records } = createMemorySessionStore();
    const sessions = createAdminSessions({ sessionStore, keyRing, clock: harness.clock });
    const cookie = await sessions.start(step.session);
    expect(cookie).toMatch(/^[\w-]{43}$/);
    expect(await sessions.read(cookie)).toEqual(step.session);
    expect(JSON.stringify([...records])).not.toMatch(new RegExp(`${cookie}|patti`, 'i'));
    harness.time.nowMs += adminSessionTtlMs;
    expect(await sessions.read(cookie)).toBeUndefined();
  });
});
