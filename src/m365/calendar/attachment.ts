import { oneLine } from 'document-text';
import { AppError } from '../../lib/app-error.ts';
import { attachmentContent, attachmentKind, maxAttachmentBytes, readAttachment } from '../attachments.ts';
import { readBytes } from '../content.ts';
import { knownBytes } from '../format.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { eventAttachmentPath, eventAttachmentsPath } from './schema.ts';
import { requireCalendar } from './time.ts';

/** An attachment of an event: the content of a file, or the metadata of a link or item. */
export async function openEventAttachment(
  { eventId, attachmentId, owner }: ResourceOf<'eventAttachment'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  await requireCalendar(context, owner);
  const { graph } = context;
  const attachment = await readAttachment(graph, attachmentId, {
    list: eventAttachmentsPath(eventId, owner),
    one: (id) => eventAttachmentPath(eventId, id, owner),
  });
  const path = eventAttachmentPath(eventId, attachment.id, owner);
  const metadata = {
    title: oneLine(attachment.name, 200),
    facts: {
      attachedTo: formatResourceUri({ kind: 'event', eventId, owner }),
      contentType: attachment.contentType,
      bytes: knownBytes(attachment.size),
    },
  };
  if (attachmentKind(attachment) !== 'file') {
    return {
      ...metadata,
      note: 'The attachment is a link or an Outlook item, not a file. Open the event in Outlook to see it.',
    };
  }
  if ((attachment.size ?? 0) > maxAttachmentBytes) {
    throw new AppError(
      'too_large',
      'The attachment is larger than 5 MB, the limit for attachments of events. Open the event in Outlook.',
    );
  }
  const content = await readBytes(await attachmentContent(graph, path), {
    name: attachment.name ?? '',
    contentType: attachment.contentType ?? '',
  });
  return { ...metadata, labels: [], ...content };
}
