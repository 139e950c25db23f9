import { AppError } from '../lib/app-error.ts';
import { type GraphPermission, permissions } from './permissions.ts';

/** What the exchange's answer says is granted, implications included. */
export interface GrantedPermissions {
  has(permission: GraphPermission): boolean;
  hasAny(alternatives: readonly GraphPermission[]): boolean;
  /** @throws AppError `permission_missing` that names the alternatives, unless one of them is granted. */
  require(alternatives: readonly GraphPermission[], purpose: string): void;
  /** Every permission granted that the connector knows, in the order of the table. */
  list(): readonly GraphPermission[];
}

/**
 * Reads the `scope` member of an On-Behalf-Of answer: full URIs or bare names, any case, OIDC scopes among them.
 * `*.ReadWrite*` grants its `*.Read*` twin.
 */
export function grantedPermissions(scopes: readonly string[]): GrantedPermissions {
  const names = new Set(
    scopes.map((scope) =>
      scope
        .slice(scope.lastIndexOf('/') + 1)
        .toLowerCase()
        .replace('readwrite', 'read'),
    ),
  );
  const granted = new Set<GraphPermission>();
  for (const permission of Object.keys(permissions) as GraphPermission[]) {
    if (names.has(permission.toLowerCase())) add(permission, granted);
  }
  return {
    has: (permission) => granted.has(permission),
    hasAny: (alternatives) => alternatives.some((permission) => granted.has(permission)),
    require: (alternatives, purpose) => {
      if (alternatives.some((permission) => granted.has(permission))) return;
      throw new AppError(
        'permission_missing',
        `${purpose} needs the Microsoft Graph permission ${alternatives.join(' or ')}, which is not granted. An Entra administrator of your organisation can grant it on the connector's /admin page.`,
        { permissions: alternatives },
      );
    },
    list: () =>
      (Object.keys(permissions) as GraphPermission[]).filter((permission) => granted.has(permission)),
  };
}

function add(permission: GraphPermission, granted: Set<GraphPermission>): void {
  granted.add(permission);
  const facts = permissions[permission];
  for (const implied of 'implies' in facts ? facts.implies : []) add(implied, granted);
}
