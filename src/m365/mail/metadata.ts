import type { VerifiedCaller } from '../../entra/caller.ts';
import type { Zone } from '../../time/time-zone.ts';
import { formatAddress, formatAddresses, formatTimestamp, isExternalSender } from '../format.ts';
import { type MailMessage, mailAddress } from './schema.ts';

const maxAddresses = 25;

/** Sender, recipients and flags of a message. */
export function messageMetadata(
  message: Omit<MailMessage, 'id'> & { readonly replyTo?: MailMessage['toRecipients'] },
  caller: VerifiedCaller,
  zone: Zone,
): Readonly<Record<string, unknown>> {
  const from = mailAddress(message.from ?? message.sender);
  const sender = mailAddress(message.sender);
  const format = (recipients: MailMessage['toRecipients']) =>
    formatAddresses((recipients ?? []).map(mailAddress), maxAddresses);
  const replyTo = format(message.replyTo);
  return {
    from: formatAddress(from),
    external: isExternalSender(from.address, caller) ? true : undefined,
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
