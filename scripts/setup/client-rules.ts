import type { ApplicationRule } from './application-rule.ts';
import { graphAppId, type ManifestFacts, signInScopes } from './manifest-facts.ts';
import { permissionRule, redirectRule, sharedRules } from './shared-rules.ts';

/** Path of the one redirect URI that Entra knows for people's sign-ins. */
export const clientRedirectPath = '/oauth/callback';

/**
 * What must hold of "M365 MCP Client": what people sign in to. It may ask the server and nothing else: a token of it
 * reads nothing of Microsoft 365.
 */
export function clientRules(facts: ManifestFacts): readonly ApplicationRule[] {
  const platform = facts.isClientConfidential ? 'web' : 'publicClient';
  return [
    permissionRule(facts.serverAppId, 'the server', { access_as_user: facts.accessAsUserId }),
    permissionRule(graphAppId, 'Microsoft Graph', facts.graphScopes.idsOf(signInScopes)),
    ...facts.publicUrls.map((origin) => redirectRule(platform, origin + clientRedirectPath)),
    ...sharedRules,
  ];
}
