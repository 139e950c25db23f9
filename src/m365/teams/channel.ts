import { z } from 'zod';
import { oneLine } from '../../../packages/document-text/src/index.ts';
import { listPage, getPage, readList } from '../../graph/paging.ts';
import { graphPath, guidSegment, teamsThreadId } from '../../graph/path.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { formatConversation } from './conversation.ts';
import { chatMessage, sortByCreated } from './schema.ts';

const named = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  webUrl: z.string().nullish(),
});
const post = chatMessage.extend({ replies: z.array(chatMessage).nullish() });
const postsOnPage = 10;
const maxReplies = 10;
const maxPages = 5;
/** What the texts of one page may cost. Those that are cut have an address of their own. */
const maxPageTokens = 15_000;

/** The teams that the person is in. */
export async function openTeams({ graph, granted }: ResourceContext): Promise<ResourceContent> {
  granted.require(['Team.ReadBasic.All'], 'Listing teams');
  const { items, isCut } = await readList(
    graph,
    { path: graphPath`/me/joinedTeams`, schema: listPage(named) },
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
      more: false,
    },
    note: isCut ? 'There are more teams than are listed.' : undefined,
  };
}

/** The channels of a team. */
export async function openTeam(
  { teamId }: ResourceOf<'team'>,
  { graph, granted }: ResourceContext,
): Promise<ResourceContent> {
  granted.require(['Channel.ReadBasic.All'], 'Listing channels');
  const { items, isCut } = await readList(
    graph,
    {
      path: graphPath`/teams/${guidSegment(teamId)}/channels`,
      query: { $select: 'id,displayName,description' },
      schema: listPage(named),
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
      more: false,
    },
    note: isCut ? 'There are more channels than are listed.' : undefined,
  };
}

/** What was posted in a channel last, newest first, with the answers to it. */
export async function openChannel(
  { teamId, channelId }: ResourceOf<'channel'>,
  { graph, granted, caller, timeZone }: ResourceContext,
  page: number,
): Promise<ResourceContent> {
  granted.require(['ChannelMessage.Read.All', 'Channel.ReadBasic.All'], 'Reading channels');
  const isWhole = granted.has('ChannelMessage.Read.All');
  const [zone, about, posts] = await Promise.all([
    timeZone(),
    granted.has('Channel.ReadBasic.All')
      ? graph.json({
          path: graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}`,
          query: { $select: 'id,displayName,description,webUrl' },
          schema: named,
        })
      : undefined,
    isWhole
      ? getPage(
          graph,
          {
            path: graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}/messages`,
            query: { $top: postsOnPage, $expand: 'replies' },
            schema: listPage(post),
          },
          page,
        )
      : undefined,
  ]);
  const threads = posts?.value.map((message) => ({
    message,
    replies: sortByCreated(message.replies ?? []),
  }));
  const isCut = threads?.some(({ replies }) => replies.length > maxReplies);
  return {
    title: oneLine(about?.displayName, 100),
    facts: {
      team: formatResourceUri({ kind: 'team', teamId }),
      description: oneLine(about?.description, 300),
      messageUri: isWhole
        ? `${formatResourceUri({ kind: 'channel', teamId, channelId })}{number}`
        : undefined,
      webLink: about?.webUrl,
    },
    ...(threads && {
      document: formatConversation(
        threads.map(({ message, replies }) => ({ message, replies: replies.slice(-maxReplies) })),
        { zone, caller, maxTokens: maxPageTokens },
      ),
      list: { items: [], page, more: posts?.['@odata.nextLink'] !== undefined },
    }),
    note: isWhole
      ? isCut
        ? `Only the last ${maxReplies} answers to a post are shown: open the post for all.`
        : undefined
      : 'No posts: ChannelMessage.Read.All is not granted, only Channel.ReadBasic.All.',
  };
}
