import type { RefusalCause } from '../oauth/errors.ts';
import type { PolicyRefusal } from '../tenants/policy.ts';
import { challenge, type ChallengeFacts, refuse } from '../http/refusal.ts';

/** Why an organisation keeps a person out, in words for them. */
export const policyTexts: Readonly<Record<PolicyRefusal, string>> = {
  tenant_disabled:
    'An administrator of your organisation has switched this connector off. They can switch it on again on its /admin page.',
  not_allowed:
    'Your organisation has opened this connector to some people and groups, and you are not among them. An administrator can add you on its /admin page.',
  groups_unknown:
    'Your organisation has opened this connector to some groups, and your sign-in does not say which groups you are in. An administrator can add you yourself on its /admin page.',
};

const policyUnavailableText =
  'The settings of your organisation cannot be read just now. Try again in a moment.';

/** What a person who has just signed in is told of it. */
export function vaultRefusalCause(
  reason: PolicyRefusal | 'revoked' | 'policy_unavailable',
): Extract<RefusalCause, { readonly text: string }> {
  switch (reason) {
    case 'revoked':
      return {
        text: 'This sign-in was begun before all sign-ins were ended. Connect again.',
        owner: 'person',
      };
    case 'policy_unavailable':
      return { text: policyUnavailableText, owner: 'nobody' };
    case 'tenant_disabled':
    case 'not_allowed':
    case 'groups_unknown':
      return { text: policyTexts[reason], owner: 'administrator' };
  }
}

/** What it looks like from outside that the vault gives no Graph token, for reasons of our own. */
export function vaultRefusalResponse(
  reason: PolicyRefusal | 'revoked' | 'policy_unavailable',
  facts: ChallengeFacts,
): Response {
  switch (reason) {
    case 'revoked': {
      // A client that signs in again gets a newer token.
      const description = 'This sign-in was revoked. Sign in to the connector again.';
      return refuse({
        status: 401,
        error: 'invalid_token',
        description,
        challenge: challenge(facts, { error: 'invalid_token', error_description: description }),
      });
    }
    case 'policy_unavailable':
      return refuse({
        status: 503,
        error: 'temporarily_unavailable',
        description: policyUnavailableText,
        retryAfterSeconds: 10,
      });
    case 'tenant_disabled':
    case 'not_allowed':
    case 'groups_unknown':
      // The administrator's gate.
      return refuse({
        status: 403,
        error: 'access_denied',
        description: policyTexts[reason],
        details: { gate: 'administrator', who: 'administrator' },
      });
  }
}
