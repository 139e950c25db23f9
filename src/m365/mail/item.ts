import { z } from 'zod';
import { oneLine } from 'document-text';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { Zone } from '../../time/time-zone.ts';
import { flag, formatPreview, previewBudget, webLink } from '../format.ts';
import {
  type IsExternal,
  formatAddress,
  formatAddresses,
  mailAddress,
  otherAddressInName,
} from '../addresses.ts';
import { formatResourceUri } from '../uri.ts';
import { describeMessageKind } from './kind.ts';
import type { LabelAccess } from '../labels.ts';
import { mailLabels } from './labels.ts';
import { type MailMessage } from './schema.ts';

/** A message in a list of results. Flags are true or omitted. */
export const mailItem = z.object({
  uri: z.string(),
  received: z.string().optional(),
  weekday: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional().describe('Of mail that the user sent.'),
  subject: z.string().optional(),
  kind: z.string().optional().describe('If no ordinary mail.'),
  preview: z.string().optional(),
  external: z.literal(true).optional().describe('Sender is outside the organization: a hint only.'),
  suspicious: z.literal(true).optional().describe('Sender’s name is another address.'),
  unread: z.literal(true).optional(),
  attachments: z
    .union([z.literal(true), z.array(z.string())])
    .optional()
    .describe('Names if searched.'),
  thread: z.int().optional().describe('Same number, same conversation.'),
  important: z.literal(true).optional(),
  flagged: z.literal(true).optional(),
  draft: z.literal(true).optional(),
  label: z.string().optional(),
});

type MailItem = z.input<typeof mailItem> & { readonly link?: string | undefined };

/** Context of the messages of one result. */
export interface MailItemContext {
  readonly zone: Zone;
  readonly caller: VerifiedCaller;
  readonly owner: string | undefined;
  readonly isExternal: IsExternal;
  readonly labels: LabelAccess;
  /** Names of attachments by message id, when they were searched. */
  readonly attachmentNames?: ReadonlyMap<string, readonly string[]>;
  /** Links that Graph returned. A `$select` does not request them; Microsoft Search returns them. */
  readonly withLinks?: boolean | undefined;
}

const maxNames = 3;
/** Estimated tokens; the actual number is about 3,000. */
const maxTokens = 3250;

/** Messages as list items. Their previews share a token budget. */
export function toMailItems(messages: readonly MailMessage[], context: MailItemContext): MailItem[] {
  const threads = threadNumbers(messages);
  const items = messages.map((message) =>
    toMailItem(message, threads.get(message.conversationId ?? ''), context),
  );
  const previewLength = previewBudget(items, maxTokens);
  return items.map((item, index) => ({
    ...item,
    preview: formatPreview(messages[index]?.bodyPreview, previewLength) || undefined,
  }));
}

/** Numbers the conversations with more than one message in the list. */
function threadNumbers(messages: readonly MailMessage[]): ReadonlyMap<string, number> {
  const ids = messages.flatMap(({ conversationId }) => conversationId ?? []);
  const shared = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return new Map([...shared].map((id, index) => [id, index + 1]));
}

function toMailItem(
  message: MailMessage,
  thread: number | undefined,
  { zone, caller, owner, attachmentNames, isExternal, labels, withLinks }: MailItemContext,
): MailItem {
  const from = mailAddress(message.from ?? message.sender);
  const self = owner ?? caller.preferredUsername ?? '';
  const isOwn = from.address !== '' && from.address.toLowerCase() === self.toLowerCase();
  const receivedMs = Date.parse(message.receivedDateTime ?? '');
  const isDated = !Number.isNaN(receivedMs);
  const to = isOwn ? formatAddresses(message.toRecipients?.map(mailAddress) ?? [], 3) : '';
  return {
    uri: formatResourceUri({ kind: 'message', messageId: message.id, owner }),
    received: isDated ? zone.format(receivedMs) : undefined,
    weekday: isDated ? zone.weekday(receivedMs) : undefined,
    from: formatAddress(from) || undefined,
    to: to || undefined,
    subject: oneLine(message.subject, 120) || undefined,
    kind: describeMessageKind(message),
    external: flag(isExternal(from.address)),
    suspicious: flag(otherAddressInName(from) !== undefined),
    unread: flag(message.isRead === false),
    attachments: formatNames(attachmentNames?.get(message.id)) ?? flag(message.hasAttachments),
    important: flag(message.importance === 'high'),
    flagged: flag(message.flag?.flagStatus === 'flagged'),
    draft: flag(message.isDraft),
    label: labels.format(mailLabels(message)),
    thread,
    link: withLinks ? webLink(message.webLink) : undefined,
  };
}

function formatNames(names: readonly string[] | undefined): string[] | undefined {
  const cleaned = (names ?? []).map((name) => oneLine(name, 80)).filter((name) => name !== '');
  if (cleaned.length === 0) return undefined;
  const more = cleaned.length - maxNames;
  return more > 0 ? [...cleaned.slice(0, maxNames), `and ${more} more`] : cleaned;
}
