import { isInNetworks } from '../lib/ip-network.ts';

/** Whether a rule is enforced. `report`: nobody is denied, and the audit names those who would be. */
export type RuleMode = 'off' | 'report' | 'on';

/** Rules of a tenant about who connects, with what and from where. */
export interface AccessRules {
  /** Only clients that an administrator of the tenant has bound may sign users in. */
  readonly boundClient: RuleMode;
  /** Sign-ins only from `networks`. */
  readonly network: RuleMode;
  /** Requests at /mcp only from `networks`: for web clients those of their servers. */
  readonly networkAtMcp: RuleMode;
  /** CIDR notation. */
  readonly networks: readonly string[];
  /** Holders of directory roles are denied: they can open more than their own data. */
  readonly directoryRole: RuleMode;
}

/** The rules of a tenant that has set none. */
export const defaultAccessRules: AccessRules = {
  boundClient: 'off',
  network: 'off',
  networkAtMcp: 'off',
  networks: [],
  directoryRole: 'off',
};

/** The rules by their names in policy changes, which are stable. */
export const ruleNames = {
  bound_client: 'boundClient',
  network: 'network',
  network_at_mcp: 'networkAtMcp',
  directory_role: 'directoryRole',
} as const satisfies Readonly<Record<string, keyof AccessRules>>;
export type RuleName = keyof typeof ruleNames;

/** Whether a text is the name of a rule. */
export function isRuleName(text: string): text is RuleName {
  return Object.hasOwn(ruleNames, text);
}

/** Why a rule denies a user. Stable codes of the audit. */
export type RuleDenial = 'client_not_bound' | 'network_not_allowed' | 'directory_role';

/** Properties of a request that the rules check. A member that is absent is not checked, except for the address. */
export interface RuleSubject {
  /** The network is checked at `sign_in` and `mcp`, by rules of their own. */
  readonly at: 'sign_in' | 'token' | 'mcp';
  /** IP address of the request, as the platform gives it. Undefined is in no network. */
  readonly address?: string | undefined;
  /** Whether the tenant has bound the client. Undefined: not known here. */
  readonly isBoundClient?: boolean | undefined;
  /** `wids` of the access token. */
  readonly directoryRoles?: readonly string[] | undefined;
}

/** The decision of the rules. */
export interface RuleDecision {
  readonly denial: RuleDenial | undefined;
  /** Denials of rules that only report. */
  readonly reported: readonly RuleDenial[];
}

/**
 * Roles that everybody has: user, guest user and restricted guest user are no administrator roles.
 * @see https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
const defaultRoles: ReadonlySet<string> = new Set([
  'b79fbf4d-3ef9-4689-8143-76b194e85509',
  'a0b1b346-4d3e-4e8b-98f8-753987be4970',
  '10dae51f-b6af-4016-8d66-8c2a99b929b3',
  '2af84b1e-32c8-42b7-82bc-daa82404023b',
]);

/** Whether any of the roles is an administrator role. */
export function holdsDirectoryRole(directoryRoles: readonly string[]): boolean {
  return directoryRoles.some((role) => !defaultRoles.has(role.toLowerCase()));
}

/** Applies the rules of a tenant. */
export function checkAccessRules(rules: AccessRules, subject: RuleSubject): RuleDecision {
  const { at, address, isBoundClient, directoryRoles } = subject;
  const broken: [RuleMode, RuleDenial][] = [];
  if (isBoundClient === false) broken.push([rules.boundClient, 'client_not_bound']);
  const networkMode = { sign_in: rules.network, token: 'off', mcp: rules.networkAtMcp } as const;
  const isInside = address !== undefined && isInNetworks(address, rules.networks);
  if (!isInside) broken.push([networkMode[at], 'network_not_allowed']);
  if (directoryRoles && holdsDirectoryRole(directoryRoles)) {
    broken.push([rules.directoryRole, 'directory_role']);
  }
  return {
    denial: broken.find(([mode]) => mode === 'on')?.[1],
    reported: broken.filter(([mode]) => mode === 'report').map(([, reason]) => reason),
  };
}
