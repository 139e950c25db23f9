import { OperatorError } from '../lib/command-line.ts';
import { getOrCreateApplication, updateApplication, ensureOwner } from './application.ts';
import type { PermissionScope, StoredApplication } from './application-document.ts';
import { ensureAutomation } from './automation.ts';
import { type SetupContext, createMemoryFolder } from './context.ts';
import {
  usesFederatedCredential,
  listFederatedCredentials,
  reportCredentials,
  reportFederatedCredentials,
  ensureCredential,
  ensureFederatedCredential,
} from './credentials.ts';
import {
  type GraphScopes,
  type ManifestInput,
  getAccessAsUserId,
  clientRedirectPath,
  clientRules,
  createGraphScopes,
  documentedGraphScopes,
  graphAppId,
  serverRedirectPaths,
  serverRoles,
  serverRules,
  signInScopes,
} from './manifests.ts';
import {
  completeConsent,
  defaultAppRoleId,
  requireAssignment,
  ensureAppRoleAssignments,
  ensurePermissionGrant,
  ensureServicePrincipal,
} from './service-principal.ts';
import { putSecrets, writeVariables } from './worker-settings.ts';

interface Me {
  readonly id: string;
  readonly userPrincipalName: string;
}

/** The deployment to configure. */
interface SetupTarget {
  readonly configFile: string;
  readonly publicUrl: string;
  /** Origins of the other deployments of wrangler.toml, whose redirect URIs are kept. */
  readonly otherPublicUrls: readonly string[];
}

interface SetupResult {
  /** Whether the Worker has its secrets. */
  readonly hasSecrets: boolean;
}

/* Runs all steps of the set-up. Each step reads the current state and changes only differences, so that a second run changes
 * nothing and a run after an interruption continues.
 * @throws OperatorError when it cannot continue
 */
export async function runSetup(given: SetupContext, subject: SetupTarget): Promise<SetupResult> {
  const folder = given.options.mode === 'apply' ? given.folder : createMemoryFolder(given.folder);
  const context = { ...given, folder };
  const { changes } = context;
  const environment = context.options.isUnattended
    ? readKnownEnvironment(context)
    : await readEnvironment(context);
  const { administrator, tenant, graphScopes } = environment;
  changes.startSection(
    `Signed in to ${tenant.displayName} (${tenant.id}) as ${administrator?.userPrincipalName ?? 'M365 MCP Setup'}`,
    false,
  );
  const permissions = getAvailablePermissions(context, graphScopes);
  const applications = await setUpApplications(context, subject, environment, permissions);
  if (administrator) await setUpTenant(context, environment, applications, permissions);
  else changes.note('consent and assignment are not checked: reading them needs an administrator');
  changes.startSection(`Worker ${context.deployment.workerName}`);
  await writeVariables(context, subject.configFile, {
    PUBLIC_URL: subject.publicUrl,
    SERVER_APP_ID: applications.server.appId,
    CLIENT_APP_ID: applications.client.appId,
    // Keeps existing tenants. An empty list allows no tenant.
    ALLOWED_TENANTS: context.deployment.vars['ALLOWED_TENANTS'] || tenant.id,
    ENTRA_CLOUD: context.options.cloudName,
    ENTRA_SERVER_SECRET_EXPIRES_ON: applications.serverSecretExpiry,
    ENTRA_CLIENT_SECRET_EXPIRES_ON: applications.clientSecretExpiry,
  });
  return { hasSecrets: await putSecrets(context) };
}

/** The tenant, and who changes it. */
interface SetupEnvironment {
  /** Undefined in an unattended run. */
  readonly administrator: Me | undefined;
  readonly tenant: { readonly id: string; readonly displayName: string };
  readonly graphScopes: GraphScopes;
  /** Object id of the service principal of Microsoft Graph; empty in an unattended run. */
  readonly microsoftGraphId: string;
}

