import type { PermissionScope } from './application-document.ts';

/** The delegated permissions of Microsoft Graph in one cloud. */
export interface GraphScopes {
  /** The id of a permission; undefined where this cloud does not have it. */
  readonly idOf: (name: string) => string | undefined;
  /** Ids by name, of those that this cloud has. */
  readonly idsOf: (names: readonly string[]) => Readonly<Record<string, string>>;
}

/**
 * Permissions by name, as the organisation's own service principal of Graph lists them: the national clouds lack some,
 * and a list of ids in a script would not know.
 */
export function createGraphScopes(offered: readonly PermissionScope[]): GraphScopes {
  const enabled = offered.filter(({ isEnabled }) => isEnabled);
  const ids = new Map(enabled.map(({ value, id }) => [value, id]));
  return {
    idOf: (name) => ids.get(name),
    idsOf: (names) =>
      Object.fromEntries(
        names.flatMap((name) => {
          const id = ids.get(name);
          return id === undefined ? [] : [[name, id]];
        }),
      ),
  };
}
