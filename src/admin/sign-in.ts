import { z } from 'zod';
import { isRandomId, randomId } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { graphScope } from '../entra/scopes.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { IdTokenVerifier, SignedInUser } from '../entra/id-token.ts';
import { scopeName } from '../entra/scopes.ts';
import type { TokenProfile } from '../entra/token-claims.ts';
import { TokenError } from '../entra/token-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { TenantId } from '../lib/guid.ts';
import type { BrowserCookies } from '../oauth/authorize.ts';
import { type EntraClient, type EntraTokens, readAuthorizeFailure } from '../oauth/entra-client.ts';
import { PageError } from '../oauth/errors.ts';
import { readParameters } from '../oauth/parameters.ts';
import { hashOf, challengeOf } from '../oauth/pkce.ts';
import { createSealedToken, stateTtlMs } from '../oauth/sealed-tokens.ts';
import type { AdminSession } from './session.ts';

/** What comes of a sign-in to the administration page. */
type AdminSignInStep =
  | { readonly kind: 'session'; readonly session: AdminSession }
  /** Entra has to show something, and was asked not to. */
  | { readonly kind: 'interaction_needed' }
  | { readonly kind: 'refused'; readonly failure: EntraFailure };

/** The sign-in to the administration page. */
export interface AdminSignIn {
  /**
   * Where the person signs in, and the cookie that marks their browser.
   * @param again a person who is signed in already: Entra shows them nothing
   */
  begin(
    cookies: BrowserCookies,
    again?: Pick<AdminSession, 'tenantId' | 'username'>,
  ): Promise<{ readonly location: string; readonly browser: string }>;
  /** @throws SignInProblem where the answer belongs to no sign-in of this browser. */
  finish(query: URLSearchParams, cookies: BrowserCookies): Promise<AdminSignInStep>;
}

/** What the sign-in works with. */
interface AdminSignInServices {
  /** The server application, with its credential. */
  readonly server: EntraClient;
  readonly idTokens: IdTokenVerifier;
  readonly graphOrigin: string;
  /** The tenant that signs people in: its id, or `organizations`. */
  readonly tenant: string;
  /** Whether a name is that of a permission that the connector knows. Others are not kept: a cookie is small. */
  readonly isPermission: (name: string) => boolean;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

const stateSchema = z.object({
  nonce: z.string(),
  codeVerifier: z.string(),
  /** SHA-256 of the browser's cookie. */
  browser: z.string(),
  tenant: z.string(),
  isSilent: z.boolean(),
  startedAtMs: z.number(),
});

const maxNameLength = 128;

/**
 * Signs people in to the server application, which proves itself: authorization code, PKCE, state and nonce. What the
 * application may do for them at Graph is asked at once, with the refresh token that comes along, and then every token
 * is dropped. The tenant is that of the verified ID token.
 */
export function createAdminSignIn(services: AdminSignInServices): AdminSignIn {
  const { server, tenant: signInTenant } = services;
  const states = createSealedToken(services.keyRing, services.clock, {
    purpose: 'm365-admin-state/v1',
    schema: stateSchema,
    ttlMs: stateTtlMs,
  });
  return {
    begin: async (cookies, again) => {
      const browser = isRandomId(cookies.browser) ? cookies.browser : randomId();
      const tenant = again?.tenantId ?? signInTenant;
      const [nonce, codeVerifier] = [randomId(), randomId()];
      const isSilent = again !== undefined;
      const state = await states.seal({
        nonce,
        codeVerifier,
        browser: await hashOf(browser),
        tenant,
        isSilent,
        startedAtMs: services.clock.nowMs(),
      });
      const location = server.authorizationUrl(tenant, {
        scope: 'openid profile offline_access',
        state,
        nonce,
        code_challenge: await challengeOf(codeVerifier),
        ...(again ? { prompt: 'none', login_hint: again.username } : { prompt: 'select_account' }),
      });
      return { location, browser };
    },
    finish: async (query, cookies) => {
      const parameters = readParameters(query);
      const state =
        parameters.repeated.length > 0 ? undefined : await states.open(parameters.get('state') ?? '');
      if (!state) throw new PageError('sign_in_unknown');
      if (!isRandomId(cookies.browser) || state.browser !== (await hashOf(cookies.browser))) {
        throw new PageError('other_browser');
      }
      const code = parameters.get('code');
      if (code === undefined || parameters.get('error') !== undefined) {
        if (state.isSilent) return { kind: 'interaction_needed' };
        return { kind: 'refused', failure: readAuthorizeFailure(parameters) };
      }
      const result = await server.redeem(state.tenant, {
        grant_type: 'authorization_code',
        code,
        code_verifier: state.codeVerifier,
        scope: 'openid profile offline_access',
      });
      if (!result.ok) return { kind: 'refused', failure: result.failure };
      const user = await verify(result.tokens, state.nonce, services);
      return {
        kind: 'session',
        session: await sessionOf(user, result.tokens, state.startedAtMs, services),
      };
    },
  };
}

async function verify(
  { idToken }: EntraTokens,
  nonce: string,
  { idTokens }: AdminSignInServices,
): Promise<SignedInUser> {
  try {
    return await idTokens.verify(idToken ?? '', nonce);
  } catch (error) {
    // What Entra's own answer to our own request brings is refused only where something is badly wrong.
    if (error instanceof TokenError && error.status !== 503) throw new PageError('account_refused');
    throw error;
  }
}

async function sessionOf(
  user: SignedInUser,
  tokens: EntraTokens,
  authenticatedAtMs: number,
  services: AdminSignInServices,
): Promise<AdminSession> {
  const { tenantId, objectId, name = '', preferredUsername = '' } = user;
  const granted = await learnGranted(tenantId, tokens, services);
  return {
    tenantId,
    objectId,
    name: name.slice(0, maxNameLength),
    username: preferredUsername.slice(0, maxNameLength),
    isAdministrator: isAdministrator(user),
    authenticatedAtMs,
    formToken: randomId(),
    granted,
  };
}

/** What the server application may do at Graph for the person, or undefined where Entra does not say. */
async function learnGranted(
  tenantId: TenantId,
  { refreshToken }: EntraTokens,
  { server, graphOrigin, isPermission }: AdminSignInServices,
): Promise<readonly string[] | undefined> {
  if (refreshToken === undefined) return undefined;
  const scope = graphScope(graphOrigin, 'all');
  const result = await server.redeem(tenantId, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    scope,
  });
  if (result.ok) return result.tokens.scopes.map(scopeName).filter(isPermission);
  return result.failure.kind === 'consent_step_up' ? [] : undefined;
}

/** Template id of the directory role. @see https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference#global-administrator */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
/** App role of the server application, for those who administer the connector and nothing else. */
const connectorAdministrator = 'Connector.Admin';

/** Whether a person may decide about the connector for their organisation. */
function isAdministrator({
  directoryRoles,
  appRoles,
}: Pick<TokenProfile, 'directoryRoles' | 'appRoles'>): boolean {
  return directoryRoles.includes(globalAdministrator) || appRoles.includes(connectorAdministrator);
}
