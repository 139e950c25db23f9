import type { KqlDocument, KqlValue } from '../kql/kql-match.ts';
import type { TenantData } from '../core/tenant-data.ts';
import type { EmailAddress } from '../../seed-data/mail/mail-seed.ts';
import type { MailMessage } from './mailbox.ts';
import { hasAttachments } from './message-json.ts';

/**
 * A message as the index of Exchange sees it.
 * @see https://learn.microsoft.com/graph/search-query-parameter#using-search-on-message-collections
 */
export function messageDocument(tenant: TenantData, message: MailMessage): KqlDocument {
  const { seed } = message;
  return {
    words: tenant.messageTexts.words(message),
    property(name): KqlValue | undefined {
      switch (name) {
        case 'from':
        case 'sender':
          return formatAddresses([seed.from]);
        case 'to':
          return formatAddresses(seed.to);
        case 'cc':
          return formatAddresses(seed.cc ?? []);
        case 'bcc':
          return formatAddresses(seed.bcc ?? []);
        case 'recipients':
          return formatAddresses([...seed.to, ...(seed.cc ?? []), ...(seed.bcc ?? [])]);
        case 'participants':
          return formatAddresses([seed.from, ...seed.to, ...(seed.cc ?? []), ...(seed.bcc ?? [])]);
        case 'subject':
          return [seed.subject];
        case 'body':
          return [tenant.messageTexts.text(message)];
        case 'attachment':
        case 'attachmentnames':
          return (seed.attachments ?? []).map((attachment) => attachment.name);
        case 'hasattachments':
        case 'hasattachment':
          return hasAttachments(message);
        case 'isread':
          return message.isRead;
        case 'importance':
          return [seed.importance ?? 'normal', seed.importance === 'normal' ? 'medium' : ''];
        case 'kind':
          return ['email'];
        case 'category':
          return seed.categories ?? [];
        case 'received':
          return { dayOf: message.receivedMs };
        case 'sent':
          return { dayOf: message.sentMs };
        case 'size':
          return tenant.messageTexts.text(message).length;
        default:
          return undefined;
      }
    },
  };
}

function formatAddresses(list: readonly EmailAddress[]): readonly string[] {
  return list.map(({ name, address }) => `${name} ${address}`);
}
