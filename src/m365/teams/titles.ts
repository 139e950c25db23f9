import { oneLine } from 'document-text';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { chatIdSegment, graphPath, guidSegment, isValidSegment, teamsThreadId } from '../../graph/path.ts';
import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { namedEntity } from './channel.ts';
import { chatName } from './chats.ts';
import { type ChatMessage, chat } from './schema.ts';
import { nullishString } from '../../graph/nullish.ts';

type Names = readonly (readonly [id: string, name: string])[];

const titled = chat.partial().extend({ displayName: nullishString });
/** Size of one Graph batch, without the list of teams. */
const maxConversations = 19;

/**
 * Names of the chats and channels of messages by {@link conversationId}, and of teams by id, resolved in one batch. Ids in
 * an unknown format are left without a name.
 */
export async function resolveChatTitles(
  messages: readonly ChatMessage[],
  graph: GraphClient,
  granted: GrantedPermissions,
  caller: VerifiedCaller,
): Promise<ReadonlyMap<string, string>> {
  const requests = new Map<string, GraphRequest<Names>>();
  for (const message of messages) {
    const id = conversationId(message);
    const { chatId } = message;
    const { teamId, channelId } = message.channelIdentity ?? {};
    const schema = titled.transform((found): Names => [
      [id, oneLine(found.displayName, 100) || chatName(found, caller)],
    ]);
    if (chatId) {
      if (!isValidSegment(chatIdSegment, chatId)) continue;
      const path = graphPath`/chats/${chatIdSegment(chatId)}`;
      requests.set(id, { path, query: { $expand: 'members' }, schema });
    } else if (teamId && channelId && granted.level('channelList')) {
      if (!isValidSegment(guidSegment, teamId) || !isValidSegment(teamsThreadId, channelId)) continue;
      const path = graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}`;
      requests.set(id, { path, query: { $select: 'displayName' }, schema });
    }
  }
  const isInTeam = messages.some(({ channelIdentity }) => Boolean(channelIdentity?.teamId));
  const responses = await graph.batch([
    ...[...requests.values()].slice(0, maxConversations),
    ...(isInTeam && granted.level('teamList') ? [teamsRequest] : []),
  ]);
  return new Map(
    responses
      .flatMap((response) => (response instanceof Error ? [] : response))
      .filter(([, name]) => name !== ''),
  );
}

const teamsRequest: GraphRequest<Names> = {
  path: graphPath`/me/joinedTeams`,
  schema: listPage(namedEntity).transform(({ value }) =>
    value.map(({ id, displayName }) => [id, oneLine(displayName, 100)] as const),
  ),
};

/** Id of the chat or channel of a message. */
export function conversationId({ chatId, channelIdentity }: ChatMessage): string {
  return chatId ?? channelIdentity?.channelId ?? '';
}
