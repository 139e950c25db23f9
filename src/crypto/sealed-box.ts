import { concatBytes, decodeBase64Url, encodeBase64Url } from './encoding.ts';
import type { KeyRing, RingKey } from './key-ring.ts';

declare const brand: unique symbol;

/** The use of a sealed box and its owner. A box unseals only with the purpose that it was sealed with. */
export type SealPurpose = string & { readonly [brand]: 'SealPurpose' };

const namePattern = /^[a-z][a-z0-9-]*\/v[1-9][0-9]*$/;
const partPattern = /^[\x21-\x7b\x7d\x7e]+$/;

/**
 * Builds `name/vN|part|part…`. Parts are printable ASCII without space and bar, so two different lists of parts never
 * give the same purpose.
 * @throws TypeError for any other name or part: callers validate the values that they bind a box to.
 */
export function sealPurpose(name: `${string}/v${number}`, ...parts: readonly string[]): SealPurpose {
  if (!namePattern.test(name))
    throw new TypeError('The name of a seal purpose has the form `m365-vault/v1`.');
  if (!parts.every((part) => partPattern.test(part))) {
    throw new TypeError('A part of a seal purpose is printable ASCII without space and bar.');
  }
  return [name, ...parts].join('|') as SealPurpose;
}

/** The values that a box is bound to, besides the key ring. */
export interface SealContext {
  readonly purpose: SealPurpose;
  /** Input of the key derivation: a secret that unsealing requires too, or random bytes stored beside the box. */
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
  const header = createHeader(ring.primary);
  const iv = crypto.getRandomValues(new Uint8Array(ivLength));
  const key = await deriveBoxKey(ring.primary, context);
  const ciphertext = await crypto.subtle.encrypt(cipherParams(context, header, iv), key, plaintext);
  return concatBytes(header, iv, new Uint8Array(ciphertext));
}

/**
 * The plaintext of a box, or undefined: another version, a key that is not in the ring, another purpose or salt, a
 * changed bit, or not a box. Never throws for the content of the box, so a retired key is a cache miss and not an outage.
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
  const key = await deriveBoxKey(ringKey, context);
  try {
    const plaintext = await crypto.subtle.decrypt(
      cipherParams(context, createHeader(ringKey), iv),
      key,
      box.subarray(headerLength + ivLength),
    );
    return new Uint8Array(plaintext);
  } catch {
    return undefined;
  }
}

function createHeader(key: RingKey): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(headerLength);
  header[0] = version;
  new DataView(header.buffer).setUint32(1, key.wireId);
  return header;
}

async function deriveBoxKey(key: RingKey, { purpose, salt }: SealContext): Promise<CryptoKey> {
  return await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: encoder.encode(purpose) },
    await key.hkdfKey(),
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

function cipherParams(
  { purpose }: SealContext,
  header: Uint8Array,
  iv: Uint8Array,
): SubtleCryptoEncryptAlgorithm {
  // The header has a fixed length, so no other purpose and header concatenate to the same bytes.
  const additionalData = concatBytes(encoder.encode(purpose), header);
  return { name: 'AES-GCM', iv, additionalData, tagLength: tagLength * 8 };
}

/** Random salt before each sealed text: every text has its own key, so the limit of 2^32 boxes is never reached. */
const saltLength = 8;

/** Seals a text into base64url for use in a URL or a JSON value: cursors, states, codes. */
export async function sealText(ring: KeyRing, purpose: SealPurpose, text: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(saltLength));
  const box = await seal(ring, { purpose, salt }, encoder.encode(text));
  return encodeBase64Url(concatBytes(salt, box));
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
