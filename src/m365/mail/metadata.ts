import type { Zone } from '../../time/time-zone.ts';
import {
  type IsExternal,
  formatAddress,
  formatAddresses,
  mailAddress,
  otherAddressInName,
} from '../addresses.ts';
import { formatTimestamp } from '../format.ts';
import { type MailMessage } from './schema.ts';

const maxAddresses = 25;

/** Sender, recipients and flags of a message. */
export function messageMetadata(
  message: Omit<MailMessage, 'id'> & { readonly replyTo?: MailMessage['toRecipients'] },
  isExternal: IsExternal,
  zone: Zone,
): Readonly<Record<string, unknown>> {
  const from = mailAddress(message.from ?? message.sender);
  const sender = mailAddress(message.sender);
  const format = (recipients: MailMessage['toRecipients']) =>
    formatAddresses((recipients ?? []).map(mailAddress), maxAddresses);
  const replyTo = format(message.replyTo);
  return {
    from: formatAddress(from),
    external: isExternal(from.address) || undefined,
    suspicious:
      otherAddressInName(from) === undefined ? undefined : 'the name of the sender is another address',
    sentBy: sender.address !== from.address ? formatAddress(sender) : undefined,
    replyTo: replyTo === formatAddress(from) ? undefined : replyTo,
    to: format(message.toRecipients),
    cc: format(message.ccRecipients),
    bcc: format(message.bccRecipients),
    ...formatTimestamp('received', message.receivedDateTime, zone),
    important: message.importance === 'high' ? true : undefined,
    draft: message.isDraft ? true : undefined,
  };
}
