import { OperatorError } from '../lib/command-line.ts';
import {
  type PermissionScope,
  findOrMakeApplication,
  settleApplication,
  settleOwner,
} from './application.ts';
import type { SetupContext } from './context.ts';
import {
  isFederated,
  readFederation,
  reportFederation,
  settleCredential,
  settleFederation,
} from './credentials.ts';
import {
  type GraphScopes,
  type ManifestFacts,
  accessAsUserIdOf,
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
  noRoleId,
  requireAssignment,
  settleAssignments,
  settleGrant,
  settlePrincipal,
} from './service-principal.ts';
import { settleSecrets, settleVariables } from './worker-settings.ts';

interface Me {
  readonly id: string;
  readonly userPrincipalName: string;
}

/** What the set-up is for, besides what was asked of it. */
interface SetupSubject {
  readonly configFile: string;
  readonly publicUrl: string;
  /** Origins of the other deployments of wrangler.toml: their redirect URIs are known, too. */
  readonly otherPublicUrls: readonly string[];
}

/**
 * The whole set-up, part by part. Each part looks first and changes what differs, so that a second run changes nothing
 * and a run after one that broke off goes on where it stopped.
 * @throws OperatorError where it cannot go on
 */
export async function runSetup(context: SetupContext, subject: SetupSubject): Promise<void> {
  const { changes, graph, options } = context;
  const me = await graph.get<Me>('/me?$select=id,userPrincipalName');
  const [organisation] = await graph.list<{ id: string; displayName: string }>(
    '/organization?$select=id,displayName',
  );
  const microsoftGraph = await graph.get<{ id: string; oauth2PermissionScopes: readonly PermissionScope[] }>(
    `/servicePrincipals(appId='${graphAppId}')?$select=id,oauth2PermissionScopes`,
  );
  if (!me || !organisation || !microsoftGraph) {
    throw new OperatorError(
      'This account sees no organisation. Sign in with a work account of the organisation.',
    );
  }
  changes.part(`${me.userPrincipalName} in ${organisation.displayName} (${organisation.id})`);
  const graphScopes = createGraphScopes(microsoftGraph.oauth2PermissionScopes);
  const permissions = available(context, graphScopes);

  const serverName = `${options.name}-server`;
  const clientName = `${options.name}-client`;
  changes.part('App registrations');
  const server = await findOrMakeApplication(context, serverName, 'M365 MCP Server');
  const client = await findOrMakeApplication(context, clientName, 'M365 MCP Client');
  const publicUrls = [subject.publicUrl, ...subject.otherPublicUrls];
  const facts: ManifestFacts = {
    publicUrls: [subject.publicUrl],
    serverAppId: server.appId,
    clientAppId: client.appId,
    accessAsUserId: accessAsUserIdOf(server),
    graphScopes,
    permissions,
    groups: options.groups,
    isClientConfidential: options.isClientConfidential,
  };

  changes.part('M365 MCP Server');
  const serverRedirects = publicUrls.flatMap((origin) => serverRedirectPaths.map((path) => origin + path));
  await settleApplication(context, serverName, server, serverRules(facts), serverRedirects);
  await settleOwner(context, serverName, server, me);
  const target = { uniqueName: serverName, application: server, prefix: 'SERVER_APP' } as const;
  const federation = await readFederation(context, target);
  const isServerFederated = await isFederated(context, federation);
  let serverSecretEnds = '';
  if (isServerFederated) await settleFederation(context, target, federation, subject.publicUrl);
  else serverSecretEnds = await settleCredential(context, target);
  reportFederation(context, federation, publicUrls, isServerFederated);

  changes.part('M365 MCP Client');
  const clientRedirects = publicUrls.map((origin) => origin + clientRedirectPath);
  await settleApplication(context, clientName, client, clientRules(facts), clientRedirects);
  await settleOwner(context, clientName, client, me);
  reportFederation(context, await readFederation(context, { application: client }), [], false);
  let clientSecretEnds = '';
  if (options.isClientConfidential) {
    const relay = { uniqueName: clientName, application: client, prefix: 'CLIENT_APP' } as const;
    clientSecretEnds = await settleCredential(context, relay);
  } else if (client.keyCredentials.length + client.passwordCredentials.length > 0) {
    changes.drift(
      'it has a credential, which a public client must not have. Remove it, or use --confidential-client',
    );
  }

  // The server first: consent to the client names the server, which has to be there.
  changes.part(`Enterprise applications and consent in ${organisation.displayName}`);
  const serverPrincipal = await settlePrincipal(context, server.appId, 'M365 MCP Server');
  const clientPrincipal = await settlePrincipal(context, client.appId, 'M365 MCP Client');
  await settleGrant(context, serverPrincipal, microsoftGraph, permissions, 'the server at Microsoft Graph');
  await settleGrant(
    context,
    clientPrincipal,
    serverPrincipal,
    ['access_as_user'],
    'the client at the server',
  );
  await settleGrant(context, clientPrincipal, microsoftGraph, signInScopes, 'the client, to sign in');
  const [adminRole, userRole] = serverRoles.map(
    (role) => server.appRoles.find(({ value }) => value === role.value)?.id ?? role.id,
  );
  const { assigned, admins } = options;
  await settleAssignments(
    context,
    serverPrincipal,
    adminRole ?? noRoleId,
    admins,
    (id) => `Connector.Admin for ${id}`,
  );
  if (assigned.length > 0) {
    await settleAssignments(
      context,
      serverPrincipal,
      userRole ?? noRoleId,
      assigned,
      (id) => `Connector.User for ${id}`,
    );
    await settleAssignments(
      context,
      clientPrincipal,
      noRoleId,
      assigned,
      (id) => `assign ${id} to the client`,
    );
    await requireAssignment(context, serverPrincipal, 'M365 MCP Server');
    await requireAssignment(context, clientPrincipal, 'M365 MCP Client');
  }

  changes.part(`Worker ${context.deployment.workerName}`);
  await settleVariables(context, subject.configFile, {
    PUBLIC_URL: subject.publicUrl,
    SERVER_APP_ID: server.appId,
    CLIENT_APP_ID: client.appId,
    // Whoever else was let in stays in; an empty list lets nobody in.
    ALLOWED_TENANTS: context.deployment.vars['ALLOWED_TENANTS'] || organisation.id,
    ENTRA_CLOUD: options.cloudName,
    ENTRA_SERVER_SECRET_EXPIRES_ON: serverSecretEnds,
    ENTRA_CLIENT_SECRET_EXPIRES_ON: clientSecretEnds,
  });
  await settleSecrets(context);
}

/** What this cloud offers of the permissions that are wanted. */
function available({ changes, options }: SetupContext, graphScopes: GraphScopes): readonly string[] {
  const missing = options.permissions.filter((name) => graphScopes.idOf(name) === undefined);
  if (missing.length > 0) {
    changes.note(`this cloud does not have ${missing.join(', ')}: the connector does without`);
  }
  return options.permissions.filter((name) => !missing.includes(name));
}
