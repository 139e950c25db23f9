import { z } from 'zod';
import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import {
  attachmentContent,
  attachmentKind,
  mailAttachment,
  maxAttachmentBytes,
  readAttachment,
} from '../attachments.ts';
import { calendarEvent } from '../calendar/schema.ts';
import { eventTime, formatEventTime } from '../calendar/time.ts';
import { bodyDocument, itemBody, readBytes, readContent } from '../content.ts';
import { knownBytes } from '../format.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { requireMailAttachments } from './access.ts';
import { mailLabels, readMailLabels } from './labels.ts';
import { messageMetadata } from './metadata.ts';
import { type MailMessage, type MailboxPaths, mailMessage, mailboxPaths, senderAddress } from './schema.ts';
import { nullishBoolean, nullishString } from '../../graph/nullish.ts';

const attachedItem = mailAttachment.extend({
  item: mailMessage
    .omit({ id: true })
    .extend({
      // An attached event has these members.
      ...calendarEvent.pick({ start: true, end: true, isAllDay: true, location: true }).shape,
      body: itemBody,
    })
    .nullish(),
});

/** An attachment of a mail: the content of a file, an attached mail or event, or the metadata of a link. */
export async function openMailAttachment(
  { messageId, attachmentId, owner }: ResourceOf<'attachment'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { graph } = context;
  await requireMailAttachments(context, owner);
  const mailbox = mailboxPaths(owner);
  const [attachment, labels] = await Promise.all([
    readAttachment(graph, attachmentId, {
      list: mailbox.attachments(messageId),
      one: (id) => mailbox.attachment(messageId, id),
    }),
    context.labels.isUsed ? readMailLabels(mailbox.message(messageId), graph) : [],
  ]);
  if (labels.length > 0) context.labels.require(labels);
  const path = mailbox.attachment(messageId, attachment.id);
  const name = oneLine(attachment.name, 200);
  const facts = {
    attachedTo: formatResourceUri({ kind: 'message', messageId, owner }),
    contentType: attachment.contentType,
    bytes: knownBytes(attachment.size),
  };
  switch (attachmentKind(attachment)) {
    case 'link':
      return {
        title: name,
        facts,
        labels,
        note: 'The attachment is a link to a file in the cloud. The text of the mail contains the link, or find the file with sharepoint_search.',
      };
    case 'item': {
      const { item } = await graph.json({
        path,
        query: { $expand: 'microsoft.graph.itemAttachment/item' },
        schema: attachedItem,
      });
      const zone = await context.timeZone();
      const time = item && eventTime(item);
      return {
        title: oneLine(item?.subject, 300) || name,
        facts: {
          ...facts,
          ...(item ? messageMetadata(item, await context.isExternal([senderAddress(item)]), zone) : {}),
          ...(time && formatEventTime(time, zone)),
          place: oneLine(item?.location?.displayName, 200),
        },
        labels: [...labels, ...mailLabels(item ?? {})],
        document: bodyDocument(item?.body),
      };
    }
    case 'file': {
      const hint = { name: attachment.name ?? '', contentType: attachment.contentType ?? '' };
      // The URL of a download would contain the address of the owner.
      const isInJson = owner !== undefined && (attachment.size ?? Infinity) <= maxAttachmentBytes;
      const content = isInJson
        ? await readBytes(await attachmentContent(graph, path), hint)
        : await readContent(graph, {
            path: mailbox.attachmentContent(messageId, attachment.id),
            ...hint,
            bytes: attachment.size ?? 0,
          });
      return { title: name, facts, labels, ...content };
    }
  }
}

const attachmentName = z.object({ name: nullishString, isInline: nullishBoolean });
/** Graph's limit for one batch. */
const maxMessages = 20;

/** Names of attachments by message id. Messages whose attachments cannot be read are omitted. */
export async function readAttachmentNames(
  messages: readonly MailMessage[],
  mailbox: MailboxPaths,
  graph: GraphClient,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = messages.flatMap(({ id, hasAttachments }) => (hasAttachments === true ? [id] : []));
  const requested = ids.slice(0, maxMessages);
  const responses = await graph.batch(
    requested.map((id) => ({
      path: mailbox.attachments(id),
      query: { $select: 'name,isInline' },
      schema: listPage(attachmentName),
    })),
  );
  return new Map(
    requested.flatMap((id, index) => {
      const response = responses[index];
      if (!response || response instanceof Error) return [];
      return [
        [id, response.value.filter(({ isInline }) => !isInline).map(({ name }) => name ?? '')] as const,
      ];
    }),
  );
}
