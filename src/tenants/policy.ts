import { isGuid } from '../lib/guid.ts';

/** What the administrators of an organisation have decided, on top of what Entra grants. */
export interface Policy {
  /** True until somebody switches it off: an organisation that never consented is closed by Entra already. */
  readonly enabled: boolean;
  /** Names of tools. */
  readonly toolsOff: readonly string[];
  /** Names of Graph permissions that the connector does not use, whatever is granted. */
  readonly permissionsOff: readonly string[];
  /** Object ids. Where groups or people are named, nobody else comes in. */
  readonly allowedGroups: readonly string[];
  readonly allowedPeople: readonly string[];
  /** Access tokens and sign-ins issued at or before this time are refused. */
  readonly revokedBeforeMs: number;
}

/** One decision. */
export interface PolicyChange {
  readonly kind: PolicyChangeKind;
  /** What it is about: a tool, a permission, the object id of a group or a person. */
  readonly subject?: string | undefined;
}

/** Stable: the log of a policy and the audit hold them. */
export type PolicyChangeKind = keyof typeof policyChanges;

/** What narrows a policy. Every row of its table does; no row opens anything that Entra has not opened. */
export type Restriction = 'disabled' | 'tool_off' | 'permission_off' | 'allowed_group' | 'allowed_person';

interface ChangeFacts {
  readonly adds?: Restriction;
  readonly removes?: Restriction;
  /** Whether a text can be the subject; absent where the change has none. */
  readonly isSubject?: (subject: string) => boolean;
}

const isToolName = (text: string): boolean => /^[a-z][a-z0-9_]{0,63}$/.test(text);
const isPermissionName = (text: string): boolean => /^[A-Za-z]{1,40}(?:\.[A-Za-z]{1,40}){1,4}$/.test(text);

/** Every kind of change. The object checks the form of a subject; whether there is such a thing, whoever asks. */
export const policyChanges = {
  disable: { adds: 'disabled' },
  enable: { removes: 'disabled' },
  tool_off: { adds: 'tool_off', isSubject: isToolName },
  tool_on: { removes: 'tool_off', isSubject: isToolName },
  permission_off: { adds: 'permission_off', isSubject: isPermissionName },
  permission_on: { removes: 'permission_off', isSubject: isPermissionName },
  allow_group: { adds: 'allowed_group', isSubject: isGuid },
  disallow_group: { removes: 'allowed_group', isSubject: isGuid },
  allow_person: { adds: 'allowed_person', isSubject: isGuid },
  disallow_person: { removes: 'allowed_person', isSubject: isGuid },
  /** Refuses every access token and sign-in of the organisation up to now. */
  revoke_everybody: {},
  /** Noted here; the person's own objects do it. */
  revoke_person: { isSubject: isGuid },
} as const satisfies Record<string, ChangeFacts>;

/** What is known of a change; undefined for one that is malformed. */
export function changeAttributes({ kind, subject }: PolicyChange): ChangeFacts | undefined {
  if (!Object.hasOwn(policyChanges, kind)) return undefined;
  const facts: ChangeFacts = policyChanges[kind];
  const fits = facts.isSubject === undefined ? subject === undefined : facts.isSubject(subject ?? '');
  return fits ? facts : undefined;
}

/** What a policy asks about a person. */
export interface PolicySubject {
  readonly objectId: string;
  /** Object ids of the person's groups, where the access token lists them. */
  readonly groupIds?: readonly string[] | undefined;
}

/** Why a policy keeps a person out. `groups_unknown`: groups decide, and the access token does not list them. */
export type PolicyRefusal = 'tenant_disabled' | 'not_allowed' | 'groups_unknown';

/** Whether a policy keeps a person out, and why. Revocation is not looked at. */
export function policyRefusal(
  { enabled, allowedGroups, allowedPeople: allowedUsers }: Policy,
  { objectId, groupIds }: PolicySubject,
): PolicyRefusal | undefined {
  if (!enabled) return 'tenant_disabled';
  if (allowedGroups.length === 0 && allowedUsers.length === 0) return undefined;
  if (allowedUsers.includes(objectId)) return undefined;
  if (allowedGroups.length === 0) return 'not_allowed';
  if (groupIds === undefined) return 'groups_unknown';
  return groupIds.some((group) => allowedGroups.includes(group)) ? undefined : 'not_allowed';
}
