import { z } from 'zod';
import { mailAddress, type MailMessage } from '../graph/mail/mail-message.ts';
import { isOutsideSender } from '../graph/mail/outside-sender.ts';
import type { VerifiedCaller } from '../lib/verified-caller.ts';
import { weekdayTime } from '../lib/weekday-time.ts';
import type { Zone } from '../lib/zoned-time.ts';
import { previewLength } from './preview-length.ts';
import { formatResourceUri } from './resource-uri.ts';
import { writtenAddress, writtenAddresses } from './written-address.ts';
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

const mostTokens = 2900;

/** Messages as a model sees them in a list: the fewer they are, the longer their previews. */
export function toMailItems(messages: readonly MailMessage[], context: MailItemContext): MailItem[] {
  const items = messages.map((message) => toMailItem(message, context));
  const most = previewLength(items, mostTokens);
  return items.map((item, index) => {
    const preview = oneLine(messages[index]?.bodyPreview, most);
    return preview === '' ? item : { ...item, preview };
  });
}

function toMailItem(message: MailMessage, { zone, caller, owner }: MailItemContext): MailItem {
  const from = mailAddress(message.from ?? message.sender);
  const self = owner ?? caller.preferredUsername ?? '';
  const isOwn = from.address !== '' && from.address.toLowerCase() === self.toLowerCase();
  const to = isOwn ? writtenAddresses(message.toRecipients?.map(mailAddress) ?? [], 3) : '';
  const receivedMs = Date.parse(message.receivedDateTime ?? '');
  return {
    uri: formatResourceUri({ kind: 'message', messageId: message.id, owner }),
    received: Number.isNaN(receivedMs) ? '' : weekdayTime(receivedMs, zone),
    from: writtenAddress(from),
    ...(to === '' ? {} : { to }),
    subject: oneLine(message.subject, 120),
    ...(isOutsideSender(from.address, caller) ? { external: true as const } : {}),
    ...(message.isRead === false ? { unread: true as const } : {}),
    ...(message.hasAttachments ? { attachments: true as const } : {}),
    ...(message.importance === 'high' ? { important: true as const } : {}),
    ...(message.isDraft ? { draft: true as const } : {}),
  };
}
