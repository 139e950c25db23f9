import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { type MailQuery, isEmailAddress } from './query.ts';

/** Each of these opens the whole content of the user's own mailbox. */
const readMail = ['Mail.Read', 'Mail.Read.Shared'] as const;

/** Whether bodies, previews and attachments of the user's own mail can be read, rather than only its metadata. */
export function canReadWholeMail(granted: GrantedPermissions): boolean {
  return granted.hasAny(readMail);
}

/**
 * Checks the permission to read messages. Returns whether their bodies can be read, rather than only their metadata.
 * @throws AppError `permission_missing`
 */
export function requireMail(granted: GrantedPermissions, owner: string | undefined): boolean {
  if (owner !== undefined) {
    granted.require(['Mail.Read.Shared'], "Another user's mailbox");
    return true;
  }
  granted.require([...readMail, 'Mail.ReadBasic'], 'Reading mail');
  return canReadWholeMail(granted);
}

/** Checks the permission to read attachments. @throws AppError `permission_missing` */
export function requireMailAttachments(granted: GrantedPermissions, owner: string | undefined): void {
  if (owner === undefined) granted.require(readMail, 'Reading attachments');
  else granted.require(['Mail.Read.Shared'], "Another user's mailbox");
}

/** Checks the permission to search by these criteria. @throws AppError `permission_missing` */
export function requireMailSearch(
  input: {
    readonly owner: string | undefined;
    readonly text: string | undefined;
    readonly sender?: string | undefined;
    readonly recipient?: string | undefined;
    readonly order: MailQuery['order'];
  },
  granted: GrantedPermissions,
): void {
  if (input.owner !== undefined) return granted.require(['Mail.Read.Shared'], "Another user's mailbox");
  const searchesText =
    input.text !== undefined || input.recipient !== undefined || input.order === 'relevance';
  if (searchesText || !isEmailAddress(input.sender)) granted.require(readMail, 'Searching the text of mail');
}
