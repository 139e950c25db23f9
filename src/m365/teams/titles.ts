import { z } from 'zod';
import { oneLine } from '../../../packages/document-text/src/index.ts';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { graphPath, guidSegment, isValidSegment, teamsThreadId } from '../../graph/path.ts';
import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { chatName } from './chats.ts';
import { type ChatMessage, chat } from './schema.ts';

const place = chat.partial().extend({ displayName: z.string().nullish() });
const maxPlaces = 20;

/** Names of the chats and channels that messages stand in, by {@link conversationId}: as many as one round trip tells. */
export async function resolveChatTitles(
  messages: readonly ChatMessage[],
  graph: GraphClient,
  granted: GrantedPermissions,
  caller: VerifiedCaller,
): Promise<ReadonlyMap<string, string>> {
  const places = new Map<string, GraphRequest<z.output<typeof place>>>();
  for (const message of messages) {
    const { chatId } = message;
    const { teamId, channelId } = message.channelIdentity ?? {};
    // What has an id of a kind that is not known here goes without its name.
    if (chatId) {
      if (!isValidSegment(teamsThreadId, chatId)) continue;
      const path = graphPath`/chats/${teamsThreadId(chatId)}`;
      places.set(conversationId(message), { path, query: { $expand: 'members' }, schema: place });
    } else if (teamId && channelId && granted.has('Channel.ReadBasic.All')) {
      if (!isValidSegment(guidSegment, teamId) || !isValidSegment(teamsThreadId, channelId)) continue;
      const path = graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}`;
      places.set(conversationId(message), { path, query: { $select: 'displayName' }, schema: place });
    }
  }
  const asked = [...places].slice(0, maxPlaces);
  const answers = await graph.batch(asked.map(([, request]) => request));
  return new Map(
    asked.flatMap(([id], index) => {
      const answer = answers[index];
      if (!answer || answer instanceof Error) return [];
      const name = oneLine(answer.displayName, 100) || chatName(answer, caller);
      return name === '' ? [] : [[id, name] as const];
    }),
  );
}

/** The chat or channel that a message stands in. */
export function conversationId({ chatId, channelIdentity }: ChatMessage): string {
  return chatId ?? channelIdentity?.channelId ?? '';
}
