import { oneLine } from 'document-text';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { GraphClient } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { listPage, readList } from '../../graph/paging.ts';
import { graphPath, teamsMessageId, chatIdSegment } from '../../graph/path.ts';
import { shortHash } from '../../lib/short-hash.ts';
import { areaPermissions } from '../../tenants/areas.ts';
import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { formatTimestamp, joinNotes } from '../format.ts';
import { formatAddress } from '../addresses.ts';
import { type FoundPage, type ListPlace, readListPage } from '../list-page.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { maxSeen } from '../time-key.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { chatMessageMetadata, formatConversation } from './conversation.ts';
import { readChatText } from './message-text.ts';
import { hostedPictureIds, downloadHostedPictures } from './pictures.ts';
import {
  type Chat,
  type ChatMessage,
  messageMismatchError,
  chat,
  chatMember,
  chatMessage,
  chatSender,
  sortByLastMessage,
} from './schema.ts';

const messagesPerPage = 25;
const maxMembers = 50;
const maxMemberPages = 4;
/** Token budget of one page. Truncated messages can be opened by their own URI. */
const maxPageTokens = 15_000;

/** The members of a chat and its messages, newest first. */
export async function openChat(
  { chatId }: ResourceOf<'chat'>,
  { graph, granted, caller, canSortChats, timeZone }: ResourceContext,
  place: ListPlace,
): Promise<ResourceContent> {
  // Members are a part of the area, and off with it.
  const isOff = areaPermissions('chats').some((permission) => granted.isOff(permission));
  const canReadMembers = granted.has('ChatMember.Read') && !isOff;
  if (!granted.level('chats') && !canReadMembers) granted.require('chats', 'Reading chats');
  const canReadMessages = granted.level('chats') === 'full';
  const [zone, about, messages] = await Promise.all([
    timeZone(),
    readChatDetails(chatId, graph, granted),
    canReadMessages ? readMessages(chatId, place, graph, canSortChats) : undefined,
  ]);
  const members = about.members ?? [];
  return {
    title: chatName({ ...about, id: chatId }, caller),
    facts: {
      type: about.chatType,
      members: members.slice(0, maxMembers).map(({ displayName, email, tenantId }) => {
        const suffix = tenantId && tenantId !== caller.tenantId ? ' (outside the organization)' : '';
        const address = formatAddress({ name: displayName ?? '', address: email ?? '' });
        return `${address || 'unnamed member'}${suffix}`;
      }),
      memberCount: members.length > maxMembers ? members.length : undefined,
      messageUri: canReadMessages ? `${formatResourceUri({ kind: 'chat', chatId })}{number}` : undefined,
      webLink: about.webUrl,
    },
    ...(messages && {
      document: formatConversation(
        messages.items.map((message) => ({ message, replies: [] })),
        { zone, caller, maxTokens: maxPageTokens },
      ),
      list: { items: [], page: place.page, shown: messages.items.length, next: messages.next },
    }),
    note: joinNotes([
      about.hasMoreMembers && `${members.length} members or more: Graph lists no more.`,
      !canReadMessages &&
        `No messages: Chat.Read is not granted, only ${granted.has('Chat.ReadBasic') ? 'Chat.ReadBasic' : 'ChatMember.Read'}.`,
      canReadMessages &&
        about.chatType === 'meeting' &&
        place.page === 1 &&
        'This is the chat of a meeting. To read the transcript, find the event with outlook_calendar_search.',
    ]),
  };
}

/** Messages of a chat, newest first. Pages continue by time where Graph filters by it, else at Graph's position. */
async function readMessages(
  chatId: string,
  place: ListPlace,
  graph: GraphClient,
  canSortChats: boolean,
): Promise<FoundPage<ChatMessage>> {
  const key = place.position?.key;
  const request = {
    path: graphPath`/chats/${chatIdSegment(chatId)}/messages`,
    query: {
      $top: messagesPerPage,
      $orderby: canSortChats ? 'createdDateTime desc' : undefined,
      // Messages of the same time as the last one are found again.
      $filter: key && odataFilter`createdDateTime lt ${new Date(key.atMs + 1)}`,
    },
    schema: listPage(chatMessage),
  };
  const seen = new Set(key?.seen);
  const found = await readListPage(graph, request, place);
  const items = found.items.filter(({ id }) => !seen.has(shortHash(id)));
  const atMs = Date.parse(items.at(-1)?.createdDateTime ?? '');
  if (!canSortChats || !found.next || Number.isNaN(atMs)) {
    return { items, next: found.next && { ...found.next, key } };
  }
  const sameTime = items.filter(({ createdDateTime }) => Date.parse(createdDateTime ?? '') === atMs);
  const nextSeen = [...(key?.atMs === atMs ? key.seen : []), ...sameTime.map(({ id }) => shortHash(id))];
  return { items, next: { page: place.page + 1, key: { atMs, seen: nextSeen.slice(-maxSeen) } } };
}

