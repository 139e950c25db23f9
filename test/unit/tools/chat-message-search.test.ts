import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { chatMessageSearch } from '../../../src/tools/chat-message-search.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

const chatId = '19:bdeff6bfed7f4b159cdf7fdd61aeacaa@thread.v2';
const other = '19:0deff6bfed7f4b159cdf7fdd61aeaca0@thread.v2';
const team = 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b';
const channelId = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';
const everything = ['Chat.Read', 'ChannelMessage.Read.All', 'Channel.ReadBasic.All'];

function run(
  args: Record<string, unknown>,
  answer: FakeResponse,
  scopes: readonly string[] = everything,
  resume?: unknown,
) {
  const context = toolContext(answer, scopes);
  const result = chatMessageSearch.run(chatMessageSearch.input.parse(args), context, resume as never);
  return { context, result };
}

function found(resources: readonly Record<string, unknown>[], moreResultsAvailable = false): unknown {
  const hits = resources.map((resource) => ({ hitId: 'x', summary: 'the <c0>plan</c0> <ddd/>', resource }));
  return { value: [{ hitsContainers: [{ hits, total: hits.length, moreResultsAvailable }] }] };
}

/** As Search writes it: the sender as in mail, an empty channel for a chat. */
function hit(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    chatId,
    channelIdentity: {},
    createdDateTime: '2026-11-20T08:15:00Z',
    subject: '',
    from: { emailAddress: { name: 'Patti Fernandez', address: 'patti@contoso.example' } },
    ...more,
  };
}

const inChannel = { chatId: undefined, channelIdentity: { teamId: team, channelId } };
const chat = { id: chatId, topic: null, members: [{ displayName: 'Adele Vance', userId: 'x' }] };

const queryString = (body: unknown): string =>
  (body as { requests: [{ query: { queryString: string } }] }).requests[0].query.queryString;

