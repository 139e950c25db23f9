import { decodeBase64Url, encodeBase64Url } from './base64url.ts';
import type { KeyRing } from './key-ring.ts';
import type { SealPurpose } from './seal-purpose.ts';
import { open, seal } from './sealed-box.ts';

/** Seals a text into base64url, to travel in a URL or a JSON value: cursors, states, codes. */
export async function sealText(ring: KeyRing, purpose: SealPurpose, text: string): Promise<string> {
  return encodeBase64Url(await seal(ring, { purpose }, new TextEncoder().encode(text)));
}

/** The text that was sealed for this purpose, or undefined for anything else. Never throws. */
export async function openText(
  ring: KeyRing,
  purpose: SealPurpose,
  sealed: string,
): Promise<string | undefined> {
  const box = decodeBase64Url(sealed);
  const plaintext = box && (await open(ring, { purpose }, box));
  return plaintext && new TextDecoder().decode(plaintext);
}
