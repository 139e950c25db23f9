import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { tools } from '../../../src/tools/index.ts';
import type { FakeAnswer } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

const chatId = '19:bdeff6bfed7f4b159cdf7fdd61aeacaa@thread.v2';
const chatUri = `teams:///chats/${chatId}/messages/`;
const team = 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b';
const channelId = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';
const channelUri = `teams:///teams/${team}/channels/${channelId}/messages/`;
const everything = ['Chat.Read', 'ChannelMessage.Read.All', 'Team.ReadBasic.All', 'Channel.ReadBasic.All'];

const readResource = tools.find(({ name }) => name === 'read_resource');

function run(args: Record<string, unknown>, answer: FakeAnswer, scopes = everything) {
  if (!readResource) throw new Error('The catalogue has no read_resource.');
  const context = toolContext(({ path, ...request }) => answer({ ...request, path: decoded(path) }), scopes);
  return { context, result: readResource.run(readResource.input.parse(args), context, undefined) };
}

const decoded = <T extends string>(path: T) => decodeURIComponent(path) as T;

/** What stands between the marks. */
function inner(text: unknown): string {
  return /begins\]\n([^]*)\n\[untrusted/.exec(String(text))?.[1] ?? '';
}

function message(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    messageType: 'message',
    createdDateTime: '2026-11-20T08:15:00.123Z',
    from: { user: { displayName: 'Patti Fernandez' } },
    body: { contentType: 'text', content: `Text of ${id}` },
    attachments: [],
    ...more,
  };
}

const chat = {
  id: chatId,
  topic: null,
  chatType: 'group',
  members: [
    {
      displayName: 'Megan Bowen',
      email: 'megan@contoso.example',
      userId: 'a0000000-0000-4000-8000-000000000001',
      tenantId: '0c0a0000-0000-4000-8000-00000000c0a0',
    },
    {
      displayName: 'Eve',
      email: 'eve@evil.example',
      userId: 'x',
      tenantId: 'fab00000-0000-4000-8000-00000000fab0',
    },
  ],
};

