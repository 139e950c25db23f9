import { randomId } from '../crypto/encoding.ts';
import { graphScope } from '../entra/scopes.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { IdTokenVerifier, SignedInUser } from '../entra/id-token.ts';
import { scopeName } from '../entra/scopes.ts';
import { TokenError } from '../entra/token-error.ts';
import type { TenantId } from '../lib/guid.ts';
import {
  type AuthorizationFlow,
  type BrowserCookies,
  type StateOf,
  readAuthorizationCode,
} from '../oauth/authorization-flow.ts';
import type { EntraClient, EntraTokens } from '../oauth/entra-client.ts';
import { PageError } from '../oauth/errors.ts';
import { isAdministrator } from './administrator.ts';
import type { AdminSession } from './session.ts';

/** The result of a sign-in to the administration pages. */
type AdminSignInResult =
  | { readonly ok: true; readonly session: AdminSession }
  /** A silent sign-in failed: Entra has to show a page. */
  | { readonly ok: false; readonly reason: 'interaction_required' }
  | { readonly ok: false; readonly reason: 'entra'; readonly failure: EntraFailure };

/** The sign-in to the administration pages. */
export interface AdminSignIn {
  /**
   * Returns the URL of Entra's sign-in page and the browser cookie.
   * @param signedIn a user who is signed in
   * @param prompt `none`: the sign-in is silent. `login`: the user authenticates again.
   */
  start(
    cookies: BrowserCookies,
    signedIn?: { readonly tenantId: TenantId; readonly username: string },
    prompt?: 'none' | 'login',
  ): Promise<{ readonly location: string; readonly browser: string }>;
  /** Handles the authorization response of Entra. @throws PageError */
  finish(query: URLSearchParams, cookies: BrowserCookies): Promise<AdminSignInResult>;
}

export interface AdminSignInDependencies {
  readonly flow: AuthorizationFlow;
  /** The server application. */
  readonly serverApplication: EntraClient;
  /** The only allowed tenant, or `organizations`, which Entra rejects for a single-tenant application. */
  readonly signInTenant: string;
  readonly idTokens: IdTokenVerifier;
  readonly graphOrigin: string;
  /** Returns true for permissions that the connector uses. Others are not stored, because a cookie is small. */
  readonly isPermission: (name: string) => boolean;
}

const scope = 'openid profile offline_access';
const maxNameLength = 128;

/**
 * Creates the sign-in to the server application, a confidential client. The permissions that are granted to it are read
 * once, with the refresh token; then every token is discarded. The tenant is that of the verified ID token.
 */
export function createAdminSignIn(dependencies: AdminSignInDependencies): AdminSignIn {
  const { flow, serverApplication, signInTenant } = dependencies;
  return {
    start: async (cookies, signedIn, prompt = 'none') => {
      const tenant = signedIn?.tenantId ?? signInTenant;
      const isSilent = signedIn !== undefined && prompt === 'none';
      const { state, codeChallenge, nonce, browser } = await flow.start(cookies, {
        flow: 'admin',
        tenant,
        isSilent,
      });
      const location = serverApplication.authorizationUrl(tenant, {
        scope,
        state,
        nonce,
        code_challenge: codeChallenge,
        ...(signedIn ? { prompt, login_hint: signedIn.username } : { prompt: 'select_account' }),
      });
      return { location, browser };
    },
    finish: async (query, cookies) => {
      const { state, parameters } = await flow.finish(query, cookies, ['admin']);
      const response = readAuthorizationCode(parameters);
      if (!response.ok) {
        if (state.isSilent) return { ok: false, reason: 'interaction_required' };
        return { ok: false, reason: 'entra', failure: response.failure };
      }
      const result = await serverApplication.redeem(state.tenant, {
        grant_type: 'authorization_code',
        code: response.code,
        code_verifier: state.codeVerifier,
        scope,
      });
      if (!result.ok) return { ok: false, reason: 'entra', failure: result.failure };
      const user = await verifyIdToken(result.tokens, state.nonce, dependencies.idTokens);
      return { ok: true, session: await createSession(user, result.tokens, state, dependencies) };
    },
  };
}

/** @throws PageError `account_refused` if the connector does not accept the account */
async function verifyIdToken(
  { idToken }: EntraTokens,
  nonce: string,
  idTokens: IdTokenVerifier,
): Promise<SignedInUser> {
  try {
    return await idTokens.verify(idToken ?? '', nonce);
  } catch (error) {
    if (error instanceof TokenError && error.status !== 503) throw new PageError('account_refused');
    throw error;
  }
}

async function createSession(
  user: SignedInUser,
  tokens: EntraTokens,
  { startedAtMs, isSilent }: StateOf<'admin'>,
  dependencies: AdminSignInDependencies,
): Promise<AdminSession> {
  const { tenantId, objectId, name = '', preferredUsername = '' } = user;
  return {
    tenantId,
    objectId,
    name: name.slice(0, maxNameLength),
    username: preferredUsername.slice(0, maxNameLength),
    isAdministrator: isAdministrator(user),
    authenticatedAtMs: startedAtMs,
    // Entra may sign the user in without a page; only `auth_time` tells.
    interactiveAtMs: isSilent ? 0 : Math.min(startedAtMs, user.authTimeMs ?? startedAtMs),
    formToken: randomId(),
    granted: await readGrantedPermissions(tenantId, tokens, dependencies),
  };
}

/** The Graph permissions of the server application for the user, or undefined if Entra does not return them. */
async function readGrantedPermissions(
  tenantId: TenantId,
  { refreshToken }: EntraTokens,
  { serverApplication, graphOrigin, isPermission }: AdminSignInDependencies,
): Promise<readonly string[] | undefined> {
  if (refreshToken === undefined) return undefined;
  const result = await serverApplication.redeem(tenantId, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    scope: graphScope(graphOrigin, 'all'),
  });
  if (result.ok) return result.tokens.scopes.map(scopeName).filter(isPermission);
  return result.failure.kind === 'consent_step_up' ? [] : undefined;
}
