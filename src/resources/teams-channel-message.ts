import { z } from 'zod';
import { type GraphPath, graphPath } from '../graph/graph-path.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { listPage, readList } from '../graph/paging.ts';
import { guidSegment, teamsMessageId, teamsThreadId } from '../graph/path-segment.ts';
import { type ChatMessage, chatMessage } from '../graph/teams/chat-message.ts';
import { AppError } from '../lib/app-error.ts';
import { createZone, type Zone } from '../lib/zoned-time.ts';
import { oneLine } from '../text/one-line.ts';
import { chatMessageFacts } from './chat-message-facts.ts';
import { chatText } from './chat-text.ts';
import { conversation } from './conversation.ts';
import type { OpenedResource } from './opened-resource.ts';
import type { ResourceContext } from './resource-context.ts';
import type { ResourceOf } from './resource-templates.ts';
import { formatResourceUri } from './resource-uri.ts';

const withReplies = chatMessage.extend({ replies: z.array(chatMessage).nullish() });
/** Of 50 each: posts among which an answer is looked for, and answers to one post. */
const mostPages = 4;

/**
 * A post with the answers to it. Search names an answer like a post: where there is no such post, it is looked for among
 * the answers of the channel's last posts.
 */
export async function openChannelMessage(
  resource: ResourceOf<'channelMessage'>,
  { graph, granted, timeZone }: ResourceContext,
): Promise<OpenedResource> {
  granted.require(['ChannelMessage.Read.All'], 'Reading channels');
  const zone = createZone(await timeZone());
  const path = pathOf(resource);
  try {
    const [message, { items, isCut }] = await Promise.all([
      graph.json({ path, schema: chatMessage }),
      readList(
        graph,
        {
          path: graphPath`/teams/${guidSegment(resource.teamId)}/channels/${teamsThreadId(resource.channelId)}/messages/${teamsMessageId(resource.chatMessageId)}/replies`,
          query: { $top: 50 },
          schema: listPage(chatMessage),
        },
        mostPages,
      ),
    ]);
    return {
      ...(message.subject ? { title: oneLine(message.subject, 200) } : {}),
      facts: { ...chatMessageFacts(message, zone), channel: channelUri(resource), answers: items.length },
      document: conversation([{ message, replies: items.toReversed() }], zone),
      note: isCut ? 'Only the last 200 answers are shown.' : undefined,
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    const found = await findReply(resource, graph);
    if (!found) throw error;
    return reply(found.reply, { ...resource, chatMessageId: found.postId }, zone);
  }
}

/** One answer to a post. */
export async function openChannelReply(
  resource: ResourceOf<'channelReply'>,
  { graph, granted, timeZone }: ResourceContext,
): Promise<OpenedResource> {
  granted.require(['ChannelMessage.Read.All'], 'Reading channels');
  const { teamId, channelId, chatMessageId, replyId } = resource;
  const [zone, message] = await Promise.all([
    timeZone().then((name) => createZone(name)),
    graph.json({
      path: graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}/messages/${teamsMessageId(chatMessageId)}/replies/${teamsMessageId(replyId)}`,
      schema: chatMessage,
    }),
  ]);
  return reply(message, resource, zone);
}

function reply(
  message: ChatMessage,
  {
    teamId,
    channelId,
    chatMessageId,
  }: Pick<ResourceOf<'channelReply'>, 'teamId' | 'channelId' | 'chatMessageId'>,
  zone: Zone,
): OpenedResource {
  const post = { teamId, channelId, chatMessageId };
  return {
    uri: formatResourceUri({ kind: 'channelReply', ...post, replyId: message.id }),
    facts: {
      ...chatMessageFacts(message, zone),
      answerTo: formatResourceUri({ kind: 'channelMessage', ...post }),
    },
    document: chatText(message),
  };
}

async function findReply(
  { teamId, channelId, chatMessageId }: ResourceOf<'channelMessage'>,
  graph: GraphClient,
): Promise<{ readonly postId: string; readonly reply: ChatMessage } | undefined> {
  const { items } = await readList(
    graph,
    {
      path: graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}/messages`,
      query: { $top: 50, $expand: 'replies' },
      schema: listPage(withReplies),
    },
    mostPages,
  );
  for (const post of items) {
    const found = post.replies?.find(({ id }) => id === chatMessageId);
    if (found) return { postId: post.id, reply: found };
  }
  return undefined;
}

function pathOf({ teamId, channelId, chatMessageId }: ResourceOf<'channelMessage'>): GraphPath {
  return graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}/messages/${teamsMessageId(chatMessageId)}`;
}

function channelUri({ teamId, channelId }: ResourceOf<'channelMessage'>): string {
  return formatResourceUri({ kind: 'channel', teamId, channelId });
}
