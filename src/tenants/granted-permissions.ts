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

const known = Object.keys(permissions) as GraphPermission[];
const knownByName = new Map(known.map((permission) => [permission.toLowerCase(), permission]));

/**
 * Reads the `scope` member of an On-Behalf-Of answer: full URIs or bare names, any case, OIDC scopes among them.
 * `*.ReadWrite*` grants its `*.Read*` twin.
 * @param off permissions that the organisation has switched off in the connector. What such a permission implies goes
 * with it, since Graph, which knows nothing of the switch, would answer the lesser request with the greater right.
 */
export function grantedPermissions(
  scopes: readonly string[],
  off: readonly string[] = [],
): GrantedPermissions {
  const carried = withImplied(scopes.flatMap((scope) => permissionOf(scope) ?? []));
  const switchedOff = withImplied([...carried].filter((permission) => off.includes(permission)));
  const granted = new Set([...carried].filter((permission) => !switchedOff.has(permission)));
  return {
    has: (permission) => granted.has(permission),
    hasAny: (alternatives) => alternatives.some((permission) => granted.has(permission)),
    isOff: (permission) => switchedOff.has(permission),
    require: (alternatives, purpose) => {
      if (alternatives.some((permission) => granted.has(permission))) return;
      const needs = `${purpose} needs the Microsoft Graph permission ${alternatives.join(' or ')}`;
      const why = alternatives.some((permission) => switchedOff.has(permission))
        ? "which your organisation has switched off in the connector. An administrator can switch it on on the connector's /admin page."
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
