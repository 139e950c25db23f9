import { z } from 'zod';
import { oneLine } from '../../packages/document-text/src/index.ts';
import { decodeBase64Url } from '../crypto/encoding.ts';
import type { GraphClient } from '../graph/client.ts';
import type { GraphPath } from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import { type ResourceOf, formatResourceUri } from './uri.ts';

/** An attachment without its bytes. Only its type tells a file from an attached item and from a link. */
export const mailAttachment = z.object({
  '@odata.type': z.string().nullish(),
  id: z.string(),
  name: z.string().nullish(),
  contentType: z.string().nullish(),
  size: z.int().nullish(),
  isInline: z.boolean().nullish(),
});
type MailAttachment = z.output<typeof mailAttachment>;

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
export function attachmentMetadata(
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

const withContent = z.object({ contentBytes: z.string() });

/** A file of more bytes does not come this way: it is base64 within JSON, of which 8 MB are read. */
export const maxAttachmentBytes = 5 * 1024 * 1024;

/**
 * The bytes of a file that is attached to a mail or an event, as the attachment itself holds them.
 * @throws AppError `unreadable_content`
 */
export async function attachmentContent(graph: GraphClient, path: GraphPath): Promise<Uint8Array> {
  const { contentBytes } = await graph.json({ path, schema: withContent });
  const bytes = decodeBase64Url(contentBytes.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
  if (!bytes) throw new AppError('unreadable_content', 'The attachment came damaged. Try again.');
  return bytes;
}
