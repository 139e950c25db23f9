import { DocumentError } from './errors.ts';
import { splitText } from './text-builder.ts';
import { Utf8Pieces } from './utf8-pieces.ts';

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

/** The start of a text, to recognize its format by. */
export function decodeStart(bytes: Uint8Array): string {
  const encoding = getBomEncoding(bytes) ?? guessUtf16(bytes) ?? 'utf-8';
  return new TextDecoder(encoding).decode(bytes.subarray(0, sampleBytes));
}

const xmlEncoding = /^<\?xml [^>]{0,128}?encoding ?= ?["']([\w.:-]{1,40})/i;
const metaTag = /<meta\s[^<>]{0,300}/gi;
const metaCharset = /charset ?= ?["']? ?([\w.:-]{1,40})/i;

/** The charset that HTML or XML declares for itself. UTF-16 is recognized by its bytes, and never by a declaration. */
export function getDeclaredCharset(bytes: Uint8Array, format: 'html' | 'xml'): string | undefined {
  const start = new TextDecoder('latin1')
    .decode(bytes.subarray(0, sampleBytes))
    .replaceAll(/\s+/g, ' ')
    .trimStart();
  const tags = format === 'html' ? (start.match(metaTag) ?? []) : [];
  const charset =
    xmlEncoding.exec(start)?.[1] ??
    tags.map((tag) => metaCharset.exec(tag)?.[1]).find((found) => found !== undefined);
  return charset !== undefined && /^utf-?16/i.test(charset) ? undefined : charset;
}

/** Bytes decoded at once. V8 stores a string in two bytes per character if one of them is not Latin-1. */
const pieceBytes = 16 * 1024;
const notAscii = /[^\0-\x7F]/;

/** A copy of ASCII text that takes one byte per character, as slices and streamed decoding may not return it. */
export function narrow(text: string): string {
  return notAscii.test(text) ? text : new TextDecoder().decode(new TextEncoder().encode(text));
}

/** Copies a text in pieces, of which those in ASCII take one byte per character. */
export function narrowPieces(text: string): string[] {
  return splitText(text).map(narrow);
}

function* splitBytes(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** Returns undefined for bytes that are not valid UTF-8. */
function decodeUtf8(bytes: Uint8Array): string[] | undefined {
  const decoder = new Utf8Pieces();
  try {
    const pieces = Array.from(splitBytes(bytes), (piece) => decoder.decode(piece));
    decoder.end();
    return pieces;
  } catch {
    return undefined;
  }
}

/** Returns undefined for an unknown label. Invalid bytes become U+FFFD. */
export function decodeAs(label: string, bytes: Uint8Array): string[] | undefined {
  try {
    const decoder = new TextDecoder(label, { fatal: false, ignoreBOM: false });
    const pieces = Array.from(splitBytes(bytes), (piece) => narrow(decoder.decode(piece, { stream: true })));
    return [...pieces, decoder.decode()];
  } catch {
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
 * charset, or as Windows-1252, in which every byte is valid. Returns it in pieces, because one character that is not
 * Latin-1 doubles the memory of a string.
 * @throws DocumentError `unsupported` for binary content
 */
export function decodePlainText(bytes: Uint8Array, charset?: string): string[] {
  if (isBinary(bytes)) {
    throw new DocumentError(
      'unsupported',
      'The file is not text, and its format cannot be read here. Open it in its own application.',
    );
  }
  const encoding = getBomEncoding(bytes) ?? guessUtf16(bytes);
  return (
    (encoding === undefined || encoding === 'utf-8' ? decodeUtf8(bytes) : undefined) ??
    (encoding === undefined ? undefined : decodeAs(encoding, bytes)) ??
    (charset === undefined ? undefined : decodeAs(charset, bytes)) ??
    decodeAs('windows-1252', bytes) ??
    []
  );
}
