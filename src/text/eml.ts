import type { Address, Attachment, Email } from 'postal-mime';
import { AppError } from '../lib/app-error.ts';
import { nothingHidden, type ExtractedDocument } from './extracted-document.ts';
import { htmlToText } from './html.ts';

const maxListed = 200;
const maxNestingDepth = 32;
const maxHeadersSize = 256 * 1024;
/** Lines that could begin a part. A part costs far more than its bytes. */
const maxDelimiters = 10_000;

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

function attachmentLine({ filename, mimeType, content }: Attachment): string {
  return `- ${filename ?? 'unnamed'} (${mimeType}, ${byteLength(content)} bytes)`;
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

/** Whether so many lines start with two hyphens that the mail could be made of parts alone. */
function hasTooManyParts(bytes: Uint8Array): boolean {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x2d && bytes[at + 2] === 0x2d) count += 1;
  }
  return count > maxDelimiters;
}

async function parse(bytes: Uint8Array): Promise<Email> {
  if (hasTooManyParts(bytes)) {
    throw new AppError(
      'too_large',
      'The saved mail has more parts than mails have. It was not read. Open it in a mail program.',
    );
  }
  const { default: PostalMime } = await import('postal-mime');
  try {
    return await PostalMime.parse(bytes, { maxNestingDepth, maxHeadersSize });
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
  const email = await parse(bytes);
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
    email.attachments.map(attachmentLine),
  );
  const title = email.subject ?? '';
  return {
    format: 'eml',
    ...(title === '' ? {} : { title }),
    unit: 'text',
    sections: [text],
    hidden: html?.hidden ?? nothingHidden,
    notes: [],
  };
}
