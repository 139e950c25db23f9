import { z } from 'zod';
import { type Kql, kqlAll, kqlDays, kqlFilter, kqlText } from '../../graph/kql.ts';
import type { GraphClient } from '../../graph/client.ts';
import { searchPosition } from '../../graph/search.ts';
import { skipToken } from '../../graph/paging.ts';
import type { Zone } from '../../time/time-zone.ts';
import { type MailFlags, flagsSelect, matchesFlags } from './flags.ts';
import type { FoundMailFolder } from './folders.ts';
import { timeKey } from '../time-key.ts';
import type { LabelAccess } from '../labels.ts';
import { labelOptions } from './labels.ts';
import { type MailMessage, type MailboxPaths } from './schema.ts';
import { mailAddress, matchesAddress } from '../addresses.ts';

/** A search of mail with all of its input resolved to ids and instants. */
export interface MailQuery extends MailFlags {
  readonly mailbox: MailboxPaths;
  /** Whether the mailbox is another user's. */
  readonly isShared: boolean;
  readonly text: string | undefined;
  readonly sender: string | undefined;
  readonly recipient: string | undefined;
  readonly folder: FoundMailFolder | undefined;
  /** The folder and its subfolders, if they are searched too. */
  readonly folderIds?: readonly string[] | undefined;
  readonly conversationId: string | undefined;
  /** Whether the owner of the mailbox wrote in the conversation afterwards. */
  readonly answered?: boolean | undefined;
  /** Address of the owner of the mailbox, if it is known. */
  readonly ownAddress?: string | undefined;
  /** Inclusive. */
  readonly afterMs: number | undefined;
  /** Exclusive. */
  readonly beforeMs: number | undefined;
  /** Time zone of the days in KQL. */
  readonly zone: Zone;
  readonly order: 'newest' | 'oldest' | 'relevance';
  readonly limit: number;
  readonly offset: number;
  /** Whether previews can be read. */
  readonly withPreview: boolean;
  readonly labels: LabelAccess;
}

/** Cursor of a mail search: number of messages before the page, and its key, Graph's own skip token, or the results that were shown. */
export const mailResume = z.object({
  offset: z.int().min(0).max(1_000_000),
  key: timeKey.optional(),
  after: skipToken.optional(),
  /** Codes of results of Microsoft Search, which has no key. */
  seen: searchPosition.shape.seen,
  total: z.int().optional(),
});
export type MailResume = z.output<typeof mailResume>;

/** One page of messages. */
export interface MailPage {
  readonly messages: readonly MailMessage[];
  readonly next?: MailResume | undefined;
  readonly total?: number | undefined;
  readonly note?: string | undefined;
}

/** A way to search mail. */
export type MailSearch = (
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
) => Promise<MailPage>;

/** Graph's limit for one `$search`. */
export const maxMatches = 1000;
/** Matches that are read to find those with conditions that are checked here. */
export const flaggedPage = 250;

/** Message properties, as query options. Mail.ReadBasic has neither previews nor labels. */
export function mailProperties(query: MailQuery): { readonly $select: string; readonly $expand?: string } {
  const { withPreview, folder, recipient, labels } = query;
  const $select = [
    'id,subject,from,sender,toRecipients,receivedDateTime,hasAttachments,importance,isRead,isDraft,conversationId',
    withPreview && 'bodyPreview',
    folder && 'parentFolderId',
    recipient !== undefined && 'ccRecipients,bccRecipients',
    ...flagsSelect(query),
  ]
    .filter(Boolean)
    .join(',');
  return { $select, ...labelOptions(labels.isUsed && withPreview) };
}

/**
 * Whether a message matches the filters. Graph applies some filters only roughly (a range of dates in a `$search`), so
 * all of them are checked again. A property that Graph did not return counts as a match.
 */
export function matchesMailQuery(message: MailMessage, query: MailQuery): boolean {
  return (
    matchesDates(message.receivedDateTime, query) &&
    matchesSender(message, query.sender) &&
    matchesRecipient(message, query.recipient) &&
    matchesFolder(message.parentFolderId, query) &&
    matchesFlags(message, query)
  );
}

function matchesDates(received: string | null | undefined, { afterMs, beforeMs }: MailQuery): boolean {
  const receivedMs = Date.parse(received ?? '');
  if (Number.isNaN(receivedMs)) return true;
  return receivedMs >= (afterMs ?? -Infinity) && receivedMs < (beforeMs ?? Infinity);
}

function matchesSender({ from, sender }: MailMessage, name: string | undefined): boolean {
  if (name === undefined || (!from && !sender)) return true;
  return [from, sender].some((recipient) => matchesAddress(mailAddress(recipient), name));
}

function matchesRecipient(message: MailMessage, name: string | undefined): boolean {
  if (name === undefined || !message.toRecipients) return true;
  const recipients = [message.toRecipients, message.ccRecipients ?? [], message.bccRecipients ?? []].flat();
  return recipients.some((recipient) => matchesAddress(mailAddress(recipient), name));
}

function matchesFolder(parentFolderId: string | null | undefined, { folder, folderIds }: MailQuery): boolean {
  if (folderIds) return true;
  return !folder?.isExactId || !parentFolderId || parentFolderId === folder.id;
}

/** The criteria as one KQL query. Dates are whole days in KQL: {@link matchesMailQuery} applies the exact instants. */
export function mailKql(query: MailQuery): Kql {
  const { text, sender, recipient, afterMs, beforeMs, zone } = query;
  return kqlAll([
    text === undefined ? undefined : kqlText(text),
    sender === undefined ? undefined : kqlFilter('from', sender, { argument: 'sender' }),
    recipient === undefined ? undefined : kqlFilter('recipients', recipient, { argument: 'recipient' }),
    kqlDays('received', { afterMs, beforeMs }, zone),
  ]);
}

/** Whether a `$filter` can match the sender: undefined or a full e-mail address. A name requires a `$search`. */
export function isEmailAddress(sender: string | undefined): boolean {
  return sender === undefined || /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(sender);
}

/** Note of a page that ends at Graph's limit. */
export const resultCapNote =
  'Microsoft 365 returns at most 1,000 results for a search. Narrow the dates to find more.';
