import type { DirectoryUser, Tenant } from '../../entra/directory/directory.ts';
import type { EntraState } from '../../entra/entra-state.ts';
import { applicationAdministrators, globalAdministrator } from '../../seed-data/tenants.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { parseFilter } from '../odata/filter-syntax.ts';
import { GraphError, badRequest, directoryAccessDenied } from '../core/graph-error.ts';
import type { GraphSession } from '../core/graph-interface.ts';

/** One request about applications, on its way through a handler. */
export interface ApplicationsCall {
  readonly state: EntraState;
  readonly session: GraphSession;
  readonly tenant: Tenant;
  /** Undefined for an application without a user. */
  readonly user: DirectoryUser | undefined;
  /** Decoded groups of the route pattern. */
  readonly param: (index: number) => string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

type ApplicationsHandler = (call: ApplicationsCall) => Response | Promise<Response>;

/** One row of the routing table. */
export type ApplicationsRoute = readonly [
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  pattern: RegExp,
  handler: ApplicationsHandler,
];

/** @throws GraphError 403 unless the token has one of these permissions. */
export function requireScope({ session }: ApplicationsCall, ...scopes: readonly string[]): void {
  if (!scopes.some((scope) => session.scopes.has(scope))) throw directoryAccessDenied();
}

/**
 * The permission alone is not enough: the user must hold one of these roles, too. Ordinary users may not register
 * applications in these tenants.
 * @throws GraphError 403
 */
export function requireAdministrator(
  call: ApplicationsCall,
  scope: string,
  roles: readonly string[] = [globalAdministrator, ...applicationAdministrators],
): void {
  requireScope(call, scope);
  if (call.session.isApplication) return;
  if (!call.user?.directoryRoles.some((role) => roles.includes(role))) throw directoryAccessDenied();
}

/**
 * An administrator, or an application that owns the registration (`Application.ReadWrite.OwnedBy`).
 * @throws GraphError 403
 */
export function requireApplicationWriter(call: ApplicationsCall, owners?: ReadonlySet<string>): void {
  const { session } = call;
  const isOwner = owners === undefined || owners.has(session.objectId);
  if (session.isApplication && session.scopes.has('Application.ReadWrite.OwnedBy') && isOwner) return;
  requireAdministrator(call, 'Application.ReadWrite.All');
}

/** Permissions to read applications. `Application.ReadWrite.OwnedBy` exists for applications only. */
export const readScopes = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Application.ReadWrite.OwnedBy',
  'Directory.Read.All',
];

/** Entries of a collection that `$filter` selects. */
export function filtered<T extends object>(query: URLSearchParams, entries: readonly T[]): readonly T[] {
  const filter = query.get('$filter');
  if (filter === null) return entries;
  const node = parseFilter(filter);
  return entries.filter((entry) => filterMatches(node, entry));
}

/**
 * @returns the string value of a member of the body
 * @throws GraphError 400 when it is not a string
 */
export function textMember({ body }: ApplicationsCall, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') {
    throw badRequest(`A value is required for property '${name}' of resource.`);
  }
  return value;
}

export function notFound(name: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

export function invalid(message: string): GraphError {
  return new GraphError(400, 'Request_BadRequest', message);
}

/** The members that `$select` names; all of them without it. @throws GraphError 400 for one that does not exist. */
export function selected(
  query: URLSearchParams,
  document: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = query.get('$select')?.split(',') ?? Object.keys(document);
  const unknown = names.find((name) => !Object.hasOwn(document, name));
  if (unknown !== undefined) throw invalid(`Could not find a property named '${unknown}'.`);
  return Object.fromEntries(names.map((name) => [name, document[name]]));
}
