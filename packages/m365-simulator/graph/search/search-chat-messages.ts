import type { EmailAddress } from '../../seed-data/mail/mail-seed.ts';
import { type Call, hasAnyScope } from '../core/call.ts';
import { badRequest } from '../core/graph-error.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { mailboxGuid, regularItemId, searchSpelling } from '../ids/exchange-id.ts';
import { type KqlValue, kqlMatches, kqlWords } from '../kql/kql-match.ts';
import type { KqlNode } from '../kql/kql-syntax.ts';
import { textWords } from '../kql/text-words.ts';
import { htmlToText } from '../mail/html-text.ts';
import { messageWebLink } from '../mail/message-json.ts';
import { isMember } from '../teams/chat-access.ts';
import type { ChatMessage } from '../teams/chat-store.ts';
import type { SearchRequest } from './search-request.ts';
import { type SearchResult, searchPage, searchSummary } from './search-result.ts';

interface Found {
  readonly message: ChatMessage;
  readonly chatId?: string;
  readonly channel?: { readonly teamId: string; readonly channelId: string };
  readonly members: readonly EmailAddress[];
}

/** Messages of the user's chats, and of channels if the token allows it, newest first. */
export function searchChatMessages(
  call: Call,
  request: SearchRequest,
  node: KqlNode | undefined,
): SearchResult {
  if (node === undefined) throw badRequest('The query string is empty.');
  const words = kqlWords(node);
  const found = everything(call)
    .filter(({ message }) => message.seed.isDeleted !== true && message.seed.isSystem !== true)
    .filter((item) =>
      kqlMatches(
        node,
        { words: textWords(textOf(item.message)), property: (name) => property(call, item, name) },
        call.nowMs,
      ),
    )
    .toSorted((left, right) => right.message.timeMs - left.message.timeMs);
  return searchPage(request, found, false, (item) => hit(call, item, words));
}

function everything(call: Call): readonly Found[] {
  const { chats, teams } = call.tenant.teams;
  const inChats = hasAnyScope(call, 'Chat.Read')
    ? chats
        .filter((chat) => isMember(call, chat.seed.members))
        .flatMap((chat) =>
          chat.messages.map((message) => ({ message, chatId: chat.id, members: chat.seed.members })),
        )
    : [];
  const inChannels = hasAnyScope(call, 'ChannelMessage.Read.All')
    ? teams
        .filter((team) => isMember(call, team.seed.members))
        .flatMap((team) =>
          team.channels.flatMap((channel) =>
            channel.posts
              .flatMap((post) => [post, ...post.replies])
              .map((message) => ({
                message,
                channel: { teamId: team.id, channelId: channel.id },
                members: team.seed.members,
              })),
          ),
        )
    : [];
  return [...inChats, ...inChannels];
}

function textOf({ seed }: ChatMessage): string {
  return [seed.subject ?? '', seed.text ?? htmlToText(seed.html ?? '')].join('\n').trim();
}

function property(call: Call, { message, members }: Found, name: string): KqlValue | undefined {
  const { seed } = message;
  switch (name) {
    case 'from':
      return [`${seed.from.name} ${seed.from.address}`];
    case 'to':
    case 'recipients':
      return members.filter((user) => user !== seed.from).map((user) => `${user.name} ${user.address}`);
    case 'sent':
    case 'received':
      return { dayOf: message.timeMs };
    case 'hasattachment':
    case 'hasattachments':
      return seed.file !== undefined;
    case 'isread':
      return true;
    case 'ismentioned':
      return (seed.mentions ?? []).some(
        (user) => user.address === requireSignedInUser(call).userPrincipalName,
      );
    case 'mentions':
      return (seed.mentions ?? []).map((user) =>
        (call.tenant.directory.find(user.address)?.objectId ?? '').replaceAll('-', ''),
      );
    default:
      return undefined;
  }
}

/**
 * Search resource of a chat message: the sender in mail format, an empty channel identity for a chat, ids of
 * both services.
 */
function hit(
  call: Call,
  { message, chatId, channel }: Found,
  words: readonly string[],
): Record<string, unknown> {
  const id = searchSpelling(
    regularItemId(mailboxGuid(requireSignedInUser(call)), 0x0129, message.timeMs % 2 ** 40),
  );
  return {
    hitId: id,
    summary: searchSummary(textOf(message), words),
    resource: {
      '@odata.type': '#microsoft.graph.chatMessage',
      id: message.id,
      createdDateTime: new Date(message.timeMs).toISOString().replace(/\.\d+Z$/, 'Z'),
      lastModifiedDateTime: new Date(message.timeMs).toISOString().replace(/\.\d+Z$/, 'Z'),
      subject: message.seed.subject ?? '',
      importance: message.seed.isImportant === true ? 'high' : 'normal',
      webLink: messageWebLink(id),
      from: {
        emailAddress: {
          name: message.seed.from.name,
          address: message.seed.from.address,
        },
      },
      channelIdentity: channel ?? {},
      etag: message.id,
      ...(chatId === undefined ? {} : { chatId }),
    },
  };
}
