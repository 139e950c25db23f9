import { z } from 'zod';
import { oneLine } from 'document-text';
import { decodeBase64Url } from '../crypto/encoding.ts';
import type { GraphClient } from '../graph/client.ts';
import { listPage, readList } from '../graph/paging.ts';
import type { GraphPath } from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import { shortHash } from '../lib/short-hash.ts';
import { knownBytes } from './format.ts';
import { type ResourceOf, formatResourceUri } from './uri.ts';
import { nullishBoolean, nullishInteger, nullishString } from '../graph/nullish.ts';

/** An attachment without its content. `@odata.type` distinguishes a file, an item and a link. */
export const mailAttachment = z.object({
  '@odata.type': nullishString,
  id: z.string(),
  name: nullishString,
  contentType: nullishString,
  size: nullishInteger,
  isInline: nullishBoolean,
});
type MailAttachment = z.output<typeof mailAttachment>;

/** The type of an attachment: a file, an Outlook item (mail, event), or a link to a file in the cloud. */
export function attachmentKind(attachment: MailAttachment): 'file' | 'item' | 'link' {
  const type = attachment['@odata.type'] ?? '';
  if (/itemAttachment$/i.test(type)) return 'item';
  return /referenceAttachment$/i.test(type) ? 'link' : 'file';
}

/** A short name of an attachment within its message or event: its id would cost as many tokens as that of the message. */
export function attachmentKey({ id }: Pick<MailAttachment, 'id'>): string {
  return `.${shortHash(id)}`;
}

/** Pages of the list of attachments that are searched for a short name. */
const maxPages = 10;
const attachmentSelect = 'id,name,contentType,size,isInline';

/**
 * The attachment with this id or short name: one request either way.
 * @throws AppError `not_found` for a short name that no attachment has
 */
export async function readAttachment(
  graph: GraphClient,
  attachmentId: string,
  paths: { readonly list: GraphPath; readonly one: (id: string) => GraphPath },
): Promise<MailAttachment> {
  const query = { $select: attachmentSelect };
  if (!attachmentId.startsWith('.')) {
    return await graph.json({ path: paths.one(attachmentId), query, schema: mailAttachment });
  }
  const { items } = await readList(
    graph,
    { path: paths.list, query, schema: listPage(mailAttachment) },
    maxPages,
  );
  const found = items.find((attachment) => attachmentKey(attachment) === attachmentId);
  if (found) return found;
  throw new AppError(
    'not_found',
    'There is no such attachment any more. Read the message or event again for its attachments.',
  );
}

/** The message or event of an attachment. */
type Parent =
  | Omit<ResourceOf<'attachment'>, 'attachmentId'>
  | Omit<ResourceOf<'eventAttachment'>, 'attachmentId'>;

/** An attachment in the metadata of its message or event. */
export function attachmentMetadata(
  attachment: MailAttachment,
  parent: Parent,
): Readonly<Record<string, unknown>> {
  const kind = attachmentKind(attachment);
  return {
    uri: formatResourceUri({ ...parent, attachmentId: attachmentKey(attachment) }),
    name: oneLine(attachment.name, 200),
    kind: kind === 'file' ? undefined : kind,
    // The name of most files shows their type.
    contentType:
      kind === 'file' && !/\.\w{1,5}$/.test(attachment.name ?? '') ? attachment.contentType : undefined,
    bytes: knownBytes(attachment.size),
  };
}

const attachmentWithContent = z.object({ contentBytes: z.string() });

/** Limit of {@link attachmentContent}: base64 in a JSON response, of which at most 8 MB are read. */
export const maxAttachmentBytes = 5 * 1024 * 1024;

/**
 * The content of a file attachment of a mail or event, from the `contentBytes` of the attachment.
 * @throws AppError `unreadable_content` for invalid base64
 */
export async function attachmentContent(graph: GraphClient, path: GraphPath): Promise<Uint8Array> {
  const { contentBytes } = await graph.json({ path, schema: attachmentWithContent });
  const bytes = decodeBase64Url(contentBytes.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
  if (!bytes)
    throw new AppError('unreadable_content', 'The content of the attachment is not valid base64. Try again.');
  return bytes;
}
