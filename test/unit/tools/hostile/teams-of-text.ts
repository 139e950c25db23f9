import type { ResourceOfText } from './resource-of-text.ts';

const guid = 'f45354cb-d634-45df-8b88-2b4e96a1dc45';
const chat = 'teams:///chats/19:bdeff6bfed7f4b159cdf7fdd61aeacaa@thread.v2/messages/';
const channel = `teams:///teams/${guid}/channels/19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2/messages/`;
const soon = '2026-11-17T16:01:00Z';

const message = (text: string, number = '1') => ({
  id: number,
  messageType: 'message',
  createdDateTime: soon,
  subject: text,
  from: { user: { displayName: text } },
  body: { contentType: 'html', content: `<p>${text}</p>${text}` },
  attachments: [
    { contentType: 'reference', name: text, contentUrl: `https://contoso.sharepoint.com/${text}` },
    {
      contentType: 'messageReference',
      content: JSON.stringify({ messagePreview: text, messageSender: { user: { displayName: text } } }),
    },
    { contentType: 'application/vnd.microsoft.card.adaptive', content: JSON.stringify({ body: [{ text }] }) },
  ],
  reactions: [{ reactionType: text }],
});

/** Chats, teams and channels. */
export const teamsOfText: readonly ResourceOfText[] = [
  [
    'a chat',
    chat,
    (text) =>
      ({ path }) =>
        path.endsWith('/messages')
          ? { value: [message(text), message(text, '2')] }
          : {
              id: 'x',
              topic: text,
              chatType: text,
              webUrl: text,
              members: [{ displayName: text, email: text }],
            },
  ],
  ['a chat message', `${chat}1`, (text) => () => message(text)],
  [
    'the chats',
    'teams:///chats/',
    (text) => () => ({
      value: [{ id: 'x', topic: text, chatType: text, lastMessagePreview: message(text) }],
    }),
  ],
  [
    'the teams',
    'teams:///teams/',
    (text) => () => ({ value: [{ id: guid, displayName: text, description: text }] }),
  ],
  [
    'a channel',
    channel,
    (text) =>
      ({ path }) =>
        path.endsWith('/messages')
          ? { value: [{ ...message(text), replies: [message(text, '2')] }] }
          : { id: 'x', displayName: text, description: text, webUrl: text },
  ],
  [
    'a post',
    `${channel}1`,
    (text) =>
      ({ path }) =>
        path.endsWith('/replies') ? { value: [message(text, '2')] } : message(text),
  ],
];
