import { encodeBase64Url } from './base64.ts';

/** Random base64url text of `byteCount` bytes, as ids, codes and the signature of an opaque token. */
export function randomText(byteCount: number): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(byteCount)));
}