/** Details of a chat, as far as the granted permissions allow. */
async function readChatDetails(
  chatId: string,
  graph: GraphClient,
  granted: GrantedPermissions,
): Promise<Omit<Chat, 'id'> & { readonly hasMoreMembers: boolean }> {
  if (granted.level('chats')) {
    const path = graphPath`/chats/${chatIdSegment(chatId)}`;
    const found = await graph.json({ path, query: { $expand: 'members' }, schema: chat });
    return { ...found, hasMoreMembers: found.members?.length === maxExpandedMembers };
  }
  const path = graphPath`/chats/${chatIdSegment(chatId)}/members`;
  const { items, isCut } = await readList(graph, { path, schema: listPage(chatMember) }, maxMemberPages);
  return { members: [...items], hasMoreMembers: isCut };
}

/** One message of a chat. */
export async function openChatMessage(
  { chatId, chatMessageId }: ResourceOf<'chatMessage'>,
  { graph, granted, caller, timeZone }: ResourceContext,
): Promise<ResourceContent> {
  granted.require('chats', 'Reading chat messages');
  const [zone, message] = await Promise.all([
    timeZone(),
    graph.json({
      path: graphPath`/chats/${chatIdSegment(chatId)}/messages/${teamsMessageId(chatMessageId)}`,
      schema: chatMessage,
    }),
  ]);
  if (message.id !== chatMessageId) throw messageMismatchError();
  const images = await downloadHostedPictures(message, chatId, graph);
  return {
    facts: {
      ...chatMessageMetadata(message, zone, caller),
      chat: formatResourceUri({ kind: 'chat', chatId }),
    },
    document: readChatText(message),
    images,
    note:
      images.length < hostedPictureIds(message).length
        ? 'Some pictures are not included. Open the message in Teams to see them.'
        : undefined,
  };
}

const chatsPerPage = 25;

/** The user's chats, most recently used first. */
export async function openChats(
  { graph, granted, caller, canSortChats, timeZone }: ResourceContext,
  place: ListPlace,
): Promise<ResourceContent> {
  granted.require('chats', 'Listing chats', 'reduced');
  const [zone, found] = await Promise.all([
    timeZone(),
    readListPage(
      graph,
      {
        path: graphPath`/me/chats`,
        query: {
          $expand: granted.level('chats') === 'full' ? 'members,lastMessagePreview' : 'members',
          $orderby: canSortChats ? 'lastMessagePreview/createdDateTime desc' : undefined,
          $top: chatsPerPage,
        },
        schema: listPage(chat),
      },
      place,
    ),
  ]);
  return {
    facts: {},
    list: {
      items: (canSortChats ? found.items : sortByLastMessage(found.items)).map((item) => {
        const last = item.lastMessagePreview;
        return {
          uri: formatResourceUri({ kind: 'chat', chatId: item.id }),
          name: chatName(item, caller),
          type: item.chatType,
          ...formatTimestamp('last', last?.createdDateTime, zone),
          from: last ? oneLine(chatSender(last).name, 60) : undefined,
          preview: last ? oneLine(readChatText(last).sections.join(' '), 100) : undefined,
        };
      }),
      page: place.page,
      next: found.next,
    },
  };
}

const maxNames = 4;
/** Graph returns no more members with a chat. */
const maxExpandedMembers = 25;
/** Ids that Teams stores as the topic of some chats: `8:orgid:…`, `19:…`. */
const idTopic = /^(?:8|19|28|48):\S*$/;

/** Name of a chat: its topic, or the names of the other members. Empty if neither is available. */
export function chatName(
  { id, topic, members }: Pick<Chat, 'topic' | 'members'> & { readonly id?: string | undefined },
  caller: VerifiedCaller,
): string {
  if (id === '48:notes') return 'Notes to yourself';
  if (topic && !idTopic.test(topic)) return oneLine(topic, 100);
  const others = (members ?? []).filter(({ userId }) => userId !== caller.objectId);
  const names = others.map(({ displayName, email }) => oneLine(displayName || email, 60)).filter(Boolean);
  const shown = names.slice(0, maxNames).join(', ');
  if (names.length <= maxNames) return shown;
  const orMore = (members ?? []).length >= maxExpandedMembers ? ' or more' : '';
  return `${shown} and ${names.length - maxNames}${orMore} more`.replace('or more more', 'or more others');
}
