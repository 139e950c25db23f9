import type { Application, DirectoryUser, Tenant } from '../directory/directory.ts';
import { isGlobalAdministrator } from '../directory/seed-directory.ts';
import { requireTenant, readTenantSegment } from '../directory/tenant-segment.ts';
import type { EntraState } from '../entra-state.ts';
import { EntraError } from '../errors/entra-error.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import type { SignInContext } from './sign-in-context.ts';

/**
 * Requires an enabled service principal of the application in the tenant.
 * @throws EntraError AADSTS700016, 7000112
 */
export function requireServicePrincipal(tenant: Tenant, application: Application): void {
  const principal = tenant.servicePrincipals.get(application.appId);
  if (!principal) {
    throw new EntraError(700016, { appId: application.appId, tenant: tenant.displayName });
  }
  if (!principal.accountEnabled) {
    throw new EntraError(7000112, { appId: application.appId, app: application.displayName });
  }
}

/** The user may use the application: AADSTS50105. Global administrators bypass assignment. */
export function requireAssignment(tenant: Tenant, application: Application, user: DirectoryUser): void {
  const principal = tenant.servicePrincipals.get(application.appId);
  if (!principal?.appRoleAssignmentRequired) return;
  if (principal.assigned.has(user.objectId) || isGlobalAdministrator(user)) return;
  throw new EntraError(50105, {
    app: application.displayName,
    appId: application.appId,
    user: user.userPrincipalName,
  });
}

/** The account is enabled and what it signed in with has not been revoked: AADSTS50057, 50173. */
export function requireLiveAccount(user: DirectoryUser, context: SignInContext): void {
  if (!user.accountEnabled) throw new EntraError(50057);
  if (context.generation >= user.signInGeneration) return;
  throw new EntraError(50173, {
    issued: new Date(context.authTimeMs).toISOString(),
    validFrom: new Date(user.tokensValidFromMs).toISOString(),
  });
}

/**
 * Returns the home tenant of the user.
 * @throws EntraError AADSTS50020 for a user of another tenant, 50057 for a disabled account
 */
export function requireHomeTenant(state: EntraState, pending: PendingSignIn, user: DirectoryUser): Tenant {
  const requestedTenant = readTenantSegment(state.directory, pending.tenant);
  const home = requireTenant(state.directory, user.tenantId);
  if (requestedTenant && requestedTenant !== home) {
    throw new EntraError(50020, {
      user: user.userPrincipalName,
      home: home.tenantId,
      tenant: requestedTenant.displayName,
      app: pending.purpose.request.application.appId,
    });
  }
  if (!user.accountEnabled) throw new EntraError(50057);
  return home;
}
