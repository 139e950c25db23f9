import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { holds } from '../core/conditions.ts';
import { GraphError, badRequest, directoryAccessDenied, exchangeAccessDenied } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { textWords } from '../kql/text-words.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { parseFilter } from '../odata/filter-syntax.ts';
import { nextLink, readQueryOptions } from '../odata/query-options.ts';
import { selectProperties } from '../odata/select-properties.ts';
import { sortItems } from '../odata/sort-items.ts';
import type { DirectoryUser } from './directory.ts';
import { basicUserProperties, userJson, userRules, workingHours } from './user-json.ts';

/** Users, managers, reports and mailbox settings. */
export const directoryRoutes: readonly Route[] = [
  [
    'GET',
    '/me',
    (call) => userResponse(call, requireSignedInUser(call), hasAnyScope(call, 'User.Read', 'User.Read.All')),
  ],
  ['GET', '/me/manager', manager],
  ['GET', '/me/directReports', (call) => reports(call, requireSignedInUser(call), 'User.Read')],
  ['GET', '/me/mailboxSettings', mailboxSettings],
  ['GET', '/users', listUsers],
  ['GET', '/users/{user}', (call) => userResponse(call, other(call), canReadOtherUsers(call))],
  ['GET', '/users/{user}/manager', managerOfOther],
  ['GET', '/users/{user}/directReports', (call) => reports(call, other(call), 'User.Read.All')],
  ['GET', '/groups', listGroups],
  ['GET', '/groups/{group}', getGroup],
];

/** The tenants have no groups: only the permission is simulated. */
function listGroups(call: Call): Response {
  requireGroupPermission(call);
  return collection('groups', { value: [] });
}

function getGroup(call: Call): Response {
  requireGroupPermission(call);
  throw notFound(call.param('group'));
}

function requireGroupPermission(call: Call): void {
  if (!hasAnyScope(call, 'GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All')) {
    throw directoryAccessDenied();
  }
}

function canReadOtherUsers(call: Call): boolean {
  return hasAnyScope(call, 'User.ReadBasic.All', 'User.Read.All');
}

function userResponse(call: Call, user: DirectoryUser, allowed: boolean): Response {
  const own = user === requireSignedInUser(call);
  if (!allowed && !(own && hasAnyScope(call, 'User.Read'))) throw directoryAccessDenied();
  return entity('users/$entity', selected(call, user));
}

function selected(call: Call, user: DirectoryUser): Record<string, unknown> {
  const { select } = readQueryOptions(call, 999);
  const item = selectProperties(userJson(user), select, userRules);
  if (user === requireSignedInUser(call) || hasAnyScope(call, 'User.Read.All')) return item;
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      basicUserProperties.includes(name) ? value : Array.isArray(value) ? [] : null,
    ]),
  );
}

/** The user of the token. @throws GraphError 404 for one that the directory does not have. */
export function requireSignedInUser(call: Call): DirectoryUser {
  const user = call.tenant.directory.find(call.session.objectId);
  if (!user) throw notFound(call.session.objectId);
  return user;
}

function other(call: Call): DirectoryUser {
  const user = call.tenant.directory.find(call.param('user'));
  if (!user) throw notFound(call.param('user'));
  return user;
}

