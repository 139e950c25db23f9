import {
  apps,
  contoso,
  fabrikam,
  applicationAdministrators,
  globalAdministrator,
  graphPermissions,
  privilegedRoleAdministrator,
  users,
  type SeedUser,
} from '../../seed-data/tenants.ts';
import type { Application, Directory, DirectoryUser, Tenant, ServicePrincipal } from './directory.ts';
import { graphPermissionCatalog } from './graph-permissions.ts';
import { graphOrigins } from './microsoft-cloud.ts';

const openIdScopes = ['openid', 'profile', 'offline_access'];

const loopbackRedirects = (path: string): string[] =>
  ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}${path}`);

function seedApplications(): Map<string, Application> {
  const server: Application = {
    appId: apps.server,
    displayName: 'M365 MCP Server',
    identifierUris: [`api://${apps.server}`],
    publicClientRedirectUris: [],
    webRedirectUris: [...loopbackRedirects('/admin/callback'), ...loopbackRedirects('/admin/consented')],
    passwordCredentials: [{ secretText: apps.serverSecret, endMs: Number.POSITIVE_INFINITY }],
    keyCredentials: [],
    offers: { access_as_user: { adminConsentRequired: false } },
    requiredResourceAccess: { [apps.graph]: graphPermissions },
    knownClientApplications: [apps.client],
  };
  const client: Application = {
    appId: apps.client,
    displayName: 'M365 MCP Client',
    identifierUris: [],
    publicClientRedirectUris: [...loopbackRedirects('/callback'), ...loopbackRedirects('/oauth/callback')],
    webRedirectUris: [],
    passwordCredentials: [],
    keyCredentials: [],
    offers: {},
    requiredResourceAccess: { [apps.server]: ['access_as_user'], [apps.graph]: openIdScopes },
    knownClientApplications: [],
  };
  const graph: Application = {
    appId: apps.graph,
    displayName: 'Microsoft Graph',
    identifierUris: Object.values(graphOrigins).flatMap((origin) => [origin, `${origin}/`]),
    publicClientRedirectUris: [],
    webRedirectUris: [],
    passwordCredentials: [],
    keyCredentials: [],
    offers: graphPermissionCatalog,
    requiredResourceAccess: {},
    knownClientApplications: [],
  };
  // Microsoft Graph Command Line Tools. It can request any permission.
  const commandLineTools: Application = {
    appId: apps.commandLineTools,
    displayName: 'Microsoft Graph Command Line Tools',
    identifierUris: [],
    publicClientRedirectUris: ['http://localhost'],
    webRedirectUris: [],
    passwordCredentials: [],
    keyCredentials: [],
    offers: {},
    requiredResourceAccess: {},
    knownClientApplications: [],
    isFallbackPublicClient: true,
  };
  return new Map(
    [server, client, graph, commandLineTools].map((application) => [application.appId, application]),
  );
}

/** A directory user for a user of the world. */
export function createDirectoryUser(user: SeedUser): DirectoryUser {
  return {
    tenantId: user.tenantId,
    objectId: user.objectId,
    displayName: user.displayName,
    userPrincipalName: user.userPrincipalName,
    directoryRoles: user.directoryRoles ?? [],
    appRoles: [],
    accountEnabled: true,
    compliantDevice: false,
    signInGeneration: 0,
    tokensValidFromMs: 0,
  };
}

function seedTenant(tenantId: string, displayName: string): Tenant {
  const members: readonly SeedUser[] = Object.values(users).filter((user) => user.tenantId === tenantId);
  const servicePrincipal = (appId: string, appRoleAssignmentRequired: boolean): ServicePrincipal => ({
    appId,
    accountEnabled: true,
    appRoleAssignmentRequired,
    assigned: new Set(members.filter((user) => user.assigned !== false).map((user) => user.objectId)),
  });
  const ownGrants = members.filter((user) => user.granted !== undefined);
  return {
    tenantId,
    displayName,
    users: new Map(members.map((user) => [user.objectId, createDirectoryUser(user)])),
    servicePrincipals: new Map([
      [apps.server, servicePrincipal(apps.server, true)],
      [apps.client, servicePrincipal(apps.client, true)],
      [apps.graph, servicePrincipal(apps.graph, false)],
    ]),
    grants: [
      { clientId: apps.client, resourceId: apps.server, scopes: new Set(['access_as_user']) },
      { clientId: apps.client, resourceId: apps.graph, scopes: new Set(openIdScopes) },
      { clientId: apps.server, resourceId: apps.graph, scopes: new Set(graphPermissions) },
      ...ownGrants.map((user) => ({
        clientId: apps.server,
        resourceId: apps.graph,
        principalId: user.objectId,
        scopes: new Set(user.granted),
      })),
    ],
    usersWithOwnGrants: new Set(ownGrants.map((user) => user.objectId)),
    userConsent: 'managed',
    rejectsSelfSigned: false,
    deletedPrincipals: new Map(),
  };
}

/** Initial state of both tenants: tenant-wide consent for the applications, user assignment required. */
export function seedDirectory(): Directory {
  return {
    tenants: new Map([
      [contoso, seedTenant(contoso, 'Contoso')],
      [fabrikam, seedTenant(fabrikam, 'Fabrikam')],
    ]),
    applications: seedApplications(),
    registrations: new Map(),
    deletedRegistrations: new Map(),
  };
}

/** Whether a user bypasses user assignment. */
export function isGlobalAdministrator(user: DirectoryUser): boolean {
  return user.directoryRoles.includes(globalAdministrator);
}

/**
 * Whether a user may consent for the whole tenant to delegated permissions: Global, Privileged Role, Application and Cloud
 * Application Administrator.
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent#prerequisites
 */
export function mayConsentForTenant(user: DirectoryUser): boolean {
  const roles = [globalAdministrator, privilegedRoleAdministrator, ...applicationAdministrators];
  return user.directoryRoles.some((role) => roles.includes(role));
}
