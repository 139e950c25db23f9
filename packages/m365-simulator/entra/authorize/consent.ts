import { apps } from '../../seed-data/tenants.ts';
import type {
  Application,
  Directory,
  DirectoryUser,
  Tenant,
  PermissionGrant,
} from '../directory/directory.ts';

/** Delegated permissions that a client holds for a user on a resource. */
export function grantedScopes(
  tenant: Tenant,
  clientId: string,
  resourceId: string,
  user: DirectoryUser,
): ReadonlySet<string> {
  // Only what the server may do at Graph is narrowed for a user: signing in stays possible.
  const narrowed =
    clientId === apps.server && resourceId === apps.graph && tenant.usersWithOwnGrants.has(user.objectId);
  const applies = (grant: PermissionGrant): boolean =>
    grant.principalId === undefined ? !narrowed : grant.principalId === user.objectId;
  const scopes = new Set<string>();
  for (const grant of tenant.grants) {
    if (grant.clientId !== clientId || grant.resourceId !== resourceId || !applies(grant)) continue;
    for (const scope of grant.scopes) scopes.add(scope);
  }
  return scopes;
}

/** Adds permissions to the grant of all users, or to that of one user, and makes the service principals. */
export function grantScopes(
  tenant: Tenant,
  clientId: string,
  resourceId: string,
  scopes: Iterable<string>,
  principalId?: string,
): void {
  for (const appId of [resourceId, clientId]) {
    if (tenant.servicePrincipals.has(appId)) continue;
    tenant.servicePrincipals.set(appId, {
      appId,
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      assigned: new Set(),
    });
  }
  const existing = tenant.grants.find(
    (grant) =>
      grant.clientId === clientId && grant.resourceId === resourceId && grant.principalId === principalId,
  );
  if (existing) for (const scope of scopes) existing.scopes.add(scope);
  else {
    const grant = { clientId, resourceId, scopes: new Set(scopes) };
    tenant.grants.push(principalId === undefined ? grant : { ...grant, principalId });
  }
}

/** One line of a consent page: what one application would be allowed at another. */
export interface RequestedGrant {
  readonly client: Application;
  readonly resource: Application;
  readonly scopes: readonly string[];
}

/**
 * Permissions that `.default` requests: the registered permissions of the client on the resource and, when
 * the client is a known client application of the resource, the registered permissions of the resource.
 */
export function defaultConsent(
  directory: Directory,
  client: Application,
  resource: Application,
): readonly RequestedGrant[] {
  const requested: RequestedGrant[] = [];
  const add = (from: Application, to: Application | undefined) => {
    const scopes = to && from.requiredResourceAccess[to.appId];
    if (to && scopes) requested.push({ client: from, resource: to, scopes });
  };
  add(client, resource);
  if (resource.knownClientApplications.includes(client.appId)) {
    for (const resourceId of Object.keys(resource.requiredResourceAccess)) {
      add(resource, directory.applications.get(resourceId));
    }
  }
  return requested;
}

/**
 * Whether only an administrator can grant this: a permission requires admin consent and is not granted
 * tenant-wide.
 */
export function needsAdministrator(tenant: Tenant, requested: readonly RequestedGrant[]): boolean {
  return requested.some(({ client, resource, scopes }) =>
    scopes.some((scope) => {
      if (resource.offers[scope]?.adminConsentRequired !== true) return false;
      return !tenant.grants.some(
        (grant) =>
          grant.principalId === undefined &&
          grant.clientId === client.appId &&
          grant.resourceId === resource.appId &&
          grant.scopes.has(scope),
      );
    }),
  );
}

/**
 * Graph permissions that users cannot consent to under "Let Microsoft manage your consent settings", the default of new
 * tenants.
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/manage-app-consent-policies#microsoft-recommended-user-consent-policy
 */
const excludedByMicrosoft: ReadonlySet<string> = new Set([
  'Files.Read.All',
  'Sites.Read.All',
  'Mail.Read',
  'Mail.ReadBasic',
  'Mail.Read.Shared',
  'MailboxItem.Read',
  'Calendars.Read',
  'Calendars.Read.Shared',
  'Chat.Read',
  'OnlineMeetings.Read',
  'MailboxFolder.Read',
  'MailboxSettings.Read',
]);

/** Whether the policy of Microsoft leaves the consent to an administrator. */
export function isExcludedByMicrosoft(requested: readonly RequestedGrant[]): boolean {
  return requested.some(
    ({ resource, scopes }) =>
      resource.appId === apps.graph && scopes.some((scope) => excludedByMicrosoft.has(scope)),
  );
}
