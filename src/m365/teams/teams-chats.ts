import { graphPath } from '../../graph/graph-path.ts';
import { nthPage } from '../../graph/nth-page.ts';
import { listPage } from '../../graph/paging.ts';
import { chat } from './chat.ts';
import { chatSender } from './schema.ts';
import { oneLine } from '../../../packages/document-text/src/one-line.ts';
import { chatName } from './chat-name.ts';
import { chatText } from './message-text.ts';
import type { OpenedResource } from '../resource.ts';
import type { ResourceContext } from '../resource-context.ts';
import { writtenMoment } from '../written-moment.ts';
import { formatResourceUri } from '../uri.ts';

const chatsOnPage = 25;

/** The person's chats, the one written in last first. */
export async function openChats(
  { graph, granted, caller, timeZone }: ResourceContext,
  page: number,
): Promise<OpenedResource> {
  granted.require(['Chat.Read', 'Chat.ReadBasic'], 'Listing chats');
  const [zone, found] = await Promise.all([
    timeZone(),
    nthPage(
      graph,
      {
        path: graphPath`/me/chats`,
        query: {
          $expand: granted.has('Chat.Read') ? 'members,lastMessagePreview' : 'members',
          $orderby: 'lastMessagePreview/createdDateTime desc',
          $top: chatsOnPage,
        },
        schema: listPage(chat),
      },
      page,
    ),
  ]);
  return {
    facts: {},
    list: {
      items: found.value.map((item) => {
        const last = item.lastMessagePreview;
        return {
          uri: formatResourceUri({ kind: 'chat', chatId: item.id }),
          name: chatName(item, caller),
          type: item.chatType,
          ...writtenMoment('last', last?.createdDateTime, zone),
          from: last ? oneLine(chatSender(last).name, 60) : undefined,
          preview: last ? oneLine(chatText(last).sections.join(' '), 100) : undefined,
        };
      }),
      page,
      more: found['@odata.nextLink'] !== undefined,
    },
  };
}
