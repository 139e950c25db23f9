/** Base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    // Spread syntax would iterate over the bytes, which takes five times as long.
    binary += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(start, start + 0x8000)) as string;
  }
  return btoa(binary);
}

/** The bytes of a base64 text, or undefined if it is malformed. White space and missing padding are accepted. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Base64url without padding (RFC 4648 section 5). */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const base64UrlDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Digit value by ASCII code, -1 for any other character. */
const base64UrlValues = Int8Array.from({ length: 128 }, (_, code) =>
  base64UrlDigits.indexOf(String.fromCharCode(code)),
);

/**
 * The bytes of a canonical base64url text, or undefined. Padding, white space and non-zero trailing bits are rejected:
 * each value has exactly one encoding, so a hash of the text identifies the value.
 */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let buffer = 0;
  let bits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const value = base64UrlValues[text.charCodeAt(index)] ?? -1;
    if (value < 0) return undefined;
    buffer = ((buffer << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length] = buffer >> bits;
      length += 1;
    }
  }
  const trailingBits = buffer & ((1 << bits) - 1);
  return trailingBits === 0 ? bytes : undefined;
}

const encoder = new TextEncoder();

/** SHA-256 (FIPS 180-4) of bytes, or of the UTF-8 encoding of a text. */
export async function sha256(data: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = typeof data === 'string' ? encoder.encode(data) : data;
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** The bytes of all parts in one array. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}

/** A random identifier of 256 bits in base64url. */
export function randomId(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Whether the text has the form of a {@link randomId}. */
export function isRandomId(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z0-9_-]{43}$/.test(text);
}
