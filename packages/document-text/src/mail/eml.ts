import type { Address, Attachment, Email } from 'postal-mime';
import { DocumentError } from '../errors.ts';
import { concatenate } from '../byte-builder.ts';
import { type UnsanitizedDocument, truncatedNote, nothingHidden } from '../document.ts';
import { type SensitivityLabel, parseLabelHeader } from '../sensitivity-labels.ts';
import { htmlToText } from '../html/html.ts';

const maxListed = 200;
const maxNestingDepth = 32;
/** Each level of nested messages is parsed again. */
const maxRfc822NestingDepth = 1;
const maxHeadersSize = 128 * 1024;
const maxLabelHeaders = 64;

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

/** Formats header, body and attachment list as blocks. Empty ones are left out. */
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
 * Reads a saved mail or web archive (MIME, RFC 5322): header, body and names of attachments.
 * @throws DocumentError `damaged`
 */
export async function readEml(bytes: Uint8Array): Promise<UnsanitizedDocument> {
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
    labels: readLabels(mail.bytes),
    hidden: html?.hidden ?? nothingHidden,
    notes: mail.isTextCut ? [truncatedNote] : (html?.notes ?? []),
  };
}

const labelHeader = /^msip_labels[ \t]{0,8}:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/i;
const maxLabelHeaderBytes = 16_384;

/** The labels in the headers of the mail and of the mails in it, whose text is part of it. */
function readLabels(mime: Uint8Array): readonly SensitivityLabel[] {
  const decoder = new TextDecoder();
  const values: string[] = [];
  for (let at = 0; at < mime.length && values.length < maxLabelHeaders; at = endOfLine(mime, at)) {
    // `ms`, in upper or lower case.
    if (((mime[at] ?? 0) | 0x20) !== 0x6d || ((mime[at + 1] ?? 0) | 0x20) !== 0x73) continue;
    const value = labelHeader.exec(decoder.decode(mime.subarray(at, at + maxLabelHeaderBytes)))?.[1];
    if (value !== undefined) values.push(value);
  }
  return parseLabelHeader(values.join(';'));
}

/** The position after the next line feed. */
function endOfLine(bytes: Uint8Array, at: number): number {
  const lineFeed = bytes.indexOf(0x0a, at);
  return lineFeed < 0 ? bytes.length : lineFeed + 1;
}

/** Limit of a mail in bytes; additional cost of a line, and minimum cost of a line. */
const maxMimeCost = 5_000_000;
const lineCost = 40;
const minLineCost = 120;
const maxParts = 4000;
/** Start of a part that is kept if its content is dropped, so that attachments can be listed. */
const headBytes = 512;

const attachmentHeader =
  /content-(?:disposition:[ \t]{0,8}attachment|type:[ \t]{0,8}(?:application|audio|font|image|video)\/)/i;

/** A mail with a bounded cost of parsing. */
interface TruncatedMime {
  readonly bytes: Uint8Array;
  /** The end of at least one part, attachment or text, is dropped. */
  readonly isTrimmed: boolean;
  /** The end of a text part is dropped. */
  readonly isTextCut: boolean;
}

/**
 * Truncates the parts of a mail to the limit. Any line that starts with two hyphens counts as a delimiter (RFC 2046,
 * 5.1.1), so that the MIME structure need not be parsed.
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
  // Parts that were not reached may contain text.
  if (at < bytes.length) return { bytes: concatenate(kept), isTrimmed: true, isTextCut: true };
  return isTrimmed ? { bytes: concatenate(kept), isTrimmed, isTextCut } : { bytes, isTrimmed, isTextCut };
}
