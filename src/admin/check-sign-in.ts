import type { AccessTokenVerifier, VerifiedAccessToken } from '../entra/access-token.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { TokenErrorReason } from '../entra/token-error.ts';
import {
  type AuthorizationFlow,
  type AuthorizationResponse,
  type BrowserCookies,
  readAuthorizationCode,
} from '../oauth/authorization-flow.ts';
import { type ClientApplication, redeemAndVerify } from '../oauth/client-application.ts';
import { PageError } from '../oauth/errors.ts';
import { hashValues } from '../oauth/pkce.ts';
import { isSameUser } from '../oauth/stores.ts';
import type { AdminSession } from './session.ts';

/** The result of the self-check's sign-in to the client application. */
export type CheckSignInResult =
  | ({
      readonly ok: true;
      /** When the sign-in was started. */
      readonly authenticatedAtMs: number;
    } & VerifiedAccessToken)
  /** Entra returned an error. */
  | { readonly ok: false; readonly reason: 'entra'; readonly failure: EntraFailure }
  /** The connector does not accept the access token. */
  | { readonly ok: false; readonly reason: 'token'; readonly tokenReason: TokenErrorReason | 'other_user' };

/** The self-check's sign-in: the one of every MCP client, without a page, for an administrator. */
export interface CheckSignIn {
  /** Returns the URL of Entra's authorization endpoint and the browser cookie. */
  start(
    session: AdminSession,
    cookies: BrowserCookies,
  ): Promise<{ readonly location: string; readonly browser: string }>;
  /** @throws PageError `sign_in_unknown` if another administrator started it, or the response has no code */
  finish(response: AuthorizationResponse<'admin-check'>, session: AdminSession): Promise<CheckSignInResult>;
}

export interface CheckSignInDependencies {
  readonly flow: AuthorizationFlow;
  readonly clientApplication: ClientApplication;
  readonly verifier: AccessTokenVerifier;
}

/**
 * Creates the sign-in. It is silent, because the administrator has just signed in to the server application. The result
 * shows whether the client application is in the tenant, and has the access token for the next steps of the self-check.
 */
export function createCheckSignIn({
  flow,
  clientApplication,
  verifier,
}: CheckSignInDependencies): CheckSignIn {
  return {
    start: async (session, cookies) => {
      const { tenantId: tenant, objectId, username } = session;
      const user = await hashValues(tenant, objectId);
      const started = await flow.start(cookies, { flow: 'admin-check', tenant, user });
      const location = clientApplication.authorizationUrl(tenant, started, { silentLoginHint: username });
      return { location, browser: started.browser };
    },
    finish: async ({ state, parameters }, session) => {
      if (state.user !== (await hashValues(session.tenantId, session.objectId))) {
        throw new PageError('sign_in_unknown');
      }
      const response = readAuthorizationCode(parameters);
      if (!response.ok) return { ok: false, reason: 'entra', failure: response.failure };
      const { codeVerifier, startedAtMs } = state;
      const grant = { code: response.code, codeVerifier };
      const redeemed = await redeemAndVerify(session.tenantId, grant, clientApplication, verifier);
      if (!redeemed.ok) {
        return redeemed.reason === 'entra'
          ? redeemed
          : { ok: false, reason: 'token', tokenReason: redeemed.error.reason };
      }
      const { caller, assertion } = redeemed;
      return isSameUser(caller, session)
        ? { ok: true, authenticatedAtMs: startedAtMs, caller, assertion }
        : { ok: false, reason: 'token', tokenReason: 'other_user' };
    },
  };
}
