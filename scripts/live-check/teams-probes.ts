import { type Probe, decide, unknown } from './probe.ts';
import type { ProbeClient } from './probe-client.ts';

function searchChats(client: ProbeClient) {
  return client.send({
    shape: 'POST /search/query (chatMessage)',
    path: '/search/query',
    json: { requests: [{ entityTypes: ['chatMessage'], query: { queryString: 'a*' }, from: 0, size: 1 }] },
  });
}

/** With Chat.Read alone. */
export const chatProbes: readonly Probe[] = [
  {
    id: 'chat-search-chat-read',
    line: 'T1',
    assumption: 'Search for chat messages is refused with Chat.Read alone.',
    async run({ client, scopes }) {
      if (scopes.has('ChannelMessage.Read.All'))
        return unknown('the token has both permissions: use --client-id');
      const { status, code } = await searchChats(client);
      return decide(status === 403, `${status} ${code}`.trim());
    },
  },
  {
    id: 'chats-sorted',
    line: 'T2',
    assumption: 'Chats are sorted by their last message.',
    async run({ client }) {
      const { status, code, body } = await client.send({
        shape:
          'GET /me/chats?$expand=lastMessagePreview&$orderby=lastMessagePreview/createdDateTime desc&$top=20',
        path: '/me/chats',
        query: {
          $expand: 'lastMessagePreview',
          $orderby: 'lastMessagePreview/createdDateTime desc',
          $top: '20',
        },
      });
      if (status !== 200) return decide(false, `${status} ${code}`);
      const times = ((body?.value ?? []) as { lastMessagePreview?: { createdDateTime?: string } }[]).flatMap(
        ({ lastMessagePreview }) => lastMessagePreview?.createdDateTime ?? [],
      );
      if (times.length < 2) return unknown(`${times.length} chats with messages`);
      const isSorted = times.every(
        (time, index) => index === 0 || Date.parse(time) <= Date.parse(times[index - 1] ?? ''),
      );
      return decide(isSorted, `${times.length} chats`);
    },
  },
  {
    id: 'chat-members-limit',
    line: 'T3',
    assumption: '$expand=members returns at most 25 members of a chat.',
    async run({ client }) {
      const { status, code, body } = await client.send({
        shape: 'GET /me/chats?$expand=members&$top=50',
        path: '/me/chats',
        query: { $expand: 'members', $top: '50' },
      });
      if (status !== 200) return unknown(`${status} ${code}`);
      const counts = ((body?.value ?? []) as { members?: unknown[] }[]).map(
        ({ members }) => members?.length ?? 0,
      );
      const largest = Math.max(0, ...counts);
      return largest < 25
        ? unknown(`largest chat: ${largest} members`)
        : decide(largest === 25, `largest: ${largest}`);
    },
  },
  {
    id: 'chat-filter-created',
    line: 'T4',
    assumption: 'Messages of a chat are filtered by createdDateTime lt, sorted by it.',
    async run({ client, nowMs }) {
      const chats = await client.send({
        shape: 'GET /me/chats?$top=1',
        path: '/me/chats',
        query: { $top: '1' },
      });
      const id = chats.body?.value?.[0]?.id as string | undefined;
      if (id === undefined) return unknown(`${chats.status}, no chat`);
      const before = new Date(nowMs - 86_400_000).toISOString();
      const { status, code, body } = await client.send({
        shape:
          'GET /chats/{id}/messages?$top=10&$orderby=createdDateTime desc&$filter=createdDateTime lt {time}',
        path: `/chats/${encodeURIComponent(id)}/messages`,
        query: { $top: '10', $orderby: 'createdDateTime desc', $filter: `createdDateTime lt ${before}` },
      });
      const times = ((body?.value ?? []) as { createdDateTime: string }[]).map(
        ({ createdDateTime }) => createdDateTime,
      );
      return decide(
        status === 200 && times.every((time) => Date.parse(time) < Date.parse(before)),
        `${status} ${code} ${times.length} messages`.trim(),
      );
    },
  },
  {
    id: 'self-chat',
    line: 'T5',
    assumption: 'The chat of a user with themselves is 48:notes.',
    async run({ client }) {
      const { status, code } = await client.send({
        shape: 'GET /chats/48:notes/messages?$top=1',
        path: '/chats/48:notes/messages',
        query: { $top: '1' },
      });
      return status === 404
        ? unknown(`${status} ${code}`)
        : decide(status === 200, `${status} ${code}`.trim());
    },
  },
];

/** With Chat.Read and ChannelMessage.Read.All. */
export const channelProbes: readonly Probe[] = [
  {
    id: 'chat-search-both',
    line: 'T6',
    assumption: 'Search for chat messages works with Chat.Read and ChannelMessage.Read.All together.',
    async run({ client }) {
      const { status, code } = await searchChats(client);
      return decide(status === 200, `${status} ${code}`.trim());
    },
  },
  {
    id: 'channel-replies',
    line: 'T7',
    assumption: 'Channel posts come with their replies through $expand=replies.',
    async run({ client }) {
      const teams = await client.send({ shape: 'GET /me/joinedTeams', path: '/me/joinedTeams' });
      const teamId = teams.body?.value?.[0]?.id as string | undefined;
      if (teamId === undefined) return unknown(`${teams.status} ${teams.code}, no team`.trim());
      const channels = await client.send({
        shape: 'GET /teams/{id}/channels?$select=id',
        path: `/teams/${encodeURIComponent(teamId)}/channels`,
        query: { $select: 'id' },
      });
      const channelId = channels.body?.value?.[0]?.id as string | undefined;
      if (channelId === undefined) return unknown(`${channels.status} ${channels.code}, no channel`.trim());
      const { status, code, body } = await client.send({
        shape: 'GET /teams/{id}/channels/{id}/messages?$top=20&$expand=replies',
        path: `/teams/${encodeURIComponent(teamId)}/channels/${encodeURIComponent(channelId)}/messages`,
        query: { $top: '20', $expand: 'replies' },
      });
      const posts = (body?.value ?? []) as { replies?: unknown[] }[];
      return decide(
        status === 200 && posts.every(({ replies }) => Array.isArray(replies)),
        `${status} ${code} ${posts.length} posts`.trim(),
      );
    },
  },
];
