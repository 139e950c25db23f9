import { z } from 'zod';
import { mailAddress } from '../addresses.ts';
import { withFastPath } from '../../graph/fast-schema.ts';
import { type GraphPath, exchangeId, graphPath, mailboxOwner } from '../../graph/path.ts';
import { nullishBoolean, nullishString } from '../../graph/nullish.ts';

const address = z
  .object({ emailAddress: z.object({ name: nullishString, address: nullishString }).nullish() })
  .nullish();

/** A message. Graph omits properties that were not selected or that the permission does not cover. */
export const mailMessage = z.object({
  /** Present for derived types: messages about meetings. */
  '@odata.type': nullishString,
  id: z.string(),
  subject: nullishString,
  from: address,
  sender: address,
  toRecipients: z.array(address).nullish(),
  ccRecipients: z.array(address).nullish(),
  bccRecipients: z.array(address).nullish(),
  receivedDateTime: nullishString,
  bodyPreview: nullishString,
  hasAttachments: nullishBoolean,
  importance: nullishString,
  isRead: nullishBoolean,
  isDraft: nullishBoolean,
  flag: z.object({ flagStatus: nullishString }).nullish(),
  categories: z.array(z.string()).nullish(),
  parentFolderId: nullishString,
  conversationId: nullishString,
  webLink: nullishString,
  /** Where they were requested. Mail that was sent from the mailbox has none. */
  internetMessageHeaders: z.array(z.object({ name: nullishString, value: nullishString })).nullish(),
  /** Named properties, where they were requested. */
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: nullishString })).nullish(),
});

export type MailMessage = z.output<typeof mailMessage>;

/** A page of messages. */
export const mailMessagePage = withFastPath(
  z.object({
    value: z.array(mailMessage),
    '@odata.nextLink': nullishString,
    '@odata.count': z.int().optional(),
  }),
);

/** Address of the sender, empty when missing. */
export function senderAddress({ from, sender }: Pick<MailMessage, 'from' | 'sender'>): string {
  return mailAddress(from ?? sender).address;
}

/** Paths within one mailbox: the caller's, or a shared one. */
export interface MailboxPaths {
  messages(folderId?: string): GraphPath;
  message(id: string): GraphPath;
  attachments(messageId: string): GraphPath;
  attachment(messageId: string, id: string): GraphPath;
  attachmentContent(messageId: string, id: string): GraphPath;
  folders(): GraphPath;
  folder(id: string): GraphPath;
  childFolders(id: string): GraphPath;
}

/** @param owner undefined for the caller's mailbox. @throws AppError `invalid_argument` for an invalid owner or id */
export function mailboxPaths(owner: string | undefined): MailboxPaths {
  return owner === undefined ? ownMailbox : sharedMailbox(owner);
}

const ownMailbox: MailboxPaths = {
  messages: (folderId) =>
    folderId === undefined
      ? graphPath`/me/messages`
      : graphPath`/me/mailFolders/${exchangeId(folderId)}/messages`,
  message: (id) => graphPath`/me/messages/${exchangeId(id)}`,
  attachments: (messageId) => graphPath`/me/messages/${exchangeId(messageId)}/attachments`,
  attachment: (messageId, id) =>
    graphPath`/me/messages/${exchangeId(messageId)}/attachments/${exchangeId(id)}`,
  attachmentContent: (messageId, id) =>
    graphPath`/me/messages/${exchangeId(messageId)}/attachments/${exchangeId(id)}/$value`,
  folders: () => graphPath`/me/mailFolders`,
  folder: (id) => graphPath`/me/mailFolders/${exchangeId(id)}`,
  childFolders: (id) => graphPath`/me/mailFolders/${exchangeId(id)}/childFolders`,
};

function sharedMailbox(owner: string): MailboxPaths {
  const user = mailboxOwner(owner);
  return {
    messages: (folderId) =>
      folderId === undefined
        ? graphPath`/users/${user}/messages`
        : graphPath`/users/${user}/mailFolders/${exchangeId(folderId)}/messages`,
    message: (id) => graphPath`/users/${user}/messages/${exchangeId(id)}`,
    attachments: (messageId) => graphPath`/users/${user}/messages/${exchangeId(messageId)}/attachments`,
    attachment: (messageId, id) =>
      graphPath`/users/${user}/messages/${exchangeId(messageId)}/attachments/${exchangeId(id)}`,
    attachmentContent: (messageId, id) =>
      graphPath`/users/${user}/messages/${exchangeId(messageId)}/attachments/${exchangeId(id)}/$value`,
    folders: () => graphPath`/users/${user}/mailFolders`,
    folder: (id) => graphPath`/users/${user}/mailFolders/${exchangeId(id)}`,
    childFolders: (id) => graphPath`/users/${user}/mailFolders/${exchangeId(id)}/childFolders`,
  };
}
