import type { Address, Attachment, Email } from 'postal-mime';
import { AppError } from '../../../../src/lib/app-error.ts';
import { cutNote, nothingHidden, type ExtractedDocument } from '../document.ts';
import { htmlToText } from '../html/html.ts';
import { trimMail } from './trim-mail.ts';

const maxListed = 200;
const maxNestingDepth = 32;
/** A message in a message is parsed once more with each level. */
const maxRfc822NestingDepth = 1;
const maxHeadersSize = 128 * 1024;

function addressText(address: Address): string {
  if (address.group) return `${address.name}: ${address.group.map(addressText).join('; ')}`;
  return address.name === '' ? address.address : `${address.name} <${address.address}>`;
}

function addressList(addresses: readonly Address[] | undefined): string {
  const listed = (addresses ?? []).slice(0, maxListed).map(addressText).join(', ');
  return (addresses?.length ?? 0) > maxListed ? `${listed}, …` : listed;
}

function byteLength(content: Attachment['content']): number {
  return typeof content === 'string' ? content.length : content.byteLength;
}

function attachmentLine({ filename, mimeType, content }: Attachment, isTrimmed: boolean): string {
  const size = isTrimmed ? '' : `, ${byteLength(content)} bytes`;
  return `- ${filename ?? 'unnamed'} (${mimeType}${size})`;
}

/** Head, body and list of attachments, each a block. What is empty is left out. */
export function mailText(
  fields: readonly (readonly [name: string, value: string | undefined])[],
  body: string,
  attachments: readonly string[],
): string {
  const head = fields.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}: ${value.replaceAll(/[\r\n]+[ \t]*/g, ' ')}`],
  );
  const listed = attachments.slice(0, maxListed).join('\n');
  const blocks = [head.join('\n'), body.trim(), listed === '' ? '' : `Attachments:\n${listed}`];
  return blocks.filter((block) => block !== '').join('\n\n');
}

async function parse(bytes: Uint8Array): Promise<Email> {
  const { default: PostalMime } = await import('postal-mime');
  try {
    return await PostalMime.parse(bytes, { maxNestingDepth, maxRfc822NestingDepth, maxHeadersSize });
  } catch (error) {
    throw new AppError(
      'unreadable_content',
      'The saved mail cannot be read: its structure is damaged or nested too deeply. Ask for an intact copy.',
      {},
      { cause: error },
    );
  }
}

/**
 * The text of a saved mail (MIME, RFC 5322; web archives too): head, body, and the names of what is attached.
 * @throws AppError `unreadable_content`
 */
export async function readEml(bytes: Uint8Array): Promise<ExtractedDocument> {
  const mail = trimMail(bytes);
  const email = await parse(mail.bytes);
  const html = email.html === undefined ? undefined : htmlToText(email.html);
  const text = mailText(
    [
      ['From', email.from && addressText(email.from)],
      ['To', addressList(email.to)],
      ['Cc', addressList(email.cc)],
      ['Date', email.date],
      ['Subject', email.subject],
    ],
    html?.text ?? email.text ?? '',
    email.attachments.slice(0, maxListed).map((attachment) => attachmentLine(attachment, mail.isTrimmed)),
  );
  const title = email.subject ?? '';
  return {
    format: 'eml',
    ...(title === '' ? {} : { title }),
    unit: 'text',
    sections: [text],
    hidden: html?.hidden ?? nothingHidden,
    notes: mail.isTextCut ? [cutNote] : (html?.notes ?? []),
  };
}