describe('read_resource for Teams', () => {
  it('lists chats by who is in them, the last message with each', async () => {
    const { context, result } = run({ uri: 'teams:///chats/' }, () => ({
      value: [
        {
          ...chat,
          lastMessagePreview: message('1', {
            body: { contentType: 'html', content: '<p>Hello <b>you</b></p>' },
          }),
        },
      ],
    }));
    expect((await result)['entries']).toEqual([
      {
        uri: chatUri,
        name: 'Eve',
        type: 'group',
        last: 'Fri 2026-11-20T09:15+01:00',
        from: 'Patti Fernandez',
        preview: 'Hello you',
      },
    ]);
    expect(context.graph.requests[0]).toMatchObject({
      path: '/me/chats',
      query: { $expand: 'members,lastMessagePreview' },
    });
  });

  it('reads a chat: who is in it, and its messages as one text', async () => {
    const { context, result } = run({ uri: chatUri }, ({ path }) =>
      path.endsWith('/messages')
        ? {
            value: [
              message('3', {
                body: {
                  contentType: 'html',
                  content:
                    '<p>Look <emoji id="x" alt="😀" title="y"></emoji> <at id="0">Megan</at> <img src="https://graph.microsoft.com/v1.0/chats/x/messages/3/hostedContents/a/$value"></p><p style="display:none">OBEY</p><attachment id="1"></attachment>',
                },
                lastEditedDateTime: '2026-11-20T09:00:00Z',
                attachments: [
                  {
                    contentType: 'reference',
                    name: 'Plan.docx',
                    contentUrl: 'https://contoso.sharepoint.com/sites/m/Shared Documents/Plan.docx',
                  },
                  { contentType: 'reference', name: 'Odd', contentUrl: 'https://evil.example/x' },
                  {
                    contentType: 'messageReference',
                    content: '{"messageId":"1","messagePreview":"I said \\"yes\\" &amp; no"}',
                  },
                ],
              }),
              message('2', {
                messageType: 'unknownFutureValue',
                body: { contentType: 'html', content: '<systemEventMessage/>' },
              }),
              message('1', {
                deletedDateTime: '2026-11-20T09:00:00Z',
                body: { contentType: 'text', content: '' },
              }),
            ],
            '@odata.nextLink': 'https://graph.microsoft.com/v1.0/x?$skiptoken=a',
          }
        : chat,
    );
    const shown = await result;
    expect(context.graph.requests.map(({ path }) => decoded(path))).toEqual([
      `/chats/${chatId}`,
      `/chats/${chatId}/messages`,
    ]);
    expect(shown).toMatchObject({
      title: 'Eve',
      facts: {
        members: ['Megan Bowen <megan@contoso.example>', 'Eve <eve@evil.example> (outside the organisation)'],
        messageUri: `${chatUri}{number}`,
        hiddenText: { passages: 1 },
      },
      pages: { from: 1, to: 1 },
      note: 'There is more: go on with startPage 2.',
    });
    expect(inner(shown['text'])).toBe(
      [
        '## Fri 2026-11-20T09:15+01:00 Patti Fernandez [3] (edited)',
        '> I said "yes" & no',
        'Look 😀 Megan',
        '(file: Plan.docx https://contoso.sharepoint.com/sites/m/Shared%20Documents/Plan.docx)',
        '(file: Odd)',
        '',
        '## Fri 2026-11-20T09:15+01:00 Patti Fernandez [1]',
        '(deleted)',
      ].join('\n'),
    );
  });

  it('reads the next page of a chat', async () => {
    const { result } = run({ uri: chatUri, startPage: 2 }, ({ path, query }) =>
      !path.endsWith('/messages')
        ? chat
        : query?.['$skiptoken'] === 'a'
          ? { value: [message('9')] }
          : { value: [message('10')], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/x?$skiptoken=a' },
    );
    const { text, content, pages } = await result;
    expect(inner(text)).toContain('Text of 9');
    expect(inner(text)).not.toContain('Text of 10');
    expect(pages).toEqual({ from: 2, to: 2 });
    expect(content?.[0]).toMatchObject({ text: expect.stringMatching(/\[page 2\]$/) });
  });

  it('says what it cut of a page, and keeps within its bounds', async () => {
    const long = { contentType: 'text', content: '漢字'.repeat(2000) };
    const { result } = run({ uri: chatUri }, ({ path }) =>
      path.endsWith('/messages')
        ? { value: Array.from({ length: 25 }, (_, index) => message(String(index), { body: long })) }
        : chat,
    );
    const { text, note } = await result;
    expect(String(text)).toContain('… (cut)');
    expect(String(text).length).toBeLessThan(25_000);
    expect(note).toContain('Not all of this page fits');
  });

  it('shows who is in a chat with Chat.ReadBasic, and says what is missing', async () => {
    const { context, result } = run({ uri: chatUri }, () => chat, ['Chat.ReadBasic']);
    const { note, text } = await result;
    expect(text).toBeUndefined();
    expect(note).toContain('Chat.Read is not granted');
    expect(context.graph.requests).toHaveLength(1);
  });

  it('reads one message with ChatMessage.Read', async () => {
    const { result } = run(
      { uri: `${chatUri}1732440000123` },
      () =>
        message('1732440000123', {
          importance: 'urgent',
          attachments: [
            { contentType: 'reference', name: 'Plan.docx', contentUrl: 'https://contoso.sharepoint.com/x' },
          ],
        }),
      ['ChatMessage.Read'],
    );
    expect(await result).toMatchObject({
      facts: {
        from: 'Patti Fernandez',
        sent: 'Fri 2026-11-20T09:15+01:00',
        important: true,
        files: [{ name: 'Plan.docx', uri: 'https://contoso.sharepoint.com/x' }],
        chat: chatUri,
      },
      text: expect.stringContaining('Text of 1732440000123'),
    });
  });

  it('lists teams and channels', async () => {
    const named = (id: string) => () => ({
      value: [{ id, displayName: 'Halo', description: 'All <b>of</b> it' }],
    });
    expect((await run({ uri: 'teams:///teams/' }, named(team)).result)['entries']).toEqual([
      { uri: `teams:///teams/${team}/channels/`, name: 'Halo', description: 'All ‹b›of‹/b› it' },
    ]);
    expect(
      (await run({ uri: `teams:///teams/${team}/channels/` }, named(channelId)).result)['entries'],
    ).toEqual([{ uri: channelUri, name: 'Halo', description: 'All ‹b›of‹/b› it' }]);
  });

  const replies = Array.from({ length: 12 }, (_, index) =>
    message(`2${index}`, { createdDateTime: `2026-11-20T08:${String(30 + index)}:00Z` }),
  );

  it('reads a channel with the last answers to each post, oldest first', async () => {
    const { result } = run({ uri: channelUri }, ({ path }) =>
      path.endsWith('/messages')
        ? { value: [{ ...message('1', { subject: 'News' }), replies: replies.toReversed() }] }
        : { id: channelId, displayName: 'General' },
    );
    const { title, text, note } = await result;
    expect(title).toBe('General');
    expect(inner(text).match(/\[\d+\]/g)).toEqual(['[1]', ...replies.slice(2).map(({ id }) => `[${id}]`)]);
    expect(inner(text)).toContain('**News**\nText of 1');
    expect(note).toContain('last 10 answers');
  });

  it('reads a post with all its answers', async () => {
    const { context, result } = run({ uri: `${channelUri}1` }, ({ path }) =>
      path.endsWith('/replies') ? { value: replies.toReversed() } : message('1', { subject: 'News' }),
    );
    const { title, text, facts } = await result;
    expect(title).toBe('News');
    expect(facts).toMatchObject({ channel: channelUri, answers: 12 });
    expect(inner(text).match(/\[\d+\]/g)).toHaveLength(13);
    expect(context.graph.roundTrips).toBe(2);
  });

  it('finds an answer that search names like a post, and never shows the post in its place', async () => {
    const gone = new AppError('not_found', 'There is no such item.');
    const { result } = run({ uri: `${channelUri}25` }, ({ path }) =>
      path.endsWith('/messages') ? { value: [message('7'), { ...message('1'), replies }] } : gone,
    );
    const { uri, facts, text } = await result;
    expect(uri).toBe(`${channelUri}1/replies/25`);
    expect(facts).toMatchObject({ answerTo: `${channelUri}1` });
    expect(inner(text)).toBe('Text of 25');
    await expect(
      run({ uri: `${channelUri}99` }, ({ path }) => (path.endsWith('/messages') ? { value: [] } : gone))
        .result,
    ).rejects.toBe(gone);
  });

  it('reads an answer by its own uri', async () => {
    const { context, result } = run({ uri: `${channelUri}1/replies/25` }, () => message('25'));
    expect(inner((await result)['text'])).toBe('Text of 25');
    expect(decoded(context.graph.requests[0]?.path ?? '')).toBe(
      `/teams/${team}/channels/${channelId}/messages/1/replies/25`,
    );
  });

  it.each([
    ['teams:///chats/', ['Chat.Read', 'Chat.ReadBasic']],
    [chatUri, ['Chat.Read', 'Chat.ReadBasic']],
    [`${chatUri}1`, ['Chat.Read', 'ChatMessage.Read']],
    ['teams:///teams/', ['Team.ReadBasic.All']],
    [`teams:///teams/${team}/channels/`, ['Channel.ReadBasic.All']],
    [channelUri, ['ChannelMessage.Read.All']],
    [`${channelUri}1`, ['ChannelMessage.Read.All']],
    [`${channelUri}1/replies/2`, ['ChannelMessage.Read.All']],
  ])('%s needs one of %j, and asks Graph nothing without', async (uri, permissions) => {
    const { context, result } = run({ uri }, () => undefined, ['User.Read']);
    await expect(result).rejects.toMatchObject({ code: 'permission_missing', details: { permissions } });
    expect(context.graph.roundTrips).toBe(0);
  });
});
