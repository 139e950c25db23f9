import { apps } from '../../seed-data/tenants.ts';
import { type Application, type Directory, findResource } from '../directory/directory.ts';
import { EntraError } from '../errors/entra-error.ts';

/** A `scope` parameter, understood: OpenID scopes, and permissions of exactly one resource. */
export interface RequestedScope {
  readonly text: string;
  readonly openId: ReadonlySet<string>;
  readonly resource: Application;
  /** Resource as the request named it. The response uses the same form. */
  readonly prefix: string;
  /** `.default`: everything that was consented to. Otherwise the named permissions count. */
  readonly isDefault: boolean;
  readonly names: readonly string[];
}

const openIdScopes: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * Parses a `scope` parameter as Entra does: a bare name is a Graph permission, `.default` cannot be combined,
 * and a request addresses one resource.
 * @throws EntraError AADSTS70011, 28000, 500011, 650053
 */
export function readScope(
  directory: Directory,
  client: Application,
  text: string,
  tenant: string,
): RequestedScope {
  const tokens = text.split(' ').filter((token) => token !== '');
  if (tokens.length === 0) throw new EntraError(900144, { parameter: 'scope' });
  const openId = new Set(tokens.filter((token) => openIdScopes.has(token)));
  const named = tokens
    .filter((token) => !openIdScopes.has(token))
    .map((token) => {
      const slash = token.lastIndexOf('/');
      return slash < 0
        ? { prefix: '', resourceName: apps.graph, name: token }
        : {
            prefix: token.slice(0, slash + 1),
            resourceName: token.slice(0, slash),
            name: token.slice(slash + 1),
          };
    });
  const resources = new Set(
    named.map(({ resourceName }) => findResource(directory, resourceName)?.appId ?? resourceName),
  );
  if (resources.size > 1) throw new EntraError(28000, { scope: text });
  const first = named[0] ?? { prefix: '', resourceName: apps.graph, name: '' };
  const resource = findResource(directory, first.resourceName);
  if (!resource) throw new EntraError(500011, { resource: first.resourceName, tenant });
  const names = named.map(({ name }) => name);
  const isDefault = names.includes('.default');
  if (isDefault && names.length > 1) throw new EntraError(70011, { scope: text });
  if (resource.appId === client.appId && first.resourceName !== client.appId) {
    throw new EntraError(90009, { appId: client.appId, app: client.displayName });
  }
  for (const name of names) {
    if (name === '' || name === '.') throw new EntraError(70011, { scope: text });
    if (name === '.default' || resource.offers[name] !== undefined) continue;
    throw new EntraError(650053, { app: client.displayName, scope: name, resource: resource.appId });
  }
  return { text, openId, resource, prefix: first.prefix, isDefault, names };
}

/**
 * RFC 8707 as Entra has enforced it since 2026: `resource` must be, to the letter, an App ID URI of the application
 * whose permissions are requested. Throws AADSTS9010010.
 */
export function requireMatchingResource(
  directory: Directory,
  client: Application,
  parameters: URLSearchParams,
): void {
  const resource = parameters.get('resource');
  if (resource === null) return;
  const requested = readScope(directory, client, parameters.get('scope') ?? '', '');
  if (!requested.resource.identifierUris.includes(resource)) throw new EntraError(9010010);
}

/**
 * `scope` of a token response: the granted permissions as full URIs, the OpenID scopes with claims, and
 * `.default` when requested. `offline_access` is never listed.
 */
export function responseScope(requested: RequestedScope, granted: Iterable<string>): string {
  const prefix = requested.prefix || (requested.resource.identifierUris[0] ?? requested.resource.appId) + '/';
  return [
    ...['openid', 'profile', 'email'].filter(
      (scope) => requested.openId.has(scope) || requested.resource.appId === apps.graph,
    ),
    ...[...granted].filter((scope) => !openIdScopes.has(scope)).map((scope) => prefix + scope),
    ...(requested.isDefault ? [`${prefix}.default`] : []),
  ].join(' ');
}
