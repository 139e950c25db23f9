import { maxRequests } from '../../graph/batch.ts';
import type { GraphRequest } from '../../graph/client.ts';
import { type ListPage, listPage } from '../../graph/paging.ts';
import { type GraphPath, graphPath, guidSegment } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { missingPermissionError } from '../../tenants/granted-permissions.ts';
import type { M365Context } from '../resource.ts';
import { type Person, fromDirectory } from './item.ts';
import { type FoundPeople, findRelevantPeople } from './search.ts';
import { type Presence, directoryUser, presence, selectUser } from './schema.ts';

/** How one person is related to another. */
export const relations = ['manager', 'reports', 'worksWith'] as const;
type Relation = (typeof relations)[number];

/** The signed-in user, or the object id of another one. */
type Subject = 'me' | { readonly id: string };

const maxReports = 100;

/**
 * The manager, the reports, or the people whom the user works with.
 * @throws AppError `permission_missing`; `invalid_argument` for `worksWith` of others
 */
export async function findRelated(
  relation: Relation,
  subject: Subject,
  limit: number,
  context: Pick<M365Context, 'graph' | 'granted'>,
): Promise<FoundPeople> {
  const { graph, granted } = context;
  if (relation === 'worksWith') {
    if (subject === 'me') return await findRelevantPeople(limit, context);
    throw new AppError(
      'invalid_argument',
      'worksWith is available for the signed-in user only: omit query.',
      {
        argument: 'relation',
      },
    );
  }
  if (relation === 'manager') {
    const manager = await readManager(subject, context);
    return { people: manager ? [manager] : [], more: false, isPartial: false };
  }
  if (subject === 'me') granted.require('people', 'Listing your reports');
  else granted.require('profiles', 'Listing the reports of others');
  const page = await graph.json(reportsRequest(subject, context));
  const isCut = page.value.length > limit || page['@odata.nextLink'] !== undefined;
  return { people: page.value.slice(0, limit), more: isCut, isPartial: false };
}

const readingManager = 'Reading the manager of a user';

/**
 * Microsoft documents `User.Read.All` for managers. Graph returns the user's own with `User.ReadBasic.All` too, so it
 * decides where only that is granted.
 * @see https://github.com/microsoftgraph/microsoft-graph-docs/issues/3982
 * @throws AppError `permission_missing`
 */
export function requireManager(subject: Subject, granted: GrantedPermissions): void {
  const canRequest = subject === 'me' && granted.level('people') && !granted.isDisabled('User.Read.All');
  if (!canRequest) granted.require('profiles', readingManager);
}

/** The error of a request for a manager: a denied one names the permission. */
export function toManagerError(error: unknown, granted: GrantedPermissions): unknown {
  const isDenied = error instanceof AppError && error.code === 'access_denied' && !granted.level('profiles');
  return isDenied ? missingPermissionError(['User.Read.All'], readingManager, granted) : error;
}

/**
 * The manager of a user, or undefined for none.
 * @throws AppError `permission_missing`
 */
export async function readManager(
  subject: Subject,
  context: Pick<M365Context, 'graph' | 'granted'>,
): Promise<Person | undefined> {
  requireManager(subject, context.granted);
  try {
    return await context.graph.json(managerRequest(subject, context));
  } catch (error) {
    // Graph returns 404 for a user without a manager.
    if (error instanceof AppError && error.code === 'not_found') return undefined;
    throw toManagerError(error, context.granted);
  }
}

export function managerRequest(
  subject: Subject,
  { granted }: Pick<M365Context, 'granted'>,
): GraphRequest<Person> {
  return {
    path: subject === 'me' ? graphPath`/me/manager` : graphPath`/users/${guidSegment(subject.id)}/manager`,
    query: { $select: selectUser(granted) },
    schema: directoryUser.transform(fromDirectory),
  };
}

export function reportsRequest(
  subject: Subject,
  { granted }: Pick<M365Context, 'granted'>,
): GraphRequest<ListPage<Person>> {
  const path: GraphPath =
    subject === 'me'
      ? graphPath`/me/directReports`
      : graphPath`/users/${guidSegment(subject.id)}/directReports`;
  return {
    path,
    query: { $select: selectUser(granted), $top: maxReports },
    schema: listPage(directoryUser).transform((page) => ({ ...page, value: page.value.map(fromDirectory) })),
  };
}

export function presenceRequest(id: string): GraphRequest<Presence> {
  return { path: graphPath`/users/${guidSegment(id)}/presence`, schema: presence };
}

/** Presence by object id, of the first 20 people in one batch; empty where it is not granted. */
export async function readPresences(
  people: readonly Pick<Person, 'id'>[],
  { graph, granted }: Pick<M365Context, 'graph' | 'granted'>,
): Promise<ReadonlyMap<string, Presence>> {
  const ids = people.flatMap(({ id }) => id ?? []).slice(0, maxRequests);
  if (ids.length === 0 || !granted.level('presence')) return new Map();
  const responses = await graph.batch(ids.map(presenceRequest));
  const found = responses.flatMap((response) => (response instanceof Error ? [] : [response]));
  if (found.length === 0) throw responses[0];
  return new Map(found.map((entry) => [entry.id, entry]));
}
