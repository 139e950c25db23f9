import { OperatorError } from '../lib/command-line.ts';
import {
  type PermissionScope,
  getOrCreateApplication,
  updateApplication,
  ensureOwner,
} from './application.ts';
import type { SetupContext } from './context.ts';
import {
  usesFederatedCredential,
  listFederatedCredentials,
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
  graphAppId,
  serverRedirectPaths,
  serverRoles,
  serverRules,
  signInScopes,
} from './manifests.ts';
import {
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

/* Runs all steps of the set-up. Each step reads the current state and changes only differences, so that a second run changes
 * nothing and a run after an interruption continues.
 * @throws OperatorError when it cannot continue
 */
export async function runSetup(context: SetupContext, subject: SetupTarget): Promise<void> {
  const { changes, graph, options } = context;
  const me = await graph.get<Me>('/me?$select=id,userPrincipalName');
  const [tenant] = await graph.list<{ id: string; displayName: string }>(
    '/organization?$select=id,displayName',
  );
  const microsoftGraph = await graph.get<{ id: string; oauth2PermissionScopes: readonly PermissionScope[] }>(
    `/servicePrincipals(appId='${graphAppId}')?$select=id,oauth2PermissionScopes`,
  );
  if (!me || !tenant || !microsoftGraph) {
    throw new OperatorError('This account belongs to no tenant. Sign in with a work or school account.');
  }
  changes.startSection(`${me.userPrincipalName} in ${tenant.displayName} (${tenant.id})`);
  const graphScopes = createGraphScopes(microsoftGraph.oauth2PermissionScopes);
  const permissions = getAvailablePermissions(context, graphScopes);

  const serverName = `${options.name}-server`;
  const clientName = `${options.name}-client`;
  changes.startSection('App registrations');
  const server = await getOrCreateApplication(context, serverName, 'M365 MCP Server');
  const client = await getOrCreateApplication(context, clientName, 'M365 MCP Client');
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

  changes.startSection('M365 MCP Server');
  const serverRedirects = publicUrls.flatMap((origin) => serverRedirectPaths.map((path) => origin + path));
  await updateApplication(context, serverName, server, serverRules(input), serverRedirects);
  await ensureOwner(context, serverName, server, me);
  const target = { uniqueName: serverName, application: server, prefix: 'SERVER_APP' } as const;
  const federation = await listFederatedCredentials(context, target);
  const isServerFederated = await usesFederatedCredential(context, federation);
  let serverSecretExpiry = '';
  if (isServerFederated) await ensureFederatedCredential(context, target, federation, subject.publicUrl);
  else serverSecretExpiry = await ensureCredential(context, target);
  reportFederatedCredentials(context, federation, publicUrls, isServerFederated);

  changes.startSection('M365 MCP Client');
  const clientRedirects = publicUrls.map((origin) => origin + clientRedirectPath);
  await updateApplication(context, clientName, client, clientRules(input), clientRedirects);
  await ensureOwner(context, clientName, client, me);
  reportFederatedCredentials(
    context,
    await listFederatedCredentials(context, { application: client }),
    [],
    false,
  );
  let clientSecretExpiry = '';
  if (options.isClientConfidential) {
    const clientTarget = { uniqueName: clientName, application: client, prefix: 'CLIENT_APP' } as const;
    clientSecretExpiry = await ensureCredential(context, clientTarget);
  } else if (client.keyCredentials.length + client.passwordCredentials.length > 0) {
    changes.drift(
      'it has a credential, which a public client must not have. Remove the credential, or use --confidential-client',
    );
  }

  // The server first: the grant of the client refers to its service principal.
  changes.startSection(`Enterprise applications and consent in ${tenant.displayName}`);
  const serverPrincipal = await ensureServicePrincipal(context, server.appId, 'M365 MCP Server');
  const clientPrincipal = await ensureServicePrincipal(context, client.appId, 'M365 MCP Client');
  await ensurePermissionGrant(
    context,
    serverPrincipal,
    microsoftGraph,
    permissions,
    'server to Microsoft Graph',
  );
  await ensurePermissionGrant(
    context,
    clientPrincipal,
    serverPrincipal,
    ['access_as_user'],
    'client to the server',
  );
  await ensurePermissionGrant(context, clientPrincipal, microsoftGraph, signInScopes, 'client sign-in');
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

  changes.startSection(`Worker ${context.deployment.workerName}`);
  await writeVariables(context, subject.configFile, {
    PUBLIC_URL: subject.publicUrl,
    SERVER_APP_ID: server.appId,
    CLIENT_APP_ID: client.appId,
    // Keeps existing tenants. An empty list allows no tenant.
    ALLOWED_TENANTS: context.deployment.vars['ALLOWED_TENANTS'] || tenant.id,
    ENTRA_CLOUD: options.cloudName,
    ENTRA_SERVER_SECRET_EXPIRES_ON: serverSecretExpiry,
    ENTRA_CLIENT_SECRET_EXPIRES_ON: clientSecretExpiry,
  });
  await putSecrets(context);
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
