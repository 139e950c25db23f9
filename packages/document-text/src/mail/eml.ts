import type { Address, Attachment, Email } from 'postal-mime';
import { DocumentError } from '../errors.ts';
import {
  type HiddenTextReport,
  type UnsanitizedDocument,
  nothingHidden,
  sectionBreak,
  truncatedNote,
} from '../document.ts';
import { type SensitivityLabel, parseLabelHeader } from '../sensitivity-labels.ts';
import { readHtmlText } from '../html/html.ts';
import { decodePlainText, isBinary, narrowPieces } from '../plain-text.ts';
import { drain, separate } from '../text-builder.ts';
import { type TruncatedMime, endOfLine, truncateMime } from './truncate-mime.ts';
import { getUnreadNotes } from './unread-parts.ts';

const maxListed = 200;
const maxNestingDepth = 32;
/** Each level of nested messages is parsed again. */
const maxRfc822NestingDepth = 1;
const maxHeadersSize = 128 * 1024;
const maxLabelHeaders = 64;

/** Formats a name with its address, if it has both. */
export function formatMailbox(name: string, address: string): string {
  if (name === '' || name === address) return address;
  return address === '' ? name : `${name} <${address}>`;
}

function formatAddress(address: Address): string {
  if (address.group) return `${address.name}: ${address.group.map(formatAddress).join('; ')}`;
  return formatMailbox(address.name, address.address);
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

/** Removes white space around a text in pieces. */
function trimPieces(pieces: string[]): string[] {
  while (pieces.length > 0 && (pieces[0] = pieces[0]?.trimStart() ?? '') === '') pieces.shift();
  while (pieces.length > 0 && (pieces[pieces.length - 1] = pieces.at(-1)?.trimEnd() ?? '') === '')
    pieces.pop();
  return pieces;
}

/**
 * Formats header, body and attachment list as blocks. Empty ones are left out.
 * @param body in pieces, which are freed on the way
 */
export function* formatMail(
  fields: readonly (readonly [name: string, value: string | undefined])[],
  body: string[],
  attachments: readonly string[],
): Generator<string> {
  const head = fields.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}: ${value.replaceAll(/[\r\n]+[ \t]*/g, ' ')}`],
  );
  const listed = attachments.slice(0, maxListed).join('\n');
  const text = trimPieces(body);
  yield head.join('\n');
  if (head.length > 0 && text.length > 0) yield sectionBreak;
  const isEmpty = head.length === 0 && text.length === 0;
  yield* drain(text);
  if (listed !== '') yield `${isEmpty ? '' : sectionBreak}Attachments:\n${listed}`;
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

interface MimeContent extends MailBody {
  readonly subject: string;
  readonly fields: readonly (readonly [name: string, value: string | undefined])[];
  readonly attachments: readonly string[];
}

/** Without the parsed mail, which holds each body as a whole. */
async function readMime({
  bytes,
  isTrimmed,
  isTextCut,
  isAlternativeCut,
}: TruncatedMime): Promise<MimeContent> {
  const email = await parse(bytes);
  const isCut = isTextCut || (isAlternativeCut && email.html === undefined);
  const body =
    email.html === undefined
      ? readPlainBody(email.text?.trim() ? email.text : readTextPart(email.attachments))
      : readHtmlBody(narrowPieces(email.html));
  const parts = email.attachments.map(({ filename, mimeType }) => ({ name: filename ?? '', type: mimeType }));
  return {
    ...body,
    notes: [
      ...getUnreadNotes(parts),
      ...(isTrimmed || hasLastDelimiter(bytes, email) ? [] : [truncatedMimeNote]),
      ...(isCut && !body.notes.includes(truncatedNote) ? [truncatedNote] : []),
      ...body.notes,
    ],
    subject: email.subject ?? '',
    fields: [
      ['From', email.from && formatAddress(email.from)],
      ['To', formatAddresses(email.to)],
      ['Cc', formatAddresses(email.cc)],
      ['Date', email.date],
      ['Subject', email.subject],
    ],
    attachments: email.attachments
      .slice(0, maxListed)
      .map((attachment) => formatAttachment(attachment, isTrimmed)),
  };
}

const truncatedMimeNote =
  'The mail ends before the end of its last part: the file can be truncated. Ask for an intact copy of it.';
/** End of a mail that is searched for the last delimiter: others and signatures can follow it. */
const endBytes = 16_384;

/** Returns false if the parts of a mail do not end with their delimiter (RFC 2046, 5.1.1). */
function hasLastDelimiter(bytes: Uint8Array, { headers }: Email): boolean {
  const type = headers.find(({ key }) => key === 'content-type')?.value ?? '';
  const boundary = /^multipart\/[^;]{1,64};.{0,512}?boundary="?([^";]{1,70})/is.exec(type)?.[1];
  const end = new TextDecoder('latin1').decode(bytes.subarray(-endBytes));
  return boundary === undefined || end.includes(`--${boundary.trim()}--`);
}

/** The text of a mail, in pieces. */
export interface MailBody {
  readonly body: string[];
  readonly hidden: HiddenTextReport;
  readonly notes: readonly string[];
}

/** @param pieces the HTML, split anywhere */
export function readHtmlBody(pieces: readonly string[]): MailBody {
  const { sections, hidden, notes } = readHtmlText(pieces);
  return { body: [...separate(sections, sectionBreak)], hidden, notes };
}

/** The text of a mail that has no other than a part such as an invitation (`text/calendar`), with its lines unfolded. */
function readTextPart(attachments: readonly Attachment[]): string {
  const part = attachments.find(
    ({ mimeType, filename }) => mimeType.startsWith('text/') && filename === null,
  );
  if (!part || typeof part.content === 'string') return '';
  const content = new Uint8Array(part.content);
  const text = isBinary(content) ? '' : decodePlainText(content).join('');
  return part.mimeType === 'text/calendar' ? text.replaceAll(/\r?\n[ \t]/g, '') : text;
}

function readPlainBody(text: string): MailBody {
  return { body: narrowPieces(text), hidden: nothingHidden, notes: [] };
}

/**
 * Reads a saved mail or web archive (MIME, RFC 5322): header, body and names of attachments.
 * @throws DocumentError `damaged`
 */
export async function readEml(bytes: Uint8Array): Promise<UnsanitizedDocument> {
  const mail = truncateMime(bytes);
  const { body, hidden, notes, fields, attachments, subject } = await readMime(mail);
  return {
    format: 'eml',
    ...(subject === '' ? {} : { title: subject }),
    unit: 'text',
    sections: [formatMail(fields, body, attachments)],
    labels: readLabels(mail.bytes),
    hidden,
    notes,
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
