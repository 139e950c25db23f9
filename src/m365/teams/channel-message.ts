import { oneLine } from 'document-text';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { GraphClient } from '../../graph/client.ts';
import { listPage, readList } from '../../graph/paging.ts';
import { type GraphPath, graphPath, guidSegment, teamsMessageId, teamsThreadId } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Zone } from '../../time/time-zone.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { chatMessageMetadata, formatConversation } from './conversation.ts';
import { readChatText } from './message-text.ts';
import { type ChatMessage, channelPost, chatMessage, messageMismatchError, sortByCreated } from './schema.ts';

/** Pages of 50 posts that are searched for a reply. */
const maxPostPages = 4;
/** Pages of 50 replies. Graph returns at most 1,000 replies of a post. */
const maxReplyPages = 20;

/**
 * A channel post with its replies. Search returns a reply with the URI of a post: if there is no such post, the reply is
 * searched for in the replies of the latest posts of the channel.
 */
export async function openChannelMessage(
  resource: ResourceOf<'channelMessage'>,
  { graph, granted, caller, timeZone }: ResourceContext,
): Promise<ResourceContent> {
  granted.require('channels', 'Reading channels');
  const zone = await timeZone();
  try {
    const [message, { items, isCut }] = await Promise.all([
      graph.json({ path: postPath(resource), schema: chatMessage }),
      readList(
        graph,
        { path: repliesPath(resource), query: { $top: 50 }, schema: listPage(chatMessage) },
        maxReplyPages,
      ),
    ]);
    if (message.id !== resource.chatMessageId) throw messageMismatchError();
    if (message.replyToId) {
      return toReplyContent(message, { ...resource, chatMessageId: message.replyToId }, zone, caller);
    }
    return {
      ...(message.subject ? { title: oneLine(message.subject, 200) } : {}),
      facts: {
        ...chatMessageMetadata(message, zone, caller),
        channel: channelUri(resource),
        answers: items.length,
        answerUri:
          items.length > 0
            ? `${formatResourceUri({ ...resource, kind: 'channelMessage' })}/replies/{number}`
            : undefined,
      },
      document: formatConversation([{ message, replies: sortByCreated(items) }], { zone, caller }),
      note: isCut ? `Only the newest ${items.length} replies are included.` : undefined,
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    const found = await findReply(resource, graph);
    if (!found) throw error;
    return toReplyContent(found.reply, { ...resource, chatMessageId: found.postId }, zone, caller);
  }
}

/** A reply to a channel post. */
export async function openChannelReply(
  resource: ResourceOf<'channelReply'>,
  { graph, granted, caller, timeZone }: ResourceContext,
): Promise<ResourceContent> {
  granted.require('channels', 'Reading channels');
  const { teamId, channelId, chatMessageId, replyId } = resource;
  const [zone, message] = await Promise.all([
    timeZone(),
    graph.json({
      path: graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}/messages/${teamsMessageId(chatMessageId)}/replies/${teamsMessageId(replyId)}`,
      schema: chatMessage,
    }),
  ]);
  if (message.id !== replyId) throw messageMismatchError();
  return toReplyContent(message, resource, zone, caller);
}

function toReplyContent(
  message: ChatMessage,
  {
    teamId,
    channelId,
    chatMessageId,
  }: Pick<ResourceOf<'channelReply'>, 'teamId' | 'channelId' | 'chatMessageId'>,
  zone: Zone,
  caller: VerifiedCaller,
): ResourceContent {
  const post = { teamId, channelId, chatMessageId };
  return {
    uri: formatResourceUri({ kind: 'channelReply', ...post, replyId: message.id }),
    facts: {
      ...chatMessageMetadata(message, zone, caller),
      answerTo: formatResourceUri({ kind: 'channelMessage', ...post }),
    },
    document: readChatText(message),
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
      schema: listPage(channelPost),
    },
    maxPostPages,
  );
  for (const post of items) {
    const found = post.replies?.find(({ id }) => id === chatMessageId);
    if (found) return { postId: post.id, reply: found };
  }
  return undefined;
}

function postPath({ teamId, channelId, chatMessageId }: ResourceOf<'channelMessage'>): GraphPath {
  return graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}/messages/${teamsMessageId(chatMessageId)}`;
}

function channelUri({ teamId, channelId }: ResourceOf<'channelMessage'>): string {
  return formatResourceUri({ kind: 'channel', teamId, channelId });
}

function repliesPath({ teamId, channelId, chatMessageId }: ResourceOf<'channelMessage'>): GraphPath {
  return graphPath`/teams/${guidSegment(teamId)}/channels/${teamsThreadId(channelId)}/messages/${teamsMessageId(chatMessageId)}/replies`;
}
