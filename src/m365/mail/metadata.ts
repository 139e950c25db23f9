import type { VerifiedCaller } from '../../entra/caller.ts';
import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import type { Zone } from '../../time/time-zone.ts';
import { isExternalSender } from '../external-sender.ts';
import { formatAddress, formatAddresses, formatTimestamp } from '../format.ts';
import { type MailMessage, mailAddress } from './schema.ts';

const maxAddresses = 25;

/** Where a message comes from and whom it went to. */
export function messageMetadata(
  message: Omit<MailMessage, 'id'> & { readonly replyTo?: MailMessage['toRecipients'] },
  caller: VerifiedCaller,
  zone: Zone,
): Readonly<Record<string, unknown>> {
  const from = mailAddress(message.from ?? message.sender);
  const sender = mailAddress(message.sender);
  const written = (recipients: MailMessage['toRecipients']) =>
    formatAddresses((recipients ?? []).map(mailAddress), maxAddresses);
  const replyTo = written(message.replyTo);
  return {
    from: formatAddress(from),
    external: isExternalSender(from.address, caller) ? true : undefined,
    sentBy: sender.address !== from.address ? formatAddress(sender) : undefined,
    replyTo: replyTo === formatAddress(from) ? undefined : replyTo,
    to: written(message.toRecipients),
    cc: written(message.ccRecipients),
    bcc: written(message.bccRecipients),
    ...formatTimestamp('received', message.receivedDateTime, zone),
    important: message.importance === 'high' ? true : undefined,
    draft: message.isDraft ? true : undefined,
  };
}

/**
 * Whether mail can be read with its text; false where only its envelope can.
 * @throws AppError `permission_missing`
 */
export function canReadWholeMail(granted: GrantedPermissions, owner: string | undefined): boolean {
  if (owner !== undefined) {
    granted.require(['Mail.Read.Shared'], 'Mail of another mailbox');
    return true;
  }
  granted.require(['Mail.Read', 'Mail.Read.Shared', 'Mail.ReadBasic'], 'Reading mail');
  return granted.hasAny(['Mail.Read', 'Mail.Read.Shared']);
}
