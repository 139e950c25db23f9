import { z } from 'zod';
import { mailAddress, type MailMessage } from '../graph/mail/mail-message.ts';
import { isOutsideSender } from '../graph/mail/outside-sender.ts';
import type { VerifiedCaller } from '../lib/verified-caller.ts';
import { weekdayTime } from '../lib/weekday-time.ts';
import type { Zone } from '../lib/zoned-time.ts';
import { formatResourceUri } from './resource-uri.ts';
import { writtenAddress, writtenAddresses } from './written-address.ts';
import { estimateTokens } from '../text/estimate-tokens.ts';
import { oneLine } from '../text/one-line.ts';

/** A message in a list of results. Flags stand only where they are true. */
export const mailItem = z.object({
  uri: z.string(),
  received: z.string(),
  from: z.string(),
  to: z.string().optional().describe('Of mail that the person sent.'),
  subject: z.string(),
  preview: z.string().optional(),
  external: z.literal(true).optional().describe('Sender’s domain is not the person’s: a hint only.'),
  unread: z.literal(true).optional(),
  attachments: z.literal(true).optional(),
  important: z.literal(true).optional(),
  draft: z.literal(true).optional(),
});

type MailItem = z.input<typeof mailItem>;

/** What all messages of an answer are shown with. */
export interface MailItemContext {
  readonly zone: Zone;
  readonly caller: VerifiedCaller;
  readonly owner: string | undefined;
}

/** A list costs this much at most, and previews share what the rest of it leaves. */
const mostTokens = 2900;
/** Measured on ids in base64, which the estimate for texts takes to be dearer than they are. */
const tokensPerIdCharacter = 0.6;
const charactersPerToken = 4;

/** Messages as a model sees them in a list: the fewer they are, the longer their previews. */
export function toMailItems(messages: readonly MailMessage[], context: MailItemContext): MailItem[] {
  const items = messages.map((message) => toMailItem(message, context));
  const left = items.reduce((tokens, item) => tokens - tokensOf(item), mostTokens) / items.length;
  const most = Math.round(Math.min(240, Math.max(40, left * charactersPerToken)));
  return items.map((item, index) => {
    const preview = oneLine(messages[index]?.bodyPreview, most);
    return preview === '' ? item : { ...item, preview };
  });
}

function tokensOf({ uri, ...rest }: MailItem): number {
  return uri.length * tokensPerIdCharacter + estimateTokens(JSON.stringify(rest));
}

function toMailItem(message: MailMessage, { zone, caller, owner }: MailItemContext): MailItem {
  const from = mailAddress(message.from ?? message.sender);
  const self = owner ?? caller.preferredUsername ?? '';
  const isOwn = from.address !== '' && from.address.toLowerCase() === self.toLowerCase();
  const receivedMs = Date.parse(message.receivedDateTime ?? '');
  return {
    uri: formatResourceUri({ kind: 'message', messageId: message.id, owner }),
    received: Number.isNaN(receivedMs) ? '' : weekdayTime(receivedMs, zone),
    from: writtenAddress(from),
    ...(isOwn ? { to: writtenAddresses(message.toRecipients?.map(mailAddress) ?? [], 3) } : {}),
    subject: oneLine(message.subject, 120),
    ...(isOutsideSender(from.address, caller) ? { external: true as const } : {}),
    ...(message.isRead === false ? { unread: true as const } : {}),
    ...(message.hasAttachments ? { attachments: true as const } : {}),
    ...(message.importance === 'high' ? { important: true as const } : {}),
    ...(message.isDraft ? { draft: true as const } : {}),
  };
}
