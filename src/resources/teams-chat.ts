import { graphPath } from '../graph/graph-path.ts';
import { nthPage } from '../graph/nth-page.ts';
import { listPage } from '../graph/paging.ts';
import { teamsMessageId, teamsThreadId } from '../graph/path-segment.ts';
import { chat } from '../graph/teams/chat.ts';
import { chatMessage } from '../graph/teams/chat-message.ts';
import { createZone } from '../lib/zoned-time.ts';
import { oneLine } from '../text/one-line.ts';
import { chatMessageFacts } from './chat-message-facts.ts';
import { chatName } from './chat-name.ts';
import { chatText } from './chat-text.ts';
import { conversation } from './conversation.ts';
import type { OpenedResource } from './opened-resource.ts';
import type { ResourceContext } from './resource-context.ts';
import type { ResourceOf } from './resource-templates.ts';
import { formatResourceUri } from './resource-uri.ts';

const messagesOnPage = 25;
const mostMembers = 50;

/** Who is in a chat, and what was written there last, newest first. */
export async function openChat(
  { chatId }: ResourceOf<'chat'>,
  { graph, granted, caller, timeZone }: ResourceContext,
  page: number,
): Promise<OpenedResource> {
  granted.require(['Chat.Read', 'Chat.ReadBasic'], 'Reading chats');
  const isWhole = granted.has('Chat.Read');
  const [zone, about, messages] = await Promise.all([
    timeZone().then((name) => createZone(name)),
    graph.json({
      path: graphPath`/chats/${teamsThreadId(chatId)}`,
      query: { $expand: 'members' },
      schema: chat,
    }),
    isWhole
      ? nthPage(
          graph,
          {
            path: graphPath`/chats/${teamsThreadId(chatId)}/messages`,
            query: { $top: messagesOnPage, $orderby: 'createdDateTime desc' },
            schema: listPage(chatMessage),
          },
          page,
        )
      : undefined,
  ]);
  const members = about.members ?? [];
  return {
    title: chatName(about, caller),
    facts: {
      type: about.chatType,
      members: members.slice(0, mostMembers).map(({ displayName, email, tenantId }) => {
        const outside = tenantId && tenantId !== caller.tenantId ? ' (outside the organisation)' : '';
        return `${oneLine(displayName, 80)} <${oneLine(email, 120)}>${outside}`;
      }),
      memberCount: members.length > mostMembers ? members.length : undefined,
      messageUri: isWhole ? `${formatResourceUri({ kind: 'chat', chatId })}{number}` : undefined,
      webLink: about.webUrl,
    },
    ...(messages && {
      document: conversation(
        messages.value.map((message) => ({ message, replies: [] })),
        zone,
      ),
      list: { items: [], page, more: messages['@odata.nextLink'] !== undefined },
    }),
    note: isWhole ? undefined : 'No messages: Chat.Read is not granted, only Chat.ReadBasic.',
  };
}

/** One message of a chat. */
export async function openChatMessage(
  { chatId, chatMessageId }: ResourceOf<'chatMessage'>,
  { graph, granted, timeZone }: ResourceContext,
): Promise<OpenedResource> {
  granted.require(['Chat.Read', 'ChatMessage.Read'], 'Reading chat messages');
  const [zone, message] = await Promise.all([
    timeZone().then((name) => createZone(name)),
    graph.json({
      path: graphPath`/chats/${teamsThreadId(chatId)}/messages/${teamsMessageId(chatMessageId)}`,
      schema: chatMessage,
    }),
  ]);
  return {
    facts: { ...chatMessageFacts(message, zone), chat: formatResourceUri({ kind: 'chat', chatId }) },
    document: chatText(message),
  };
}