describe('chat_message_search', () => {
  it.each([
    [{ query: 'plan OR "Q4 budget"' }, 'plan OR "Q4 budget"'],
    [{ sender: 'Patti' }, 'from:"Patti"'],
    [{ query: '*', sender: 'Patti' }, 'from:"Patti"'],
    [
      {
        query: 'a OR b',
        sender: 'patti@contoso.example',
        afterDateTime: '2026-10-01',
        beforeDateTime: '2026-11-01',
      },
      '(a OR b) AND from:"patti@contoso.example" AND sent:2026-09-30..2026-10-31',
    ],
  ])('sends one request for %j', async (args, expected) => {
    const { context, result } = run(args, () => found([]));
    await result;
    expect(context.graph.requests).toHaveLength(1);
    expect(queryString(context.graph.requests[0]?.body)).toBe(expected);
    expect(context.graph.requests[0]?.body).toMatchObject({
      requests: [{ entityTypes: ['chatMessage'], from: 0, size: 10 }],
    });
  });

  it('returns messages with their chat or channel, with one more round trip', async () => {
    const { context, result } = run({ query: 'plan', limit: 5, offset: 5 }, ({ path }) => {
      if (path === '/search/query') {
        return found(
          [
            hit('1'),
            hit('2'),
            hit('3', {
              ...inChannel,
              subject: 'News <b>',
              importance: 'urgent',
              from: { emailAddress: { name: 'Eve', address: 'eve@evil.example' } },
            }),
            hit('4', { chatId: other }),
          ],
          true,
        );
      }
      if (path.includes('/channels/')) return { displayName: 'General' };
      return decodeURIComponent(path).includes(other) ? new AppError('access_denied', 'No.') : chat;
    });
    const { items, page } = await result;
    expect(context.graph.roundTrips).toBe(2);
    expect(context.graph.requests).toHaveLength(4);
    const first = {
      uri: `teams:///chats/${chatId}/messages/1`,
      sent: '2026-11-20T09:15+01:00',
      weekday: 'Fri',
      from: 'Patti Fernandez <patti@contoso.example>',
      chat: 'Adele Vance',
      text: 'the plan …',
    };
    expect(items).toEqual([
      first,
      { ...first, uri: `teams:///chats/${chatId}/messages/2` },
      {
        uri: `teams:///teams/${team}/channels/${channelId}/messages/3`,
        sent: '2026-11-20T09:15+01:00',
        weekday: 'Fri',
        from: 'Eve <eve@evil.example>',
        external: true,
        channel: 'General',
        subject: 'News <b>'.replace('<b>', '‹b›'),
        important: true,
        text: 'the plan …',
      },
      expect.not.objectContaining({ chat: expect.anything() }),
    ]);
    expect(page?.next).toEqual({ offset: 9, seen: expect.any(String) });
  });

  it('omits the name of a chat with an unknown type of id', async () => {
    const odd = { teamId: 'team', channelId: 'channel' };
    const { context, result } = run({ query: 'plan' }, ({ path }) =>
      path === '/search/query'
        ? found([
            hit('1', { chatId: '49:odd' }),
            hit('2', { chatId: undefined, channelIdentity: odd }),
            hit('3'),
          ])
        : chat,
    );
    const { items } = await result;
    expect(items?.map((item) => (item as { chat?: string }).chat)).toEqual([
      undefined,
      undefined,
      'Adele Vance',
    ]);
    expect(context.graph.requests).toHaveLength(2);
  });

  it('applies sender and dates again and counts dropped messages', async () => {
    const { items, page } = await run(
      { query: 'x', sender: 'patti', afterDateTime: '2026-11-20T09:15', beforeDateTime: '2026-11-21' },
      ({ path }) =>
        path === '/search/query'
          ? found([
              hit('1'),
              hit('2', { createdDateTime: '2026-11-20T08:14:59Z' }),
              hit('3', { createdDateTime: '2026-11-20T23:00:00Z' }),
              hit('4', { from: { emailAddress: { name: 'Pat', address: 'pat@x.example' } } }),
            ])
          : chat,
    ).result;
    expect(items).toMatchObject([{ uri: expect.stringMatching(/\/1$/) }]);
    expect(page?.note).toContain('3 results were dropped');
  });

  it('resumes at the cursor, and reads on while no message matches', async () => {
    const { context, result } = run(
      { query: 'x', sender: 'nobody' },
      () => found([hit('1'), hit('2')], true),
      undefined,
      { offset: 50 },
    );
    const { page } = await result;
    expect(
      context.graph.requests.map(({ body }) => (body as { requests: [{ from: number }] }).requests[0].from),
    ).toEqual([50, 52, 54, 56]);
    expect(page?.next).toEqual({ offset: 58, seen: expect.any(String) });
  });

  describe('without words', () => {
    const written = (id: string, createdDateTime: string, more: Record<string, unknown> = {}) => ({
      id,
      chatId,
      messageType: 'message',
      createdDateTime,
      from: { user: { displayName: 'Adele Vance' } },
      body: { contentType: 'html', content: `<p>Text <b>${id}</b></p>` },
      ...more,
    });
    const chats = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        ...chat,
        id: `19:${String(index).padStart(32, '0')}@thread.v2`,
        lastMessagePreview: {
          id: '1',
          createdDateTime: `2026-11-${String(24 - index).padStart(2, '0')}T08:00:00Z`,
        },
      }));

    it('marks external senders', async () => {
      const { result } = run({}, ({ path }) =>
        path === '/me/chats'
          ? { value: chats(1) }
          : {
              value: [
                written('9', '2026-11-24T08:00:00Z', {
                  from: { user: { displayName: 'Eve', tenantId: 'fab00000-0000-4000-8000-00000000fab0' } },
                }),
              ],
            },
      );
      expect((await result).items).toMatchObject([{ from: 'Eve', external: true }]);
    });

    it('marks guests of the tenant by their address', async () => {
      const tenantId = '0c0a0000-0000-4000-8000-00000000c0a0';
      const members = [
        { displayName: 'Lee', userId: 'guest', email: 'lee@fabrikam.example', tenantId },
        { displayName: 'Adele', userId: 'member', email: 'adele@contoso.example', tenantId },
      ];
      const from = (id: string, displayName: string) => ({ from: { user: { id, displayName, tenantId } } });
      const { result } = run({}, ({ path }) =>
        path === '/me/chats'
          ? { value: [{ ...chats(1)[0], members }] }
          : {
              value: [
                written('9', '2026-11-24T08:00:00Z', from('guest', 'Lee')),
                written('8', '2026-11-24T07:00:00Z', from('member', 'Adele')),
              ],
            },
      );
      const { items } = await result;
      expect(items).toMatchObject([{ external: true }, { from: 'Adele <adele@contoso.example>' }]);
      expect(items?.[1]).not.toHaveProperty('external');
    });

    it('skips a chat with an unknown type of id', async () => {
      const { context, result } = run({}, ({ path }) =>
        path === '/me/chats'
          ? { value: [{ ...chats(1)[0], id: '49:odd' }, ...chats(1)] }
          : { value: [written('9', '2026-11-24T08:00:00Z')] },
      );
      expect((await result).items).toHaveLength(1);
      expect(context.graph.requests).toHaveLength(2);
    });

    it('reads four chats in two round trips and six requests at most, and the last message of the others', async () => {
      const { context, result } = run({ beforeDateTime: '2026-11-24', limit: 3 }, ({ path }) =>
        path === '/me/chats'
          ? { value: chats(14) }
          : {
              value: [
                written('9', '2026-11-24T08:00:00Z'),
                written('7', `2026-11-${path.includes('0000000003') ? '19' : '18'}T07:00:00Z`),
                written('6', '2026-11-18T06:00:00Z', { messageType: 'unknownFutureValue' }),
                written('5', '2026-11-18T05:00:00Z', { deletedDateTime: '2026-11-18T05:01:00Z' }),
              ],
            },
      );
      const { items, page } = await result;
      expect(context.graph.roundTrips).toBe(2);
      expect(context.graph.requests).toHaveLength(5);
      expect(context.graph.requests[1]?.query).toMatchObject({
        $orderby: 'createdDateTime desc',
        $filter: 'createdDateTime lt 2026-11-23T23:00:00Z',
      });
      expect(items).toMatchObject([
        { sent: '2026-11-20T09:00+01:00', weekday: 'Fri' },
        { sent: '2026-11-19T09:00+01:00', weekday: 'Thu' },
        { sent: '2026-11-19T08:00+01:00', weekday: 'Thu', from: 'Adele Vance', text: 'Text 7' },
      ]);
      expect(page?.next).toEqual({ chats: expect.any(Object) });
      expect(page?.note).toContain('4 most recently used chats, and the last one of 10 others');
    });

    it('skips chats without messages in the dates', async () => {
      const { context, result } = run({ query: '*', afterDateTime: '2026-11-22' }, ({ path }) =>
        path === '/me/chats' ? { value: chats(14) } : { value: [] },
      );
      await result;
      expect(context.graph.requests).toHaveLength(4);
    });

    it('states how many chats could not be read, and fails when none could', async () => {
      const denied = new AppError('throttled', 'Slow down.');
      const { page } = await run({}, ({ path }) =>
        path === '/me/chats' ? { value: chats(3) } : path.includes('0000000001') ? denied : { value: [] },
      ).result;
      expect(page?.note).toContain('1 chats could not be read');
      await expect(
        run({}, ({ path }) => (path === '/me/chats' ? { value: chats(3) } : denied)).result,
      ).rejects.toBe(denied);
    });

    it('continues with the messages before those that were shown', async () => {
      const [first] = chats(1);
      const all = [9, 8, 7, 6].map((minute) => written(String(minute), `2026-11-24T08:0${minute}:00.000Z`));
      const answer: FakeResponse = ({ path, query }) => {
        if (path === '/me/chats') return { value: [first] };
        const before = /lt (\S+)/.exec(String(query?.['$filter'] ?? ''))?.[1] ?? '9999';
        return { value: all.filter(({ createdDateTime }) => createdDateTime < before) };
      };
      const one = await run({ limit: 2 }, answer).result;
      // A message that arrives in between is not part of the second page.
      all.unshift(written('10', '2026-11-24T08:10:00.000Z'));
      const two = await run({ limit: 2 }, answer, everything, one.page?.next).result;
      const ids = [...(one.items ?? []), ...(two.items ?? [])].map((item) => (item as { text: string }).text);
      expect(ids).toEqual(['Text 9', 'Text 8', 'Text 7', 'Text 6']);
      expect(two.page?.next).toBeUndefined();
    });
  });

  describe('without both Chat.Read and ChannelMessage.Read.All', () => {
    const plan = (
      id: string,
      text: string,
      from: Record<string, unknown> = { user: { displayName: 'Adele' } },
    ) => ({
      id,
      messageType: 'message',
      createdDateTime: `2026-11-20T08:0${id}:00Z`,
      from,
      body: { contentType: 'text', content: text },
    });

    it.each([
      ['plan', ['1', '2', '3']],
      ['"launch plan"', ['1']],
      ['plan AND NOT budget', ['1', '3']],
      ['budget OR launch', ['1', '2']],
      ['nothing', []],
    ])(
      'searches recent chats for %s with Chat.Read alone, without Microsoft Search',
      async (query, expected) => {
        const { context, result } = run(
          { query },
          ({ path }) =>
            path === '/me/chats'
              ? { value: [chat] }
              : { value: [plan('3', 'Plan B'), plan('2', 'the plan, the budget'), plan('1', 'launch plan')] },
          ['Chat.Read'],
        );
        const { items, page } = await result;
        expect(context.graph.requests.map(({ path }) => path)).not.toContain('/search/query');
        expect(items?.map((item) => (item as { uri: string }).uri.at(-1)).toSorted()).toEqual(expected);
        expect(page?.note).toContain(
          'Only the last 50 messages of the 1 most recently used chats were searched',
        );
        expect(page?.note).toContain('Channels were not searched: ChannelMessage.Read.All is not granted.');
      },
    );

    it('compares the address of a sender with that of the member, and not with a name', async () => {
      const members = [
        { displayName: 'Patti Fernandez', userId: 'p', email: 'patti@contoso.example' },
        { displayName: 'patti@contoso.example', userId: 'e', email: 'eve@evil.example' },
      ];
      const { result } = run(
        { query: 'plan', sender: 'patti@contoso.example' },
        ({ path }) =>
          path === '/me/chats'
            ? { value: [{ ...chat, members }] }
            : {
                value: [
                  plan('2', 'plan', { user: { id: 'e', displayName: 'patti@contoso.example' } }),
                  plan('1', 'plan', { user: { id: 'p', displayName: 'Patti Fernandez' } }),
                ],
              },
        ['Chat.Read'],
      );
      expect((await result).items).toMatchObject([{ uri: expect.stringMatching(/\/1$/) }]);
    });

    it('searches recent channel posts and replies with ChannelMessage.Read.All alone', async () => {
      const { context, result } = run(
        { query: 'plan' },
        ({ path }) => {
          if (path === '/me/joinedTeams') return { value: [{ id: team, displayName: 'Halo' }] };
          if (path.endsWith('/channels')) return { value: [{ id: channelId, displayName: 'General' }] };
          return { value: [{ ...plan('1', 'no'), replies: [plan('2', 'the plan')] }] };
        },
        ['ChannelMessage.Read.All', 'Team.ReadBasic.All', 'Channel.ReadBasic.All'],
      );
      const { items, page } = await result;
      expect(context.graph.roundTrips).toBe(3);
      expect(items).toMatchObject([{ channel: 'General', team: 'Halo', text: 'the plan' }]);
      expect(page?.note).toContain('Only the last 20 posts of 1 channels in 1 teams were searched.');
      expect(page?.note).toContain('Chats were not searched: Chat.Read is not granted.');
    });

    it('names the permissions without which channels cannot be found', async () => {
      const { context, result } = run({ query: 'x' }, () => undefined, ['ChannelMessage.Read.All']);
      await expect(result).rejects.toMatchObject({
        code: 'permission_missing',
        details: { permissions: ['Team.ReadBasic.All'] },
      });
      expect(context.graph.roundTrips).toBe(0);
    });

    it('sorts chats itself where Graph does not', async () => {
      const context = {
        ...toolContext(
          ({ path }) => (path === '/me/chats' ? { value: [chat] } : { value: [plan('1', 'x')] }),
          ['Chat.Read'],
        ),
        canSortChats: false,
      };
      const { items } = await chatMessageSearch.run(
        chatMessageSearch.input.parse({ beforeDateTime: '2026-11-21' }),
        context,
        undefined,
      );
      expect(items).toHaveLength(1);
      for (const { query } of context.graph.requests) {
        expect([query?.['$orderby'], query?.['$filter']]).toEqual([undefined, undefined]);
      }
    });
  });

  it('drops a sender whose display name is the requested address', async () => {
    const { items } = await run({ query: 'x', sender: 'patti@contoso.example' }, ({ path }) =>
      path === '/search/query'
        ? found([
            hit('1'),
            hit('2', {
              from: { emailAddress: { name: 'patti@contoso.example', address: 'x@evil.example' } },
            }),
            hit('3', {
              from: { emailAddress: { name: 'P', address: 'patti@contoso.example.evil.example' } },
            }),
          ])
        : chat,
    ).result;
    expect(items).toHaveLength(1);
  });

  it('marks a sender whose display name is another address', async () => {
    const from = { emailAddress: { name: 'patti@contoso.example', address: 'x@evil.example' } };
    const { items } = await run({ query: 'x' }, ({ path }) =>
      path === '/search/query' ? found([hit('1'), hit('2', { from })]) : chat,
    ).result;
    expect(items?.map((item) => (item as { suspicious?: true }).suspicious)).toEqual([undefined, true]);
  });

  it('finds chats by name with Chat.ReadBasic, with a note on the missing permission', async () => {
    const { items, page } = await run(
      { query: 'vance' },
      () => ({ value: [chat, { id: other, topic: 'Halo', members: [] }] }),
      ['Chat.ReadBasic'],
    ).result;
    expect(items).toEqual([{ uri: `teams:///chats/${chatId}/messages/`, chat: 'Adele Vance' }]);
    expect(page?.note).toContain('Chat.Read is not granted');
  });

  it.each([
    [{ query: '""' }, 'custom', ['query']],
    [{ sender: '()' }, 'custom', ['sender']],
    [{ limit: 26 }, 'too_big', ['limit']],
    [{ order: 'oldest' }, 'unrecognized_keys', []],
    [{ beforeDateTime: '2026-02-30' }, 'custom', ['beforeDateTime']],
  ])('rejects %j before a request is sent', (args, code, path) => {
    expect(chatMessageSearch.input.safeParse(args).error?.issues[0]).toMatchObject({ code, path });
  });
});

