import type { GraphClient } from '../../graph/client.ts';
import { graphPath } from '../../graph/graph-path.ts';
import { nthPage } from '../../graph/nth-page.ts';
import { listPage } from '../../graph/paging.ts';
import { teamsMessageId, teamsThreadId } from '../../graph/path.ts';
import { anotherMessage } from './another-message.ts';
import { type Chat, chat, chatMember } from './chat.ts';
import { chatMessage } from './schema.ts';
import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { chatMessageFacts } from './chat-message-facts.ts';
import { chatName } from './chat-name.ts';
import { chatText } from './message-text.ts';
import { conversation } from './conversation.ts';
import { hostedPictureIds, hostedPictures } from './pictures.ts';
import type { OpenedResource } from '../resource.ts';
import type { ResourceContext } from '../resource-context.ts';
import type { ResourceOf } from '../resource-templates.ts';
import { formatResourceUri } from '../uri.ts';
import { writtenAddress } from '../written-address.ts';

const messagesOnPage = 25;
const mostMembers = 50;
/** What the texts of one page may cost. Those that are cut have an address of their own. */
const mostPageTokens = 15_000;

/** Who is in a chat, and what was written there last, newest first. */
export async function openChat(
  { chatId }: ResourceOf<'chat'>,
  { graph, granted, caller, timeZone }: ResourceContext,
  page: number,
): Promise<OpenedResource> {
  granted.require(['Chat.Read', 'Chat.ReadBasic', 'ChatMember.Read'], 'Reading chats');
  const isWhole = granted.has('Chat.Read');
  const [zone, about, messages] = await Promise.all([
    timeZone(),
    aboutChat(chatId, graph, granted),
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
        const written = writtenAddress({ name: displayName ?? '', address: email ?? '' });
        return `${written || 'somebody without a name'}${outside}`;
      }),
      memberCount: members.length > mostMembers ? members.length : undefined,
      messageUri: isWhole ? `${formatResourceUri({ kind: 'chat', chatId })}{number}` : undefined,
      webLink: about.webUrl,
    },
    ...(messages && {
      document: conversation(
        messages.value.map((message) => ({ message, replies: [] })),
        { zone, caller, mostTokens: mostPageTokens },
      ),
      list: { items: [], page, more: messages['@odata.nextLink'] !== undefined },
    }),
    note: isWhole
      ? about.chatType === 'meeting' && page === 1
        ? 'This is the chat of a meeting: its event, found with outlook_calendar_search, leads to what was said.'
        : undefined
      : `No messages: Chat.Read is not granted, only ${granted.has('Chat.ReadBasic') ? 'Chat.ReadBasic' : 'ChatMember.Read'}.`,
  };
}

/** What the permissions tell of a chat. */
async function aboutChat(
  chatId: string,
  graph: GraphClient,
  granted: GrantedPermissions,
): Promise<Omit<Chat, 'id'>> {
  const path = graphPath`/chats/${teamsThreadId(chatId)}`;
  if (granted.hasAny(['Chat.Read', 'Chat.ReadBasic'])) {
    return await graph.json({ path, query: { $expand: 'members' }, schema: chat });
  }
  const { value } = await graph.json({
    path: graphPath`/chats/${teamsThreadId(chatId)}/members`,
    schema: listPage(chatMember),
  });
  return { members: [...value] };
}

/** One message of a chat. */
export async function openChatMessage(
  { chatId, chatMessageId }: ResourceOf<'chatMessage'>,
  { graph, granted, caller, timeZone }: ResourceContext,
): Promise<OpenedResource> {
  granted.require(['Chat.Read', 'ChatMessage.Read'], 'Reading chat messages');
  const [zone, message] = await Promise.all([
    timeZone(),
    graph.json({
      path: graphPath`/chats/${teamsThreadId(chatId)}/messages/${teamsMessageId(chatMessageId)}`,
      schema: chatMessage,
    }),
  ]);
  if (message.id !== chatMessageId) throw anotherMessage();
  const images = granted.has('Chat.Read') ? await hostedPictures(message, chatId, graph) : [];
  return {
    facts: { ...chatMessageFacts(message, zone, caller), chat: formatResourceUri({ kind: 'chat', chatId }) },
    document: chatText(message),
    images,
    note:
      images.length < hostedPictureIds(message).length
        ? 'Not all of its pictures are shown: open it in Teams to see them.'
        : undefined,
  };
}
