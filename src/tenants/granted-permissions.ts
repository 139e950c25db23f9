import { AppError } from '../lib/app-error.ts';
import { scopeName } from '../entra/scopes.ts';
import { type GraphPermission, permissions } from './permissions.ts';

/** The effective permissions: granted and implied ones, without those that the tenant policy disables. */
export interface GrantedPermissions {
  has(permission: GraphPermission): boolean;
  hasAny(alternatives: readonly GraphPermission[]): boolean;
  /** Returns true if the permission is granted and the tenant policy disables it. */
  isOff(permission: GraphPermission): boolean;
  /** @throws AppError `permission_missing` that names the alternatives, unless one of them is granted. */
  require(alternatives: readonly GraphPermission[], purpose: string): void;
  /** Every permission granted that the connector knows, in the order of the table. */
  list(): readonly GraphPermission[];
}

/** Permissions of the Teams APIs: chats, teams, channels and online meetings. */
export const teamsPermissions: readonly GraphPermission[] = (
  Object.keys(permissions) as GraphPermission[]
).filter((name) => /^(?:Chat|ChatMessage|ChatMember|Team|Channel|ChannelMessage|OnlineMeeting)/.test(name));

const known = Object.keys(permissions) as GraphPermission[];
const knownByName = new Map(known.map((permission) => [permission.toLowerCase(), permission]));

/**
 * Parses the `scope` of an On-Behalf-Of response: full URIs or names, in any case, with OIDC scopes among them.
 * `*.ReadWrite*` grants its `*.Read*` twin.
 * @param disabled permissions that the tenant policy disables. Permissions that they imply are disabled too: Graph does
 * not know the policy, and would answer the lesser request with the greater permission.
 * @param missing permissions whose APIs the cloud does not have
 */
export function grantedPermissions(
  scopes: readonly string[],
  disabled: readonly string[] = [],
  missing: readonly GraphPermission[] = [],
): GrantedPermissions {
  const carried = withImplied(scopes.flatMap((scope) => permissionOf(scope) ?? []));
  const disabledOnes = withImplied([...carried].filter((permission) => disabled.includes(permission)));
  const granted = new Set(
    [...carried].filter((permission) => !disabledOnes.has(permission) && !missing.includes(permission)),
  );
  return {
    has: (permission) => granted.has(permission),
    hasAny: (alternatives) => alternatives.some((permission) => granted.has(permission)),
    isOff: (permission) => disabledOnes.has(permission),
    require: (alternatives, purpose) => {
      if (alternatives.some((permission) => granted.has(permission))) return;
      const needs = `${purpose} needs the Microsoft Graph permission ${alternatives.join(' or ')}`;
      if (alternatives.every((permission) => missing.includes(permission))) {
        const text = `${purpose} is not possible: Microsoft Graph has no Teams APIs in the national cloud of your organization.`;
        throw new AppError('permission_missing', text, { permissions: alternatives });
      }
      const why = alternatives.some((permission) => disabledOnes.has(permission))
        ? "which your organization has disabled in the connector. An administrator can enable it on the connector's /admin page."
        : "which is not granted. An Entra administrator of your organization can grant it on the connector's /admin page.";
      throw new AppError('permission_missing', `${needs}, ${why}`, { permissions: alternatives });
    },
    list: () => known.filter((permission) => granted.has(permission)),
  };
}

function permissionOf(scope: string): GraphPermission | undefined {
  const name = scopeName(scope).toLowerCase();
  return knownByName.get(name.replace('readwrite', 'read'));
}

function withImplied(named: readonly GraphPermission[]): ReadonlySet<GraphPermission> {
  const all = new Set<GraphPermission>();
  const add = (permission: GraphPermission): void => {
    all.add(permission);
    const facts = permissions[permission];
    for (const implied of 'implies' in facts ? facts.implies : []) add(implied);
  };
  for (const permission of named) add(permission);
  return all;
}
