import { z } from 'zod';
import { isRandomId, randomId } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { AccessTokenVerifier, VerifiedAccessToken } from '../entra/access-token.ts';
import type { EntraFailure } from '../entra/errors.ts';
import { TokenError, type TokenErrorReason } from '../entra/token-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { EntraSignIn } from '../oauth/authorization-flow.ts';
import type { BrowserCookies } from '../oauth/authorize.ts';
import { readAuthorizeFailure } from '../oauth/entra-client.ts';
import type { Parameters } from '../oauth/parameters.ts';
import { hashOf, challengeOf } from '../oauth/pkce.ts';
import { createSealedToken, stateTtlMs } from '../oauth/sealed-tokens.ts';
import type { AdminSession } from './session.ts';

/** How far a sign-in to the client application came, and why no further. */
export type CheckSignInResult =
  | ({
      readonly ok: true;
      /** When the sign-in began. */
      readonly authenticatedAtMs: number;
    } & VerifiedAccessToken)
  /** Entra gave no token. */
  | { readonly ok: false; readonly at: 'sign_in'; readonly failure: EntraFailure }
  /** The connector does not take the token that Entra gave. */
  | { readonly ok: false; readonly at: 'token'; readonly reason: TokenErrorReason | 'other_person' };

/** The sign-in that every client of the connector makes, made by the connector itself for an administrator. */
export interface CheckSignIn {
  begin(
    session: AdminSession,
    cookies: BrowserCookies,
  ): Promise<{ readonly location: string; readonly browser: string }>;
  /** Takes the answer of Entra, or answers undefined where it is for somebody else. */
  finish(
    parameters: Parameters,
    session: AdminSession,
    cookies: BrowserCookies,
  ): Promise<CheckSignInResult | undefined>;
}

/** What the sign-in works with. */
export interface CheckSignInServices {
  readonly entra: EntraSignIn;
  readonly verifier: AccessTokenVerifier;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

const stateSchema = z.object({
  codeVerifier: z.string(),
  browser: z.string(),
  person: z.string(),
  startedAtMs: z.number(),
});

/**
 * Signs an administrator in to the client application without a page: they have just signed in to the server
 * application. It shows whether the client application is in the organisation, and brings the token with which the rest
 * of the way can be tried.
 */
export function createCheckSignIn(services: CheckSignInServices): CheckSignIn {
  const { entra, verifier, keyRing, clock } = services;
  const states = createSealedToken(keyRing, clock, {
    purpose: 'm365-check-state/v1',
    schema: stateSchema,
    ttlMs: stateTtlMs,
  });
  return {
    begin: async (session, cookies) => {
      const browser = isRandomId(cookies.browser) ? cookies.browser : randomId();
      const codeVerifier = randomId();
      const { tenantId: tenant, objectId, username } = session;
      const user = await hashOf(tenant, objectId);
      const startedAtMs = clock.nowMs();
      const state = await states.seal({
        codeVerifier,
        browser: await hashOf(browser),
        person: user,
        startedAtMs: startedAtMs,
      });
      const codeChallenge = await challengeOf(codeVerifier);
      return {
        location: entra.authorizationUrl({ tenant, state, codeChallenge, silentFor: username }),
        browser,
      };
    },
    finish: async (parameters, session, cookies) => {
      const state =
        parameters.repeated.length > 0 ? undefined : await states.open(parameters.get('state') ?? '');
      const user = await hashOf(session.tenantId, session.objectId);
      if (!state || state.person !== user || !isRandomId(cookies.browser)) return undefined;
      if (state.browser !== (await hashOf(cookies.browser))) return undefined;
      const code = parameters.get('code');
      if (code === undefined || parameters.get('error') !== undefined) {
        return { ok: false, at: 'sign_in', failure: readAuthorizeFailure(parameters) };
      }
      const { codeVerifier, startedAtMs } = state;
      const result = await entra.redeem({ tenant: session.tenantId, code, codeVerifier });
      if (!result.ok) return { ok: false, at: 'sign_in', failure: result.failure };
      try {
        const verified = await verifier.verify(result.tokens.accessToken);
        const { tenantId, objectId } = verified.caller;
        const isSame = (await hashOf(tenantId, objectId)) === user;
        return isSame
          ? { ok: true, authenticatedAtMs: startedAtMs, ...verified }
          : { ok: false, at: 'token', reason: 'other_person' };
      } catch (error) {
        if (error instanceof TokenError) return { ok: false, at: 'token', reason: error.reason };
        throw error;
      }
    },
  };
}
