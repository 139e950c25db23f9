import { pendingId } from './application.ts';
import type { SetupContext } from './context.ts';

/** The service principal of an application in the tenant ("enterprise application"). */
interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly accountEnabled: boolean;
  readonly appRoleAssignmentRequired: boolean;
}

const selected = 'id,appId,accountEnabled,appRoleAssignmentRequired';

/** Returns the service principal of an application and creates it when it is missing. */
export async function ensureServicePrincipal(
  { graph, changes }: SetupContext,
  appId: string,
  displayName: string,
): Promise<ServicePrincipal> {
  const assumed = { id: pendingId, appId, accountEnabled: true, appRoleAssignmentRequired: false };
  const found =
    appId === pendingId
      ? undefined
      : await graph.get<ServicePrincipal>(`/servicePrincipals(appId='${appId}')?$select=${selected}`);
  if (found?.accountEnabled === false) {
    changes.drift(`"${displayName}" is disabled for sign-in. Enable it under Enterprise applications`);
  }
  return (
    found ??
    changes.apply(
      `create the service principal of "${displayName}"`,
      async () => ({
        ...assumed,
        ...(await graph.send<ServicePrincipal>('POST', '/servicePrincipals', { appId })),
      }),
      assumed,
    )
  );
}

interface Assignment {
  readonly principalId: string;
  readonly appRoleId: string;
}

/** App role id of an assignment to an application without app roles. */
export const defaultAppRoleId = '00000000-0000-0000-0000-000000000000';

/** Assigns an app role to users or groups. */
export async function ensureAppRoleAssignments(
  { graph, changes }: SetupContext,
  principal: ServicePrincipal,
  appRoleId: string,
  objectIds: readonly string[],
  describe: (objectId: string) => string,
): Promise<void> {
  if (objectIds.length === 0) return;
  const path = `/servicePrincipals/${principal.id}/appRoleAssignedTo`;
  const present = principal.id === pendingId ? [] : await graph.list<Assignment>(path);
  for (const principalId of objectIds) {
    if (present.some((entry) => entry.principalId === principalId && entry.appRoleId === appRoleId)) continue;
    const body = { principalId, resourceId: principal.id, appRoleId };
    await changes.apply<unknown>(describe(principalId), () => graph.send('POST', path, body), undefined);
  }
}

/** Limits sign-in to assigned users. */
export async function requireAssignment(
  { graph, changes }: SetupContext,
  principal: ServicePrincipal,
  displayName: string,
): Promise<void> {
  if (principal.appRoleAssignmentRequired) return;
  const send = () =>
    graph.send('PATCH', `/servicePrincipals/${principal.id}`, { appRoleAssignmentRequired: true });
  await changes.apply<unknown>(`require assignment to "${displayName}"`, send, undefined);
}

interface Grant {
  readonly id: string;
  readonly resourceId: string;
  readonly scope: string;
}

/* Grants tenant-wide consent. Permissions missing from an existing grant may have been revoked on purpose and are added
 * only with `--grant`.
 * @see https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant
 */
export async function ensurePermissionGrant(
  { graph, changes, options }: SetupContext,
  client: ServicePrincipal,
  resource: Pick<ServicePrincipal, 'id'>,
  wanted: readonly string[],
  description: string,
): Promise<void> {
  const grant = await findGrant(graph, client.id, resource.id);
  if (!grant) {
    const body = {
      clientId: client.id,
      consentType: 'AllPrincipals',
      resourceId: resource.id,
      scope: wanted.join(' '),
    };
    const send = () => graph.send('POST', '/oauth2PermissionGrants', body);
    await changes.apply<unknown>(
      `tenant-wide consent: ${description}: ${wanted.join(', ')}`,
      send,
      undefined,
    );
    return;
  }
  const granted = grant.scope.split(' ').filter((name) => name !== '');
  const missing = wanted.filter((name) => !granted.includes(name));
  if (missing.length > 0 && !options.grant) {
    changes.note(
      `${description}: not granted: ${missing.join(', ')}. An administrator may have revoked them; --grant grants them`,
    );
  } else if (missing.length > 0) {
    const send = () =>
      graph.send('PATCH', `/oauth2PermissionGrants/${grant.id}`, {
        scope: [...granted, ...missing].join(' '),
      });
    await changes.apply<unknown>(
      `tenant-wide consent: ${description}: ${missing.join(', ')}`,
      send,
      undefined,
    );
  }
  const more = granted.filter((name) => !wanted.includes(name));
  if (more.length > 0) changes.note(`${description}: granted but not required: ${more.join(', ')}`);
}

async function findGrant(
  graph: SetupContext['graph'],
  clientId: string,
  resourceId: string,
): Promise<Grant | undefined> {
  if (clientId === pendingId || resourceId === pendingId) return undefined;
  const filter = `clientId eq '${clientId}' and consentType eq 'AllPrincipals'`;
  const grants = await graph.list<Grant>(`/oauth2PermissionGrants?$filter=${encodeURIComponent(filter)}`);
  return grants.find((grant) => grant.resourceId === resourceId);
}
