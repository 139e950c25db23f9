import { adminConsentUrl, graphScope } from '../entra/scopes.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type {
  AuthorizationFlow,
  AuthorizationResponse,
  BrowserCookies,
} from '../oauth/authorization-flow.ts';
import type { AuthorizationServerIdentity } from '../oauth/authorize-request.ts';
import { readAuthorizeFailure } from '../oauth/entra-client.ts';
import { PageError } from '../oauth/errors.ts';
import { hashValues } from '../oauth/pkce.ts';
import type { AdminSession } from './session.ts';

/** The next step after a response of Entra's admin consent page. */
export type AdminConsentStep =
  | { readonly kind: 'redirect'; readonly location: string; readonly browser: string }
  | { readonly kind: 'granted' }
  | { readonly kind: 'failed'; readonly failure: EntraFailure };

/** Admin consent to both applications, first the server application, then the client application. */
export interface AdminConsentFlow {
  /** Returns the URL of the consent page of the server application, and the browser cookie. */
  start(
    session: AdminSession,
    cookies: BrowserCookies,
    permissions: readonly string[] | 'all',
  ): Promise<{ readonly location: string; readonly browser: string }>;
  /** Handles the response of either page. @throws PageError `sign_in_unknown` if another administrator started it */
  proceed(
    response: AuthorizationResponse<'admin-consent'>,
    session: AdminSession,
    cookies: BrowserCookies,
  ): Promise<AdminConsentStep>;
}

export interface AdminConsentFlowDependencies {
  readonly flow: AuthorizationFlow;
  readonly identity: AuthorizationServerIdentity;
  readonly graphOrigin: string;
  readonly loginUrl: URL;
}

/** Lets users sign in if the tenant does not allow user consent. */
const signInScopes = 'openid profile';

/**
 * Creates the flow. The server application comes first: the client application requests its permission, and consent
 * fails while the server application is not in the tenant (AADSTS650052). `tenant` and `scope` of the responses are not
 * used: the tenant is that of the session, and granted permissions are read from a token.
 */
export function createAdminConsentFlow(dependencies: AdminConsentFlowDependencies): AdminConsentFlow {
  const { flow, identity, graphOrigin, loginUrl } = dependencies;

  async function startFor(application: 'server' | 'client', session: AdminSession, cookies: BrowserCookies) {
    const { tenantId: tenant, objectId } = session;
    const user = await hashValues(tenant, objectId);
    return await flow.start(cookies, { flow: 'admin-consent', tenant, application, user });
  }

  return {
    start: async (session, cookies, permissions) => {
      const { state, browser } = await startFor('server', session, cookies);
      const location = adminConsentUrl({
        loginUrl,
        tenantId: session.tenantId,
        clientId: identity.serverAppId,
        scope: `${graphScope(graphOrigin, permissions)} ${signInScopes}`,
        redirectUri: `${identity.issuer}/admin/consented`,
        state,
      });
      return { location, browser };
    },
    proceed: async ({ state, parameters }, session, cookies) => {
      if (state.user !== (await hashValues(session.tenantId, session.objectId))) {
        throw new PageError('sign_in_unknown');
      }
      if (parameters.get('error') !== undefined || parameters.get('admin_consent') === undefined) {
        return { kind: 'failed', failure: readAuthorizeFailure(parameters) };
      }
      if (state.application === 'client') return { kind: 'granted' };
      const started = await startFor('client', session, cookies);
      const location = adminConsentUrl({
        loginUrl,
        tenantId: session.tenantId,
        clientId: identity.clientAppId,
        scope: `api://${identity.serverAppId}/.default ${signInScopes}`,
        redirectUri: `${identity.issuer}/oauth/callback`,
        state: started.state,
      });
      return { kind: 'redirect', location, browser: started.browser };
    },
  };
}