function notFound(name: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

function manager(call: Call): Response {
  const isBasicEnough = holds(call, 'basicManager') && hasAnyScope(call, 'User.ReadBasic.All');
  if (!isBasicEnough && !hasAnyScope(call, 'User.Read.All')) throw directoryAccessDenied();
  return getManager(call, requireSignedInUser(call));
}

function managerOfOther(call: Call): Response {
  if (!hasAnyScope(call, 'User.Read.All')) throw directoryAccessDenied();
  return getManager(call, other(call));
}

function getManager(call: Call, user: DirectoryUser): Response {
  const found = user.manager === undefined ? undefined : call.tenant.directory.find(user.manager);
  if (!found) throw notFound('manager');
  return entity('directoryObjects/$entity', {
    '@odata.type': '#microsoft.graph.user',
    ...selected(call, found),
  });
}

/** Users whom the token may not read have no member but type and id. */
function reports(call: Call, user: DirectoryUser, scope: string): Response {
  if (!hasAnyScope(call, scope, 'User.Read.All')) throw directoryAccessDenied();
  const found = call.tenant.directory.users.filter(({ manager: id }) => id === user.objectId);
  return collection('directoryObjects', {
    value: found.map((report) => ({
      '@odata.type': '#microsoft.graph.user',
      ...(canReadOtherUsers(call) ? selected(call, report) : { id: report.objectId }),
    })),
  });
}

function listUsers(call: Call): Response {
  if (!canReadOtherUsers(call)) throw directoryAccessDenied();
  const options = readQueryOptions(call, 999);
  const advanced = call.headers.get('consistencylevel')?.toLowerCase() === 'eventual';
  if ((options.search !== undefined || options.count) && !advanced) {
    throw new GraphError(
      400,
      'Request_UnsupportedQuery',
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  let found: readonly DirectoryUser[] = call.tenant.directory.users;
  const { search, filter } = options;
  if (search !== undefined) found = found.filter(searchTest(search));
  if (filter !== undefined) {
    const node = parse(filter);
    found = found.filter((user) => filterMatches(node, userJson(user)));
  }
  const sorted = sortItems(
    found.map((user) => ({ user, ...userJson(user) })),
    options.orderBy,
  );
  const top = options.top ?? 100;
  const start = Number(options.skipToken ?? 0);
  const value = sorted.slice(start, start + top).map(({ user }) => selected(call, user));
  return collection('users', {
    value,
    ...(options.count ? { count: found.length } : {}),
    ...(start + top < found.length ? { nextLink: nextLink(call, '$skiptoken', start + top) } : {}),
  });
}

/** Clauses such as `"displayName:bob"` joined by AND or OR. A word matches the beginning of any word of the name. */
function searchTest(text: string): (user: DirectoryUser) => boolean {
  const clause =
    /^"(displayName|mail|userPrincipalName|givenName|surname|mailNickname|description):([^"]*)"$/i;
  const alternatives = text.split(/\s+OR\s+/).map((part) =>
    part.split(/\s+AND\s+/).map((piece) => {
      const found = clause.exec(piece.trim());
      if (!found)
        throw badRequest(`Syntax error: the $search value '${text}' is not of the form "property:value".`);
      return { name: found[1] ?? '', words: textWords(found[2] ?? '') };
    }),
  );
  return (user) => {
    const item = userJson(user);
    return alternatives.some((clauses) =>
      clauses.every(({ name, words }) => {
        const key = Object.keys(item).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
        const have = textWords(String(key === undefined ? '' : item[key]));
        return words.every((word) => have.some((candidate) => candidate.startsWith(word)));
      }),
    );
  };
}

function parse(filter: string) {
  try {
    return parseFilter(filter);
  } catch (error) {
    throw new GraphError(
      400,
      'Request_UnsupportedQuery',
      `Invalid filter clause: ${(error as Error).message}`,
    );
  }
}

function mailboxSettings(call: Call): Response {
  if (!hasAnyScope(call, 'MailboxSettings.Read')) throw exchangeAccessDenied();
  const user = requireSignedInUser(call);
  return entity(`users('${user.objectId}')/mailboxSettings`, {
    archiveFolder: 'AQMkADYAAAIBXQAAAA==',
    timeZone: user.timeZone.windows,
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'yyyy-MM-dd',
    timeFormat: 'HH:mm',
    userPurpose: 'user',
    automaticRepliesSetting: {
      status: 'disabled',
      externalAudience: 'all',
      internalReplyMessage: '',
      externalReplyMessage: '',
      scheduledStartDateTime: { dateTime: '2026-01-05T08:00:00.0000000', timeZone: 'UTC' },
      scheduledEndDateTime: { dateTime: '2026-01-06T08:00:00.0000000', timeZone: 'UTC' },
    },
    language: { locale: 'en-US', displayName: 'English (United States)' },
    workingHours: workingHours(user),
  });
}
