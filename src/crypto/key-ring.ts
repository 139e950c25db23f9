/** One key of the ring. Its material leaves this module only as a non-extractable HKDF key. */
export interface RingKey {
  /** How a sealed box names the key: an unsigned 32-bit number made from the key's id. */
  readonly wireId: number;
  /** The key for HKDF (RFC 5869), imported at first use: WebCrypto may not run while a Worker starts. */
  hkdfKey(): Promise<CryptoKey>;
}

/** The operator's keys: one seals, every one opens. */
export interface KeyRing {
  readonly primary: RingKey;
  find(wireId: number): RingKey | undefined;
}

const idPattern = /^[A-Za-z0-9_-]{1,32}$/;
const base64Of32Bytes = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/**
 * Reads `SEAL_KEYS`: `id:base64(32 bytes)`, comma-separated, the first one primary.
 * @throws Error that names each malformed part by its position and never repeats any of it.
 */
export function parseKeyRing(text: string): KeyRing {
  const parts = text.split(',').map((part) => readPart(part.trim()));
  const problems = parts.flatMap((part, index) => problemsOf(part, parts.slice(0, index), index + 1));
  const keys = parts.flatMap(({ wireId, material }) => (material ? [ringKey(wireId, material)] : []));
  const [primary] = keys;
  if (!primary || problems.length > 0) throw new Error(problems.join(' '));
  const byWireId = new Map(keys.map((key) => [key.wireId, key]));
  return { primary, find: (wireId) => byWireId.get(wireId) };
}

interface Part {
  readonly id: string;
  readonly wireId: number;
  readonly material: Uint8Array<ArrayBuffer> | undefined;
  readonly encoded: string;
}

function readPart(text: string): Part {
  const colon = text.indexOf(':');
  const id = text.slice(0, Math.max(colon, 0));
  const encoded = text.slice(colon + 1);
  const material = base64Of32Bytes.test(encoded)
    ? Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    : undefined;
  return { id, wireId: wireIdOf(id), material, encoded };
}

function problemsOf(part: Part, earlier: readonly Part[], position: number): string[] {
  const problems: string[] = [];
  const say = (problem: string): void => void problems.push(`Key ${position} ${problem}.`);
  if (!idPattern.test(part.id)) {
    say('needs an id of 1 to 32 letters, digits, hyphens or underscores, followed by a colon');
  } else if (earlier.some(({ id }) => id === part.id)) {
    say('has the id of an earlier key');
  } else if (earlier.some(({ id, wireId }) => idPattern.test(id) && wireId === part.wireId)) {
    say('has an id that shortens to the same four bytes as an earlier one: choose another id');
  }
  if (!part.material) say('is not the base64 of exactly 32 bytes');
  else if (earlier.some(({ encoded }) => encoded === part.encoded))
    say('repeats the bytes of an earlier key');
  return problems;
}

/**
 * FNV-1a over the characters of the id. It only has to differ within one ring, which is checked, and to need no
 * WebCrypto: a ring is read while the Worker starts. What it names is authenticated with the box.
 */
function wireIdOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}

function ringKey(wireId: number, material: Uint8Array<ArrayBuffer>): RingKey {
  // The key itself is kept, not the promise of it: a promise belongs to the request that made it.
  let imported: CryptoKey | undefined;
  return {
    wireId,
    hkdfKey: async () =>
      (imported ??= await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveKey'])),
  };
}
