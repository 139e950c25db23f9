import type { VerifiedCaller } from '../../entra/caller.ts';
import type { GraphClient } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { listPage, readList } from '../../graph/paging.ts';
import { graphPath, isValidSegment, teamsThreadId } from '../../graph/path.ts';
import { hasWords } from '../../lib/search-words.ts';
import { chatName } from './chats.ts';
import { readChatText } from './message-text.ts';
import { type Chat, type ChatMessage, chat, chatMessage, isUserMessage } from './schema.ts';
import { type ChatPage, type ChatQuery, type ChatSearchPosition, matchesChatQuery } from './search.ts';

/** Teams has low request limits, and a user can have hundreds of chats. */
const maxChats = 10;
const messagesPerChat = 50;

/**
 * The latest chat messages, for a query without words: Graph Search returns nothing without words, so the most recently
 * used chats are read, in two requests.
 */
export async function recentChatMessages(
  query: ChatQuery,
  { graph, caller }: { readonly graph: GraphClient; readonly caller: VerifiedCaller },
  position: ChatSearchPosition | undefined,
): Promise<ChatPage> {
  const { value } = await graph.json({
    path: graphPath`/me/chats`,
    query: {
      $expand: 'members,lastMessagePreview',
      $orderby: 'lastMessagePreview/createdDateTime desc',
      $top: 50,
    },
    schema: listPage(chat),
  });
  const active = value.filter(({ id, lastMessagePreview }) => {
    if (!isValidSegment(teamsThreadId, id)) return false;
    const lastMs = Date.parse(lastMessagePreview?.createdDateTime ?? '');
    return Number.isNaN(lastMs) || lastMs >= (query.afterMs ?? -Infinity);
  });
  const { beforeMs } = query;
  const responses = await graph.batch(
    active.slice(0, maxChats).map(({ id }) => ({
      path: graphPath`/chats/${teamsThreadId(id)}/messages`,
      query: {
        $top: messagesPerChat,
        $orderby: 'createdDateTime desc',
        $filter: beforeMs === undefined ? undefined : odataFilter`createdDateTime lt ${new Date(beforeMs)}`,
      },
      schema: listPage(chatMessage),
    })),
  );
  const failed = responses.filter((response) => response instanceof Error);
  if (failed[0] && failed.length === responses.length) throw failed[0];
  const messages = responses
    .flatMap((response) => (response instanceof Error ? [] : response.value))
    .filter(
      (message) => isUserMessage(message) && !message.deletedDateTime && matchesChatQuery(message, query),
    )
    .toSorted(newestFirst);
  const offset = position?.offset ?? query.offset;
  const end = offset + query.limit;
  return {
    hits: messages
      .slice(offset, end)
      .map((message) => ({ message, summary: readChatText(message).sections.join(' ') })),
    next: end < messages.length ? { offset: end } : undefined,
    names: new Map(value.map((item) => [item.id, chatName(item, caller)])),
    dropped: 0,
    note: [
      `Only the last ${messagesPerChat} messages of the ${maxChats} most recently used chats were searched, and no channels. Give words or a sender to search everything.`,
      failed.length > 0 && `${failed.length} chats could not be read.`,
    ]
      .filter(Boolean)
      .join(' '),
  };
}

function newestFirst(first: ChatMessage, second: ChatMessage): number {
  return Date.parse(second.createdDateTime ?? '') - Date.parse(first.createdDateTime ?? '');
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
