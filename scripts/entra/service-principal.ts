import { OperatorError } from '../lib/command-line.ts';
import { pendingId } from './application.ts';
import type { SetupContext } from './context.ts';

/** The service principal of an application in the tenant ("enterprise application"). */
export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly accountEnabled: boolean;
  readonly appRoleAssignmentRequired: boolean;
  readonly tags?: readonly string[];
}

const selected = 'id,appId,accountEnabled,appRoleAssignmentRequired,tags';

/**
 * The first tag lists it under Enterprise applications, whose default filter hides service principals without it. The second
 * hides it in My Apps: the connector is opened from an MCP client.
 */
const wantedTags = ['WindowsAzureActiveDirectoryIntegratedApp', 'HideApp'];

/** Name of the file that records consent that was not given yet after the principal was created. */
const pendingConsentFile = (appId: string) => `consent-${appId}`;

/** Returns the service principal of an application and creates it when it is missing. */
export async function ensureServicePrincipal(
  { graph, changes, folder }: SetupContext,
  appId: string,
  displayName: string,
): Promise<ServicePrincipal> {
  const assumed = { id: pendingId, appId, accountEnabled: true, appRoleAssignmentRequired: false };
  const found =
    appId === pendingId
      ? undefined
      : await graph.get<ServicePrincipal>(`/servicePrincipals(appId='${appId}')?$select=${selected}`);
  if (!found) {
    return changes.apply(
      `create the service principal of "${displayName}"`,
      async () => {
        // An interrupted run does not forget that the consent is its own to give.
        folder.write(pendingConsentFile(appId), '');
        return {
          ...assumed,
          ...(await graph.send<ServicePrincipal>('POST', '/servicePrincipals', { appId, tags: wantedTags })),
        };
      },
      assumed,
    );
  }
  if (!found.accountEnabled) {
    changes.drift(`"${displayName}" is disabled for sign-in. Enable it under Enterprise applications`);
  }
  const tags = found.tags ?? [];
  if (!wantedTags.every((tag) => tags.includes(tag))) {
    const body = { tags: [...new Set([...tags, ...wantedTags])] };
    await changes.apply<unknown>(
      `list "${displayName}" under Enterprise applications, and hide it in My Apps (tags)`,
      () => graph.send('PATCH', `/servicePrincipals/${found.id}`, body),
      undefined,
    );
  }
  return found;
}

/** Records that the consent of a new service principal is complete. */
export function completeConsent({ folder, changes }: SetupContext, { appId }: ServicePrincipal): void {
  if (changes.mode === 'apply') folder.remove(pendingConsentFile(appId));
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
  for (const id of objectIds) {
    if (await graph.get(`/directoryObjects/${id}?$select=id`)) continue;
    throw new OperatorError(`There is no user or group with the object id ${id} in this tenant.`);
  }
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

/* Grants tenant-wide consent. Unasked only for a service principal that the set-up created: what is missing later was
 * revoked by an administrator, as a whole or in part, and is granted again with `--grant`.
 * @see https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant
 */
export async function ensurePermissionGrant(
  { graph, changes, options, folder }: SetupContext,
  client: ServicePrincipal,
  resource: Pick<ServicePrincipal, 'id'>,
  wanted: readonly string[],
  description: string,
): Promise<void> {
  const mayGrant =
    options.grant || client.id === pendingId || folder.read(pendingConsentFile(client.appId)) !== undefined;
  const grant = await findGrant(graph, client.id, resource.id);
  const granted = grant?.scope.split(' ').filter((name) => name !== '') ?? [];
  const missing = wanted.filter((name) => !granted.includes(name));
  const more = granted.filter((name) => !wanted.includes(name));
  if (more.length > 0) changes.note(`${description}: granted but not required: ${more.join(', ')}`);
  if (missing.length === 0) return;
  if (!mayGrant) {
    const text = `${description}: not granted: ${missing.join(', ')}. An administrator may have revoked them; --grant grants them`;
    // Without any consent nobody can sign in, so `--check` fails. A part may be withheld on purpose.
    if (grant) changes.note(text);
    else changes.drift(text);
    return;
  }
  const scope = [...granted, ...missing].join(' ');
  const send = () =>
    grant
      ? graph.send('PATCH', `/oauth2PermissionGrants/${grant.id}`, { scope })
      : graph.send('POST', '/oauth2PermissionGrants', {
          clientId: client.id,
          consentType: 'AllPrincipals',
          resourceId: resource.id,
          scope,
        });
  await changes.apply<unknown>(`tenant-wide consent: ${description}: ${missing.join(', ')}`, send, undefined);
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
