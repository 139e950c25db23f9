import { z } from 'zod';
import { type Kql, kqlAll, kqlDays, kqlFilter, kqlText } from '../../graph/kql.ts';
import { continuation } from '../../graph/paging.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { Zone } from '../../time/time-zone.ts';
import type { FoundMailFolder } from './folders.ts';
import { type MailMessage, type MailboxPaths, mailAddress } from './schema.ts';

/** What is asked for, resolved: names to ids, words to instants. */
export interface MailQuery {
  readonly mailbox: MailboxPaths;
  readonly text: string | undefined;
  readonly sender: string | undefined;
  readonly recipient: string | undefined;
  readonly folder: FoundMailFolder | undefined;
  /** Of a conversation that is wanted whole. */
  readonly conversationId: string | undefined;
  /** Inclusive. */
  readonly afterMs: number | undefined;
  /** Exclusive. */
  readonly beforeMs: number | undefined;
  /** The zone that days are counted in. */
  readonly zone: Zone;
  readonly order: 'newest' | 'oldest' | 'relevance';
  readonly limit: number;
  readonly offset: number;
  /** Properties that are asked of Graph. */
  readonly select: string;
}

/** Where a search of mail goes on: how many lie before, and Graph's own token where one page follows another. */
export const mailResume = z.object({ offset: z.int().min(0).max(1_000_000), after: continuation.optional() });
export type MailResume = z.output<typeof mailResume>;

/** One page of an engine's answer. */
export interface MailPage {
  readonly messages: readonly MailMessage[];
  readonly next?: MailResume | undefined;
  readonly total?: number | undefined;
  readonly note?: string | undefined;
}

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

/** Everything that is asked for, as one query. Dates count by the day here; the rest is sorted out afterwards. */
export function mailKql({ text, sender, recipient, afterMs, beforeMs, zone }: MailQuery): Kql {
  return kqlAll([
    text === undefined ? undefined : kqlText(text),
    sender === undefined ? undefined : kqlFilter('from', sender, { argument: 'sender' }),
    recipient === undefined ? undefined : kqlFilter('recipients', recipient, { argument: 'recipient' }),
    kqlDays('received', { afterMs, beforeMs }, zone),
  ]);
}

/** Whether a sender can be filtered for: none at all, or a whole address. A name has to be searched for. */
export function isEmailAddress(sender: string | undefined): boolean {
  return sender === undefined || /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(sender);
}

/** Said where a search ends before its matches may have. */
export const resultCapNote = 'Microsoft 365 finds no more than 1,000: narrow the dates for more.';
