import { z } from 'zod';
import { type ExtractedDocument, documentText, nothingHidden, oneLine } from 'document-text';
import { listPage, skipPages } from '../../graph/paging.ts';
import { odataFilter } from '../../graph/odata.ts';
import { formatWithWeekday, type Zone } from '../../time/time-zone.ts';
import { formatAddress, formatAddresses, mailAddress } from '../addresses.ts';
import { attachmentMetadata, mailAttachment } from '../attachments.ts';
import { bodyDocument, itemBody } from '../content.ts';
import { joinNotes } from '../format.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { indentLines } from '../teams/conversation.ts';
import type { ResourceOf } from '../uri.ts';
import { requireMail } from './access.ts';
import { readConversationId } from './conversation.ts';
import { admitMessages, mailLabelExpand, mailLabels } from './labels.ts';
import { mailMessage, mailboxPaths } from './schema.ts';

const threadMessage = mailMessage.extend({
  body: itemBody,
  /** The text of the message without the quoted messages, as Exchange recognizes them. */
  uniqueBody: itemBody,
  attachments: z.array(mailAttachment).nullish(),
});
type ThreadMessage = z.output<typeof threadMessage>;

const attachmentExpand = 'attachments($select=id,name,contentType,size,isInline)';
const maxMessages = 30;
const maxAttachments = 50;
const maxRecipients = 5;

export type ThreadOrder = 'newest' | 'oldest';

/** All messages of the conversation that a message belongs to, from every folder, without quoted text. */
export async function openMailThread(
  resource: ResourceOf<'message'>,
  context: ResourceContext,
  order: ThreadOrder,
): Promise<ResourceContent> {
  const { graph, timeZone, labels } = context;
  const { owner } = resource;
  await requireMail(context, owner, 'full');
  const [zone, conversationId] = await Promise.all([timeZone(), readConversationId(resource, graph)]);
  const request = {
    path: mailboxPaths(owner).messages(),
    query: {
      // The sorted property must come first in the filter.
      $filter: odataFilter`receivedDateTime ge ${new Date(0)} and conversationId eq ${conversationId}`,
      $orderby: `receivedDateTime ${order === 'oldest' ? 'asc' : 'desc'}`,
      $top: maxMessages,
      $select: 'id,subject,from,sender,toRecipients,ccRecipients,receivedDateTime,isDraft,body,uniqueBody',
      $expand: labels.isUsed ? `${attachmentExpand},${mailLabelExpand}` : attachmentExpand,
    },
    schema: listPage(threadMessage),
  };
  const { value: found, '@odata.nextLink': link } = await skipPages(
    graph,
    request,
    await graph.json(request),
  );
  const { admitted: messages, withheld } = admitMessages(found, labels);
  if (messages.length === 0) labels.require(found.flatMap(mailLabels));
  const texts = messages.map((message) => readText(message));
  const sum = (of: keyof ExtractedDocument['hidden']) =>
    texts.reduce((total, { hidden }) => total + hidden[of], 0);
  const attachments = listAttachments(messages);
  return {
    title: oneLine(messages[0]?.subject, 300),
    facts: {
      messages: messages.length,
      order,
      quotedCharactersRemoved: texts.reduce((total, { quoted }) => total + quoted, 0) || undefined,
      attachments: attachments
        .slice(0, maxAttachments)
        .map(({ attachment, messageId }) =>
          attachmentMetadata(attachment, { kind: 'attachment', messageId, owner }),
        ),
    },
    document: {
      format: 'text',
      unit: 'text',
      sections: messages.map(
        (message, index) => `${heading(message, zone)}\n${indentLines(texts[index]?.text ?? '')}`,
      ),
      hidden: { passages: sum('passages'), comments: sum('comments'), characters: sum('characters') },
      notes: [],
    },
    labels: messages.flatMap(mailLabels),
    note: joinNotes([
      withheld > 0 && labels.note(withheld),
      typeof link === 'string' && `Only the ${order} ${maxMessages} messages of the conversation are shown.`,
      attachments.length > maxAttachments &&
        `Only the first ${maxAttachments} of ${attachments.length} attachments are listed.`,
    ]),
  };
}

/** `## Tue 2026-11-24T10:00+01:00 Name <address> to Name <address>` */
function heading(message: ThreadMessage, zone: Zone): string {
  const receivedMs = Date.parse(message.receivedDateTime ?? '');
  const recipients = [...(message.toRecipients ?? []), ...(message.ccRecipients ?? [])].map(mailAddress);
  const to = formatAddresses(recipients, maxRecipients);
  return [
    '##',
    Number.isNaN(receivedMs) ? '' : formatWithWeekday(receivedMs, zone),
    formatAddress(mailAddress(message.from ?? message.sender)),
    to === '' ? '' : `to ${to}`,
    message.isDraft === true ? '(draft)' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The own text of a message, and the number of characters of the quoted text that was left out. */
function readText({ body, uniqueBody }: ThreadMessage): {
  readonly text: string;
  readonly quoted: number;
  readonly hidden: ExtractedDocument['hidden'];
} {
  const isKnown = typeof uniqueBody?.content === 'string' && uniqueBody.content !== '';
  const own = bodyDocument(isKnown ? uniqueBody : body);
  const text = documentText(own);
  const quoted = isKnown ? documentText(bodyDocument(body)).length - text.length : 0;
  return { text, quoted: Math.max(quoted, 0), hidden: own.hidden ?? nothingHidden };
}

/** Attachments of all messages; one that several messages have is listed once, where it was read first. */
function listAttachments(messages: readonly ThreadMessage[]) {
  const byContent = new Map<
    string,
    { readonly attachment: z.output<typeof mailAttachment>; readonly messageId: string }
  >();
  for (const { id, attachments } of messages) {
    for (const attachment of attachments ?? []) {
      const key = `${attachment.name ?? ''}\n${attachment.size ?? ''}`;
      if (attachment.isInline !== true && !byContent.has(key))
        byContent.set(key, { attachment, messageId: id });
    }
  }
  return [...byContent.values()];
}
