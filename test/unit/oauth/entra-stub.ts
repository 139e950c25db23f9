import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import type { ObjectId, TenantId } from '../../../src/lib/guid.ts';
import type { OutboundFetch } from '../../../src/lib/outbound-fetch.ts';
import { toCodeChallenge } from '../../../src/oauth/pkce.ts';
import type { User } from '../../../src/lib/guid.ts';

export const serverAppId = '5e4e0000-0000-4000-8000-000000000001';
export const clientAppId = 'c11e0000-0000-4000-8000-000000000002';
export const loginUrl = new URL('https://login.microsoftonline.com');
export const scopeAtEntra = `api://${serverAppId}/.default openid profile offline_access`;

/** A person nobody has met yet, so that no test finds another one's state. */
export function newUser(tenantId: string = crypto.randomUUID()): User {
  return { tenantId: tenantId as TenantId, objectId: crypto.randomUUID() as ObjectId };
}

interface Issued {
  readonly user: User;
  readonly challenge: string;
  readonly redirectUri: string;
}

/** Entra, as far as a sign-in needs it: strict where Entra is strict, and with a record of what it was asked. */
export interface EntraStub {
  readonly fetch: OutboundFetch;
  /** The forms that the token endpoint got, with the path they came to. */
  readonly requests: { readonly path: string; readonly form: Record<string, string> }[];
  /** Plays the person at Entra's page: takes the authorization URL, gives back the callback's query. */
  signIn(authorizationUrl: string, user: User): URLSearchParams;
  /** Ends the page with an error instead. */
  fail(authorizationUrl: string, error: Record<string, string>): URLSearchParams;
  /** The next responses of the token endpoint. */
  readonly failures: { readonly status: number; readonly body: unknown }[];
  isDown: boolean;
  /** Whether the organisation lets the application keep a sign-in. */
  keepsSignIns: boolean;
  callerOf(accessToken: string): VerifiedCaller | undefined;
  /** Called while a token request is under way. */
  duringRequest: (() => Promise<void>) | undefined;
  /** Who a refresh names, where it is not the person that it belongs to. */
  mistake: User | undefined;
}

export function createEntraStub(nowMs: () => number): EntraStub {
  const codes = new Map<string, Issued>();
  const refreshTokens = new Map<string, User>();
  const callers = new Map<string, VerifiedCaller>();

  function tokensFor(user: User): Record<string, unknown> {
    const accessToken = `access-${crypto.randomUUID()}`;
    const refreshToken = `entra-refresh-${crypto.randomUUID()}`;
    // Entra dates its tokens five minutes back.
    const issuedAtMs = nowMs() - 300_000;
    callers.set(accessToken, {
      ...user,
      clientId: clientAppId,
      scopes: ['access_as_user'],
      tokenId: crypto.randomUUID(),
      issuedAtMs,
      expiresAtMs: nowMs() + 3_600_000,
      isGuest: false,
      loginHint: 'opaque-hint',
      directoryRoles: [],
      appRoles: [],
    } as unknown as VerifiedCaller);
    refreshTokens.set(refreshToken, user);
    return {
      token_type: 'Bearer',
      access_token: accessToken,
      expires_in: 3599,
      ext_expires_in: 3599,
      ...(stub.keepsSignIns ? { refresh_token: refreshToken } : {}),
      id_token: 'an.id.token',
      scope: `api://${serverAppId}/access_as_user`,
    };
  }

  async function redeem(form: URLSearchParams): Promise<{ status: number; body: unknown }> {
    const refused = (code: number, error = 'invalid_grant') => ({
      status: 400,
      body: { error, error_codes: [code], error_description: `AADSTS${code}: upstream words <b>` },
    });
    if (form.get('scope') === null) return refused(900144, 'invalid_request');
    if (form.has('resource')) return refused(9010010, 'invalid_target');
    if (form.get('client_id') !== clientAppId) return refused(700016, 'unauthorized_client');
    if (form.get('grant_type') === 'authorization_code') {
      const issued = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      if (!issued || issued.redirectUri !== form.get('redirect_uri')) return refused(54005);
      if (issued.challenge !== (await toCodeChallenge(form.get('code_verifier') ?? '')))
        return refused(501481);
      return { status: 200, body: tokensFor(issued.user) };
    }
    const user = refreshTokens.get(form.get('refresh_token') ?? '');
    return user ? { status: 200, body: tokensFor(stub.mistake ?? user) } : refused(700082);
  }

  const stub: EntraStub = {
    requests: [],
    failures: [],
    isDown: false,
    keepsSignIns: true,
    duringRequest: undefined,
    mistake: undefined,
    fetch: async (url, init) => {
      if (stub.isDown) throw new AppError('timed_out', 'down');
      const form = new URLSearchParams(init.body as URLSearchParams);
      stub.requests.push({ path: url.pathname, form: Object.fromEntries(form) });
      await stub.duringRequest?.();
      const { status, body } = stub.failures.shift() ?? (await redeem(form));
      return { status, headers: new Headers(), body: new TextEncoder().encode(JSON.stringify(body)) };
    },
    signIn: (authorizationUrl, user) => {
      const { searchParams } = new URL(authorizationUrl);
      const code = `entra-code-${crypto.randomUUID()}`;
      codes.set(code, {
        user,
        challenge: searchParams.get('code_challenge') ?? '',
        redirectUri: searchParams.get('redirect_uri') ?? '',
      });
      return new URLSearchParams({
        code,
        state: searchParams.get('state') ?? '',
        session_state: crypto.randomUUID(),
      });
    },
    fail: (authorizationUrl, error) =>
      new URLSearchParams({ ...error, state: new URL(authorizationUrl).searchParams.get('state') ?? '' }),
    callerOf: (accessToken) => callers.get(accessToken),
  };
  return stub;
}
