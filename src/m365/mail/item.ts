import { z } from 'zod';
import { oneLine } from '../../../packages/document-text/src/index.ts';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { Zone } from '../../time/time-zone.ts';
import { isExternalSender } from '../external-sender.ts';
import { flag, previewBudget, formatAddress, formatAddresses } from '../format.ts';
import { formatResourceUri } from '../uri.ts';
import { type MailMessage, mailAddress } from './schema.ts';

/** A message in a list of results. Flags stand only where they are true. */
export const mailItem = z.object({
  uri: z.string(),
  received: z.string().optional(),
  weekday: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional().describe('Of mail that the person sent.'),
  subject: z.string().optional(),
  preview: z.string().optional(),
  external: z.literal(true).optional().describe('Sender’s domain is not the person’s: a hint only.'),
  unread: z.literal(true).optional(),
  attachments: z
    .union([z.literal(true), z.array(z.string())])
    .optional()
    .describe('Names where looked for.'),
  thread: z.int().optional().describe('Same number, same conversation.'),
  important: z.literal(true).optional(),
  draft: z.literal(true).optional(),
});

type MailItem = z.input<typeof mailItem>;

/** What all messages of an answer are shown with. */
export interface MailItemContext {
  readonly zone: Zone;
  readonly caller: VerifiedCaller;
  readonly owner: string | undefined;
  /** Names of attachments by the id of the message, where they were asked for. */
  readonly attachmentNames?: ReadonlyMap<string, readonly string[]>;
}

const maxNames = 3;
/** As estimated, on the high side: 3,000 in truth. */
const maxTokens = 3250;

/** Messages as a model sees them in a list: the fewer they are, the longer their previews. */
export function toMailItems(messages: readonly MailMessage[], context: MailItemContext): MailItem[] {
  const threads = threadNumbers(messages);
  const items = messages.map((message) =>
    toMailItem(message, threads.get(message.conversationId ?? ''), context),
  );
  const most = previewBudget(items, maxTokens);
  return items.map((item, index) => ({
    ...item,
    preview: oneLine(messages[index]?.bodyPreview, most) || undefined,
  }));
}

/** Numbers for the conversations of which there are several messages. */
function threadNumbers(messages: readonly MailMessage[]): ReadonlyMap<string, number> {
  const ids = messages.flatMap(({ conversationId }) => conversationId ?? []);
  const shared = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return new Map([...shared].map((id, index) => [id, index + 1]));
}

function toMailItem(
  message: MailMessage,
  thread: number | undefined,
  { zone, caller, owner, attachmentNames }: MailItemContext,
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
    external: flag(isExternalSender(from.address, caller)),
    unread: flag(message.isRead === false),
    attachments: writtenNames(attachmentNames?.get(message.id)) ?? flag(message.hasAttachments),
    important: flag(message.importance === 'high'),
    draft: flag(message.isDraft),
    thread,
  };
}

function writtenNames(names: readonly string[] | undefined): string[] | undefined {
  const written = (names ?? []).map((name) => oneLine(name, 80)).filter((name) => name !== '');
  if (written.length === 0) return undefined;
  const more = written.length - maxNames;
  return more > 0 ? [...written.slice(0, maxNames), `and ${more} more`] : written;
}
