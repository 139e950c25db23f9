import { DocumentError } from '../errors.ts';
import { type UnsanitizedDocument, truncatedNote, nothingHidden } from '../document.ts';
import { decodeAs, decodePlainText, firstBytes, getDeclaredCharset, isBinary } from '../plain-text.ts';
import { type SensitivityLabel, parseLabelHeader } from '../sensitivity-labels.ts';
import { CompoundFile, type CfbStorage, damagedCompoundFile } from './compound-file.ts';
import { formatMail, formatMailbox, readHtmlBody } from './eml.ts';
import { type ListedPart, getUnreadNotes } from './unread-parts.ts';

/** Properties of a message by tag (MS-OXPROPS). */
const tag = {
  subject: '0037',
  senderName: '0C1A',
  senderAddress: '5D01',
  senderExchangeAddress: '0C1F',
  displayTo: '0E04',
  displayCc: '0E03',
  body: '1000',
  htmlBody: '1013',
  rtfBody: '1009',
  /** Of a recipient, and of an attached message. */
  displayName: '3001',
  recipientAddress: '39FE',
  attachmentName: '3707',
  attachmentShortName: '3704',
  attachmentType: '370E',
  attachmentContent: '3701',
  headers: '007D',
} as const;
const fixedTag = {
  submitTime: 0x00390040,
  deliveryTime: 0x0e060040,
  codePage: 0x3ffd0003,
  /** Of the HTML body. */
  internetCodePage: 0x3fde0003,
  recipientType: 0x0c150003,
};

const rtfOnlyNote = 'The body of the message is only available as rich text (RTF), which is not shown.';
const damagedNote =
  'The message is damaged or truncated: a part of it is missing. Ask for an intact copy of the file.';
const maxNamed = 200;
const maxNamedTexts = 1000;
const maxFixedBytes = 64 * 1024;
/** Maximum bytes read of names and subjects, and of bodies. */
const maxShortBytes = 8 * 1024;
const maxBodyBytes = 5_000_000;
const maxHeaderBytes = 256 * 1024;
/** From 1601, the epoch of the format (in units of 100 ns), to 1970. */
const epochDifferenceMs = 11_644_473_600_000;

const codePages: ReadonlyMap<number, string> = new Map([
  [65001, 'utf-8'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [874, 'windows-874'],
  [20866, 'koi8-r'],
  [21866, 'koi8-u'],
  [38598, 'iso-8859-8-i'],
  [50220, 'iso-2022-jp'],
  [50221, 'iso-2022-jp'],
  [50222, 'iso-2022-jp'],
  [51932, 'euc-jp'],
  [51949, 'euc-kr'],
  [54936, 'gb18030'],
]);

/** Reads the stream of fixed-length properties, 16 bytes each, after a header (MS-OXMSG 2.4). */
function readFixedProperties(storage: CfbStorage, headBytes: number): Map<number, DataView> {
  const bytes = storage.streams.get('__properties_version1.0')?.read(maxFixedBytes) ?? new Uint8Array();
  const values = new Map<number, DataView>();
  for (let at = headBytes; at + 16 <= bytes.length; at += 16) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, 16);
    values.set(view.getUint32(0, true), view);
  }
  return values;
}

function readTextProperty(
  storage: CfbStorage,
  property: string,
  charset: string,
  maxBytes = maxShortBytes,
): string {
  return readTextPieces(storage, property, charset, maxBytes).join('');
}

function readTextPieces(storage: CfbStorage, property: string, charset: string, maxBytes: number): string[] {
  const wide = storage.streams.get(`__substg1.0_${property}001F`)?.read(maxBytes);
  const bytes = wide ?? storage.streams.get(`__substg1.0_${property}001E`)?.read(maxBytes);
  if (!bytes) return [];
  const pieces = decodeAs(wide ? 'utf-16le' : charset, bytes) ?? [];
  return pieces.map((piece) => piece.replaceAll('\0', ''));
}

function getCharset(values: ReadonlyMap<number, DataView>, property: number): string | undefined {
  const page = values.get(property)?.getUint32(8, true) ?? 0;
  if (page >= 1250 && page <= 1258) return `windows-${page}`;
  if (page > 28_590 && page <= 28_606) return `iso-8859-${page - 28_590}`;
  return codePages.get(page);
}

function getDate(values: ReadonlyMap<number, DataView>): string | undefined {
  const ticks = (values.get(fixedTag.submitTime) ?? values.get(fixedTag.deliveryTime))?.getBigUint64(8, true);
  const ms = ticks === undefined ? Number.NaN : Number(ticks / 10_000n) - epochDifferenceMs;
  return Math.abs(ms) < 8e15 ? new Date(ms).toISOString() : undefined;
}

function listStorages(root: CfbStorage, start: string): CfbStorage[] {
  return [...root.storages]
    .filter(([name]) => name.startsWith(start))
    .slice(0, maxNamed)
    .map(([, storage]) => storage);
}

/** @param type 1 for To, 2 for Cc */
function formatRecipients(root: CfbStorage, charset: string, type: number): string {
  return listStorages(root, '__recip_version1.0_')
    .filter(
      (storage) => readFixedProperties(storage, 8).get(fixedTag.recipientType)?.getUint32(8, true) === type,
    )
    .map((storage) =>
      formatMailbox(
        readTextProperty(storage, tag.displayName, charset),
        readTextProperty(storage, tag.recipientAddress, charset),
      ),
    )
    .join(', ');
}

