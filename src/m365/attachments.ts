import { z } from 'zod';
import { oneLine } from '../../packages/document-text/src/one-line.ts';
import type { ResourceOf } from './resource-templates.ts';
import { formatResourceUri } from './uri.ts';

/** An attachment without its bytes. Only its type tells a file from an attached item and from a link. */
export const mailAttachment = z.object({
  '@odata.type': z.string().nullish(),
  id: z.string(),
  name: z.string().nullish(),
  contentType: z.string().nullish(),
  size: z.int().nullish(),
  isInline: z.boolean().nullish(),
});
export type MailAttachment = z.output<typeof mailAttachment>;

/** What an attachment is: a file, a mail or event, or a link to a file in the cloud. */
export function attachmentKind(attachment: MailAttachment): 'file' | 'item' | 'link' {
  const type = attachment['@odata.type'] ?? '';
  if (/itemAttachment$/i.test(type)) return 'item';
  return /referenceAttachment$/i.test(type) ? 'link' : 'file';
}

/** What an attachment hangs on: a message or an event. */
type Holder =
  | Omit<ResourceOf<'attachment'>, 'attachmentId'>
  | Omit<ResourceOf<'eventAttachment'>, 'attachmentId'>;

/** An attachment in the facts of its message or event. */
export function attachmentEntry(
  attachment: MailAttachment,
  holder: Holder,
): Readonly<Record<string, unknown>> {
  const kind = attachmentKind(attachment);
  return {
    uri: formatResourceUri({ ...holder, attachmentId: attachment.id }),
    name: oneLine(attachment.name, 200),
    kind: kind === 'file' ? undefined : kind,
    bytes: attachment.size,
  };
}
