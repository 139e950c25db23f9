import { oneLine } from '../../../packages/document-text/src/index.ts';
import { attachmentContent, attachmentKind, mailAttachment, maxAttachmentBytes } from '../attachments.ts';
import { calendarEvent } from '../calendar/schema.ts';
import { eventTime, formatEventTime } from '../calendar/time.ts';
import { bodyDocument, readBytes, readContent } from '../content.ts';
import { itemBody } from '../item-body.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { messageMetadata } from './metadata.ts';
import { mailMessage, mailboxPaths } from './schema.ts';

const attachedItem = mailAttachment.extend({
  item: mailMessage
    .omit({ id: true })
    .extend({
      // Of an event.
      ...calendarEvent.pick({ start: true, end: true, isAllDay: true, location: true }).shape,
      body: itemBody,
    })
    .nullish(),
});

/** A file that is attached to a mail as text or picture, or a mail that is attached to it; of a link only its name. */
export async function openMailAttachment(
  { messageId, attachmentId, owner }: ResourceOf<'attachment'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { graph, granted } = context;
  if (owner === undefined) granted.require(['Mail.Read', 'Mail.Read.Shared'], 'Reading attachments');
  else granted.require(['Mail.Read.Shared'], 'Mail of another mailbox');
  const mailbox = mailboxPaths(owner);
  const path = mailbox.attachment(messageId, attachmentId);
  const attachment = await graph.json({
    path,
    query: { $select: 'id,name,contentType,size,isInline' },
    schema: mailAttachment,
  });
  const name = oneLine(attachment.name, 200);
  const facts = {
    attachedTo: formatResourceUri({ kind: 'message', messageId, owner }),
    contentType: attachment.contentType,
    bytes: attachment.size,
  };
  switch (attachmentKind(attachment)) {
    case 'link':
      return {
        title: name,
        facts,
        note: 'The attachment is a link to a file in the cloud: the text of the mail has it, or find the file with sharepoint_search.',
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
          ...(item ? messageMetadata(item, context.caller, zone) : {}),
          ...(time && formatEventTime(time, zone)),
          place: oneLine(item?.location?.displayName, 200),
        },
        document: bodyDocument(item?.body),
      };
    }
    case 'file': {
      const hint = { name: attachment.name ?? '', contentType: attachment.contentType ?? '' };
      // The address of a download would hold that of the owner.
      const isWithin = owner !== undefined && (attachment.size ?? Infinity) <= maxAttachmentBytes;
      const content = isWithin
        ? await readBytes(await attachmentContent(graph, path), hint)
        : await readContent(graph, {
            path: mailbox.attachmentContent(messageId, attachmentId),
            ...hint,
            bytes: attachment.size ?? 0,
          });
      return { title: name, facts, ...content };
    }
  }
}