function readAttachment(storage: CfbStorage, charset: string): ListedPart & { readonly bytes?: number } {
  const text = (property: string) => readTextProperty(storage, property, charset);
  const name = text(tag.attachmentName) || text(tag.attachmentShortName) || text(tag.displayName);
  const isMessage = storage.storages.has(`__substg1.0_${tag.attachmentContent}000D`);
  const bytes = storage.streams.get(`__substg1.0_${tag.attachmentContent}0102`)?.bytes;
  const type = text(tag.attachmentType) || (isMessage ? 'Outlook item' : '');
  return { name, type, ...(bytes !== undefined && { bytes }) };
}

function formatAttachment({ name, type, bytes }: ReturnType<typeof readAttachment>): string {
  const details = [type, bytes === undefined ? '' : `${bytes} bytes`]
    .filter((detail) => detail !== '')
    .join(', ');
  return `- ${name || 'unnamed'}${details === '' ? '' : ` (${details})`}`;
}

/** A named property with a text (MS-OXMSG 2.2.3). Outlook stores the header `msip_labels` of sent mail as one. */
const namedText = /^__substg1\.0_([89A-F][0-9A-F]{3})001[EF]$/i;

/** The labels in the transport headers, and in the named properties, of which the names are not read. */
function readLabels(root: CfbStorage, charset: string): readonly SensitivityLabel[] {
  const named = [...root.streams.keys()]
    .flatMap((name) => namedText.exec(name)?.[1] ?? [])
    .slice(0, maxNamedTexts);
  const texts = named
    .map((property) => readTextProperty(root, property, charset))
    .filter((text) => /msip_label_/i.test(text));
  const headers = readTextProperty(root, tag.headers, charset, maxHeaderBytes);
  return parseLabelHeader([headers, ...texts].join(';'));
}

/** The HTML body as bytes. Some programs end it with a zero byte. Undefined if it is not text. */
function readHtmlBytes(root: CfbStorage): Uint8Array | undefined {
  const bytes = root.streams.get(`__substg1.0_${tag.htmlBody}0102`)?.read(maxBodyBytes + 3);
  if (!bytes || !isBinary(bytes)) return bytes;
  const text = bytes.filter((byte) => byte !== 0);
  return isBinary(text) ? undefined : text;
}

/** Reads an Outlook message (MS-OXMSG): header, body and names of attachments. */
function readMsg(root: CfbStorage): UnsanitizedDocument {
  const values = readFixedProperties(root, 32);
  const charset = getCharset(values, fixedTag.codePage) ?? 'windows-1252';
  const text = (property: string) => readTextProperty(root, property, charset);
  const htmlBytes = readHtmlBytes(root);
  const source = htmlBytes
    ? decodePlainText(
        firstBytes(htmlBytes, maxBodyBytes),
        getCharset(values, fixedTag.internetCodePage) ?? getDeclaredCharset(htmlBytes, 'html') ?? charset,
      )
    : readTextPieces(root, tag.htmlBody, charset, maxBodyBytes);
  const { body, hidden, notes } = source.every((piece) => piece === '')
    ? { body: readTextPieces(root, tag.body, charset, maxBodyBytes), hidden: nothingHidden, notes: [] }
    : readHtmlBody(source);
  const isLong = [...root.streams].some(
    ([name, { bytes }]) => /^__substg1\.0_(?:1000|1013)/.test(name) && bytes > maxBodyBytes,
  );
  const onlyRich =
    body.every((piece) => piece.trim() === '') && root.streams.has(`__substg1.0_${tag.rtfBody}0102`);
  const title = text(tag.subject);
  const from = formatMailbox(
    text(tag.senderName),
    text(tag.senderAddress) || text(tag.senderExchangeAddress),
  );
  const attachments = listStorages(root, '__attach_version1.0_').map((storage) =>
    readAttachment(storage, charset),
  );
  const section = formatMail(
    [
      ['From', from],
      ['To', formatRecipients(root, charset, 1) || text(tag.displayTo)],
      ['Cc', formatRecipients(root, charset, 2) || text(tag.displayCc)],
      ['Date', getDate(values)],
      ['Subject', title],
    ],
    body,
    attachments.map(formatAttachment),
  );
  return {
    format: 'msg',
    ...(title === '' ? {} : { title }),
    unit: 'text',
    sections: [section],
    labels: readLabels(root, charset),
    hidden,
    notes: [
      ...getUnreadNotes(attachments),
      ...(onlyRich ? [rtfOnlyNote] : []),
      ...(isLong ? [truncatedNote] : notes),
    ],
  };
}

/**
 * Reads a compound file that is an Outlook message. Others are encrypted or legacy documents, which are rejected.
 * @throws DocumentError `protected`, `unsupported`, `damaged`
 */
export function readCompoundFile(bytes: Uint8Array): UnsanitizedDocument {
  const file = new CompoundFile(bytes);
  const { root } = file;
  const names = new Set([...root.streams.keys()].map((name) => name.toLowerCase()));
  if (names.has('encryptedpackage') || names.has('\tdrmcontent')) {
    throw new DocumentError(
      'protected',
      'The document is encrypted: it needs a password, or a sensitivity label protects it. Open it in the Office app.',
    );
  }
  if (root.streams.has('__properties_version1.0')) {
    const message = readMsg(root);
    return file.isDamaged ? { ...message, notes: [damagedNote, ...message.notes] } : message;
  }
  if (file.isDamaged) throw damagedCompoundFile();
  throw new DocumentError(
    'unsupported',
    'The file is in an Office format from before 2007 (doc, xls, ppt) or of another kind that cannot be read here. ' +
      'Ask for it as PDF or in a current format.',
  );
}
