import { decodeBase64Url, encodeBase64Url } from '../crypto/encoding.ts';

/*
 * Ids of mail and events cost more tokens than the rest of a search result, and most of an id is constant.
 *
 * An immutable id is a constant prefix and about 32 characters of entropy. A regular id is base64 of: 00 03 24 00, the
 * mailbox GUID as 36 ASCII characters, 00 46 00, and a MAPI entry id [MS-OXCDATA 2.2.4.2] of 70 bytes, which
 * contains the replica GUID twice and two six-byte counters with leading zeros. Exchange writes `-` for `/` and `_` for
 * `+`, the reverse of base64url.
 */
const immutablePrefix = 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A';
const immutableRest = /^[A-Za-z0-9_-]{16,80}={0,2}$/;
const rawId = /^[A-Za-z0-9_-]{4,600}={0,2}$/;
const shortTail = /^[A-Za-z0-9_-]{4,80}$/;

const regularLength = 113;
const head = [0x00, 0x03, 0x24, 0x00];
const mailboxGuid = { start: 4, length: 36 };
const provider = { start: 47, length: 16 };
const replica = { start: 65, length: 16 };
const folderCounter = { start: 81, length: 6 };
const itemCounter = { start: 105, length: 6 };
const guidText = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The shortest form of a mail or event id that {@link expandExchangeId} expands to the same id. */
export function shortenExchangeId(id: string): string {
  const short = id.startsWith(immutablePrefix) ? `~${id.slice(immutablePrefix.length)}` : packRegular(id);
  return short !== undefined && expandExchangeId(short) === id ? short : id;
}

/** The Graph id of a short or unchanged id; undefined for any other text. */
export function expandExchangeId(text: string): string | undefined {
  if (text.startsWith('~~')) return unpackRegular(text.slice(2));
  if (!text.startsWith('~')) return rawId.test(text) ? text : undefined;
  const rest = text.slice(1);
  return immutableRest.test(rest) ? immutablePrefix + rest : undefined;
}

/** Drops the message id from an attachment id, which starts with its bytes, when that can be reversed exactly. */
export function shortenAttachmentId(messageId: string, id: string): string {
  const message = decode(messageId);
  const attachment = decode(id);
  if (!message || !attachment || attachment.length <= message.length) return id;
  const short = `~${encodeBase64Url(attachment.subarray(message.length))}`;
  return expandAttachmentId(messageId, short) === id ? short : id;
}

/** The Graph id of a short or unchanged attachment id; undefined for any other text. */
export function expandAttachmentId(messageId: string, text: string): string | undefined {
  if (!text.startsWith('~')) return rawId.test(text) ? text : undefined;
  const message = decode(messageId);
  const tail = shortTail.test(text.slice(1)) ? decodeBase64Url(text.slice(1)) : undefined;
  return message && tail ? encode(Uint8Array.of(...message, ...tail)) : undefined;
}

function packRegular(id: string): string | undefined {
  const bytes = decode(id);
  if (bytes?.length !== regularLength) return undefined;
  const guid = new TextDecoder().decode(part(bytes, mailboxGuid));
  if (!guidText.test(guid)) return undefined;
  const folder = withoutLeadingZeros(part(bytes, folderCounter));
  const item = withoutLeadingZeros(part(bytes, itemCounter));
  const packed = Uint8Array.of(
    folder.length * 16 + item.length,
    ...hexBytes(guid.replaceAll('-', '')),
    ...part(bytes, provider),
    ...part(bytes, replica),
    ...folder,
    ...item,
  );
  return `~~${encodeBase64Url(packed)}`;
}

function unpackRegular(text: string): string | undefined {
  const packed = text.length <= 100 ? decodeBase64Url(text) : undefined;
  const lengths = packed?.[0];
  if (!packed || lengths === undefined) return undefined;
  const folderLength = lengths >> 4;
  const itemLength = lengths & 15;
  const fixed = 1 + 16 * 3;
  if (folderLength > 6 || itemLength > 6 || packed.length !== fixed + folderLength + itemLength) {
    return undefined;
  }
  const bytes = new Uint8Array(regularLength);
  bytes.set(head);
  bytes.set(new TextEncoder().encode(toGuid(packed.subarray(1, 17))), mailboxGuid.start);
  bytes.set([0x00, 0x46, 0x00], 40);
  bytes.set(packed.subarray(17, 33), provider.start);
  bytes.set([0x07, 0x00], 63);
  bytes.set(packed.subarray(33, 49), replica.start);
  bytes.set(packed.subarray(fixed, fixed + folderLength), replica.start + 22 - folderLength);
  bytes.set(packed.subarray(33, 49), 89);
  bytes.set(packed.subarray(fixed + folderLength), 111 - itemLength);
  return encode(bytes);
}

function decode(id: string): Uint8Array | undefined {
  if (!rawId.test(id)) return undefined;
  const bytes = decodeBase64Url(swap(id.replaceAll('=', '')));
  return bytes && encode(bytes) === id ? bytes : undefined;
}

function encode(bytes: Uint8Array): string {
  return swap(encodeBase64Url(bytes)).padEnd(Math.ceil(bytes.length / 3) * 4, '=');
}

function swap(text: string): string {
  return text.replaceAll(/[-_]/g, (character) => (character === '-' ? '_' : '-'));
}

function part(bytes: Uint8Array, { start, length }: { start: number; length: number }): Uint8Array {
  return bytes.subarray(start, start + length);
}

function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? new Uint8Array() : bytes.subarray(first);
}

function hexBytes(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function toGuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
