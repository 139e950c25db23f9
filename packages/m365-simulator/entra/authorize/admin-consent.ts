import { type Application, type Directory, findUser } from '../directory/directory.ts';
import { mayConsentForTenant } from '../directory/seed-directory.ts';
import { readTenantSegment, requireAudience } from '../directory/tenant-segment.ts';
import type { EntraState } from '../entra-state.ts';
import { EntraError, createErrorTrace } from '../errors/entra-error.ts';
import { readScope } from '../token/scope.ts';
import { requireHomeTenant } from './access-rules.ts';
import { redirectResponse, errorRedirect } from './authorization-response.ts';
import { type ValidatedRedirect, validateRedirectUri } from './authorize-request.ts';
import { browserSession } from './browser-session.ts';
import { type RequestedGrant, grantScopes } from './consent.ts';
import { type PendingSignIn, chooseAccount, startSignIn } from './pending-sign-in.ts';
import { accountPage, consentPage, errorPage } from './sign-in-pages.ts';

/** Takes an administrator's consent to the next page, or back to the application. */
export function continueAdminConsent(
  state: EntraState,
  pending: PendingSignIn,
  request: AdminConsentRequest,
  http: Request,
): Response {
  const { user } = pending;
  if (!user) return accountPage(state.directory, pending);
  try {
    const tenant = requireHomeTenant(state, pending, user);
    if (!mayConsentForTenant(user)) throw new EntraError(90093);
    for (const { resource } of request.requested) {
      // Consent makes the client's service principal, never that of the resource.
      if (tenant.servicePrincipals.has(resource.appId)) continue;
      throw new EntraError(650052, { resource: resource.displayName, tenant: tenant.displayName });
    }
    const consent = pending.consent ?? (pending.automatic ? 'organization' : undefined);
    if (consent === undefined) return consentPage(pending, request.requested, true);
    if (consent === 'declined') throw new EntraError(65004);
    state.pendingSignIns.delete(pending.id);
    for (const { client, resource, scopes } of request.requested) {
      grantScopes(tenant, client.appId, resource.appId, scopes);
    }
    return redirectResponse(request.redirectUri, {
      admin_consent: 'True',
      tenant: tenant.tenantId,
      scope: request.scopeText,
      state: request.state,
    });
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    state.pendingSignIns.delete(pending.id);
    return errorRedirect(request, error, createErrorTrace(http, state.nowMs()), { admin_consent: 'True' });
  }
}

/** `GET /{tenant}/v2.0/adminconsent` and `GET /{tenant}/adminconsent`. @see https://learn.microsoft.com/entra/identity-platform/v2-admin-consent */
export function adminConsent(state: EntraState, http: Request, tenant: string, version: 1 | 2): Response {
  try {
    const named = readTenantSegment(state.directory, tenant);
    const parameters = new URL(http.url).searchParams;
    const request = readAdminConsentRequest(state.directory, parameters, tenant, version);
    requireAudience(request.application, named);
    const hinted = request.loginHint === undefined ? undefined : findUser(state.directory, request.loginHint);
    const automatic = state.autoSignIn && hinted !== undefined;
    const pending = startSignIn(state, tenant, { kind: 'adminConsent', request }, automatic);
    const user = automatic ? hinted : browserSession(state, http)?.user;
    if (user) chooseAccount(state, pending, user);
    return continueAdminConsent(state, pending, request, http);
  } catch (error) {
    if (error instanceof EntraError) return errorPage(error, createErrorTrace(http, state.nowMs()));
    throw error;
  }
}

/** Admin consent request. */
export interface AdminConsentRequest extends ValidatedRedirect {
  readonly requested: readonly RequestedGrant[];
  /** `scope` as the response repeats it; the first form of the endpoint has none. */
  readonly scopeText: string | undefined;
  readonly loginHint: string | undefined;
}

/** Throws what Entra shows on a page: AADSTS900144, 700016, 50011, 90002 and those of scopes. */
function readAdminConsentRequest(
  directory: Directory,
  parameters: URLSearchParams,
  tenant: string,
  version: 1 | 2,
): AdminConsentRequest {
  const validated = validateRedirectUri(directory, parameters, tenant);
  const loginHint = parameters.get('login_hint') ?? undefined;
  const { application } = validated;
  const registered = (resource: Application): RequestedGrant => ({
    client: application,
    resource,
    scopes: application.requiredResourceAccess[resource.appId] ?? [],
  });
  if (version === 1) {
    const resources = Object.keys(application.requiredResourceAccess).map((id) =>
      directory.applications.get(id),
    );
    const requested = resources.filter((resource) => resource !== undefined).map(registered);
    return { ...validated, requested, scopeText: undefined, loginHint };
  }
  const scopeText = parameters.get('scope');
  if (!scopeText) throw new EntraError(900144, { parameter: 'scope' });
  const scope = readScope(directory, application, scopeText, tenant);
  const requested = [
    scope.isDefault
      ? registered(scope.resource)
      : { client: application, resource: scope.resource, scopes: scope.names },
  ];
  return { ...validated, requested, scopeText, loginHint };
}
