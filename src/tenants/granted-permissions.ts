import { scopeName } from '../entra/scopes.ts';
import { AppError } from '../lib/app-error.ts';
import { type AreaId, getArea } from './areas.ts';
import { type GraphPermission, permissions } from './permissions.ts';

/** How much of an area is open: all of it, or the part that its lesser permission opens. */
export type AreaLevel = 'full' | 'reduced';

/** The effective permissions: granted and implied ones, without those that the tenant policy disables. */
export interface GrantedPermissions {
  has(permission: GraphPermission): boolean;
  /** How much of an area is open; undefined for nothing. */
  level(area: AreaId): AreaLevel | undefined;
  /** Returns true if the permission is granted and the tenant policy disables it. */
  isOff(permission: GraphPermission): boolean;
  /** Returns true if the tenant policy disables the permission, granted or not. */
  isDisabled(permission: GraphPermission): boolean;
  /** Returns true if the cloud does not have the APIs of the permission. */
  isUnavailable(permission: GraphPermission): boolean;
  /**
   * @param least the least level that the purpose needs. The error names the permission of that level.
   * @throws AppError `permission_missing`
   */
  require(area: AreaId, purpose: string, least?: AreaLevel): void;
  /** Every permission granted that the connector knows, in the order of the table. */
  list(): readonly GraphPermission[];
}

/** Permissions of the Teams APIs: chats, teams, channels, online meetings and presence. */
export const teamsPermissions: readonly GraphPermission[] = (
  Object.keys(permissions) as GraphPermission[]
).filter((name) =>
  /^(?:Chat|ChatMessage|ChatMember|Team|Channel|ChannelMessage|OnlineMeeting|Presence)/.test(name),
);

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
  const carried = withImplied(scopes.flatMap((scope) => findPermission(scope) ?? []));
  const disabledOnes = withImplied([...carried].filter((permission) => disabled.includes(permission)));
  const granted = new Set(
    [...carried].filter((permission) => !disabledOnes.has(permission) && !missing.includes(permission)),
  );

  function level(id: AreaId): AreaLevel | undefined {
    const { permission, reduced, with: base } = getArea(id);
    if (base !== undefined && level(base) === undefined) return undefined;
    if (granted.has(permission)) return 'full';
    return reduced && granted.has(reduced.permission) ? 'reduced' : undefined;
  }

  const result: GrantedPermissions = {
    has: (permission) => granted.has(permission),
    level,
    isOff: (permission) => disabledOnes.has(permission),
    isDisabled: (permission) => disabled.includes(permission) || disabledOnes.has(permission),
    isUnavailable: (permission) => missing.includes(permission),
    require: (id, purpose, least = 'full') => {
      const found = level(id);
      if (found === 'full' || found === least) return;
      const { permission, reduced } = getArea(id);
      const missing = missingPermission(id, result, least);
      const hint = missing === reduced?.permission ? ` (${permission} for all of it)` : '';
      throw missingPermissionError([missing], purpose, result, hint);
    },
    list: () => known.filter((permission) => granted.has(permission)),
  };
  return result;
}

/** The least permission that would open an area. */
export function missingPermission(
  id: AreaId,
  granted: GrantedPermissions,
  least: AreaLevel = 'full',
): GraphPermission {
  const { permission, reduced, with: base } = getArea(id);
  if (base !== undefined && granted.level(base) === undefined) return getArea(base).permission;
  return least === 'reduced' && reduced ? reduced.permission : permission;
}

/** The error for a missing permission: its name, who grants it and where. */
export function missingPermissionError(
  missing: readonly GraphPermission[],
  purpose: string,
  granted: GrantedPermissions,
  hint = '',
): AppError {
  if (missing.every((permission) => granted.isUnavailable(permission))) {
    const text = `${purpose} is not possible: Microsoft Graph has no Teams APIs in the national cloud of your organization.`;
    return new AppError('permission_missing', text, { permissions: missing });
  }
  const needs = `${purpose} needs the Microsoft Graph permission ${missing.join(' or ')}${hint}`;
  const why = missing.some((permission) => granted.isOff(permission))
    ? "which your organization has disabled in the connector. An administrator can enable it on the connector's /admin page."
    : "which is not granted. An Entra administrator of your organization can grant it on the connector's /admin page.";
  return new AppError('permission_missing', `${needs}, ${why}`, { permissions: missing });
}

/** Areas that open a tool or a resource: any one entry; the areas of a nested list only together. */
export type AreaAlternatives = readonly (AreaId | readonly AreaId[])[];

/** Whether any alternative is open, at least at a level. No alternatives: open to every signed-in user. */
export function isOpen(
  alternatives: AreaAlternatives,
  granted: GrantedPermissions,
  least: AreaLevel = 'reduced',
): boolean {
  const isAreaOpen = (id: AreaId): boolean => {
    const level = granted.level(id);
    return level === 'full' || level === least;
  };
  return alternatives.length === 0 || alternatives.some((entry) => [entry].flat().every(isAreaOpen));
}

/** Permissions of which each would open one of the alternatives, without areas of others if there is another one. */
export function missingPermissions(
  alternatives: AreaAlternatives,
  granted: GrantedPermissions,
): readonly GraphPermission[] {
  const own = ownAlternatives(alternatives);
  const missing = (own.length > 0 ? own : alternatives).flatMap((entry) => {
    const closed = [entry].flat().find((id) => granted.level(id) === undefined);
    return closed === undefined ? [] : [missingPermission(closed, granted)];
  });
  return [...new Set(missing)];
}

/** The reason why no alternative is open, in a few words. */
export function whyClosed(alternatives: AreaAlternatives, granted: GrantedPermissions): string {
  const missing = missingPermissions(alternatives, granted);
  if (missing.length > 0 && missing.every((permission) => granted.isUnavailable(permission))) {
    return 'not available in the national cloud of the organization';
  }
  const isOff = missing.some((permission) => granted.isOff(permission));
  return `requires ${missing.join(' or ')}, ${isOff ? 'disabled by the organization' : 'not granted'}`;
}

/** The alternatives without areas of others. */
export function ownAlternatives(alternatives: AreaAlternatives): AreaAlternatives {
  return alternatives.filter((entry) => [entry].flat().every((id) => !getArea(id).isOfOthers));
}

function findPermission(scope: string): GraphPermission | undefined {
  const name = scopeName(scope).toLowerCase();
  return knownByName.get(name.replace('readwrite', 'read'));
}

/** Permissions without those that another one of them includes. */
export function withoutImplied(names: readonly GraphPermission[]): readonly GraphPermission[] {
  return names.filter((name) => !names.some((other) => other !== name && withImplied([other]).has(name)));
}

function withImplied(named: readonly GraphPermission[]): ReadonlySet<GraphPermission> {
  const all = new Set<GraphPermission>();
  const add = (permission: GraphPermission): void => {
    all.add(permission);
    const definition = permissions[permission];
    for (const included of 'includes' in definition ? definition.includes : []) add(included);
  };
  for (const permission of named) add(permission);
  return all;
}
