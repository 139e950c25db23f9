import type { GraphClient } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { batchLists, listPage, readList } from '../../graph/paging.ts';
import { graphPath, isValidSegment, chatIdSegment } from '../../graph/path.ts';
import { hasWords } from '../../lib/search-words.ts';
import { createWordQuery } from '../../lib/word-query.ts';
import { matchesAddress } from '../addresses.ts';
import type { M365Context } from '../resource.ts';
import { chatName } from './chats.ts';
import { readChatText } from './message-text.ts';
import {
  type ChatHit,
  type ChatPage,
  type ChatPositions,
  type ChatQuery,
  matchesChatQuery,
} from './query.ts';
import {
  type Chat,
  type ChatMessage,
  chat,
  chatMessage,
  isUserMessage,
  lastMessageMs,
  sortByLastMessage,
} from './schema.ts';

/** Teams has low request limits, and a user can have hundreds of chats. Words are looked for in more chats. */
const maxReadChats = { latest: 4, words: 10 };
const messagesPerChat = 50;
/** Chats that a cursor keeps: of more, only the last message is searched. */
const maxKeptChats = 20;
const maxUnsortedPages = 4;

type ChatContext = Pick<M365Context, 'graph' | 'caller' | 'canSortChats'>;

/** A chat and the time before which its messages are not returned yet. */
interface ChatWindow {
  readonly chat: Chat;
  readonly beforeMs: number;
  /** Time of the last message before that, if it is known. */
  readonly lastMs: number | undefined;
}

/** The most recently used chats with members and last message. */
export async function listActiveChats(
  { graph, canSortChats }: ChatContext,
  maxPages = 1,
): Promise<readonly Chat[]> {
  const request = {
    path: graphPath`/me/chats`,
    query: {
      $expand: 'members,lastMessagePreview',
      ...(canSortChats && { $orderby: 'lastMessagePreview/createdDateTime desc' }),
      $top: 50,
    },
    schema: listPage(chat),
  };
  const { items } = await readList(graph, request, canSortChats ? maxPages : maxUnsortedPages);
  return canSortChats ? items : sortByLastMessage(items);
}

/**
 * Matching messages of the most recently used chats, newest first, without Microsoft Search: it returns nothing without
 * words, and needs more permissions. Pages continue by the time of each chat, so that new messages shift nothing.
 */
export async function searchRecentChats(
  query: ChatQuery,
  chats: readonly Chat[],
  { graph, caller, canSortChats }: ChatContext,
  position: ChatPositions | undefined,
): Promise<ChatPage> {
  const isLatest = query.text === undefined && query.sender === undefined && query.mentioned === undefined;
  const windows = rankWindows(chats, query, position);
  const maxRead = isLatest && !query.within ? maxReadChats.latest : maxReadChats.words;
  const read = windows.slice(0, maxRead);
  const others = windows.slice(read.length, maxKeptChats);
  const responses = await batchLists(
    graph,
    read.map(({ chat: { id }, beforeMs }) => ({
      path: graphPath`/chats/${chatIdSegment(id)}/messages`,
      query: {
        $top: messagesPerChat,
        ...(canSortChats && {
          $orderby: 'createdDateTime desc',
          $filter: Number.isFinite(beforeMs)
            ? odataFilter`createdDateTime lt ${new Date(beforeMs)}`
            : undefined,
        }),
      },
      schema: listPage(chatMessage),
    })),
  );
  const failed = responses.filter((response) => response instanceof Error);
  if (failed[0] && failed.length === responses.length) throw failed[0];
  const sources = [
    ...read.map((window, index) => {
      const response = responses[index];
      const page = response instanceof Error || response === undefined ? undefined : response;
      const more = canSortChats && page?.['@odata.nextLink'] !== undefined;
      return { window, messages: page?.value ?? [], more };
    }),
    ...others.map((window) => ({ window, messages: lastMessages(window), more: true })),
  ];
  const matchesWords = query.text === undefined ? () => true : createWordQuery(query.text);
  const matches = sources.flatMap(({ window, messages }) =>
    messages
      .map((message) => withAddress({ ...message, chatId: window.chat.id }, window.chat))
      .filter((message) => sentMs(message) < window.beforeMs && isVisible(message))
      .filter((message) => matchesChatQuery(message, query))
      .map((message): ChatHit => ({ message, summary: readChatText(message).sections.join(' ') }))
      .filter(({ message, summary }) => matchesWords(`${message.subject ?? ''} ${summary}`)),
  );
  const skip = position === undefined ? query.offset : 0;
  const sorted = matches.toSorted((left, right) => sentMs(right.message) - sentMs(left.message));
  const hits = sorted.slice(skip, skip + query.limit);
  const left = sorted.slice(skip + query.limit);
  const next = sources.flatMap(({ window, messages, more }) => {
    const newest = left.find(({ message }) => message.chatId === window.chat.id);
    const oldestMs = Math.min(window.beforeMs, ...messages.map(sentMs));
    const beforeMs = newest ? sentMs(newest.message) + 1 : oldestMs;
    const isDone =
      !newest && (!more || beforeMs <= (query.afterMs ?? -Infinity) || !Number.isFinite(beforeMs));
    return isDone ? [] : [[chatKey(window.chat.id), beforeMs] as const];
  });
  return {
    hits: hits.map((hit) => ({ ...hit, summary: excerpt(hit.summary, query.text) })),
    next: next.length === 0 ? undefined : { chats: Object.fromEntries(next) },
    names: new Map(chats.map((item) => [item.id, chatName(item, caller)])),
    dropped: 0,
    note: [
      query.within ? !isLatest && withinNote : coverageNote(isLatest, read.length, others.length),
      failed.length > 0 && `${failed.length} chats could not be read.`,
    ]
      .filter(Boolean)
      .join(' '),
  };
}

