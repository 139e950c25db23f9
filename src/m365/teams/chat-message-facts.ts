import { type ChatMessage, chatSender } from './schema.ts';
import { isOutsideChatSender } from './outside-chat-sender.ts';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { Zone } from '../../time/time-zone.ts';
import { chatAttachments } from './chat-attachments.ts';
import { chatReactions } from './chat-reactions.ts';
import { hostedPictureIds } from './pictures.ts';
import { writtenMoment } from '../written-moment.ts';
import { writtenAddress } from '../written-address.ts';

/** Who wrote a message, when, and what goes with it. */
export function chatMessageFacts(
  message: ChatMessage,
  zone: Zone,
  caller: VerifiedCaller,
): Readonly<Record<string, unknown>> {
  return {
    from: writtenAddress(chatSender(message)),
    external: isOutsideChatSender(message, caller) || undefined,
    ...writtenMoment('sent', message.createdDateTime, zone),
    edited: message.lastEditedDateTime ? true : undefined,
    deleted: message.deletedDateTime ? true : undefined,
    important: message.importance === 'high' || message.importance === 'urgent' ? true : undefined,
    files: chatAttachments(message),
    pictures: hostedPictureIds(message).length || undefined,
    reactions: chatReactions(message).slice('(reactions: '.length, -1),
    webLink: message.webUrl,
  };
}
