import { z } from 'zod';
import { oneLine } from 'document-text';
import { attachmentMetadata, mailAttachment } from '../attachments.ts';
import { bodyDocument, itemBody } from '../content.ts';
import { joinNotes } from '../format.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import type { ResourceOf } from '../uri.ts';
import { requireMail } from './access.ts';
import { describeMessageKind, isMeetingMessage, isUnreadableKind, readMeeting } from './kind.ts';
import { mailLabelExpand, mailLabels } from './labels.ts';
import { messageMetadata } from './metadata.ts';
import { mailMessage, mailboxPaths, senderAddress } from './schema.ts';

const message = mailMessage.extend({
  replyTo: mailMessage.shape.toRecipients,
  body: itemBody,
  attachments: z.array(mailAttachment).nullish(),
});

const envelope =
  'id,subject,from,sender,replyTo,toRecipients,ccRecipients,bccRecipients,receivedDateTime,importance,isDraft,webLink';

const attachmentExpand = 'attachments($select=id,name,contentType,size,isInline)';
const maxAttachments = 50;

/** A message: metadata, body with quoted text, and URIs of its attachments. */
export async function openMailMessage(
  { messageId, owner }: ResourceOf<'message'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { graph, timeZone, isExternal, labels } = context;
  const withBody = await requireMail(context, owner);
  // Sent beside the request, which does not wait for it.
  void context.tenantDomains();
  const [zone, found] = await Promise.all([
    timeZone(),
    graph.json({
      path: mailboxPaths(owner).message(messageId),
      // HTML, the default, also for plain text mail: hidden text can only be detected in HTML.
      query: withBody
        ? {
            $select: `${envelope},body,internetMessageHeaders`,
            $expand: labels.isUsed ? `${attachmentExpand},${mailLabelExpand}` : attachmentExpand,
          }
        : { $select: envelope },
      schema: message,
    }),
  ]);
  const inline = found.attachments?.filter(({ isInline }) => isInline) ?? [];
  const attached = found.attachments?.filter(({ isInline }) => !isInline) ?? [];
  const kind = describeMessageKind(found);
  const isEmpty = isUnreadableKind(kind) && (found.body?.content ?? '').trim() === '';
  return {
    title: oneLine(found.subject, 300),
    facts: {
      kind,
      ...(isMeetingMessage(found) &&
        (await readMeeting(mailboxPaths(owner).message(messageId), graph, zone))),
      ...messageMetadata(found, await isExternal([senderAddress(found)]), zone),
      attachments: attached
        .slice(0, maxAttachments)
        .map((attachment) => attachmentMetadata(attachment, { kind: 'attachment', messageId, owner })),
      inlineAttachments: inline.length === 0 ? undefined : inline.length,
      webLink: found.webLink,
    },
    labels: mailLabels(found),
    ...(withBody && !isEmpty ? { document: bodyDocument(found.body) } : {}),
    note: withBody
      ? joinNotes([
          attached.length > maxAttachments &&
            `Only the first ${maxAttachments} of ${attached.length} attachments are listed.`,
          isUnreadableKind(kind) && `The mail is ${kind}: its text can only be read in Outlook.`,
        ])
      : 'No text and no attachments: Mail.Read is not granted, only Mail.ReadBasic.',
  };
}
