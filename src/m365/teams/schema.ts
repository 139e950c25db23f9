import { z } from 'zod';
import { itemBody } from '../item-body.ts';

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
export function isWritten({ messageType }: ChatMessage): boolean {
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
