import { randomId } from '../crypto/encoding.ts';
import { graphScope } from '../entra/scopes.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { IdTokenVerifier, SignedInUser } from '../entra/id-token.ts';
import { scopeName } from '../entra/scopes.ts';
import { TokenError } from '../entra/token-error.ts';
import type { TenantId, User } from '../lib/guid.ts';
import {
  type AuthorizationFlow,
  type BrowserCookies,
  type StateOf,
  readAuthorizationCode,
} from '../oauth/authorization-flow.ts';
import type { EntraClient, EntraTokens } from '../oauth/entra-client.ts';
import { PageError } from '../oauth/errors.ts';
import { hashValues } from '../oauth/pkce.ts';
import { isAdministrator } from './administrator.ts';
import type { AdminSession } from './session.ts';

/** The result of a sign-in to the administration pages. */
type AdminSignInResult =
  | {
      readonly ok: true;
      readonly session: AdminSession;
      /** The text that the sign-in was started for. */
      readonly lookUp: LookUpRequest | undefined;
      /** A Graph token of the administrator, used for this request only. */
      readonly graphToken: string | undefined;
    }
  /** A silent sign-in failed: Entra has to show a page. */
  | {
      readonly ok: false;
      readonly reason: 'interaction_required';
      readonly lookUp: LookUpRequest | undefined;
    }
  | { readonly ok: false; readonly reason: 'entra'; readonly failure: EntraFailure };

/** A user or group that an administrator typed. */
export interface LookUpRequest {
  readonly kind: 'group' | 'user' | 'revoke_user';
  readonly text: string;
}

/** The sign-in to the administration pages. */
export interface AdminSignIn {
  /**
   * Returns the URL of Entra's sign-in page and the browser cookie.
   * @param signedIn a user who is signed in
   * @param prompt `none`: the sign-in is silent. `login`: the user authenticates again.
   * @param lookUp returned by `finish`
   */
  start(
    cookies: BrowserCookies,
    signedIn?: User & { readonly username: string },
    prompt?: 'none' | 'login',
    lookUp?: LookUpRequest,
  ): Promise<{ readonly location: string; readonly browser: string }>;
  /**
   * Handles the authorization response of Entra.
   * @param signedIn the user of the present session
   * @throws PageError `sign_in_unknown` if a silent sign-in belongs to another session, or returns another user
   */
  finish(
    query: URLSearchParams,
    cookies: BrowserCookies,
    signedIn: User | undefined,
  ): Promise<AdminSignInResult>;
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
    start: async (cookies, signedIn, prompt = 'none', lookUp) => {
      const tenant = signedIn?.tenantId ?? signInTenant;
      const isSilent = signedIn !== undefined && prompt === 'none';
      const { state, codeChallenge, nonce, browser } = await flow.start(cookies, {
        flow: 'admin',
        tenant,
        isSilent,
        isForced: signedIn !== undefined && prompt === 'login',
        ...(signedIn ? { user: await hashUser(signedIn) } : {}),
        ...(lookUp ? { lookUp } : {}),
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
    finish: async (query, cookies, signedIn) => {
      const { state, parameters } = await flow.finish(query, cookies, ['admin']);
      if (state.isSilent && (!signedIn || state.user !== (await hashUser(signedIn)))) {
        throw new PageError('sign_in_unknown');
      }
      const response = readAuthorizationCode(parameters);
      if (!response.ok) {
        if (state.isSilent) return { ok: false, reason: 'interaction_required', lookUp: state.lookUp };
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
      if (state.isSilent && state.user !== (await hashUser(user))) throw new PageError('sign_in_unknown');
      const graph = await redeemForGraph(user.tenantId, result.tokens, dependencies);
      const session = createSession(user, graph.granted, state);
      // Only a lookup needs the Graph token, in this request.
      const graphToken = state.lookUp === undefined ? undefined : graph.accessToken;
      return { ok: true, session, lookUp: state.lookUp, graphToken };
    },
  };
}

const hashUser = ({ tenantId, objectId }: User): Promise<string> => hashValues(tenantId, objectId);

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

function createSession(
  user: SignedInUser,
  granted: readonly string[] | undefined,
  state: StateOf<'admin'>,
): AdminSession {
  const { tenantId, objectId, name = '', preferredUsername = '' } = user;
  return {
    tenantId,
    objectId,
    name: name.slice(0, maxNameLength),
    username: preferredUsername.slice(0, maxNameLength),
    isAdministrator: isAdministrator(user),
    authenticatedAtMs: state.startedAtMs,
    interactiveAtMs: getInteractiveAtMs(user, state),
    formToken: randomId(),
    granted,
  };
}

/**
 * When the user entered a credential. `auth_time` tells; the set-up requests it as an optional claim. Without it only
 * `prompt=login` counts: behind any other page Entra may use its own session.
 */
function getInteractiveAtMs(
  { authTimeMs }: SignedInUser,
  { startedAtMs, isSilent, isForced }: StateOf<'admin'>,
): number {
  if (isSilent) return 0;
  if (authTimeMs !== undefined) return Math.min(startedAtMs, authTimeMs);
  return isForced ? startedAtMs : 0;
}

interface GraphGrant {
  /** The Graph permissions of the server application for the user. Undefined if Entra does not return them. */
  readonly granted: readonly string[] | undefined;
  readonly accessToken?: string;
}

/** Redeems the refresh token for Graph. */
async function redeemForGraph(
  tenantId: TenantId,
  { refreshToken }: EntraTokens,
  { serverApplication, graphOrigin, isPermission }: AdminSignInDependencies,
): Promise<GraphGrant> {
  if (refreshToken === undefined) return { granted: undefined };
  const result = await serverApplication.redeem(tenantId, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    scope: graphScope(graphOrigin, 'all'),
  });
  if (!result.ok) return { granted: result.failure.kind === 'consent_step_up' ? [] : undefined };
  const { scopes, accessToken } = result.tokens;
  return { granted: scopes.map(scopeName).filter(isPermission), accessToken };
}
