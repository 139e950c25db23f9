import { z } from 'zod';
import { chatSender, type ChatMessage } from '../../graph/teams/chat-message.ts';
import { isOutsideSender } from '../../graph/mail/outside-sender.ts';
import { weekdayTime } from '../../lib/weekday-time.ts';
import type { VerifiedCaller } from '../../lib/verified-caller.ts';
import type { Zone } from '../../lib/zoned-time.ts';
import { previewLength } from '../../resources/preview-length.ts';
import { formatResourceUri } from '../../resources/resource-uri.ts';
import { writtenAddress } from '../../resources/written-address.ts';
import { oneLine } from '../../text/one-line.ts';
import type { ChatHit } from './chat-query.ts';
import { placeOf } from './place-names.ts';

/** A message of a chat or channel, or a chat, in a list of results. */
export const chatMessageItem = z.object({
  uri: z.string(),
  sent: z.string().optional(),
  from: z.string().optional(),
  external: z.literal(true).optional(),
  chat: z.string().optional().describe('Topic, or who else is in it.'),
  channel: z.string().optional(),
  subject: z.string().optional(),
  important: z.literal(true).optional(),
  text: z.string().optional(),
});
type ChatMessageItem = z.output<typeof chatMessageItem>;

const mostTokens = 3500;

/** Messages as a model sees them in a list: the fewer they are, the more of their text. */
export function toChatMessageItems(
  hits: readonly ChatHit[],
  names: ReadonlyMap<string, string>,
  { zone, caller }: { readonly zone: Zone; readonly caller: VerifiedCaller },
): ChatMessageItem[] {
  const items = hits.map(({ message }) => toItem(message, names.get(placeOf(message)), zone, caller));
  const most = previewLength(items, mostTokens);
  return items.map((item, index) => {
    const text = oneLine(hits[index]?.summary, most);
    return text === '' ? item : { ...item, text };
  });
}

function toItem(
  message: ChatMessage,
  name: string | undefined,
  zone: Zone,
  caller: VerifiedCaller,
): ChatMessageItem {
  const sentMs = Date.parse(message.createdDateTime ?? '');
  const sender = chatSender(message);
  const subject = oneLine(message.subject, 120);
  return {
    uri: uriOf(message),
    ...(Number.isNaN(sentMs) ? {} : { sent: weekdayTime(sentMs, zone) }),
    from: writtenAddress(sender),
    ...(isOutsideSender(sender.address, caller) ? { external: true as const } : {}),
    ...(name === undefined ? {} : { [message.chatId ? 'chat' : 'channel']: name }),
    ...(subject === '' ? {} : { subject }),
    ...(message.importance === 'high' || message.importance === 'urgent' ? { important: true as const } : {}),
  };
}

/** An answer in a channel is named like a post, since Search does not say to which one it is: `read_resource` finds it. */
function uriOf({ id, chatId, channelIdentity }: ChatMessage): string {
  if (chatId) return formatResourceUri({ kind: 'chatMessage', chatId, chatMessageId: id });
  const { teamId, channelId } = channelIdentity ?? {};
  return formatResourceUri({
    kind: 'channelMessage',
    teamId: teamId ?? '',
    channelId: channelId ?? '',
    chatMessageId: id,
  });
}
