import { batchLists, listPage } from '../../graph/paging.ts';
import { graphPath, guidSegment, teamsThreadId } from '../../graph/path.ts';
import { createWordQuery } from '../../lib/word-query.ts';
import type { M365Context } from '../resource.ts';
import { type Channel, listTeamChannels } from './channels.ts';
import { readChatText } from './message-text.ts';
import { type ChatHit, type ChatPage, type ChatQuery, type PostPosition, matchesChatQuery } from './query.ts';
import { excerpt } from './recent.ts';
import { type ChatMessage, channelPost, isUserMessage } from './schema.ts';

const maxTeams = 10;
/** Teams allows four requests per second for one team. */
const maxChannelsPerTeam = 4;
const maxChannels = 16;
const postsPerChannel = 20;

/**
 * Matching posts and replies of the channels of the user's teams, newest first, for users whom Microsoft Search refuses
 * because Chat.Read is not granted. Three round trips: teams, channels, posts; one for the posts of `only` some channels.
 * @throws AppError `permission_missing` when teams or channels cannot be listed
 */
export async function searchRecentPosts(
  query: ChatQuery,
  { graph, granted }: Pick<M365Context, 'graph' | 'granted'>,
  position: PostPosition | undefined,
  only?: readonly Channel[],
): Promise<ChatPage> {
  if (!only) {
    const purpose = 'Searching channels without Chat.Read';
    granted.require('teamList', purpose);
    granted.require('channelList', purpose);
  }
  const { channels, teams } = only
    ? { channels: only.slice(0, maxChannels), teams: 1 }
    : await listChannels(graph);
  const responses = await batchLists(
    graph,
    channels.map(({ teamId, channelId }) => ({
      path: graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}/messages`,
      query: { $top: postsPerChannel, $expand: 'replies' },
      schema: listPage(channelPost),
    })),
  );
  const failed = responses.filter((response) => response instanceof Error);
  if (failed[0] && failed.length === responses.length) throw failed[0];
  const matchesWords = query.text === undefined ? () => true : createWordQuery(query.text);
  const matches = responses.flatMap((response, index) => {
    const { teamId, channelId } = channels[index] ?? {};
    if (response instanceof Error) return [];
    return response.value
      .flatMap(({ replies, ...post }): readonly ChatMessage[] => [post, ...(replies ?? [])])
      .map((message) => ({ ...message, channelIdentity: { teamId, channelId } }))
      .filter((message) => isUserMessage(message) && !message.deletedDateTime)
      .filter((message) => matchesChatQuery(message, query))
      .map((message): ChatHit => ({ message, summary: readChatText(message).sections.join(' ') }))
      .filter(({ message, summary }) => matchesWords(`${message.subject ?? ''} ${summary}`));
  });
  const older = matches
    .toSorted((left, right) => compare(right, left))
    .filter(({ message }) => position === undefined || isBefore(message, position));
  const skip = position === undefined ? query.offset : 0;
  const hits = older.slice(skip, skip + query.limit);
  const last = hits.at(-1)?.message;
  const hasMore = older.length > skip + hits.length;
  return {
    hits: hits.map((hit) => ({ ...hit, summary: excerpt(hit.summary, query.text) })),
    next: last && hasMore ? { before: last.createdDateTime ?? '', id: last.id } : undefined,
    dropped: 0,
    ...(channels.every(({ name }) => name !== '') && {
      names: new Map(
        channels.flatMap(({ teamId, channelId, name, team }) => [
          [channelId, name],
          [teamId, team],
        ]),
      ),
    }),
    note: [
      only
        ? `Only the last ${postsPerChannel} posts of ${channels.length === 1 ? 'this channel' : 'each channel'} were searched.`
        : `Only the last ${postsPerChannel} posts of ${channels.length} channels in ${teams} teams were searched.`,
      failed.length > 0 && `${failed.length} channels could not be read.`,
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/** Channels of the user's teams, the first of each team first. */
async function listChannels(
  graph: M365Context['graph'],
): Promise<{ readonly channels: readonly Channel[]; readonly teams: number }> {
  const byTeam = await listTeamChannels(graph, maxTeams);
  const byRank = Array.from({ length: maxChannelsPerTeam }, (_, rank) =>
    byTeam.flatMap((list) => list[rank] ?? []),
  );
  return { channels: byRank.flat().slice(0, maxChannels), teams: byTeam.length };
}

function compare(left: ChatHit, right: ChatHit): number {
  return (
    (left.message.createdDateTime ?? '').localeCompare(right.message.createdDateTime ?? '', 'en') ||
    left.message.id.localeCompare(right.message.id, 'en')
  );
}

function isBefore(message: ChatMessage, { before, id }: PostPosition): boolean {
  const created = message.createdDateTime ?? '';
  return created < before || (created === before && message.id < id);
}
