import { Inflate, inflateSync } from 'fflate';

/** What is fed to the inflater at a time. */
const inputBytes = 4096;
/** Streams up to this are inflated at once, into a buffer that serves all of them. */
const smallBytes = 8192;
const smallOutputBytes = 1024 ** 2;
const zlibHeadBytes = 2;

/** Watches the size of decoded data while it grows, and throws to stop it. */
export type SizeWatch = (decodedBytes: number) => void;

/** The buffer that small streams are inflated into. */
export function smallOutput(): Uint8Array {
  return new Uint8Array(smallOutputBytes);
}

function inflatedAtOnce(data: Uint8Array, output: Uint8Array): number | undefined {
  try {
    const size = inflateSync(data, { out: output }).length;
    return size < output.length ? size : undefined;
  } catch {
    // Cut off by what only looks like its end, or damaged: the slow way finds out.
    return undefined;
  }
}

/** Inflates until the data ends by itself, and at least up to `end`: what marks an end may be part of the data. */
function watchInflating(bytes: Uint8Array, start: number, end: number, watch: SizeWatch): void {
  let size = 0;
  const inflater = new Inflate((piece) => {
    size += piece.length;
  });
  for (let at = start; at < bytes.length; at += inputBytes) {
    const before = size;
    try {
      inflater.push(bytes.subarray(at, at + inputBytes));
    } catch {
      // Damaged data decodes no further, here or in the reader.
      return;
    }
    watch(size);
    if (at + inputBytes >= end && size === before) return;
  }
}

/** Watches what a zlib stream (FlateDecode) decodes to. */
export function watchFlate(
  bytes: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  watch: SizeWatch,
): void {
  const from = start + zlibHeadBytes;
  const size = end - from <= smallBytes ? inflatedAtOnce(bytes.subarray(from, end), output) : undefined;
  if (size === undefined) watchInflating(bytes, from, end, watch);
  else watch(size);
}

/** Watches what run lengths (RunLengthDecode) decode to. */
export function watchRunLengths(bytes: Uint8Array, watch: SizeWatch): void {
  let size = 0;
  for (let at = 0; at < bytes.length;) {
    const length = bytes[at] ?? 128;
    if (length === 128) break;
    size += length < 128 ? length + 1 : 257 - length;
    at += length < 128 ? length + 2 : 2;
    watch(size);
  }
}

const lzwClear = 256;
const lzwEnd = 257;
const lzwEntries = 4096;

/** Watches what LZW codes (LZWDecode) decode to, by the lengths of the entries alone. */
export function watchLzw(bytes: Uint8Array, watch: SizeWatch): void {
  const lengths = new Uint16Array(lzwEntries).fill(1);
  let next = lzwEnd + 1;
  let width = 9;
  let previous = 0;
  let size = 0;
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfffff;
    held += 8;
    if (held < width) continue;
    held -= width;
    const code = (bits >> held) & ((1 << width) - 1);
    if (code === lzwEnd) return;
    if (code === lzwClear) {
      next = lzwEnd + 1;
      width = 9;
      previous = 0;
      continue;
    }
    const length = code < next ? (lengths[code] ?? 1) : previous + 1;
    if (previous > 0 && next < lzwEntries) {
      lengths[next] = previous + 1;
      next += 1;
    }
    width = next + 1 >= 2048 ? 12 : next + 1 >= 1024 ? 11 : next + 1 >= 512 ? 10 : 9;
    previous = length;
    size += length;
    watch(size);
  }
}

/** The bytes of ASCII85 text (ISO 32000-1, 7.4.3). */
export function decodeAscii85(text: Uint8Array): Uint8Array {
  let zeroGroups = 0;
  for (const code of text) if (code === 0x7a) zeroGroups += 1;
  const output = new Uint8Array(zeroGroups * 4 + text.length + 4);
  let size = 0;
  let value = 0;
  let count = 0;
  for (const code of text) {
    if (code === 0x7e) break;
    if (code === 0x7a && count === 0) {
      size += 4;
    } else if (code >= 0x21 && code <= 0x75) {
      value = value * 85 + code - 0x21;
      count += 1;
      if (count === 5) {
        for (let shift = 3; shift >= 0; shift -= 1)
          output[size + 3 - shift] = Math.floor(value / 256 ** shift) & 0xff;
        size += 4;
        value = 0;
        count = 0;
      }
    }
  }
  if (count > 1) {
    for (let missing = count; missing < 5; missing += 1) value = value * 85 + 84;
    for (let index = 0; index < count - 1; index += 1)
      output[size + index] = Math.floor(value / 256 ** (3 - index)) & 0xff;
    size += count - 1;
  }
  return output.subarray(0, size);
}

/** The bytes of hexadecimal text (ISO 32000-1, 7.4.2). */
export function decodeAsciiHex(text: Uint8Array): Uint8Array {
  const output = new Uint8Array(Math.ceil(text.length / 2));
  let digits = 0;
  for (const code of text) {
    if (code === 0x3e) break;
    const digit = Number.parseInt(String.fromCharCode(code), 16);
    if (Number.isNaN(digit)) continue;
    output[digits >> 1] = (output[digits >> 1] ?? 0) | (digits % 2 === 0 ? digit << 4 : digit);
    digits += 1;
  }
  return output.subarray(0, (digits + 1) >> 1);
}
