import { encodeBase64 } from '../../encoding/base64.ts';
import type { EmailAddress, SeedAttachment, SeedMail } from '../../seed-data/mail/mail-seed.ts';

const lineEnd = '\r\n';

/** A message as it went over the wire: RFC 5322 with MIME. */
export function messageMime(mail: SeedMail, sentMs: number): string {
  const { whole } = mail.body();
  const files = mail.attachments ?? [];
  const body = [
    `Content-Type: text/${mail.contentType === 'html' ? 'html' : 'plain'}; charset="utf-8"`,
    'Content-Transfer-Encoding: base64',
    '',
    wrap(encodeBase64(new TextEncoder().encode(whole))),
  ];
  const boundary = `_000_${mail.key}_`;
  const content =
    files.length === 0
      ? body
      : [
          `Content-Type: multipart/mixed; boundary="${boundary}"`,
          '',
          `--${boundary}`,
          ...body,
          ...files.flatMap((file) => [`--${boundary}`, ...part(file, sentMs)]),
          `--${boundary}--`,
        ];
  return [
    'Received: from mail.contoso.example (10.0.0.1) by mail.contoso.example (10.0.0.1)',
    ' with Microsoft SMTP Server (version=TLS1_2); ' + date(sentMs),
    `From: ${list([mail.from])}`,
    `To: ${list(mail.to)}`,
    ...(mail.cc === undefined ? [] : [`CC: ${list(mail.cc)}`]),
    `Subject: ${word(mail.subject)}`,
    `Date: ${date(sentMs)}`,
    `Message-ID: <${mail.key}.${Math.floor(sentMs / 1000).toString(16)}@${mail.from.address.split('@')[1] ?? ''}>`,
    'MIME-Version: 1.0',
    ...content,
    '',
  ].join(lineEnd);
}

function part(file: SeedAttachment, sentMs: number): readonly string[] {
  switch (file.kind) {
    case 'file':
      return [
        `Content-Type: ${file.contentType}; name="${word(file.name)}"`,
        `Content-Disposition: ${file.isInline === true ? 'inline' : 'attachment'}; filename="${word(file.name)}"`,
        ...(file.contentId === undefined ? [] : [`Content-ID: <${file.contentId}>`]),
        'Content-Transfer-Encoding: base64',
        '',
        wrap(encodeBase64(file.bytes())),
      ];
    case 'item':
      return [
        'Content-Type: message/rfc822',
        'Content-Disposition: attachment',
        '',
        messageMime(file.mail, sentMs),
      ];
    case 'reference':
      return ['Content-Type: text/uri-list', '', file.url];
  }
}

function list(recipients: readonly EmailAddress[]): string {
  return recipients.map(({ name, address }) => `${word(name)} <${address}>`).join(', ');
}

/** RFC 2047 encoding for non-ASCII header text. */
function word(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${encodeBase64(new TextEncoder().encode(text))}?=`;
}

function wrap(base64: string): string {
  return (base64.match(/.{1,76}/g) ?? []).join(lineEnd);
}

function date(timeMs: number): string {
  return new Date(timeMs).toUTCString().replace('GMT', '+0000');
}
