import { z } from 'zod';
import { mailAddress, type MailMessage } from '../graph/mail/mail-message.ts';
import { isOutsideSender } from '../graph/mail/outside-sender.ts';
import type { VerifiedCaller } from '../lib/verified-caller.ts';
import { compact } from '../lib/compact.ts';

import type { Zone } from '../lib/zoned-time.ts';
import { flag } from './flag.ts';
import { previewLength } from './preview-length.ts';
import { formatResourceUri } from './resource-uri.ts';
import { writtenMoment } from './written-moment.ts';
import { writtenAddress, writtenAddresses } from './written-address.ts';
import { oneLine } from '../text/one-line.ts';

/** A message in a list of results. Flags stand only where they are true. */
export const mailItem = z.object({
  uri: z.string(),
  received: z.string().optional(),
  weekday: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional().describe('Of mail that the person sent.'),
  subject: z.string().optional(),
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

/** As estimated, on the high side: 3,000 in truth. */
const mostTokens = 3250;

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
  return {
    uri: formatResourceUri({ kind: 'message', messageId: message.id, owner }),
    ...compact({
      ...writtenMoment('received', message.receivedDateTime, zone),
      from: writtenAddress(from),
      to,
      subject: oneLine(message.subject, 120),
      external: flag(isOutsideSender(from.address, caller)),
      unread: flag(message.isRead === false),
      attachments: flag(message.hasAttachments),
      important: flag(message.importance === 'high'),
      draft: flag(message.isDraft),
    }),
  };
}
