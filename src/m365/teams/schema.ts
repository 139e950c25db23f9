import { z } from 'zod';
import type { VerifiedCaller } from '../../entra/caller.ts';
import { AppError } from '../../lib/app-error.ts';
import { type IsExternal, isExternalSender } from '../addresses.ts';
import { itemBody } from '../content.ts';
import { nullishBoolean, nullishString } from '../../graph/nullish.ts';

const identity = z.object({ id: nullishString, displayName: nullishString });

/** A chat or channel message. Search returns the sender as in mail, and an empty channel for a chat message. */
export const chatMessage = z.object({
  id: z.string(),
  chatId: nullishString,
  /** Of a reply in a channel: the id of the post. */
  replyToId: nullishString,
  channelIdentity: z.object({ teamId: nullishString, channelId: nullishString }).nullish(),
  messageType: nullishString,
  createdDateTime: nullishString,
  lastEditedDateTime: nullishString,
  deletedDateTime: nullishString,
  /** Of a message preview. */
  isDeleted: nullishBoolean,
  subject: nullishString,
  importance: nullishString,
  webUrl: nullishString,
  from: z
    .object({
      user: identity.extend({ userIdentityType: nullishString, tenantId: nullishString }).nullish(),
      application: identity.nullish(),
      emailAddress: z.object({ name: nullishString, address: nullishString }).nullish(),
    })
    .nullish(),
  body: itemBody,
  mentions: z.array(z.object({ mentioned: z.object({ user: identity.nullish() }).nullish() })).nullish(),
  attachments: z
    .array(
      z.object({
        contentType: nullishString,
        contentUrl: nullishString,
        name: nullishString,
        content: nullishString,
      }),
    )
    .nullish(),
  /** A custom reaction is identified by its display name only. */
  reactions: z.array(z.object({ reactionType: nullishString, displayName: nullishString })).nullish(),
  /** Details of a system message, such as a meeting recording. */
  eventDetail: z
    .object({ callRecordingUrl: nullishString, callRecordingDisplayName: nullishString })
    .nullish(),
});

/** A message as returned by Graph. */
export type ChatMessage = z.output<typeof chatMessage>;

/** Whether a user or an app wrote the message, and not Teams itself (a system message). */
export function isUserMessage({ messageType }: ChatMessage): boolean {
  return messageType === undefined || messageType === null || messageType === 'message';
}

/** Name and address of the sender of a message. */
export function chatSender({ from }: ChatMessage): { readonly name: string; readonly address: string } {
  const { emailAddress, user, application } = from ?? {};
  return {
    name: emailAddress?.name ?? user?.displayName ?? application?.displayName ?? '',
    address: emailAddress?.address ?? '',
  };
}

/** A member of a chat, of any tenant. */
export const chatMember = z.object({
  displayName: nullishString,
  email: nullishString,
  userId: nullishString,
  tenantId: nullishString,
});

/** A chat with its expanded members and last message. */
export const chat = z.object({
  id: z.string(),
  topic: nullishString,
  chatType: nullishString,
  webUrl: nullishString,
  members: z.array(chatMember).nullish(),
  lastMessagePreview: chatMessage.nullish(),
});

/** A chat as returned by Graph. */
export type Chat = z.output<typeof chat>;

/** Chats by their last message, newest first; those without a known one last. */
export function sortByLastMessage(chats: readonly Chat[]): Chat[] {
  return chats.toSorted((first, second) => (lastMessageMs(second) ?? 0) - (lastMessageMs(first) ?? 0));
}

/** Time of the last message of a chat, if it is known. */
export function lastMessageMs({ lastMessagePreview }: Chat): number | undefined {
  const ms = Date.parse(lastMessagePreview?.createdDateTime ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

/** A channel post with its expanded replies. */
export const channelPost = chatMessage.extend({ replies: z.array(chatMessage).nullish() });

/** Messages sorted by creation time. Graph formats all timestamps alike. */
export function sortByCreated<Message extends ChatMessage>(messages: readonly Message[]): Message[] {
  return messages.toSorted((first, second) =>
    (first.createdDateTime ?? '').localeCompare(second.createdDateTime ?? '', 'en'),
  );
}

/** Graph sometimes returns another message than the requested one: it is treated as not found. */
export function messageMismatchError(): AppError {
  return new AppError(
    'not_found',
    'There is no message with this id here. The URI of a reply contains the id of its post: search for the message again.',
  );
}

/** Identity types of users who can belong to the caller's own tenant. */
const internalIdentityTypes = new Set(['aadUser', 'onPremiseAadUser', 'unknownFutureValue']);

/**
 * Whether the sender is outside of the caller's tenant; guests in it have an address of another organization. Undefined
 * if Graph does not return enough to decide.
 * @param isExternal by the domains of the tenant; default: unknown for users of the tenant, else by the sign-in name
 * @see https://learn.microsoft.com/graph/api/resources/teamworkuseridentity
 */
export function isExternalChatSender(
  { from }: ChatMessage,
  caller: VerifiedCaller,
  isExternal?: IsExternal,
): boolean | undefined {
  const { user, emailAddress } = from ?? {};
  const { tenantId, userIdentityType } = user ?? {};
  const address = emailAddress?.address ?? '';
  if (tenantId && tenantId.toLowerCase() !== caller.tenantId) return true;
  if (!tenantId && userIdentityType && !internalIdentityTypes.has(userIdentityType)) return true;
  if (isExternal?.(address) === true) return true;
  if (tenantId) return false;
  return userIdentityType ? undefined : (isExternal ?? isExternalSender)(address, caller);
}
