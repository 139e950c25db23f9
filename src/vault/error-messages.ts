import type { RuleDenial } from '../tenants/access-rules.ts';
import type { PolicyDenial } from '../tenants/policy.ts';
import { ruleDenialMessage } from '../tenants/tenant-access.ts';

/** Why the vault returns no Graph token, apart from a failed exchange. */
export type VaultErrorReason = PolicyDenial | RuleDenial | 'revoked' | 'policy_unavailable';

/** A message for the user. */
export interface VaultErrorMessage {
  /** The cause and the solution, in one or two sentences. */
  readonly text: string;
  /** Who can fix it. */
  readonly owner: 'user' | 'administrator' | 'nobody';
}

/** One message for each reason. */
export const vaultErrorMessage: Readonly<Record<VaultErrorReason, VaultErrorMessage>> = {
  revoked: {
    text: 'This sign-in was revoked. Sign in to the connector again.',
    owner: 'user',
  },
  policy_unavailable: {
    text: 'The settings of your organization cannot be read. Try again in a moment.',
    owner: 'nobody',
  },
  tenant_disabled: {
    text: 'An administrator of your organization disabled this connector. They can enable it again on its /admin page.',
    owner: 'administrator',
  },
  not_allowed: {
    text: 'Your organization restricts this connector to certain people and groups, and you are not among them. An administrator can add you on its /admin page.',
    owner: 'administrator',
  },
  client_not_bound: { text: ruleDenialMessage.client_not_bound, owner: 'administrator' },
  network_not_allowed: { text: ruleDenialMessage.network_not_allowed, owner: 'administrator' },
  directory_role: { text: ruleDenialMessage.directory_role, owner: 'administrator' },
  groups_unknown: {
    text: 'Your organization restricts this connector to certain groups, and your sign-in does not contain your groups. An administrator can add you individually on its /admin page.',
    owner: 'administrator',
  },
};
