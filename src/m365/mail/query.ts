import { mailAddress, type MailMessage } from './mail-message.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { MailQuery } from './mail-query.ts';

/**
 * Whether a message is what was asked for. Graph treats some filters as hints (a pair of dates in a search, for one),
 * so they are applied again. What Graph did not say of a message does not speak against it.
 */
export function matchesMailQuery(message: MailMessage, query: MailQuery): boolean {
  return (
    isWithin(message.receivedDateTime, query) &&
    isFrom(message, query.sender) &&
    isTo(message, query.recipient) &&
    isIn(message.parentFolderId, query)
  );
}

function isWithin(received: string | null | undefined, { afterMs, beforeMs }: MailQuery): boolean {
  const receivedMs = Date.parse(received ?? '');
  if (Number.isNaN(receivedMs)) return true;
  return receivedMs >= (afterMs ?? -Infinity) && receivedMs < (beforeMs ?? Infinity);
}

function isFrom({ from, sender }: MailMessage, wanted: string | undefined): boolean {
  if (wanted === undefined || (!from && !sender)) return true;
  return [from, sender].some((recipient) => names(mailAddress(recipient), wanted));
}

function isTo(message: MailMessage, wanted: string | undefined): boolean {
  if (wanted === undefined || !message.toRecipients) return true;
  const recipients = [message.toRecipients, message.ccRecipients ?? [], message.bccRecipients ?? []].flat();
  return recipients.some((recipient) => names(mailAddress(recipient), wanted));
}

function isIn(parentFolderId: string | null | undefined, { folder }: MailQuery): boolean {
  return !folder?.isExactId || !parentFolderId || parentFolderId === folder.id;
}

function names({ name, address }: { name: string; address: string }, wanted: string): boolean {
  return hasWords(`${name} ${address}`, wanted);
}
