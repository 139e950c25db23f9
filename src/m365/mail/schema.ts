import { type GraphPath, graphPath } from '../../graph/graph-path.ts';
import { exchangeId, mailboxOwner } from '../../graph/path.ts';

/** Paths within one mailbox: that of the caller, or of `owner` for one that is shared. */
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

/** @throws AppError `invalid_argument` for an owner or an id that cannot be one. */
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
