import { permissions, requestedPermissions } from '../../src/tenants/permissions.ts';
import { type ApplicationDocument, blankApplication } from './application-document.ts';
import { applyRules, type ApplicationRule } from './application-rule.ts';
import { clientRules } from './client-rules.ts';
import { createGraphScopes } from './graph-scopes.ts';
import type { ManifestFacts } from './manifest-facts.ts';
import { accessAsUserIdOf, serverRules } from './server-rules.ts';

/** Ids of the OpenID permissions of Graph: they are no permissions of the connector, but the client signs in with them. */
const openIdScopeIds = {
  openid: '37f7f235-527c-4136-accd-4a02d197296e',
  profile: '14dad69e-099b-42c9-810b-d002981feec1',
  offline_access: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182',
};

/**
 * Both registrations as the set-up leaves them in the global cloud, for those who do it by hand. What is different for
 * everybody stands as a name in capitals.
 */
export function exampleManifests(): { readonly server: object; readonly client: object } {
  const blank = blankApplication('', 'AzureADMyOrg');
  const ids = Object.entries({ ...openIdScopeIds, ...idsOfPermissions() });
  const facts: ManifestFacts = {
    publicUrls: ['PUBLIC_URL'],
    serverAppId: 'SERVER_APP_ID',
    clientAppId: 'CLIENT_APP_ID',
    accessAsUserId: accessAsUserIdOf(blank),
    graphScopes: createGraphScopes(ids.map(([value, id]) => ({ value, id, type: 'User', isEnabled: true }))),
    permissions: requestedPermissions,
    groups: undefined,
    isClientConfidential: false,
  };
  return {
    server: settled('M365 MCP Server', serverRules(facts)),
    client: settled('M365 MCP Client', clientRules(facts)),
  };
}

function settled(displayName: string, rules: readonly ApplicationRule[]): Partial<ApplicationDocument> {
  const { after, body } = applyRules(blankApplication(displayName, 'AzureADMyOrg'), rules);
  return { displayName, signInAudience: after.signInAudience, ...body };
}

function idsOfPermissions(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(permissions).map(([name, { id }]) => [name, id]));
}
