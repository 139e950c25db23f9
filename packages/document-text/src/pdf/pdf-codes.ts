import { ByteCollector } from '../byte-builder.ts';

const lzwClear = 256;
const lzwEnd = 257;
const lzwEntries = 4096;

/** The bytes of LZW codes (ISO 32000-1, 7.4.4), up to `maxBytes`. Every entry of the table is a stretch of the output. */
export function decodeLzw(data: Uint8Array, earlyChange: number, maxBytes: number): Uint8Array {
  const output = new ByteCollector(maxBytes);
  const starts = new Uint32Array(lzwEntries);
  const lengths = new Uint32Array(lzwEntries);
  let next = lzwEnd + 1;
  let width = 9;
  let previousStart = -1;
  let bits = 0;
  let held = 0;
  for (const byte of data) {
    if (output.isFull) break;
    bits = ((bits << 8) | byte) & 0xfffff;
    held += 8;
    if (held < width) continue;
    held -= width;
    const code = (bits >> held) & ((1 << width) - 1);
    if (code === lzwEnd) break;
    if (code === lzwClear) {
      next = lzwEnd + 1;
      width = 9;
      previousStart = -1;
      continue;
    }
    const start = output.length;
    if (previousStart >= 0 && next < lzwEntries) {
      starts[next] = previousStart;
      lengths[next] = start - previousStart + 1;
      next += 1;
    }
    if (code < lzwClear) output.push(code);
    else if (code < next) output.repeat(starts[code] ?? 0, lengths[code] ?? 0);
    else break;
    const reached = next + earlyChange;
    width = reached >= 2048 ? 12 : reached >= 1024 ? 11 : reached >= 512 ? 10 : 9;
    previousStart = start;
  }
  return output.bytes();
}

/** The bytes of run lengths (7.4.5), up to `maxBytes`. */
export function decodeRunLengths(data: Uint8Array, maxBytes: number): Uint8Array {
  const output = new ByteCollector(maxBytes);
  for (let at = 0; at < data.length && !output.isFull;) {
    const length = data[at] ?? 128;
    if (length === 128) break;
    if (length < 128) {
      output.add(data.subarray(at + 1, at + length + 2));
      at += length + 2;
    } else {
      output.push(data[at + 1] ?? 0);
      output.repeat(output.length - 1, 256 - length);
      at += 2;
    }
  }
  return output.bytes();
}

/** The bytes of ASCII85 text (7.4.3), up to `maxBytes`. */
export function decodeAscii85(text: Uint8Array, maxBytes: number): Uint8Array {
  const output = new ByteCollector(maxBytes);
  const group = new Uint8Array(4);
  let value = 0;
  let count = 0;
  const finish = (size: number) => {
    for (let index = 0; index < 4; index += 1) group[index] = Math.floor(value / 256 ** (3 - index));
    output.add(group.subarray(0, size));
    value = 0;
    count = 0;
  };
  for (const code of text) {
    if (code === 0x7e || output.isFull) break;
    if (code === 0x7a && count === 0) {
      finish(4);
    } else if (code >= 0x21 && code <= 0x75) {
      value = value * 85 + code - 0x21;
      count += 1;
      if (count === 5) finish(4);
    }
  }
  if (count > 1) {
    const size = count - 1;
    for (; count < 5; count += 1) value = value * 85 + 84;
    finish(size);
  }
  return output.bytes();
}

/** The value of a hexadecimal digit, -1 for any other byte. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code & 0xdf;
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1;
}

/** The bytes of hexadecimal text up to a `>` (7.4.2, 7.3.4.3). */
export function decodeAsciiHex(text: Uint8Array): Uint8Array {
  const output = new Uint8Array((text.length + 1) >> 1);
  let digits = 0;
  for (const code of text) {
    if (code === 0x3e) break;
    const digit = hexDigit(code);
    if (digit < 0) continue;
    output[digits >> 1] = (output[digits >> 1] ?? 0) | (digits % 2 === 0 ? digit << 4 : digit);
    digits += 1;
  }
  return output.subarray(0, (digits + 1) >> 1);
}