describe('chat_message_search with chat and mentionsMe', () => {
  const mine = 'a0000000-0000-4000-8000-000000000001';
  const member = (displayName: string, email: string, userId: string) => ({ displayName, email, userId });
  const patti = member('Patti Fernandez', 'patti@contoso.example', 'p');
  const megan = member('Megan Bowen', 'megan@contoso.example', mine);
  const single = { id: chatId, topic: null, chatType: 'oneOnOne', members: [megan, patti] };
  const group = { id: other, topic: 'Plan crew', chatType: 'group', members: [megan, patti] };
  const post = (id: string, more: Record<string, unknown> = {}) => ({
    id,
    createdDateTime: '2026-11-20T08:15:00Z',
    from: { user: { id: 'p', displayName: 'Patti Fernandez' } },
    body: { content: 'the plan' },
    ...more,
  });
  const answer: FakeResponse = ({ path }) => {
    if (path === '/me/chats') return { value: [group, single] };
    if (path === '/users') return { value: [] };
    if (path === '/search/query') return found([hit('1'), hit('2', { chatId: other })]);
    return path.endsWith('/messages') ? { value: [post('7')] } : chat;
  };

  it.each([
    ['Patti', [chatId]],
    ['chat with Patti Fernandez', [chatId]],
    ['patti@contoso.example', [chatId]],
    ['plan crew', [other]],
    ['Plan', [other]],
  ])('reads the chats of %s', async (text, ids) => {
    const { context, result } = run({ chat: text }, answer);
    expect((await result).items).toHaveLength(1);
    const read = context.graph.requests.filter(({ path }) => path.endsWith('/messages'));
    expect(read.map(({ path }) => decodeURIComponent(path))).toEqual(
      ids.map((id) => `/chats/${id}/messages`),
    );
  });

  it('keeps the hits of a search with words that are in the chat, without a note on the others', async () => {
    const { items, page } = await run({ chat: 'Plan crew', query: 'plan' }, answer).result;
    expect(items).toMatchObject([{ uri: `teams:///chats/${other}/messages/2` }]);
    expect(page?.note).not.toContain('dropped');
  });

  it('rejects a chat that does not exist, with what to do', async () => {
    await expect(
      run({ chat: 'Zoe' }, answer, [...everything, 'User.ReadBasic.All']).result,
    ).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('teams:///chats/'),
      details: { argument: 'chat' },
    });
  });

  it('searches mentions of the user, and checks them where messages name them', async () => {
    const search = run({ mentionsMe: true }, answer);
    await search.result;
    expect(queryString(search.context.graph.requests[0]?.body)).toBe('IsMentioned:true');
    const mention = (id: string) => ({ mentions: [{ mentioned: { user: { id } } }] });
    const { items } = await run({ mentionsMe: true, chat: 'Patti' }, ({ path, ...request }) =>
      path.endsWith('/messages')
        ? { value: [post('7', mention(mine)), post('8', mention('x'))] }
        : answer({ path, ...request }),
    ).result;
    expect(items).toMatchObject([{ uri: `teams:///chats/${chatId}/messages/7` }]);
  });

  it('marks messages of apps', async () => {
    const { items } = await run({ chat: 'Patti' }, ({ path, ...request }) =>
      path.endsWith('/messages')
        ? { value: [post('7', { from: { application: { id: 'b', displayName: 'Build bot' } } })] }
        : answer({ path, ...request }),
    ).result;
    expect(items).toMatchObject([{ from: 'Build bot', app: true }]);
  });
});
