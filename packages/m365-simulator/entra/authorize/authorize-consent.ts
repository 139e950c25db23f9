import type { DirectoryUser, Tenant } from '../directory/directory.ts';
import { mayConsentForTenant } from '../directory/seed-directory.ts';
import type { EntraState } from '../entra-state.ts';
import { EntraError } from '../errors/entra-error.ts';
import { redirectResponse } from './authorization-response.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import {
  type RequestedGrant,
  defaultConsent,
  grantScopes,
  grantedScopes,
  isExcludedByMicrosoft,
  needsAdministrator,
} from './consent.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import { consentPage, needApprovalPage } from './sign-in-pages.ts';

function requestedGrants(state: EntraState, request: AuthorizeRequest): readonly RequestedGrant[] {
  const { application, scope } = request;
  if (scope.isDefault) return defaultConsent(state.directory, application, scope.resource);
  return [{ client: application, resource: scope.resource, scopes: scope.names }];
}

/**
 * `.default` requires consent when nothing was granted before; named permissions require it when one is
 * missing.
 */
function isConsentNeeded(tenant: Tenant, request: AuthorizeRequest, user: DirectoryUser): boolean {
  const { application, scope } = request;
  if (request.prompt === 'consent' || !tenant.servicePrincipals.has(application.appId)) return true;
  const granted = grantedScopes(tenant, application.appId, scope.resource.appId, user);
  return scope.isDefault ? granted.size === 0 : scope.names.some((name) => !granted.has(name));
}

/** AADSTS90094 or 90095 when the user cannot consent. With assignment required, only an administrator can. */
function consentError(
  tenant: Tenant,
  requested: readonly RequestedGrant[],
  user: DirectoryUser,
): EntraError | undefined {
  if (mayConsentForTenant(user)) return undefined;
  const restricted = requested.some(
    ({ client }) => tenant.servicePrincipals.get(client.appId)?.appRoleAssignmentRequired,
  );
  if (tenant.userConsent === 'workflow') return new EntraError(90095);
  const isExcluded = tenant.userConsent === 'managed' && isExcludedByMicrosoft(requested);
  if (tenant.userConsent === 'blocked' || restricted || isExcluded || needsAdministrator(tenant, requested)) {
    return new EntraError(90094);
  }
  return undefined;
}

/** Settles consent. Returns what to show or response instead of a code, if anything. Throws 65001, 65004, 650052. */
export function resolveConsent(
  state: EntraState,
  tenant: Tenant,
  pending: PendingSignIn,
  request: AuthorizeRequest,
  user: DirectoryUser,
): Response | undefined {
  if (!isConsentNeeded(tenant, request, user)) return undefined;
  const { application, scope } = request;
  if (request.prompt === 'none') {
    throw new EntraError(65001, { appId: application.appId, app: application.displayName });
  }
  const provisions = scope.isDefault && scope.resource.knownClientApplications.includes(application.appId);
  if (!provisions && !tenant.servicePrincipals.has(scope.resource.appId)) {
    throw new EntraError(650052, { resource: scope.prefix, tenant: tenant.displayName });
  }
  const requested = requestedGrants(state, request);
  const denied = consentError(tenant, requested, user);
  if (denied) {
    if (!pending.automatic && pending.consent === undefined) return needApprovalPage(pending, denied);
    // The page returns no further details to the application.
    return redirectResponse(request.redirectUri, {
      error: 'access_denied',
      error_subcode: 'cancel',
      state: request.state,
    });
  }
  const isAdministrator = mayConsentForTenant(user);
  const consent = pending.consent ?? (pending.automatic ? 'organization' : undefined);
  if (consent === undefined) return consentPage(pending, requested, isAdministrator);
  if (consent === 'declined') throw new EntraError(65004);
  const principalId = isAdministrator && consent === 'organization' ? undefined : user.objectId;
  for (const { client, resource, scopes } of requested) {
    grantScopes(tenant, client.appId, resource.appId, scopes, principalId);
  }
  return undefined;
}
