import type { VerifiedCaller } from '../../entra/caller.ts';
import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import type { Zone } from '../../time/time-zone.ts';
import { isOutsideSender } from '../external-sender.ts';
import { writtenAddress, writtenAddresses, writtenMoment } from '../format.ts';
import { type MailMessage, mailAddress } from './schema.ts';

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
