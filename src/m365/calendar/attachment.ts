import { oneLine } from '../../../packages/document-text/src/index.ts';
import { AppError } from '../../lib/app-error.ts';
import { attachmentContent, attachmentKind, mailAttachment, maxAttachmentBytes } from '../attachments.ts';
import { readBytes } from '../content.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { eventAttachmentPath } from './schema.ts';
import { requireCalendar } from './time.ts';

/** A file that is attached to an event, as text or picture; of a link or an attached item only what it is. */
export async function openEventAttachment(
  { eventId, attachmentId, owner }: ResourceOf<'eventAttachment'>,
  { graph, granted }: ResourceContext,
): Promise<ResourceContent> {
  requireCalendar(granted, owner);
  const path = eventAttachmentPath(eventId, attachmentId, owner);
  const attachment = await graph.json({
    path,
    query: { $select: 'id,name,contentType,size,isInline' },
    schema: mailAttachment,
  });
  const opened = {
    title: oneLine(attachment.name, 200),
    facts: {
      attachedTo: formatResourceUri({ kind: 'event', eventId, owner }),
      contentType: attachment.contentType,
      bytes: attachment.size,
    },
  };
  if (attachmentKind(attachment) !== 'file') {
    return {
      ...opened,
      note: 'The attachment is no file but a link or an item of Outlook. Open the event in Outlook to see it.',
    };
  }
  if ((attachment.size ?? 0) > maxAttachmentBytes) {
    throw new AppError(
      'too_large',
      'This is larger than 5 MB, the most that is read of a file attached to an event. Open the event in Outlook.',
    );
  }
  const content = await readBytes(await attachmentContent(graph, path), {
    name: attachment.name ?? '',
    contentType: attachment.contentType ?? '',
  });
  return { ...opened, ...content };
}
