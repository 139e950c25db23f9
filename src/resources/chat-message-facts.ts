import { type ChatMessage, chatSender } from '../graph/teams/chat-message.ts';
import { weekdayTime } from '../lib/weekday-time.ts';
import type { Zone } from '../lib/zoned-time.ts';
import { chatAttachments } from './chat-attachments.ts';
import { writtenAddress } from './written-address.ts';

/** Who wrote a message, when, and what goes with it. */
export function chatMessageFacts(message: ChatMessage, zone: Zone): Readonly<Record<string, unknown>> {
  const sentMs = Date.parse(message.createdDateTime ?? '');
  const pictures = message.body?.content?.split('/hostedContents/').length ?? 1;
  return {
    from: writtenAddress(chatSender(message)),
    sent: Number.isNaN(sentMs) ? undefined : weekdayTime(sentMs, zone),
    edited: message.lastEditedDateTime ? true : undefined,
    deleted: message.deletedDateTime ? true : undefined,
    important: message.importance === 'high' || message.importance === 'urgent' ? true : undefined,
    files: chatAttachments(message),
    pictures: pictures > 1 ? pictures - 1 : undefined,
    webLink: message.webUrl,
  };
}