/** Reads it from Graph as the signed-in administrator. */
async function readEnvironment({ graph }: SetupContext): Promise<SetupEnvironment> {
  const administrator = await graph.get<Me>('/me?$select=id,userPrincipalName');
  const [tenant] = await graph.list<{ id: string; displayName: string }>(
    '/organization?$select=id,displayName',
  );
  const microsoftGraph = await graph.get<{ id: string; oauth2PermissionScopes: readonly PermissionScope[] }>(
    `/servicePrincipals(appId='${graphAppId}')?$select=id,oauth2PermissionScopes`,
  );
  if (!administrator || !tenant || !microsoftGraph) {
    throw new OperatorError('This account belongs to no tenant. Sign in with a work or school account.');
  }
  const graphScopes = createGraphScopes(microsoftGraph.oauth2PermissionScopes);
  return { administrator, tenant, graphScopes, microsoftGraphId: microsoftGraph.id };
}

/** The credential of unattended runs may read nothing of the tenant but the applications that it owns. */
function readKnownEnvironment({ options, deployment }: SetupContext): SetupEnvironment {
  for (const name of ['SERVER_APP_ID', 'CLIENT_APP_ID']) {
    if (!deployment.vars[name]) {
      throw new OperatorError(
        `${name} is not in wrangler.toml. Run npm run setup as an administrator first.`,
      );
    }
  }
  return {
    administrator: undefined,
    tenant: { id: options.tenant, displayName: 'tenant' },
    graphScopes: createGraphScopes(documentedGraphScopes()),
    microsoftGraphId: '',
  };
}

interface ConfiguredApplications {
  readonly server: StoredApplication;
  readonly client: StoredApplication;
  /** Expiry dates of client secrets; empty for other credentials. */
  readonly serverSecretExpiry: string;
  readonly clientSecretExpiry: string;
}

/** Registrations, owners and credentials. */
async function setUpApplications(
  context: SetupContext,
  subject: SetupTarget,
  { administrator, graphScopes }: SetupEnvironment,
  permissions: readonly string[],
): Promise<ConfiguredApplications> {
  const { changes, options, deployment } = context;
  changes.startSection('App registrations');
  const server = await getOrCreateApplication(context, {
    uniqueName: `${options.name}-server`,
    displayName: 'M365 MCP Server',
    knownAppId: deployment.vars['SERVER_APP_ID'],
  });
  const client = await getOrCreateApplication(context, {
    uniqueName: `${options.name}-client`,
    displayName: 'M365 MCP Client',
    knownAppId: deployment.vars['CLIENT_APP_ID'],
  });
  const publicUrls = [subject.publicUrl, ...subject.otherPublicUrls];
  const input: ManifestInput = {
    publicUrls: [subject.publicUrl],
    serverAppId: server.appId,
    clientAppId: client.appId,
    accessAsUserId: getAccessAsUserId(server),
    graphScopes,
    permissions,
    groups: options.groups,
    isClientConfidential: options.isClientConfidential,
  };
  const ensureAdministratorOwns = async (application: StoredApplication) => {
    if (!administrator) return;
    const owner = { id: administrator.id, name: administrator.userPrincipalName };
    // An existing owner is enough: a later run does not add another one.
    await ensureOwner(context, application, owner, (owners) => owners.length > 0);
  };

  changes.startSection('M365 MCP Server');
  const serverRedirects = publicUrls.flatMap((origin) => serverRedirectPaths.map((path) => origin + path));
  await updateApplication(context, server, serverRules(input), serverRedirects);
  await ensureAdministratorOwns(server);
  const target = { application: server, prefix: 'SERVER_APP' } as const;
  const federation = await listFederatedCredentials(context, target);
  const isServerFederated = await usesFederatedCredential(context, federation);
  await reportCredentials(context, target);
  let serverSecretExpiry = '';
  if (isServerFederated) await ensureFederatedCredential(context, target, federation, subject.publicUrl);
  else serverSecretExpiry = await ensureCredential(context, target);
  reportFederatedCredentials(context, federation, publicUrls, isServerFederated);

  changes.startSection('M365 MCP Client');
  const clientRedirects = publicUrls.map((origin) => origin + clientRedirectPath);
  await updateApplication(context, client, clientRules(input), clientRedirects);
  await ensureAdministratorOwns(client);
  const clientTarget = { application: client, prefix: 'CLIENT_APP' } as const;
  reportFederatedCredentials(context, await listFederatedCredentials(context, clientTarget), [], false);
  let clientSecretExpiry = '';
  if (options.isClientConfidential) {
    await reportCredentials(context, clientTarget);
    clientSecretExpiry = await ensureCredential(context, clientTarget);
  } else if (client.keyCredentials.length + client.passwordCredentials.length > 0) {
    changes.drift(
      'it has a credential, which a public client must not have. Remove the credential, or use --confidential-client',
    );
  }
  return { server, client, serverSecretExpiry, clientSecretExpiry };
}

