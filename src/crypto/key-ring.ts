import { decodeBase64 } from './encoding.ts';

/** The operator's sealing keys. The primary key seals; every key unseals. */
export interface KeyRing {
  readonly primary: RingKey;
  find(wireId: number): RingKey | undefined;
}

/** One key of the ring. Its material leaves this module only as a non-extractable HKDF key. */
export interface RingKey {
  /** Identifies the key in a sealed box: an unsigned 32-bit hash of the key's id. */
  readonly wireId: number;
  /** The key for HKDF (RFC 5869), imported at first use: WebCrypto is not available while a Worker starts. */
  hkdfKey(): Promise<CryptoKey>;
}

/**
 * Reads `SEAL_KEYS`: `id:base64(32 bytes)`, comma-separated, the first one primary.
 * @throws Error that names each malformed entry by its position and never contains key material.
 */
export function parseKeyRing(text: string): KeyRing {
  const entries = text.split(',').map((entry) => parseEntry(entry.trim()));
  const problems = entries.flatMap((entry, index) =>
    validateEntry(entry, entries.slice(0, index)).map((problem) => `Key ${index + 1} ${problem}.`),
  );
  const keys = entries.flatMap(({ wireId, material }) => (material ? [createRingKey(wireId, material)] : []));
  const [primary] = keys;
  if (!primary || problems.length > 0) throw new Error(problems.join(' '));
  const byWireId = new Map(keys.map((key) => [key.wireId, key]));
  return { primary, find: (wireId) => byWireId.get(wireId) };
}

interface RingEntry {
  readonly id: string;
  readonly wireId: number;
  readonly material: Uint8Array<ArrayBuffer> | undefined;
  readonly encoded: string;
}

const idPattern = /^[A-Za-z0-9_-]{1,32}$/;
const base64Of32Bytes = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

function parseEntry(text: string): RingEntry {
  const colon = text.indexOf(':');
  const id = text.slice(0, Math.max(colon, 0));
  const encoded = text.slice(colon + 1);
  const material = base64Of32Bytes.test(encoded) ? decodeBase64(encoded) : undefined;
  return { id, wireId: toWireId(id), material, encoded };
}

function validateEntry(entry: RingEntry, earlier: readonly RingEntry[]): string[] {
  const problems: string[] = [];
  if (!idPattern.test(entry.id)) {
    problems.push('needs an id of 1 to 32 letters, digits, hyphens or underscores, followed by a colon');
  } else if (earlier.some(({ id }) => id === entry.id)) {
    problems.push('has the same id as an earlier key');
  } else if (earlier.some(({ id, wireId }) => idPattern.test(id) && wireId === entry.wireId)) {
    problems.push('has an id with the same 32-bit hash as an earlier key: choose another id');
  }
  if (!entry.material) problems.push('is not the base64 encoding of exactly 32 bytes');
  else if (earlier.some(({ encoded }) => encoded === entry.encoded)) {
    problems.push('has the same bytes as an earlier key');
  }
  return problems;
}

/**
 * FNV-1a over the characters of the id. It only has to be unique within one ring, which is checked, and must not need
 * WebCrypto: a ring is parsed while the Worker starts. The wire id is authenticated as part of the box header.
 */
function toWireId(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}

function createRingKey(wireId: number, material: Uint8Array<ArrayBuffer>): RingKey {
  // The imported key is cached, not its promise: in workerd a promise belongs to the request that created it.
  let imported: CryptoKey | undefined;
  return {
    wireId,
    hkdfKey: async () =>
      (imported ??= await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveKey'])),
  };
}