const withinNote = `Only the last ${messagesPerChat} messages of each chat were searched.`;

/** The scope of a search of all chats, for the note. */
function coverageNote(isLatest: boolean, chats: number, others: number): string | undefined {
  if (chats === 0) return undefined;
  const rest = `the ${chats} most recently used chats`;
  return isLatest
    ? `These are the last messages of ${rest}, and the last one of ${others} others.`
    : `Only the last ${messagesPerChat} messages of ${rest} were searched, and the last one of ${others} others.`;
}

/** The chats of the query, first those with the sender as a member, then the most recently used. */
function rankWindows(
  chats: readonly Chat[],
  { afterMs, beforeMs, sender }: ChatQuery,
  position: ChatPositions | undefined,
): readonly ChatWindow[] {
  const hasSender = (item: Chat): number => (sender !== undefined && hasMember(item, sender) ? 1 : 0);
  return chats
    .filter(({ id }) => isValidSegment(chatIdSegment, id))
    .flatMap((item) => {
      const key = position?.chats[chatKey(item.id)];
      if (position !== undefined && key === undefined) return [];
      const limitMs = Math.min(key ?? Infinity, beforeMs ?? Infinity);
      const lastMs = lastMessageMs(item);
      const knownMs = lastMs === undefined ? undefined : Math.min(lastMs, limitMs - 1);
      return [{ chat: item, beforeMs: limitMs, lastMs: knownMs }];
    })
    .filter(({ lastMs }) => lastMs === undefined || lastMs >= (afterMs ?? -Infinity))
    .toSorted(
      (left, right) =>
        hasSender(right.chat) - hasSender(left.chat) || (right.lastMs ?? 0) - (left.lastMs ?? 0),
    );
}

function hasMember({ members }: Chat, sender: string): boolean {
  return (members ?? []).some(({ displayName, email }) =>
    matchesAddress({ name: displayName ?? '', address: email ?? '' }, sender),
  );
}

/** The last message, which Graph returns with the list of chats. */
function lastMessages({ chat: { lastMessagePreview }, beforeMs }: ChatWindow): readonly ChatMessage[] {
  return lastMessagePreview && sentMs(lastMessagePreview) < beforeMs ? [lastMessagePreview] : [];
}

function isVisible(message: ChatMessage): boolean {
  return isUserMessage(message) && !message.deletedDateTime && message.isDeleted !== true;
}

/** Chats name a sender by object id and name: the address is that of the member. */
function withAddress(message: ChatMessage, { members }: Chat): ChatMessage {
  const user = message.from?.user;
  const address = user?.id ? members?.find(({ userId }) => userId === user.id)?.email : undefined;
  return address
    ? { ...message, from: { ...message.from, emailAddress: { name: user?.displayName, address } } }
    : message;
}

/** Infinity for a message without a valid time. */
function sentMs({ createdDateTime }: Pick<ChatMessage, 'createdDateTime'>): number {
  const ms = Date.parse(createdDateTime ?? '');
  return Number.isNaN(ms) ? Infinity : ms;
}

/** A short name of a chat within a cursor: FNV-1a, 32 bits. @see https://www.rfc-editor.org/rfc/rfc9923 */
function chatKey(chatId: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < chatId.length; index += 1) {
    hash = Math.imul(hash ^ chatId.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

const excerptLead = 60;
const longLead = 160;

/** The text, or its part from shortly before the first word of the query. */
export function excerpt(text: string, query: string | undefined): string {
  const word = /[\p{L}\p{N}]{2,}/u.exec(query?.replaceAll(/\b(?:AND|OR|NOT)\b/g, ' ') ?? '')?.[0];
  const at = word === undefined ? -1 : text.toLowerCase().indexOf(word.toLowerCase());
  return at < longLead ? text : `…${text.slice(at - excerptLead)}`;
}

const maxPages = 4;

/** Chats whose topic or members match the words: all that Chat.ReadBasic allows. */
export async function searchChatsByName(words: string, graph: GraphClient): Promise<readonly Chat[]> {
  const { items } = await readList(
    graph,
    { path: graphPath`/me/chats`, query: { $expand: 'members', $top: 50 }, schema: listPage(chat) },
    maxPages,
  );
  return items.filter(({ topic, members }) => {
    const names = (members ?? []).map(({ displayName, email }) => `${displayName ?? ''} ${email ?? ''}`);
    return hasWords([topic ?? '', ...names].join(' '), words);
  });
}
