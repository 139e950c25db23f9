import type { KeyRing, RingKey } from './key-ring.ts';
import type { SealPurpose } from './seal-purpose.ts';

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
export async function open(
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
