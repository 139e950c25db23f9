import { isGuid } from '../lib/guid.ts';
import { canonicalNetwork } from '../lib/ip-network.ts';
import { type AccessRules, isRuleName } from './access-rules.ts';
import { isBoundClientId } from './bound-client.ts';
import type { LabelRules } from './label-rules.ts';

/** The decisions of a tenant's administrators, in addition to what Entra grants. */
export interface Policy {
  /** True until an administrator disables the connector. A tenant without consent is denied by Entra. */
  readonly enabled: boolean;
  /** Names of tools. */
  readonly disabledTools: readonly string[];
  /** Names of Graph permissions that the connector does not use, even if they are granted. */
  readonly disabledPermissions: readonly string[];
  /** Object ids. If any group or user is listed, all other users are denied. */
  readonly allowedGroups: readonly string[];
  readonly allowedUsers: readonly string[];
  /** Access tokens and sign-ins issued at or before this time are revoked. */
  readonly revokedBeforeMs: number;
  /**
   * Raised by `reread_permissions`: Graph tokens stored under a lower number are exchanged again, so that permissions
   * are read from Entra. Sign-ins stay valid. Absent: 0.
   */
  readonly tokenGeneration?: number;
  /** Absent: no rule is set. */
  readonly rules?: AccessRules;
  /** Absent: no label is listed, and nothing is withheld. */
  readonly labelRules?: LabelRules;
}

/** One change of a policy. */
export interface PolicyChange {
  readonly kind: PolicyChangeKind;
  /** The name of a tool or permission, or the id of a group, user or sensitivity label. */
  readonly subject?: string | undefined;
}

/** Stored in the change log and in audit events: names are stable. */
export type PolicyChangeKind = keyof typeof policyChanges;

/** Kinds of restrictions. A restriction only narrows access: none grants what Entra does not grant. */
export type Restriction =
  | 'disabled'
  | 'tool_off'
  | 'permission_off'
  | 'allowed_group'
  | 'allowed_user'
  | 'allowed_network'
  | 'other_labels';

interface PolicyChangeDefinition {
  readonly adds?: Restriction;
  readonly removes?: Restriction;
  /** Validates the subject. Absent if the change has none. */
  readonly isSubject?: (subject: string) => boolean;
}

const isToolName = (text: string): boolean => /^[a-z][a-z0-9_]{0,63}$/.test(text);
const isPermissionName = (text: string): boolean => /^[A-Za-z]{1,40}(?:\.[A-Za-z]{1,40}){1,4}$/.test(text);

const isNetwork = (text: string): boolean => canonicalNetwork(text) === text;

/** All kinds of changes. The syntax of a subject is validated here; that it exists, by the administration pages. */
export const policyChanges = {
  disable: { adds: 'disabled' },
  enable: { removes: 'disabled' },
  tool_off: { adds: 'tool_off', isSubject: isToolName },
  tool_on: { removes: 'tool_off', isSubject: isToolName },
  permission_off: { adds: 'permission_off', isSubject: isPermissionName },
  permission_on: { removes: 'permission_off', isSubject: isPermissionName },
  allow_group: { adds: 'allowed_group', isSubject: isGuid },
  disallow_group: { removes: 'allowed_group', isSubject: isGuid },
  allow_user: { adds: 'allowed_user', isSubject: isGuid },
  disallow_user: { removes: 'allowed_user', isSubject: isGuid },
  /** In CIDR notation. */
  allow_network: { adds: 'allowed_network', isSubject: isNetwork },
  disallow_network: { removes: 'allowed_network', isSubject: isNetwork },
  rule_off: { isSubject: isRuleName },
  /** The rule denies nobody; the audit names those whom it would deny. */
  rule_report: { isSubject: isRuleName },
  rule_on: { isSubject: isRuleName },
  /** Lists a sensitivity label, or changes how a listed one is treated. */
  withhold_label: { isSubject: isGuid },
  show_label: { isSubject: isGuid },
  unlist_label: { isSubject: isGuid },
  /** Content without a listed label. */
  withhold_other_labels: { adds: 'other_labels' },
  show_other_labels: { removes: 'other_labels' },
  bind_client: { isSubject: isBoundClientId },
  unbind_client: { isSubject: isBoundClientId },
  /** Revokes every access token and sign-in of the tenant up to now. */
  revoke_everybody: {},
  /** Discards the stored Graph tokens of every user, without ending a sign-in. */
  reread_permissions: {},
  /** Only logged here: the vault and the store of the user revoke. */
  revoke_user: { isSubject: isGuid },
} as const satisfies Record<string, PolicyChangeDefinition>;

/** The definition of a change, or undefined if the kind is unknown or the subject is malformed. */
export function getChangeDefinition({ kind, subject }: PolicyChange): PolicyChangeDefinition | undefined {
  if (!Object.hasOwn(policyChanges, kind)) return undefined;
  const definition: PolicyChangeDefinition = policyChanges[kind];
  const isValid =
    definition.isSubject === undefined ? subject === undefined : definition.isSubject(subject ?? '');
  return isValid ? definition : undefined;
}

/** The attributes of a user that a policy depends on. */
export interface PolicySubject {
  readonly objectId: string;
  /** Object ids of the user's groups, if the access token lists them. */
  readonly groupIds?: readonly string[] | undefined;
}

/** Why a policy denies a user. `groups_unknown`: groups are allowed, and the access token does not list the user's. */
export type PolicyDenial = 'tenant_disabled' | 'not_allowed' | 'groups_unknown';

/** Returns why a policy denies a user, or undefined if it allows the user. Revocation is not checked. */
export function checkPolicy(
  { enabled, allowedGroups, allowedUsers }: Policy,
  { objectId, groupIds }: PolicySubject,
): PolicyDenial | undefined {
  if (!enabled) return 'tenant_disabled';
  if (allowedGroups.length === 0 && allowedUsers.length === 0) return undefined;
  if (allowedUsers.includes(objectId)) return undefined;
  if (allowedGroups.length === 0) return 'not_allowed';
  if (groupIds === undefined) return 'groups_unknown';
  return groupIds.some((group) => allowedGroups.includes(group)) ? undefined : 'not_allowed';
}
