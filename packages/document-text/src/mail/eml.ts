import type { Address, Attachment, Email } from 'postal-mime';
import { DocumentError } from '../errors.ts';
import { concatenate } from '../byte-builder.ts';
import { type ExtractedDocument, truncatedNote, nothingHidden } from '../document.ts';
import { htmlToText } from '../html/html.ts';

const maxListed = 200;
const maxNestingDepth = 32;
/** A message in a message is parsed once more with each level. */
const maxRfc822NestingDepth = 1;
const maxHeadersSize = 128 * 1024;

function formatAddress(address: Address): string {
  if (address.group) return `${address.name}: ${address.group.map(formatAddress).join('; ')}`;
  return address.name === '' ? address.address : `${address.name} <${address.address}>`;
}

function formatAddresses(addresses: readonly Address[] | undefined): string {
  const listed = (addresses ?? []).slice(0, maxListed).map(formatAddress).join(', ');
  return (addresses?.length ?? 0) > maxListed ? `${listed}, …` : listed;
}

function byteLength(content: Attachment['content']): number {
  return typeof content === 'string' ? content.length : content.byteLength;
}

function formatAttachment({ filename, mimeType, content }: Attachment, isTrimmed: boolean): string {
  const size = isTrimmed ? '' : `, ${byteLength(content)} bytes`;
  return `- ${filename ?? 'unnamed'} (${mimeType}${size})`;
}

/** Head, body and list of attachments, each a block. What is empty is left out. */
export function formatMail(
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
    throw new DocumentError(
      'damaged',
      'The saved mail cannot be read: its structure is damaged or nested too deeply. Ask for an intact copy.',
      { cause: error },
    );
  }
}

/**
 * The text of a saved mail (MIME, RFC 5322; web archives too): head, body, and the names of what is attached.
 * @throws DocumentError `damaged`
 */
export async function readEml(bytes: Uint8Array): Promise<ExtractedDocument> {
  const mail = truncateMime(bytes);
  const email = await parse(mail.bytes);
  const html = email.html === undefined ? undefined : htmlToText(email.html);
  const text = formatMail(
    [
      ['From', email.from && formatAddress(email.from)],
      ['To', formatAddresses(email.to)],
      ['Cc', formatAddresses(email.cc)],
      ['Date', email.date],
      ['Subject', email.subject],
    ],
    html?.text ?? email.text ?? '',
    email.attachments.slice(0, maxListed).map((attachment) => formatAttachment(attachment, mail.isTrimmed)),
  );
  const title = email.subject ?? '';
  return {
    format: 'eml',
    ...(title === '' ? {} : { title }),
    unit: 'text',
    sections: [text],
    hidden: html?.hidden ?? nothingHidden,
    notes: mail.isTextCut ? [truncatedNote] : (html?.notes ?? []),
  };
}

/** What is read of a mail, in bytes, and what a line costs beyond its own, and at least. */
const maxMimeCost = 5_000_000;
const lineCost = 40;
const minLineCost = 120;
const maxParts = 4000;
/** The head of a part is kept where its content is left out, so that what is attached can be listed. */
const headBytes = 512;

const attachmentHeader =
  /content-(?:disposition:[ \t]{0,8}attachment|type:[ \t]{0,8}(?:application|audio|font|image|video)\/)/i;

/** A mail that can be parsed at a known cost. */
interface TruncatedMime {
  readonly bytes: Uint8Array;
  /** The end of some part is left out, be it content that is attached or text. */
  readonly isTrimmed: boolean;
  readonly isTextCut: boolean;
}

/**
 * Leaves out what is too much of a mail. Its parts are not looked for but guessed: each starts at a line that starts
 * with two hyphens, as every delimiter does (RFC 2046, 5.1.1).
 */
function truncateMime(bytes: Uint8Array): TruncatedMime {
  const latin1 = new TextDecoder('latin1');
  const kept: Uint8Array[] = [];
  let left = maxMimeCost;
  let at = 0;
  let isTrimmed = false;
  let isTextCut = false;
  while (at < bytes.length && kept.length < maxParts) {
    const start = at;
    let end = start;
    let isOpen = true;
    do {
      const next = bytes.indexOf(0x0a, at);
      at = next < 0 ? bytes.length : next + 1;
      isOpen &&= left > 0 || at - start <= headBytes;
      if (isOpen) {
        left -= Math.max(minLineCost, at - end + lineCost);
        end = at;
      }
    } while (at < bytes.length && !(bytes[at] === 0x2d && bytes[at + 1] === 0x2d));
    kept.push(bytes.subarray(start, end));
    if (end === at) continue;
    isTrimmed = true;
    isTextCut ||= !attachmentHeader.test(latin1.decode(bytes.subarray(start, start + headBytes)));
  }
  // Parts that are not even begun may have text.
  if (at < bytes.length) return { bytes: concatenate(kept), isTrimmed: true, isTextCut: true };
  return isTrimmed ? { bytes: concatenate(kept), isTrimmed, isTextCut } : { bytes, isTrimmed, isTextCut };
}
