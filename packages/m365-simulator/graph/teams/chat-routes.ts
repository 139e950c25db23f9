import type { Call, Route } from '../core/call.ts';
import { GraphError } from '../core/graph-error.ts';
import { collection, entity, raw } from '../core/response.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { parseFilter } from '../odata/filter-syntax.ts';
import { nextLink } from '../odata/query-options.ts';
import { sortItems } from '../odata/sort-items.ts';
import { findMessage, isMember, openChat, requireTeamsScope, teamsOptions } from './chat-access.ts';
import { chatJson, membersJson } from './chat-json.ts';
import { type Thread, chatMessageJson, hostedContentId } from './chat-message-json.ts';
import type { Chat } from './chat-store.ts';

/** Chats: the list, one, who is in it, what was written. */
export const chatRoutes: readonly Route[] = [
  ['GET', '/me/chats', listChats],
  ['GET', '/me/chats/{chat}', getChat],
  ['GET', '/chats/{chat}', getChat],
  ['GET', '/chats/{chat}/members', listMembers],
  ['GET', '/me/chats/{chat}/messages', listMessages],
  ['GET', '/chats/{chat}/messages', listMessages],
  ['GET', '/chats/{chat}/messages/{message}', getMessage],
  ['GET', '/chats/{chat}/messages/{message}/hostedContents', listPictures],
  ['GET', '/chats/{chat}/messages/{message}/hostedContents/{content}/$value', getPicture],
];

function threadOf(chat: Chat): Thread {
  return { kind: 'chat', chatId: chat.id, messages: chat.messages };
}

function listChats(call: Call): Response {
  requireTeamsScope(call, 'Chat.ReadBasic', 'Chat.Read');
  const options = teamsOptions(call, 'top', 'expand', 'filter', 'orderby');
  if (/lastMessagePreview/.test(options.expand ?? '')) requireTeamsScope(call, 'Chat.Read');
  let found = call.tenant.teams.chats
    .filter((chat) => isMember(call, chat.seed.members))
    .map((chat) => ({ chat, ...chatJson(call, chat, 'members,lastMessagePreview') }));
  const { filter } = options;
  if (filter !== undefined) {
    const node = parseFilter(filter);
    found = found.filter((item) => filterMatches(node, item));
  }
  refuseOrder(call);
  for (const { path, descending } of options.orderBy) {
    if (path !== 'lastMessagePreview/createdDateTime' || !descending) {
      throw new GraphError(400, 'BadRequest', `Sorting by ${path} is not supported.`);
    }
  }
  const sorted = sortItems(found, options.orderBy);
  const start = readToken(options.skipToken);
  const end = start + (options.top ?? 20);
  const value = sorted.slice(start, end).map(({ chat }) => chatJson(call, chat, options.expand ?? ''));
  return collection('chats', {
    value,
    count: value.length,
    ...(end < sorted.length ? { nextLink: nextLink(call, '$skiptoken', writeToken(end)) } : {}),
  });
}

function getChat(call: Call): Response {
  requireTeamsScope(call, 'Chat.ReadBasic', 'Chat.Read');
  const { expand } = teamsOptions(call, 'expand', 'select');
  return entity('chats/$entity', chatJson(call, openChat(call), expand ?? ''));
}

function listMembers(call: Call): Response {
  requireTeamsScope(call, 'ChatMember.Read', 'Chat.ReadBasic', 'Chat.Read');
  const value = membersJson(call, openChat(call));
  return collection(`chats('${encodeURIComponent(call.param('chat'))}')/members`, {
    value,
    count: value.length,
  });
}

function listMessages(call: Call): Response {
  requireTeamsScope(call, 'Chat.Read');
  const chat = openChat(call);
  const options = teamsOptions(call, 'top', 'filter', 'orderby');
  refuseOrder(call);
  const order = options.orderBy[0] ?? { path: 'lastModifiedDateTime', descending: true };
  if (!order.descending || !['lastModifiedDateTime', 'createdDateTime'].includes(order.path)) {
    throw new GraphError(
      400,
      'BadRequest',
      `Sorting by ${order.path} ${order.descending ? 'desc' : 'asc'} is not supported.`,
    );
  }
  let found = chat.messages.map((message) => chatMessageJson(call, message, threadOf(chat)));
  const { filter } = options;
  if (filter !== undefined && options.orderBy.length > 0) {
    const operators = order.path === 'createdDateTime' ? ['lt'] : ['gt', 'lt'];
    const allowed = new RegExp(`^\\(*${order.path} (${operators.join('|')}) `);
    // A filter on another property than the order is ignored, as documented.
    if (filter.split(' and ').every((part) => allowed.test(part.trim()))) {
      const node = parseFilter(filter);
      found = found.filter((message) => filterMatches(node, message));
    }
  }
  const sorted = sortItems(found, [order]);
  const start = readToken(options.skipToken);
  const end = start + (options.top ?? 20);
  const value = sorted.slice(start, end);
  return collection(`chats('${encodeURIComponent(chat.id)}')/messages`, {
    value,
    count: value.length,
    ...(end < sorted.length ? { nextLink: nextLink(call, '$skiptoken', writeToken(end)) } : {}),
  });
}

/** @see https://learn.microsoft.com/graph/api/chat-list */
function refuseOrder(call: Call): void {
  if (call.settings.cloud.startsWith('usgov') && call.query.has('$orderby')) {
    throw new GraphError(400, 'BadRequest', "Query option 'OrderBy' is not allowed.");
  }
}

function getMessage(call: Call): Response {
  requireTeamsScope(call, 'Chat.Read', 'ChatMessage.Read');
  const chat = openChat(call);
  const message = findMessage(chat.messages, call.param('message'));
  return entity(
    `chats('${encodeURIComponent(chat.id)}')/messages/$entity`,
    chatMessageJson(call, message, threadOf(chat)),
  );
}

function listPictures(call: Call): Response {
  requireTeamsScope(call, 'Chat.Read');
  const message = findMessage(openChat(call).messages, call.param('message'));
  const value = message.seed.picture
    ? [{ id: hostedContentId(message), contentBytes: null, contentType: null }]
    : [];
  return collection('hostedContents', { value, count: value.length });
}

function getPicture(call: Call): Response {
  requireTeamsScope(call, 'Chat.Read');
  const message = findMessage(openChat(call).messages, call.param('message'));
  if (!message.seed.picture || call.param('content') !== hostedContentId(message)) {
    throw new GraphError(404, 'NotFound', 'Hosted content could not be found.');
  }
  return raw(message.seed.picture(), 'image/png');
}

/** A token that means nothing to a caller. */
export function writeToken(position: number): string {
  return btoa(`position:${position}`);
}

/** @throws GraphError 400 for a token that is none. */
export function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  try {
    const found = /^position:(\d+)$/.exec(atob(token));
    if (found) return Number(found[1]);
  } catch {
    // Falls through to the refusal.
  }
  throw new GraphError(400, 'BadRequest', 'Invalid skip token.');
}
