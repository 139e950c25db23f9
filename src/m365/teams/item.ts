import { z } from 'zod';
import { oneLine } from 'document-text';
import type { VerifiedCaller } from '../../entra/caller.ts';
import { compact } from '../../lib/json.ts';
import type { Zone } from '../../time/time-zone.ts';
import { flag, formatPreview, previewBudget, formatTimestamp } from '../format.ts';
import { type IsExternal, formatAddress, otherAddressInName } from '../addresses.ts';
import { formatResourceUri } from '../uri.ts';
import { type ChatMessage, chatSender, isExternalChatSender } from './schema.ts';
import type { ChatHit } from './query.ts';
import { conversationId } from './titles.ts';

/** A chat message, a channel message or a chat in search results. */
export const chatMessageItem = z.object({
  uri: z.string(),
  sent: z.string().optional(),
  weekday: z.string().optional(),
  from: z.string().optional(),
  external: z.literal(true).optional(),
  app: z.literal(true).optional().describe('Written by an app, not a person.'),
  suspicious: z.literal(true).optional().describe('Sender’s name is another address.'),
  chat: z.string().optional().describe('Topic, or names of the other members.'),
  channel: z.string().optional(),
  team: z.string().optional(),
  subject: z.string().optional(),
  important: z.literal(true).optional(),
  text: z.string().optional(),
});
type ChatMessageItem = z.output<typeof chatMessageItem>;

/** Budget in estimated tokens, about 3,000 actual tokens. */
const maxTokens = 3150;

interface ItemOptions {
  readonly zone: Zone;
  readonly caller: VerifiedCaller;
  /** Default: decided by the domain of the user's sign-in name. */
  readonly isExternal?: IsExternal | undefined;
}

/** Formats messages as search results. The fewer the messages, the longer their previews. */
export function toChatMessageItems(
  hits: readonly ChatHit[],
  names: ReadonlyMap<string, string>,
  { zone, caller, isExternal }: ItemOptions,
): ChatMessageItem[] {
  const items = hits.map(({ message }) => toItem(message, names, { zone, caller, isExternal }));
  const maxPreviewCharacters = previewBudget(items, maxTokens);
  return items.map((item, index) => {
    const text = formatPreview(hits[index]?.summary, maxPreviewCharacters);
    return text === '' ? item : { ...item, text };
  });
}

function toItem(
  message: ChatMessage,
  names: ReadonlyMap<string, string>,
  { zone, caller, isExternal }: ItemOptions,
): ChatMessageItem {
  const sender = chatSender(message);
  return {
    uri: toUri(message),
    ...compact({
      ...formatTimestamp('sent', message.createdDateTime, zone),
      from: formatAddress(sender),
      external: flag(isExternalChatSender(message, caller, isExternal)),
      app: flag(message.from?.application?.displayName !== undefined && !message.from.user),
      suspicious: flag(otherAddressInName(sender) !== undefined),
      [message.chatId ? 'chat' : 'channel']: names.get(conversationId(message)),
      team: message.chatId ? '' : names.get(message.channelIdentity?.teamId ?? ''),
      subject: oneLine(message.subject, 120),
      important: flag(message.importance === 'high' || message.importance === 'urgent'),
    }),
  };
}

/** A reply in a channel has the URI of a post, since Search does not return the id of its post. `read_resource` resolves it. */
function toUri({ id, chatId, channelIdentity }: ChatMessage): string {
  if (chatId) return formatResourceUri({ kind: 'chatMessage', chatId, chatMessageId: id });
  const { teamId, channelId } = channelIdentity ?? {};
  return formatResourceUri({
    kind: 'channelMessage',
    teamId: teamId ?? '',
    channelId: channelId ?? '',
    chatMessageId: id,
  });
}
