import { mailAddress, type MailMessage } from './mail-message.ts';
import { isOutsideSender } from '../external-sender.ts';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { Zone } from '../../time/time-zone.ts';
import { writtenMoment } from '../written-moment.ts';
import { writtenAddress, writtenAddresses } from '../written-address.ts';

const mostAddresses = 25;

/** Where a message comes from and whom it went to. */
export function messageFacts(
  message: Omit<MailMessage, 'id'> & { readonly replyTo?: MailMessage['toRecipients'] },
  caller: VerifiedCaller,
  zone: Zone,
): Readonly<Record<string, unknown>> {
  const from = mailAddress(message.from ?? message.sender);
  const sender = mailAddress(message.sender);
  const written = (recipients: MailMessage['toRecipients']) =>
    writtenAddresses((recipients ?? []).map(mailAddress), mostAddresses);
  const replyTo = written(message.replyTo);
  return {
    from: writtenAddress(from),
    external: isOutsideSender(from.address, caller) ? true : undefined,
    sentBy: sender.address !== from.address ? writtenAddress(sender) : undefined,
    replyTo: replyTo === writtenAddress(from) ? undefined : replyTo,
    to: written(message.toRecipients),
    cc: written(message.ccRecipients),
    bcc: written(message.bccRecipients),
    ...writtenMoment('received', message.receivedDateTime, zone),
    important: message.importance === 'high' ? true : undefined,
    draft: message.isDraft ? true : undefined,
  };
}
