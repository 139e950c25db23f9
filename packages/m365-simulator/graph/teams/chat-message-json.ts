import { encodeBase64 } from '../../encoding/base64.ts';
import type { EmailAddress } from '../../seed-data/mail/mail-seed.ts';
import type { Call } from '../core/call.ts';
import { seededGuid } from '../core/seeded-random.ts';
import type { ChatMessage } from './chat-store.ts';

/** Chat or channel of a message. */
export type Thread =
  | { readonly kind: 'chat'; readonly chatId: string; readonly messages: readonly ChatMessage[] }
  | {
      readonly kind: 'channel';
      readonly teamId: string;
      readonly channelId: string;
      readonly parent?: ChatMessage;
    };

/** A message as Graph writes it. */
export function chatMessageJson(call: Call, message: ChatMessage, thread: Thread): Record<string, unknown> {
  const { seed } = message;
  const sent = new Date(message.timeMs).toISOString();
  const isSystem = seed.isSystem === true;
  const isDeleted = seed.isDeleted === true;
  const changedMs = message.timeMs + (seed.isEdited === true || isDeleted ? 60_000 : 0);
  return {
    id: message.id,
    replyToId: thread.kind === 'channel' ? (thread.parent?.id ?? null) : null,
    etag: String(changedMs),
    messageType: isSystem ? systemType(call) : 'message',
    createdDateTime: sent,
    lastModifiedDateTime: new Date(changedMs).toISOString(),
    lastEditedDateTime: seed.isEdited === true ? new Date(changedMs).toISOString() : null,
    deletedDateTime: isDeleted ? new Date(changedMs).toISOString() : null,
    subject: seed.subject ?? null,
    summary: null,
    chatId: thread.kind === 'chat' ? thread.chatId : null,
    importance: seed.isImportant === true ? 'high' : 'normal',
    locale: 'en-us',
    webUrl: thread.kind === 'channel' ? channelMessageUrl(call, message, thread) : null,
    policyViolation: null,
    eventDetail: isSystem
      ? {
          '@odata.type': '#microsoft.graph.membersAddedEventMessageDetail',
          visibleHistoryStartDateTime: '0001-01-01T00:00:00Z',
          members: [],
          initiator: identity(call, seed.from),
        }
      : null,
    from: isSystem ? null : identity(call, seed.from),
    body: isDeleted ? { contentType: 'text', content: '' } : body(message, thread),
    channelIdentity:
      thread.kind === 'channel' ? { teamId: thread.teamId, channelId: thread.channelId } : null,
    attachments: isDeleted ? [] : attachments(call, message, thread),
    mentions: (seed.mentions ?? []).map((user, id) => ({
      id,
      mentionText: user.name,
      mentioned: { ...identity(call, user), conversation: null },
    })),
    reactions: (seed.reactions ?? []).map(({ type, by }) => ({
      reactionType: type,
      createdDateTime: sent,
      user: {
        application: null,
        device: null,
        user: { id: objectIdOf(call, by), displayName: null, userIdentityType: 'aadUser' },
      },
    })),
  };
}

/** Identity of an author: a member of the tenant or a guest. */
function identity(call: Call, user: EmailAddress): Record<string, unknown> {
  return {
    application: null,
    device: null,
    user: {
      id: objectIdOf(call, user),
      displayName: user.name,
      userIdentityType: 'aadUser',
      tenantId: tenantIdOf(call, user),
    },
  };
}

/** Id of the picture in a message. */
export function hostedContentId(message: ChatMessage): string {
  const name = seededGuid(`hosted:${message.id}`).replaceAll('-', '');
  const address = `https://eu-api.asm.skype.com/v1/objects/0-weu-d1-${name}/views/imgo`;
  return encodeBase64(new TextEncoder().encode(`id=x_0-weu-d1-${name},type=1,url=${address}`)).replaceAll(
    '=',
    '',
  );
}

/** Without `Prefer: include-unknown-enum-members` a caller sees no member that is newer than it may be. */
function systemType(call: Call): string {
  return /include-unknown-enum-members/i.test(call.headers.get('prefer') ?? '')
    ? 'systemEventMessage'
    : 'unknownFutureValue';
}

function body(message: ChatMessage, thread: Thread): Record<string, unknown> {
  const { seed } = message;
  if (seed.isSystem === true) return { contentType: 'html', content: '<systemEventMessage/>' };
  if (seed.html === undefined) return { contentType: 'text', content: seed.text ?? '' };
  const place =
    thread.kind === 'chat' ? `chats/${thread.chatId}` : `teams/${thread.teamId}/channels/${thread.channelId}`;
  return {
    contentType: 'html',
    content: seed.html
      .replaceAll(
        '{hosted}',
        `https://graph.microsoft.com/v1.0/${place}/messages/${message.id}/hostedContents/${hostedContentId(message)}/$value`,
      )
      .replaceAll('{attachment}', attachmentIdOf(message, thread)),
  };
}

function quotedBy(message: ChatMessage, thread: Thread): ChatMessage | undefined {
  if (message.seed.quotes === undefined || thread.kind !== 'chat') return undefined;
  return thread.messages.toReversed()[message.seed.quotes];
}

function attachmentIdOf(message: ChatMessage, thread: Thread): string {
  return quotedBy(message, thread)?.id ?? seededGuid(`reference:${message.id}`);
}

function attachments(call: Call, message: ChatMessage, thread: Thread): readonly object[] {
  const { file } = message.seed;
  const empty = { content: null, thumbnailUrl: null, teamsAppId: null };
  const quoted = quotedBy(message, thread);
  return [
    ...(file === undefined
      ? []
      : [
          {
            id: attachmentIdOf(message, thread),
            contentType: 'reference',
            contentUrl: file.url,
            name: file.name,
            ...empty,
          },
        ]),
    ...(quoted === undefined
      ? []
      : [
          {
            id: quoted.id,
            contentType: 'messageReference',
            contentUrl: null,
            name: null,
            ...empty,
            content: JSON.stringify({
              messageId: quoted.id,
              messagePreview: (quoted.seed.text ?? quoted.seed.html ?? '')
                .replaceAll(/<[^>]+>/g, '')
                .slice(0, 80),
              messageSender: identity(call, quoted.seed.from),
            }),
          },
        ]),
  ];
}

function channelMessageUrl(
  call: Call,
  message: ChatMessage,
  thread: Extract<Thread, { kind: 'channel' }>,
): string {
  const parent = thread.parent?.id ?? message.id;
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(thread.channelId)}/${message.id}?groupId=${thread.teamId}&tenantId=${call.session.tenantId}&createdTime=${message.id}&parentMessageId=${parent}`;
}

/** Id of the user's tenant, or of a guest's home tenant. */
export function tenantIdOf(call: Call, user: EmailAddress): string {
  return call.tenant.directory.find(user.address)
    ? call.session.tenantId
    : seededGuid(`home:${user.address.split('@')[1] ?? ''}`);
}

function objectIdOf(call: Call, user: EmailAddress): string {
  return call.tenant.directory.find(user.address)?.objectId ?? seededGuid(`guest:${user.address}`);
}
