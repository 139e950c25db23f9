import { describe, expect, it } from 'vitest';
import { createGraphClient, createTestGraph } from '../../test-helpers/graph-client.ts';

const graph = createTestGraph();
const megan = createGraphClient(graph, 'megan');

interface Chat {
  readonly id: string;
  readonly topic: string | null;
  readonly chatType: string;
}

async function chat(topic: string | null): Promise<Chat> {
  const { body } = await megan.get('/me/chats?$top=50');
  return body.value.find((item: Chat) => item.topic === topic);
}

describe('chats', () => {
  it('are listed with members and last message, newest first', async () => {
    const { body } = await megan.get(
      '/me/chats?$expand=lastMessagePreview,members&$orderby=lastMessagePreview/createdDateTime desc&$top=50',
    );
    const times = body.value.map(
      (item: { lastMessagePreview: { createdDateTime: string } }): string =>
        item.lastMessagePreview.createdDateTime,
    );
    expect(times).toEqual([...times].toSorted((left, right) => (left < right ? 1 : -1)));
    expect(new Set(body.value.map((item: Chat) => item.chatType))).toEqual(
      new Set(['oneOnOne', 'group', 'meeting']),
    );
    expect(body.value[0].members.length).toBe(2);
    expect(body.value.map((item: Chat) => item.topic)).not.toContain('Northwind reorder');
  });

  it('page their messages, fifty at most', async () => {
    const { body } = await megan.get('/me/chats?$expand=members&$top=50');
    const long = body.value.find(
      (item: { members: { displayName: string }[]; chatType: string }) =>
        item.chatType === 'oneOnOne' && item.members.some((member) => member.displayName === 'Adele Vance'),
    );
    const ids: string[] = [];
    let next = `/chats/${long.id}/messages?$top=50`;
    while (next) {
      const page = (await megan.get(next)).body;
      ids.push(...page.value.map((message: { id: string }) => message.id));
      next = page['@odata.nextLink'];
    }
    expect([ids.length, new Set(ids).size]).toEqual([70, 70]);
    expect((await megan.get(`/chats/${long.id}/messages?$top=51`)).status).toBe(400);
    const since = await megan.get(
      `/chats/${long.id}/messages?$top=50&$orderby=lastModifiedDateTime desc&$filter=lastModifiedDateTime gt 2026-10-25T00:00:00Z`,
    );
    expect(since.body.value.length).toBeLessThan(12);
  });

  it('hold pictures, files, quotes, mentions, edits and deletions', async () => {
    const { id } = await chat('Halo launch crew');
    const { body } = await megan.get(`/chats/${id}/messages?$top=50`);
    const [, quoting, deleted, sharing, picturing, system] = body.value;
    expect(quoting.attachments[0]).toMatchObject({ contentType: 'messageReference', id: sharing.id });
    expect(quoting.lastEditedDateTime).not.toBeNull();
    expect([deleted.deletedDateTime === null, deleted.body.content]).toEqual([false, '']);
    expect(sharing.attachments[0]).toMatchObject({ contentType: 'reference', name: 'Halo Launch Plan.docx' });
    expect(sharing.body.content).toContain(`<attachment id="${sharing.attachments[0].id}">`);
    expect(sharing.mentions[0].mentioned.user.displayName).toBe('Lidia Holloway');
    const source = /hostedContents\/([^/]+)\/\$value/.exec(picturing.body.content)?.[1];
    const picture = await megan.get(`/chats/${id}/messages/${picturing.id}/hostedContents/${source}/$value`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(system.messageType).toBe('unknownFutureValue');
    const known = await megan.get(`/chats/${id}/messages/${system.id}`, {
      prefer: 'include-unknown-enum-members',
    });
    expect(known.body.messageType).toBe('systemEventMessage');
  });

  it.each([
    ['a chat of others', 'adele', undefined, 403],
    ['Chat.ReadBasic for messages', 'megan', ['Chat.ReadBasic'], 403],
    ['ChatMessage.Read for the list', 'megan', ['ChatMessage.Read'], 403],
    ['Chat.Read', 'megan', ['Chat.Read'], 200],
  ] as const)('%s', async (_name, who, scopes, status) => {
    const { body } = await megan.get('/me/chats?$expand=members&$top=50');
    const withPatti = body.value.find(
      (item: { members: { displayName: string }[]; chatType: string }) =>
        item.chatType === 'oneOnOne' &&
        item.members.some((member) => member.displayName === 'Patti Fernandez'),
    );
    expect((await createGraphClient(graph, who, scopes).get(`/chats/${withPatti.id}/messages`)).status).toBe(
      status,
    );
  });

  it('refuse $select, a preview without Chat.Read, and an id that is none', async () => {
    const { id } = await chat('Halo weekly');
    const session = createGraphClient(graph, 'megan', ['Chat.ReadBasic']);
    expect((await megan.get(`/chats/${id}/messages?$select=id`)).status).toBe(400);
    expect((await session.get('/me/chats?$expand=lastMessagePreview')).status).toBe(403);
    expect((await session.get('/me/chats?$expand=members')).status).toBe(200);
    expect((await megan.get('/chats/abc')).status).toBe(400);
  });
});

describe('teams', () => {
  async function place() {
    const team = (await megan.get('/me/joinedTeams')).body.value[0];
    const channels = (await megan.get(`/teams/${team.id}/channels`)).body.value;
    return { team, general: channels[0], sellout: channels[1] };
  }

  it('show the channels and posts of those that the user is in', async () => {
    const { team, general } = await place();
    expect([team.displayName, general.displayName]).toEqual(['Halo launch', 'General']);
    const posts = (
      await megan.get(`/teams/${team.id}/channels/${general.id}/messages?$top=50&$expand=replies`)
    ).body.value;
    const client = posts.find(
      (post: { subject: string | null }) => post.subject === 'Second source for the LED driver',
    );
    expect(client.replies.map((reply: { body: { content: string } }) => reply.body.content)).toContain(
      'Yes, up to EUR 2.30.',
    );
    const reply = client.replies[0];
    const path = `/teams/${team.id}/channels/${general.id}/messages/${client.id}`;
    expect((await megan.get(`${path}/replies/${reply.id}`)).body.replyToId).toBe(client.id);
    expect((await megan.get(`${path}/replies?$top=50`)).body.value.length).toBe(3);
    // A reply is no post, and a channel is no chat.
    expect((await megan.get(`/teams/${team.id}/channels/${general.id}/messages/${reply.id}`)).status).toBe(
      404,
    );
    expect((await megan.get(`/chats/${general.id}/messages/${reply.id}`)).status).toBe(404);
  });

  it('page twenty posts at a time', async () => {
    const { team, sellout } = await place();
    const first = (await megan.get(`/teams/${team.id}/channels/${sellout.id}/messages`)).body;
    expect(first.value.length).toBe(20);
    expect((await megan.get(first['@odata.nextLink'])).body.value.length).toBe(6);
    expect(
      (await megan.get(`/teams/${team.id}/channels/${sellout.id}/messages?$filter=id eq '1'`)).status,
    ).toBe(400);
  });

  it('refuse without permission, and to those who are not in the team', async () => {
    const { team, general } = await place();
    const path = `/teams/${team.id}/channels/${general.id}/messages`;
    expect((await createGraphClient(graph, 'megan', ['Chat.Read']).get(path)).status).toBe(403);
    expect((await createGraphClient(graph, 'pradeep').get(path)).status).toBe(403);
    expect((await createGraphClient(graph, 'joni').get(path)).status).toBe(404);
    expect(
      (await megan.get(`/teams/${team.id}/channels/${general.id}/filesFolder`)).body.folder.childCount,
    ).toBeGreaterThan(2);
  });
});

describe('national clouds', () => {
  it('sort no chats in US government clouds, and have no Teams in China', async () => {
    graph.settings.cloud = 'usgov';
    const sorted = '/me/chats?$orderby=lastMessagePreview/createdDateTime desc&$expand=lastMessagePreview';
    expect((await megan.get(sorted)).status).toBe(400);
    expect((await megan.get('/me/chats')).status).toBe(200);
    graph.settings.cloud = 'china';
    expect((await megan.get('/me/chats')).status).toBe(404);
    graph.settings.cloud = 'global';
  });
});

describe('search of chats', () => {
  const find = async (who: 'megan' | 'adele' | 'joni', queryString: string, scopes?: readonly string[]) => {
    const response = await createGraphClient(graph, who, scopes).post('/search/query', {
      requests: [{ entityTypes: ['chatMessage'], query: { queryString }, from: 0, size: 25 }],
    });
    const [container] = response.body.value[0].hitsContainers;
    return (container.hits ?? []) as {
      summary: string;
      resource: { id: string; chatId?: string; channelIdentity: { teamId?: string; channelId?: string } };
    }[];
  };

  it('finds what was written in own chats and, where allowed, in channels', async () => {
    const both = await find('megan', 'budget');
    expect(both.some((hit) => hit.resource.chatId !== undefined)).toBe(true);
    expect(both.some((hit) => hit.resource.channelIdentity.channelId !== undefined)).toBe(true);
    graph.settings.behavior = 'documented';
    const chats = await find('megan', 'budget', ['Chat.Read']);
    graph.settings.behavior = 'practice';
    expect(chats.every((hit) => hit.resource.chatId !== undefined)).toBe(true);
    expect((await find('megan', 'salary')).length).toBe(0);
    expect((await find('adele', 'nightingale')).length).toBe(0);
    expect((await find('joni', 'nightingale')).length).toBe(2);
  });

  it.each([[['Chat.Read']], [['ChannelMessage.Read.All']]])(
    'is refused with %j alone in practice',
    async (scopes) => {
      const response = await createGraphClient(graph, 'megan', scopes).post('/search/query', {
        requests: [{ entityTypes: ['chatMessage'], query: { queryString: 'budget' } }],
      });
      expect([response.status, response.body.error.code]).toEqual([403, 'Forbidden']);
      expect(response.body.error.message).toContain('Chat.Read or Chat.ReadWrite, ChannelMessage.Read.All.');
    },
  );

  it.each([
    ['from:patti sent>=2026-11-20', 1],
    ['budget AND sent>=2026-11-10 AND sent<=2026-11-20', 1],
    ['IsMentioned:true', 1],
    ['hasAttachment:true', 1],
    ['wrong chat', 0],
  ])('understands %s', async (query, count) => {
    expect((await find('megan', query)).length).toBe(count);
  });

  it('returns hits with which the message can be read', async () => {
    for (const { resource } of await find('megan', 'budget')) {
      const { teamId, channelId } = resource.channelIdentity;
      const path =
        resource.chatId === undefined
          ? `/teams/${teamId}/channels/${channelId}`
          : `/chats/${resource.chatId}`;
      expect((await megan.get(`${path}/messages/${resource.id}`)).status).toBe(200);
    }
  });
});
