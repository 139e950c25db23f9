import { DocumentError } from './errors.ts';

const sampleBytes = 4096;

/** Byte order marks (Encoding Standard, section 6), the longer ones first. */
function getBomEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** Detects UTF-16 without a byte order mark: in Latin text, every other byte is zero. */
function guessUtf16(bytes: Uint8Array): string | undefined {
  const length = Math.min(bytes.length, sampleBytes) & ~1;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 2) {
    if (bytes[index] === 0) even += 1;
    if (bytes[index + 1] === 0) odd += 1;
  }
  const half = length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le';
  if (even > half * 0.4 && odd < half * 0.05) return 'utf-16be';
  return undefined;
}

function decodeOrUndefined(bytes: Uint8Array, label: string, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(label, { fatal, ignoreBOM: false }).decode(bytes);
  } catch {
    // Unknown label, or bytes that are invalid in this encoding.
    return undefined;
  }
}

/** Returns true if the bytes contain zero bytes or more control characters than text files do. */
export function isBinary(bytes: Uint8Array): boolean {
  if (getBomEncoding(bytes) ?? guessUtf16(bytes)) return false;
  const length = Math.min(bytes.length, sampleBytes);
  let controls = 0;
  for (let index = 0; index < length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === 0) return true;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b)
      controls += 1;
  }
  return controls > length * 0.02;
}

/** Returns at most `maxBytes` bytes of a text, without splitting a UTF-8 character. */
export function firstBytes(bytes: Uint8Array, maxBytes: number): Uint8Array {
  let end = Math.min(bytes.length, maxBytes);
  for (let step = 0; step < 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80; step += 1) end -= 1;
  return bytes.subarray(0, end);
}

/**
 * Decodes text of unknown encoding: by byte order mark, as UTF-16 by its zero bytes, as valid UTF-8, by the declared
 * charset, or as Windows-1252, in which every byte is valid.
 * @throws DocumentError `unsupported` for binary content
 */
export function decodePlainText(bytes: Uint8Array, charset?: string): string {
  if (isBinary(bytes)) {
    throw new DocumentError(
      'unsupported',
      'The file is not text, and its format cannot be read here. Open it in its own application.',
    );
  }
  const encoding = getBomEncoding(bytes) ?? guessUtf16(bytes);
  if (encoding) return decodeOrUndefined(bytes, encoding, false) ?? '';
  return (
    decodeOrUndefined(bytes, 'utf-8', true) ??
    (charset === undefined ? undefined : decodeOrUndefined(bytes, charset, false)) ??
    decodeOrUndefined(bytes, 'windows-1252', false) ??
    ''
  );
}
