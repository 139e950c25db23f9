import { encodeBase64 } from '../../encoding/base64.ts';
import { labelHeader } from '../../seed-data/documents/labeled-document.ts';
import type { EmailAddress } from '../../seed-data/mail/mail-seed.ts';
import { seededBytes } from '../core/seeded-random.ts';
import type { SelectRules } from '../odata/select-properties.ts';
import { htmlToText } from './html-text.ts';
import type { MailMessage } from './mailbox.ts';

/** Requested body format and id type. */
export interface MailPreferences {
  readonly textBodies: boolean;
  readonly immutableIds: boolean;
}

/** Properties of a message. */
export const messageRules: SelectRules = {
  typeName: 'Microsoft.OutlookServices.Message',
  known: [
    'id',
    'createdDateTime',
    'lastModifiedDateTime',
    'changeKey',
    'categories',
    'receivedDateTime',
    'sentDateTime',
    'hasAttachments',
    'internetMessageId',
    'subject',
    'bodyPreview',
    'importance',
    'parentFolderId',
    'conversationId',
    'conversationIndex',
    'isDeliveryReceiptRequested',
    'isReadReceiptRequested',
    'isRead',
    'isDraft',
    'webLink',
    'inferenceClassification',
    'body',
    'sender',
    'from',
    'toRecipients',
    'ccRecipients',
    'bccRecipients',
    'replyTo',
    'flag',
    'uniqueBody',
    'internetMessageHeaders',
    'attachments',
    'extensions',
    'singleValueExtendedProperties',
    'multiValueExtendedProperties',
  ],
  always: ['id'],
  onRequest: ['uniqueBody', 'internetMessageHeaders'],
};

/** Properties that `Mail.ReadBasic` excludes. */
export const contentProperties: readonly string[] = [
  'body',
  'bodyPreview',
  'uniqueBody',
  'attachments',
  'extensions',
];

/** The content of a message, which costs more to make than the rest. */
export function messageContent(
  message: MailMessage,
  text: string,
  preferences: MailPreferences,
): Record<string, unknown> {
  return {
    bodyPreview: text.replaceAll(/[ \t\u00a0]+/g, ' ').slice(0, 255),
    body: body(message, 'whole', preferences.textBodies),
    uniqueBody: body(message, 'unique', preferences.textBodies),
  };
}

/** Everything of a message but its content, as Graph writes it, with the regular id. */
export function messageMetadata(message: MailMessage): Readonly<Record<string, unknown>> {
  const { seed, regularId: id } = message;
  const changeKey = encodeBase64(
    Uint8Array.of(9, 0, 0, 0, 22, 0, 0, 0, ...seededBytes(`change:${seed.key}`, 22)),
  );
  return {
    ...meetingMembers(message),
    '@odata.etag': `W/"${changeKey}"`,
    id,
    createdDateTime: seconds(message.sentMs),
    lastModifiedDateTime: seconds(message.receivedMs + 3000),
    changeKey,
    categories: seed.categories ?? [],
    receivedDateTime: seconds(message.receivedMs),
    sentDateTime: seconds(message.sentMs),
    hasAttachments: hasAttachments(message),
    internetMessageId: internetMessageId(message),
    subject: seed.subject,
    importance: seed.importance ?? 'normal',
    parentFolderId: message.folder.id,
    conversationId: message.conversationId,
    conversationIndex: encodeBase64(Uint8Array.of(1, ...seededBytes(`index:${seed.key}`, 21))),
    isDeliveryReceiptRequested: seed.isDraft === true ? null : false,
    isReadReceiptRequested: false,
    isRead: message.isRead,
    isDraft: seed.isDraft ?? false,
    webLink: messageWebLink(id),
    inferenceClassification: seed.isOther === true ? 'other' : 'focused',
    sender: recipient(seed.sender ?? seed.from),
    from: recipient(seed.from),
    toRecipients: seed.to.map(recipient),
    ccRecipients: (seed.cc ?? []).map(recipient),
    bccRecipients:
      message.folder.key === 'sentitems' || seed.isDraft === true ? (seed.bcc ?? []).map(recipient) : [],
    replyTo: (seed.replyTo ?? []).map(recipient),
    flag: { flagStatus: seed.isFlagged === true ? 'flagged' : 'notFlagged' },
    internetMessageHeaders: [
      { name: 'Message-ID', value: internetMessageId(message) },
      { name: 'MIME-Version', value: '1.0' },
      {
        name: 'Content-Type',
        value: seed.contentType === 'html' ? 'multipart/alternative' : 'text/plain; charset="utf-8"',
      },
      ...(seed.label ? [{ name: 'msip_labels', value: labelHeader(seed.label) }] : []),
      { name: 'X-MS-Exchange-Organization-SCL', value: message.folder.key === 'junkemail' ? '9' : '1' },
    ],
  };
}

/** Type and members of a message about a meeting. `$select` cannot name them. */
function meetingMembers({ seed, sentMs }: MailMessage): Readonly<Record<string, unknown>> {
  const { meeting } = seed;
  if (!meeting) return {};
  const dayMs = 86_400_000;
  const startMs = Math.floor(sentMs / dayMs) * dayMs + meeting.inDays * dayMs + meeting.minute * 60_000;
  const time = (timeMs: number) => ({
    dateTime: new Date(timeMs).toISOString().replace('Z', '0000'),
    timeZone: 'UTC',
  });
  return {
    '@odata.type': `#microsoft.graph.${meeting.odataType}`,
    meetingMessageType: meeting.messageType,
    type: 'singleInstance',
    isOutOfDate: false,
    isAllDay: false,
    isDelegated: false,
    startDateTime: time(startMs),
    endDateTime: time(startMs + 3_600_000),
    location: { displayName: meeting.place, locationType: 'default', uniqueIdType: 'unknown' },
    recurrence: null,
  };
}

/** Address of a message in Outlook on the web. */
export function messageWebLink(id: string): string {
  return `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(id)}&exvsurl=1&viewmodel=ReadMessageItem`;
}

/** Only what is not inline counts. */
export function hasAttachments(message: MailMessage): boolean {
  return message.attachments.some(({ seed }) => seed.kind !== 'file' || seed.isInline !== true);
}

function internetMessageId(message: MailMessage): string {
  const domain = message.seed.from.address.split('@')[1] ?? 'contoso.example';
  return `<${message.seed.key}.${Math.floor(message.sentMs / 1000).toString(16)}@${domain}>`;
}

export function recipient(user: EmailAddress): { readonly emailAddress: EmailAddress } {
  return { emailAddress: { name: user.name, address: user.address } };
}

/** ISO time in whole seconds, as Exchange formats it. */
export function seconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

function body(message: MailMessage, part: 'unique' | 'whole', asText: boolean) {
  const { contentType, body: make } = message.seed;
  const content = make()[part];
  if (asText && contentType === 'html') return { contentType: 'text', content: htmlToText(content) };
  if (contentType === 'html') return { contentType, content };
  return asText
    ? { contentType, content }
    : {
        contentType: 'html',
        content: `<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="Generator" content="Microsoft Exchange Server">\r\n<!-- converted from text -->\r\n<style><!-- .EmailQuote { margin-left: 1pt; padding-left: 4pt; border-left: #800000 2px solid; } --></style></head>\r\n<body>\r\n<font size="2"><span style="font-size:11pt;"><div class="PlainText">${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r\n', '<br>\r\n')}</div></span></font>\r\n</body>\r\n</html>\r\n`,
      };
}
