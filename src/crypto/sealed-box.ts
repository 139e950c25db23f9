import { decodeBase64Url, encodeBase64Url } from './encoding.ts';
import type { KeyRing, RingKey } from './key-ring.ts';

/** What a box is bound to beside the key ring. */
export interface SealContext {
  readonly purpose: SealPurpose;
  /** Goes into the derivation of the key: a secret that opening needs too, or random bytes that travel along. */
  readonly salt: Uint8Array;
}

const version = 1;
const headerLength = 5;
const ivLength = 12;
const tagLength = 16;
const encoder = new TextEncoder();

/**
 * Seals bytes with the primary key of the ring: `0x01 | key id (4) | iv (12) | ciphertext and tag`. AES-256-GCM
 * (NIST SP 800-38D) under HKDF-SHA-256 (RFC 5869) of the ring key, the salt and the purpose; the purpose and the
 * header are authenticated. The iv is random: one ring key, purpose and salt may seal 2^32 boxes.
 */
export async function seal(
  ring: KeyRing,
  context: SealContext,
  plaintext: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const header = headerOf(ring.primary);
  const iv = crypto.getRandomValues(new Uint8Array(ivLength));
  const key = await boxKey(ring.primary, context);
  const ciphertext = await crypto.subtle.encrypt(cipher(context, header, iv), key, plaintext);
  const box = new Uint8Array(headerLength + ivLength + ciphertext.byteLength);
  box.set(header);
  box.set(iv, headerLength);
  box.set(new Uint8Array(ciphertext), headerLength + ivLength);
  return box;
}

/**
 * What a box holds, or undefined: another version, a key that is not in the ring, another purpose or salt, a changed
 * bit, or no box at all. Never throws for what the box says, so a retired key is a miss and not an outage.
 */
export async function unseal(
  ring: KeyRing,
  context: SealContext,
  box: Uint8Array,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (box.byteLength < headerLength + ivLength + tagLength || box[0] !== version) return undefined;
  const ringKey = ring.find(new DataView(box.buffer, box.byteOffset).getUint32(1));
  if (!ringKey) return undefined;
  const iv = box.slice(headerLength, headerLength + ivLength);
  const key = await boxKey(ringKey, context);
  try {
    const plaintext = await crypto.subtle.decrypt(
      cipher(context, headerOf(ringKey), iv),
      key,
      box.subarray(headerLength + ivLength),
    );
    return new Uint8Array(plaintext);
  } catch {
    return undefined;
  }
}

function headerOf(key: RingKey): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(headerLength);
  header[0] = version;
  new DataView(header.buffer).setUint32(1, key.wireId);
  return header;
}

async function boxKey(key: RingKey, { purpose, salt }: SealContext): Promise<CryptoKey> {
  return await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: encoder.encode(purpose) },
    await key.hkdfKey(),
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

function cipher({ purpose }: SealContext, header: Uint8Array, iv: Uint8Array): SubtleCryptoEncryptAlgorithm {
  // The header has a fixed length, so purpose and header cannot be shifted into each other.
  const additionalData = new Uint8Array([...encoder.encode(purpose), ...header]);
  return { name: 'AES-GCM', iv, additionalData, tagLength: tagLength * 8 };
}

/** Random bytes before the box: with a key for each text, no number of texts wears a key of the ring out. */
const saltLength = 8;

/** Seals a text into base64url, to travel in a URL or a JSON value: cursors, states, codes. */
export async function sealText(ring: KeyRing, purpose: SealPurpose, text: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(saltLength));
  const box = await seal(ring, { purpose, salt }, new TextEncoder().encode(text));
  return encodeBase64Url(new Uint8Array([...salt, ...box]));
}

/** The text that was sealed for this purpose, or undefined for anything else. Never throws. */
export async function unsealText(
  ring: KeyRing,
  purpose: SealPurpose,
  sealed: string,
): Promise<string | undefined> {
  const bytes = decodeBase64Url(sealed);
  if (!bytes) return undefined;
  const salt = bytes.subarray(0, saltLength);
  const plaintext = await unseal(ring, { purpose, salt }, bytes.subarray(saltLength));
  return plaintext && new TextDecoder().decode(plaintext);
}

declare const brand: unique symbol;

/** What a sealed box is for and whom it belongs to. A box opens for exactly the purpose it was sealed for. */
export type SealPurpose = string & { readonly [brand]: 'SealPurpose' };

const namePattern = /^[a-z][a-z0-9-]*\/v[1-9][0-9]*$/;
const partPattern = /^[\x21-\x7b\x7d\x7e]+$/;

/**
 * Builds `name/vN|part|part…`. Parts are printable ASCII without space and bar, so two lists of parts never make
 * the same purpose.
 * @throws TypeError for any other name or part: callers validate what they bind a box to.
 */
export function sealPurpose(name: `${string}/v${number}`, ...parts: readonly string[]): SealPurpose {
  if (!namePattern.test(name)) throw new TypeError('A seal purpose is named like `m365-vault/v1`.');
  if (!parts.every((part) => partPattern.test(part))) {
    throw new TypeError('A part of a seal purpose is printable ASCII without space and bar.');
  }
  return [name, ...parts].join('|') as SealPurpose;
}
