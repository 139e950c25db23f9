import { decodeBase64, encodeBase64 } from '../../encoding/base64.ts';
import { seededBytes, seededGuid } from '../core/seeded-random.ts';

/*
 * Regular id: 00 03 24 00, the mailbox GUID as ASCII, 00 46 00, and a MAPI entry id of 70 bytes (flags, provider, type,
 * folder replica and counter, item replica and counter). Immutable id: 00 09 00 2e 00 and an entry id of 46 bytes
 * without the folder. An attachment's id is that of its item, 01 12 00 10 00 and 16 bytes. Exchange writes `-` for `/`
 * and `_` for `+`.
 */
const immutableHead = [
  0x00, 0x09, 0x00, 0x2e, 0x00, 0, 0, 0, 0, 0x1d, 0x84, 0x03, 0x11, 0xaa, 0x66, 0x11, 0xcd, 0x9b, 0xc8, 0x00,
  0xaa, 0x00, 0x2f, 0xc4, 0x5a, 0x0d, 0x00,
];
const attachmentTail = [0x01, 0x12, 0x00, 0x10, 0x00];
const itemLength = 113;
const folderLength = 89;
const immutableLength = 51;

/** Id of a message or event that changes when it is moved. */
export function regularItemId(mailbox: string, folder: number, item: number): string {
  const replica = replicaOf(mailbox);
  return encode([
    ...moniker(mailbox),
    0x00,
    0x46,
    0x00,
    0,
    0,
    0,
    0,
    ...seededBytes(`provider:${mailbox}`, 16),
    0x07,
    0x00,
    ...replica,
    ...counter(folder),
    ...replica,
    ...counter(item),
  ]);
}

/** Id of a message or event that stays, requested with `Prefer: IdType="ImmutableId"`. */
export function immutableItemId(mailbox: string, item: number): string {
  return encode([...immutableHead, ...replicaOf(mailbox), ...counter(item)]);
}

/** Id of a mail folder or calendar. The same in both id types. */
export function folderId(mailbox: string, folder: number): string {
  return encode([
    ...moniker(mailbox),
    0x00,
    0x2e,
    0x00,
    0,
    0,
    0,
    0,
    ...seededBytes(`provider:${mailbox}`, 16),
    0x01,
    0x00,
    ...replicaOf(mailbox),
    ...counter(folder),
  ]);
}

/** Id of an attachment, which begins with the bytes of its item's id. */
export function attachmentId(itemId: string, seed: string): string {
  return encode([...(decode(itemId) ?? []), ...attachmentTail, ...seededBytes(`attachment:${seed}`, 16)]);
}

/** Id of a conversation. */
export function conversationId(mailbox: string, seed: string): string {
  return encode([
    0x00,
    0x04,
    0x24,
    0x00,
    ...new TextEncoder().encode(mailbox),
    0x00,
    0x10,
    0x00,
    ...seededBytes(`conversation:${seed}`, 16),
  ]);
}

/** The id as Search encodes it: standard base64. */
export function searchSpelling(id: string): string {
  return id.replaceAll('-', '/').replaceAll('_', '+');
}

/** Kind of an Exchange id by its format. Returns undefined for other text. */
export function exchangeIdKind(
  id: string,
): { readonly kind: 'item' | 'folder' | 'immutable' | 'attachment'; readonly mailbox?: string } | undefined {
  const bytes = decode(id);
  if (!bytes) return undefined;
  const long = bytes[1] === 0x03;
  if (!long && bytes[1] !== 0x09) return undefined;
  const mailbox = long ? new TextDecoder().decode(bytes.subarray(4, 40)) : undefined;
  const named = mailbox === undefined ? {} : { mailbox };
  if (long && bytes.length === folderLength) return { kind: 'folder', ...named };
  if (long && bytes.length === itemLength) return { kind: 'item', ...named };
  if (!long && bytes.length === immutableLength) return { kind: 'immutable' };
  const item = bytes.length - 21;
  if (item === (long ? itemLength : immutableLength)) return { kind: 'attachment', ...named };
  return undefined;
}

function moniker(mailbox: string): number[] {
  return [0x00, 0x03, 0x24, 0x00, ...new TextEncoder().encode(mailbox)];
}

function replicaOf(mailbox: string): Uint8Array {
  return seededBytes(`replica:${mailbox}`, 16);
}

function counter(value: number): number[] {
  return [40, 32, 24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) & 0xff).concat(0, 0);
}

function encode(bytes: readonly number[]): string {
  return encodeBase64(Uint8Array.from(bytes)).replaceAll('/', '-').replaceAll('+', '_');
}

function decode(id: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]+={0,2}$/.test(id)) return undefined;
  return decodeBase64(searchSpelling(id));
}

/** GUID of a mailbox. Every regular item id contains it. */
export function mailboxGuid(owner: {
  readonly objectId: string;
  readonly userPrincipalName: string;
}): string {
  return seededGuid(`mailbox:${owner.objectId}:${owner.userPrincipalName}`);
}
