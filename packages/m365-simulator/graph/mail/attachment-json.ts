import { encodeBase64 } from '../../encoding/base64.ts';
import type { SeedAttachment, SeedMail } from '../../seed-data/mail/mail-seed.ts';
import type { SelectRules } from '../odata/select-properties.ts';
import { htmlToText } from './html-text.ts';
import type { MailAttachment, MailMessage } from './mailbox.ts';
import { type MailPreferences, recipient, seconds } from './message-json.ts';
import { messageMime } from './message-mime.ts';

/** Properties of attachments of all types. */
export const attachmentRules: SelectRules = {
  typeName: 'Microsoft.OutlookServices.Attachment',
  known: [
    'id',
    'lastModifiedDateTime',
    'name',
    'contentType',
    'size',
    'isInline',
    'contentId',
    'contentLocation',
    'contentBytes',
    'item',
    'sourceUrl',
  ],
  always: ['id'],
};

/** Options of the JSON representation. */
export interface AttachmentView {
  readonly message: MailMessage;
  readonly preferences: MailPreferences;
  readonly withBytes: boolean;
  /** `$expand=microsoft.graph.itemAttachment/item`. */
  readonly withItem: boolean;
}

/** An attachment as Graph writes it. */
export function attachmentJson(attachment: MailAttachment, view: AttachmentView): Record<string, unknown> {
  const { seed } = attachment;
  const common = {
    id: view.preferences.immutableIds ? attachment.immutableId : attachment.regularId,
    lastModifiedDateTime: seconds(view.message.receivedMs),
    name: seed.name,
  };
  switch (seed.kind) {
    case 'file':
      return fileAttachmentJson(seed, common.id, view.message.receivedMs, view.withBytes);
    case 'item':
      return {
        '@odata.type': '#microsoft.graph.itemAttachment',
        ...common,
        contentType: null,
        size: messageMime(seed.mail, view.message.sentMs).length + 2000,
        isInline: false,
        ...(view.withItem ? { item: attachedItem(seed.mail, view) } : {}),
      };
    case 'reference':
      return {
        '@odata.type': '#microsoft.graph.referenceAttachment',
        ...common,
        contentType: null,
        size: 1060,
        isInline: false,
      };
  }
}

/** File attachment of a message or an event. */
export function fileAttachmentJson(
  seed: Extract<SeedAttachment, { kind: 'file' }>,
  id: string,
  modifiedMs: number,
  withBytes: boolean,
): Record<string, unknown> {
  const bytes = seed.bytes();
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    '@odata.mediaContentType': seed.contentType,
    id,
    lastModifiedDateTime: seconds(modifiedMs),
    name: seed.name,
    contentType: seed.contentType,
    size: bytes.length + 250,
    isInline: seed.isInline ?? false,
    contentId: seed.contentId ?? null,
    contentLocation: null,
    ...(withBytes ? { contentBytes: encodeBase64(bytes) } : {}),
  };
}

function attachedItem(mail: SeedMail, view: AttachmentView): Record<string, unknown> {
  const sent = seconds(view.message.sentMs - 86_400_000);
  const { whole } = mail.body();
  const asText = view.preferences.textBodies && mail.contentType === 'html';
  const text = mail.contentType === 'html' ? htmlToText(whole) : whole;
  return {
    '@odata.type': '#microsoft.graph.message',
    id: '',
    createdDateTime: sent,
    lastModifiedDateTime: sent,
    receivedDateTime: sent,
    sentDateTime: sent,
    hasAttachments: false,
    internetMessageId: `<${mail.key}@${mail.from.address.split('@')[1] ?? 'contoso.example'}>`,
    subject: mail.subject,
    bodyPreview: text.slice(0, 255),
    importance: mail.importance ?? 'normal',
    isDeliveryReceiptRequested: false,
    isReadReceiptRequested: false,
    isRead: true,
    isDraft: false,
    body: { contentType: asText ? 'text' : mail.contentType, content: asText ? text : whole },
    sender: recipient(mail.from),
    from: recipient(mail.from),
    toRecipients: mail.to.map(recipient),
    ccRecipients: (mail.cc ?? []).map(recipient),
    flag: { flagStatus: 'notFlagged' },
  };
}
