import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError, sharePointAccessDenied } from '../core/graph-error.ts';
import { collection, entity, raw } from '../core/response.ts';
import { driveItemJson } from '../files/drive-item-json.ts';
import { nextLink, readQueryOptions } from '../odata/query-options.ts';
import { type SelectRules, selectProperties } from '../odata/select-properties.ts';
import {
  findMessage,
  isMember,
  openChannel,
  openTeam,
  requireTeamsScope,
  teamsOptions,
} from './chat-access.ts';
import { type Thread, chatMessageJson, hostedContentId } from './chat-message-json.ts';
import { readToken, writeToken } from './chat-routes.ts';
import type { Channel, ChatMessage, Team } from './chat-store.ts';

const channel = '/teams/{team}/channels/{channel}';

/** Teams, their channels, the posts there and the replies to them. */
export const teamRoutes: readonly Route[] = [
  ['GET', '/me/joinedTeams', joinedTeams],
  ['GET', '/teams/{team}/channels', listChannels],
  ['GET', channel, getChannel],
  ['GET', `${channel}/filesFolder`, filesFolder],
  ['GET', `${channel}/messages`, listPosts],
  ['GET', `${channel}/messages/{message}`, getPost],
  ['GET', `${channel}/messages/{message}/replies`, listReplies],
  ['GET', `${channel}/messages/{message}/replies/{reply}`, getReply],
  ['GET', `${channel}/messages/{message}/hostedContents`, listPictures],
  ['GET', `${channel}/messages/{message}/hostedContents/{content}/$value`, getPicture],
];

const channelRules: SelectRules = {
  typeName: 'microsoft.graph.channel',
  known: [
    'id',
    'createdDateTime',
    'displayName',
    'description',
    'email',
    'tenantId',
    'webUrl',
    'membershipType',
    'isArchived',
    'isFavoriteByDefault',
    'summary',
  ],
  always: [],
};

function joinedTeams(call: Call): Response {
  requireTeamsScope(call, 'Team.ReadBasic.All');
  const value = call.tenant.teams.teams
    .filter((team) => isMember(call, team.seed.members))
    .map((team) => ({
      id: team.id,
      displayName: team.seed.displayName,
      description: team.seed.description,
      isArchived: false,
      tenantId: call.session.tenantId,
    }));
  return collection('teams', { value, count: value.length });
}

function channelJson(call: Call, team: Team, item: Channel): Record<string, unknown> {
  return {
    id: item.id,
    createdDateTime: new Date((item.posts.at(-1)?.timeMs ?? call.nowMs) - 1000).toISOString(),
    displayName: item.displayName,
    description: item.description,
    email: '',
    tenantId: call.session.tenantId,
    webUrl: `https://teams.microsoft.com/l/channel/${encodeURIComponent(item.id)}/${encodeURIComponent(item.displayName)}?groupId=${team.id}&tenantId=${call.session.tenantId}`,
    membershipType: 'standard',
    isArchived: false,
  };
}

function listChannels(call: Call): Response {
  requireTeamsScope(call, 'Channel.ReadBasic.All');
  const team = openTeam(call);
  const { select } = readQueryOptions(call, 999);
  const value = team.channels.map((item) =>
    selectProperties(channelJson(call, team, item), select, channelRules),
  );
  return collection(`teams('${team.id}')/channels`, { value, count: value.length });
}

function getChannel(call: Call): Response {
  requireTeamsScope(call, 'Channel.ReadBasic.All');
  const team = openTeam(call);
  const { select } = readQueryOptions(call, 999);
  return entity(
    `teams('${team.id}')/channels/$entity`,
    selectProperties(channelJson(call, team, openChannel(call, team)), select, channelRules),
  );
}

function filesFolder(call: Call): Response {
  if (!hasAnyScope(call, 'Files.Read.All')) throw sharePointAccessDenied();
  const team = openTeam(call);
  openChannel(call, team);
  const drive = call.tenant.files.drives.find((candidate) => candidate.site.key === team.seed.site);
  if (!drive) throw new GraphError(404, 'itemNotFound', 'The folder could not be found.');
  return entity(`teams('${team.id}')/channels/filesFolder/$entity`, driveItemJson(call, drive.root));
}

interface Place {
  readonly team: Team;
  readonly channel: Channel;
}

function open(call: Call): Place {
  requireTeamsScope(call, 'ChannelMessage.Read.All');
  const team = openTeam(call);
  return { team, channel: openChannel(call, team) };
}

function threadOf({ team, channel: item }: Place, parent?: ChatMessage): Thread {
  return {
    kind: 'channel',
    teamId: team.id,
    channelId: item.id,
    ...(parent === undefined ? {} : { parent }),
  };
}

function listPosts(call: Call): Response {
  const place = open(call);
  const options = teamsOptions(call, 'top', 'expand');
  const withReplies = /\breplies\b/.test(options.expand ?? '');
  return page(call, place.channel.posts, (post) => ({
    ...chatMessageJson(call, post, threadOf(place)),
    ...(withReplies
      ? {
          'replies@odata.count': post.replies.length,
          replies: post.replies.map((reply) => chatMessageJson(call, reply, threadOf(place, post))),
        }
      : {}),
  }));
}

function listReplies(call: Call): Response {
  const place = open(call);
  teamsOptions(call, 'top');
  const post = findMessage(place.channel.posts, call.param('message'));
  return page(call, post.replies, (reply) => chatMessageJson(call, reply, threadOf(place, post)));
}

function page(
  call: Call,
  all: readonly ChatMessage[],
  write: (message: ChatMessage) => Record<string, unknown>,
): Response {
  const { top, skipToken } = readQueryOptions(call, 50);
  const start = readToken(skipToken);
  const end = start + (top ?? 20);
  const value = all.slice(start, end).map(write);
  return collection('teams/channels/messages', {
    value,
    count: value.length,
    ...(end < all.length ? { nextLink: nextLink(call, '$skiptoken', writeToken(end)) } : {}),
  });
}

function getPost(call: Call): Response {
  const place = open(call);
  const post = findMessage(place.channel.posts, call.param('message'));
  return entity('teams/channels/messages/$entity', chatMessageJson(call, post, threadOf(place)));
}

function getReply(call: Call): Response {
  const place = open(call);
  const post = findMessage(place.channel.posts, call.param('message'));
  const reply = findMessage(post.replies, call.param('reply'));
  return entity(
    'teams/channels/messages/replies/$entity',
    chatMessageJson(call, reply, threadOf(place, post)),
  );
}

function listPictures(call: Call): Response {
  const post = findMessage(open(call).channel.posts, call.param('message'));
  const value = post.seed.picture
    ? [{ id: hostedContentId(post), contentBytes: null, contentType: null }]
    : [];
  return collection('hostedContents', { value, count: value.length });
}

function getPicture(call: Call): Response {
  const post = findMessage(open(call).channel.posts, call.param('message'));
  if (!post.seed.picture || call.param('content') !== hostedContentId(post)) {
    throw new GraphError(404, 'NotFound', 'Hosted content could not be found.');
  }
  return raw(post.seed.picture(), 'image/png');
}
