import { z } from 'zod';
import { oneLine } from 'document-text';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { chatIdSegment, graphPath, guidSegment, isValidSegment, teamsThreadId } from '../../graph/path.ts';
import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { chatName } from './chats.ts';
import { type ChatMessage, chat } from './schema.ts';

const titleSchema = chat.partial().extend({ displayName: z.string().nullish() });
/** Size of one Graph batch. */
const maxConversations = 20;

/** Names of the chats and channels of messages by {@link conversationId}, resolved in one batch. */
export async function resolveChatTitles(
  messages: readonly ChatMessage[],
  graph: GraphClient,
  granted: GrantedPermissions,
  caller: VerifiedCaller,
): Promise<ReadonlyMap<string, string>> {
  const requests = new Map<string, GraphRequest<z.output<typeof titleSchema>>>();
  for (const message of messages) {
    const { chatId } = message;
    const { teamId, channelId } = message.channelIdentity ?? {};
    // Ids in an unknown format are left without a name.
    if (chatId) {
      if (!isValidSegment(chatIdSegment, chatId)) continue;
      const path = graphPath`/chats/${chatIdSegment(chatId)}`;
      requests.set(conversationId(message), { path, query: { $expand: 'members' }, schema: titleSchema });
    } else if (teamId && channelId && granted.level('channelList')) {
      if (!isValidSegment(guidSegment, teamId) || !isValidSegment(teamsThreadId, channelId)) continue;
      const path = graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}`;
      requests.set(conversationId(message), { path, query: { $select: 'displayName' }, schema: titleSchema });
    }
  }
  const selected = [...requests].slice(0, maxConversations);
  const responses = await graph.batch(selected.map(([, request]) => request));
  return new Map(
    selected.flatMap(([id], index) => {
      const response = responses[index];
      if (!response || response instanceof Error) return [];
      const name = oneLine(response.displayName, 100) || chatName(response, caller);
      return name === '' ? [] : [[id, name] as const];
    }),
  );
}

/** Id of the chat or channel of a message. */
export function conversationId({ chatId, channelIdentity }: ChatMessage): string {
  return chatId ?? channelIdentity?.channelId ?? '';
}