/** Service principals, consent, assignment, and the application for unattended runs. */
async function setUpTenant(
  context: SetupContext,
  { tenant, microsoftGraphId }: SetupEnvironment,
  { server, client }: ConfiguredApplications,
  permissions: readonly string[],
): Promise<void> {
  const { changes, options } = context;
  // The server first: the grant of the client refers to its service principal.
  changes.startSection(`Enterprise applications and consent in ${tenant.displayName}`);
  const serverPrincipal = await ensureServicePrincipal(context, server.appId, 'M365 MCP Server');
  const clientPrincipal = await ensureServicePrincipal(context, client.appId, 'M365 MCP Client');
  const microsoftGraph = { id: microsoftGraphId };
  // Administrators sign in to the server: with assignment required, users cannot consent to the sign-in scopes.
  const serverScopes = [...permissions, ...signInScopes];
  await ensurePermissionGrant(
    context,
    serverPrincipal,
    microsoftGraph,
    serverScopes,
    'server to Microsoft Graph',
  );
  completeConsent(context, serverPrincipal);
  await ensurePermissionGrant(
    context,
    clientPrincipal,
    serverPrincipal,
    ['access_as_user'],
    'client to the server',
  );
  await ensurePermissionGrant(context, clientPrincipal, microsoftGraph, signInScopes, 'client sign-in');
  completeConsent(context, clientPrincipal);
  const [adminRole, userRole] = serverRoles.map(
    (role) => server.appRoles.find(({ value }) => value === role.value)?.id ?? role.id,
  );
  const { assigned, admins } = options;
  await ensureAppRoleAssignments(
    context,
    serverPrincipal,
    adminRole ?? defaultAppRoleId,
    admins,
    (id) => `Connector.Admin for ${id}`,
  );
  if (assigned.length > 0) {
    await ensureAppRoleAssignments(
      context,
      serverPrincipal,
      userRole ?? defaultAppRoleId,
      assigned,
      (id) => `Connector.User for ${id}`,
    );
    await ensureAppRoleAssignments(
      context,
      clientPrincipal,
      defaultAppRoleId,
      assigned,
      (id) => `assign ${id} to the client`,
    );
    await requireAssignment(context, serverPrincipal, 'M365 MCP Server');
    await requireAssignment(context, clientPrincipal, 'M365 MCP Client');
  }
  if (options.automation) {
    await ensureAutomation(context, {
      tenantId: tenant.id,
      microsoftGraphId,
      applications: [server, client],
    });
  }
}

/** The selected permissions that this cloud has. */
function getAvailablePermissions(
  { changes, options }: SetupContext,
  graphScopes: GraphScopes,
): readonly string[] {
  const missing = options.permissions.filter((name) => graphScopes.idOf(name) === undefined);
  if (missing.length > 0) {
    changes.note(`this cloud does not have ${missing.join(', ')}: the connector works without them`);
  }
  return options.permissions.filter((name) => !missing.includes(name));
}
