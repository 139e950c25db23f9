import { decodeBase64Url, encodeBase64Url } from './encoding.ts';
import type { KeyRing } from './key-ring.ts';
import type { SealPurpose } from './seal-purpose.ts';
import { open, seal } from './sealed-box.ts';

/** Random bytes before the box: with a key for each text, no number of texts wears a key of the ring out. */
const saltLength = 8;

/** Seals a text into base64url, to travel in a URL or a JSON value: cursors, states, codes. */
export async function sealText(ring: KeyRing, purpose: SealPurpose, text: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(saltLength));
  const box = await seal(ring, { purpose, salt }, new TextEncoder().encode(text));
  return encodeBase64Url(new Uint8Array([...salt, ...box]));
}

/** The text that was sealed for this purpose, or undefined for anything else. Never throws. */
export async function openText(
  ring: KeyRing,
  purpose: SealPurpose,
  sealed: string,
): Promise<string | undefined> {
  const bytes = decodeBase64Url(sealed);
  if (!bytes) return undefined;
  const salt = bytes.subarray(0, saltLength);
  const plaintext = await open(ring, { purpose, salt }, bytes.subarray(saltLength));
  return plaintext && new TextDecoder().decode(plaintext);
}
