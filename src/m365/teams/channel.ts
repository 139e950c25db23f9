import { z } from 'zod';
import { oneLine } from 'document-text';
import { listPage, readList } from '../../graph/paging.ts';
import { graphPath, guidSegment, teamsThreadId } from '../../graph/path.ts';
import { type ListPlace, readListPage } from '../list-page.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { formatConversation } from './conversation.ts';
import { channelPost, sortByCreated } from './schema.ts';
import { nullishString } from '../../graph/nullish.ts';

/** A team or channel. */
export const namedEntity = z.object({
  id: z.string(),
  displayName: nullishString,
  description: nullishString,
  webUrl: nullishString,
});
const postsPerPage = 10;
const maxReplies = 10;
const maxPages = 5;
/** Token budget of one page. Truncated messages can be opened by their own URI. */
const maxPageTokens = 15_000;

/** The teams that the user is a member of. */
export async function openTeams({ graph, granted }: ResourceContext): Promise<ResourceContent> {
  granted.require('teamList', 'Listing teams');
  const { items, isCut } = await readList(
    graph,
    { path: graphPath`/me/joinedTeams`, schema: listPage(namedEntity) },
    maxPages,
  );
  return {
    facts: {},
    list: {
      items: items.map(({ id, displayName, description }) => ({
        uri: formatResourceUri({ kind: 'team', teamId: id }),
        name: oneLine(displayName, 100),
        description: oneLine(description, 100),
      })),
      page: 1,
      next: undefined,
    },
    note: isCut ? 'Not all teams are listed.' : undefined,
  };
}

/** The channels of a team. */
export async function openTeam(
  { teamId }: ResourceOf<'team'>,
  { graph, granted }: ResourceContext,
): Promise<ResourceContent> {
  granted.require('channelList', 'Listing channels');
  const { items, isCut } = await readList(
    graph,
    {
      path: graphPath`/teams/${guidSegment(teamId)}/channels`,
      query: { $select: 'id,displayName,description' },
      schema: listPage(namedEntity),
    },
    maxPages,
  );
  return {
    facts: {},
    list: {
      items: items.map(({ id, displayName, description }) => ({
        uri: formatResourceUri({ kind: 'channel', teamId, channelId: id }),
        name: oneLine(displayName, 100),
        description: oneLine(description, 100),
      })),
      page: 1,
      next: undefined,
    },
    note: isCut ? 'Not all channels are listed.' : undefined,
  };
}

/** The posts of a channel with their replies, newest first. */
export async function openChannel(
  { teamId, channelId }: ResourceOf<'channel'>,
  { graph, granted, caller, timeZone }: ResourceContext,
  place: ListPlace,
): Promise<ResourceContent> {
  const canReadMessages = granted.level('channels') !== undefined;
  if (!granted.level('channelList')) granted.require('channels', 'Reading channels');
  const [zone, about, posts] = await Promise.all([
    timeZone(),
    granted.level('channelList')
      ? graph.json({
          path: graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}`,
          query: { $select: 'id,displayName,description,webUrl' },
          schema: namedEntity,
        })
      : undefined,
    canReadMessages
      ? readListPage(
          graph,
          {
            path: graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}/messages`,
            query: { $top: postsPerPage, $expand: 'replies' },
            schema: listPage(channelPost),
          },
          place,
        )
      : undefined,
  ]);
  const threads = posts?.items.map((message) => ({
    message,
    replies: sortByCreated(message.replies ?? []),
  }));
  const isCut = threads?.some(({ replies }) => replies.length > maxReplies);
  return {
    title: oneLine(about?.displayName, 100),
    facts: {
      team: formatResourceUri({ kind: 'team', teamId }),
      description: oneLine(about?.description, 300),
      messageUri: canReadMessages
        ? `${formatResourceUri({ kind: 'channel', teamId, channelId })}{number}`
        : undefined,
      webLink: about?.webUrl,
    },
    ...(threads && {
      document: formatConversation(
        threads.map(({ message, replies }) => ({ message, replies: replies.slice(-maxReplies) })),
        { zone, caller, maxTokens: maxPageTokens },
      ),
      list: { items: [], page: place.page, shown: threads.length, next: posts?.next },
    }),
    note: canReadMessages
      ? isCut
        ? `Only the last ${maxReplies} replies to a post are included. Open the post for all replies.`
        : undefined
      : 'No posts: ChannelMessage.Read.All is not granted, only Channel.ReadBasic.All.',
  };
}
