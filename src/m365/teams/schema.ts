import { z } from 'zod';
import type { VerifiedCaller } from '../../entra/caller.ts';
import { AppError } from '../../lib/app-error.ts';
import { isExternalSender } from '../format.ts';
import { itemBody } from '../content.ts';

const identity = z.object({ id: z.string().nullish(), displayName: z.string().nullish() });

/** A message of a chat or channel. Search names the sender as mail does, and an empty channel for a chat. */
export const chatMessage = z.object({
  id: z.string(),
  chatId: z.string().nullish(),
  /** Of an answer in a channel: the id of the post. */
  replyToId: z.string().nullish(),
  channelIdentity: z.object({ teamId: z.string().nullish(), channelId: z.string().nullish() }).nullish(),
  messageType: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  lastEditedDateTime: z.string().nullish(),
  deletedDateTime: z.string().nullish(),
  subject: z.string().nullish(),
  importance: z.string().nullish(),
  webUrl: z.string().nullish(),
  from: z
    .object({
      user: identity
        .extend({ userIdentityType: z.string().nullish(), tenantId: z.string().nullish() })
        .nullish(),
      application: identity.nullish(),
      emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish(),
    })
    .nullish(),
  body: itemBody,
  attachments: z
    .array(
      z.object({
        contentType: z.string().nullish(),
        contentUrl: z.string().nullish(),
        name: z.string().nullish(),
        content: z.string().nullish(),
      }),
    )
    .nullish(),
  /** Of one that an organisation made itself only the name tells what it is. */
  reactions: z
    .array(z.object({ reactionType: z.string().nullish(), displayName: z.string().nullish() }))
    .nullish(),
  /** What Teams itself tells, such as that a recording is there. */
  eventDetail: z
    .object({ callRecordingUrl: z.string().nullish(), callRecordingDisplayName: z.string().nullish() })
    .nullish(),
});

/** A message as Graph gives it. */
export type ChatMessage = z.output<typeof chatMessage>;

/** Whether somebody wrote it, rather than Teams telling that members came and went. */
export function isUserMessage({ messageType }: ChatMessage): boolean {
  return messageType === undefined || messageType === null || messageType === 'message';
}

/** Who wrote a message. */
export function chatSender({ from }: ChatMessage): { readonly name: string; readonly address: string } {
  const { emailAddress, user, application } = from ?? {};
  return {
    name: emailAddress?.name ?? user?.displayName ?? application?.displayName ?? '',
    address: emailAddress?.address ?? '',
  };
}

/** Somebody in a chat, of whatever organisation. */
export const chatMember = z.object({
  displayName: z.string().nullish(),
  email: z.string().nullish(),
  userId: z.string().nullish(),
  tenantId: z.string().nullish(),
});

/** A chat, with what was expanded of it. */
export const chat = z.object({
  id: z.string(),
  topic: z.string().nullish(),
  chatType: z.string().nullish(),
  webUrl: z.string().nullish(),
  members: z.array(chatMember).nullish(),
  lastMessagePreview: chatMessage.nullish(),
});

/** A chat as Graph gives it. */
export type Chat = z.output<typeof chat>;

/** Messages by their time, which Graph gives in one form. */
export function sortByCreated<Message extends ChatMessage>(messages: readonly Message[]): Message[] {
  return messages.toSorted((first, second) =>
    (first.createdDateTime ?? '').localeCompare(second.createdDateTime ?? '', 'en'),
  );
}

/** Graph has been seen to answer with another message than the one asked for: that is none. */
export function messageMismatchError(): AppError {
  return new AppError(
    'not_found',
    'There is no message with this number here. An answer to a post has the number of the post before its own: search for it again.',
  );
}

/** Kinds of people of the own organisation, or such as Graph does not tell from them. */
const inside = new Set(['aadUser', 'onPremiseAadUser', 'unknownFutureValue']);

/**
 * Whether a message is by somebody of another organisation, or of none. Undefined where Graph does not tell.
 * @see https://learn.microsoft.com/graph/api/resources/teamworkuseridentity
 */
export function isExternalChatSender({ from }: ChatMessage, caller: VerifiedCaller): boolean | undefined {
  const { user, emailAddress } = from ?? {};
  if (user?.tenantId) return user.tenantId.toLowerCase() !== caller.tenantId;
  if (user?.userIdentityType) return inside.has(user.userIdentityType) ? undefined : true;
  return isExternalSender(emailAddress?.address ?? '', caller);
}
