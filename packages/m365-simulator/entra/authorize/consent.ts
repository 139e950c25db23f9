import { apps } from '../../seed-data/tenants.ts';
import type {
  Application,
  Directory,
  DirectoryUser,
  Organisation,
  PermissionGrant,
} from '../directory/directory.ts';

/** Delegated permissions that a client holds for a person on a resource. */
export function grantedScopes(
  organisation: Organisation,
  clientId: string,
  resourceId: string,
  user: DirectoryUser,
): ReadonlySet<string> {
  // Only what the server may do at Graph is narrowed for a person: signing in stays possible.
  const narrowed =
    clientId === apps.server && resourceId === apps.graph && organisation.ownGrantsOnly.has(user.objectId);
  const applies = (grant: PermissionGrant): boolean =>
    grant.principalId === undefined ? !narrowed : grant.principalId === user.objectId;
  const scopes = new Set<string>();
  for (const grant of organisation.grants) {
    if (grant.clientId !== clientId || grant.resourceId !== resourceId || !applies(grant)) continue;
    for (const scope of grant.scopes) scopes.add(scope);
  }
  return scopes;
}

/** Adds permissions to the grant of everybody, or to that of one person, and makes the service principals. */
export function grantScopes(
  organisation: Organisation,
  clientId: string,
  resourceId: string,
  scopes: Iterable<string>,
  principalId?: string,
): void {
  for (const appId of [resourceId, clientId]) {
    if (organisation.servicePrincipals.has(appId)) continue;
    organisation.servicePrincipals.set(appId, {
      appId,
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      assigned: new Set(),
    });
  }
  const existing = organisation.grants.find(
    (grant) =>
      grant.clientId === clientId && grant.resourceId === resourceId && grant.principalId === principalId,
  );
  if (existing) for (const scope of scopes) existing.scopes.add(scope);
  else {
    const grant = { clientId, resourceId, scopes: new Set(scopes) };
    organisation.grants.push(principalId === undefined ? grant : { ...grant, principalId });
  }
}

/** One line of a consent page: what one application would be allowed at another. */
export interface RequestedGrant {
  readonly client: Application;
  readonly resource: Application;
  readonly scopes: readonly string[];
}

/**
 * What a consent page for `.default` asks for: the client's registered permissions on the resource and, where the
 * resource names the client as a known one, the resource's own permissions as well.
 */
export function defaultConsent(
  directory: Directory,
  client: Application,
  resource: Application,
): readonly RequestedGrant[] {
  const asked: RequestedGrant[] = [];
  const add = (from: Application, to: Application | undefined) => {
    const scopes = to && from.requiredResourceAccess[to.appId];
    if (to && scopes) asked.push({ client: from, resource: to, scopes });
  };
  add(client, resource);
  if (resource.knownClientApplications.includes(client.appId)) {
    for (const resourceId of Object.keys(resource.requiredResourceAccess)) {
      add(resource, directory.applications.get(resourceId));
    }
  }
  return asked;
}

/** Whether a non-administrator cannot grant this: some permission is for administrators and not yet given to all. */
export function needsAdministrator(organisation: Organisation, asked: readonly RequestedGrant[]): boolean {
  return asked.some(({ client, resource, scopes }) =>
    scopes.some((scope) => {
      if (resource.offers[scope]?.adminConsentRequired !== true) return false;
      return !organisation.grants.some(
        (grant) =>
          grant.principalId === undefined &&
          grant.clientId === client.appId &&
          grant.resourceId === resource.appId &&
          grant.scopes.has(scope),
      );
    }),
  );
}
