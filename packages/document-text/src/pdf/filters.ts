import { type PdfBudget, pdfTooLarge } from '../budget.ts';
import { ByteBuilder } from '../byte-builder.ts';
import { inflateAtOnce, inflateUntilDamage } from '../zip/inflate.ts';
import { type PdfDictionary, type PdfValue, arrayOf, emptyDictionary, isDictionary } from './objects.ts';

const zlibHeadBytes = 2;
const maxFilters = 4;
const maxRowBytes = 65_536;
/** Enough for cross-reference and object streams. Images, the other use of predictors, are not read. */
const maxPredictedBytes = 4 * 1024 ** 2;
/** Maximum output of damaged data, and additional cost of each byte of it. */
const maxDamagedBytes = 2 * 1024 ** 2;
const damageCost = 3;
/** Cost per byte of filters that are not native. */
const costs: ReadonlyMap<string, number> = new Map([
  ['ASCII85Decode', 4],
  ['ASCIIHexDecode', 4],
  ['LZWDecode', 4],
  ['RunLengthDecode', 2],
]);

const shortNames: ReadonlyMap<string, string> = new Map([
  ['Fl', 'FlateDecode'],
  ['LZW', 'LZWDecode'],
  ['RL', 'RunLengthDecode'],
  ['A85', 'ASCII85Decode'],
  ['AHx', 'ASCIIHexDecode'],
]);

/** Resolves references. */
type Resolve = (value: PdfValue | undefined) => PdfValue;

/** Returns a numeric filter parameter, or a default. */
type Parameter = (key: string, defaultValue: number) => number;

function getFilters(dictionary: PdfDictionary, resolve: Resolve): (readonly [string, Parameter])[] {
  const filter = resolve(dictionary.get('Filter') ?? dictionary.get('F'));
  const parameters = resolve(dictionary.get('DecodeParms') ?? dictionary.get('DP'));
  const names = typeof filter === 'string' ? [filter] : arrayOf(filter).map(resolve);
  return names.map((name, index) => {
    const entry = resolve(Array.isArray(parameters) ? arrayOf(parameters)[index] : parameters);
    const own = isDictionary(entry) ? entry : emptyDictionary;
    const text = typeof name === 'string' ? name : '';
    const parameter: Parameter = (key, defaultValue) => {
      const value = resolve(own.get(key));
      return typeof value === 'number' ? value : defaultValue;
    };
    return [shortNames.get(text) ?? text, parameter] as const;
  });
}

/**
 * Applies the filters of a stream (ISO 32000-1, 7.4). Undefined for image filters. Damaged data is decoded up to the
 * damage.
 * @throws DocumentError `too_large` if the output exceeds `maxBytes` or the budget
 */
export function decodePdfStream(
  data: Uint8Array,
  dictionary: PdfDictionary,
  resolve: Resolve,
  maxBytes: number,
  budget: PdfBudget,
): Uint8Array | undefined {
  const filters = getFilters(dictionary, resolve);
  if (filters.length > maxFilters) return undefined;
  let bytes = data;
  for (const [name, parameter] of filters) {
    // The input counts as well, because the output of a filter can be smaller.
    budget.spend(bytes.length * (costs.get(name) ?? 1));
    const before = bytes.length;
    switch (name) {
      case 'FlateDecode':
        bytes = undoPredictor(inflate(bytes, maxBytes, budget), parameter);
        break;
      case 'LZWDecode':
        bytes = undoPredictor(decodeLzw(bytes, parameter('EarlyChange', 1), maxBytes + 1), parameter);
        break;
      case 'RunLengthDecode':
        bytes = decodeRunLengths(bytes, maxBytes + 1);
        break;
      case 'ASCII85Decode':
        bytes = decodeAscii85(bytes, maxBytes + 1);
        break;
      case 'ASCIIHexDecode':
        bytes = decodeAsciiHex(bytes);
        break;
      case 'Crypt':
        break;
      default:
        return undefined;
    }
    budget.spend(Math.max(0, bytes.length - before) * (costs.has(name) ? 2 : 1));
  }
  if (bytes.length > maxBytes) throw pdfTooLarge();
  return bytes;
}

function inflate(data: Uint8Array, maxBytes: number, budget: PdfBudget): Uint8Array {
  const body = data.subarray(zlibHeadBytes);
  try {
    return inflateAtOnce(body, maxBytes);
  } catch (error) {
    if (error instanceof RangeError) throw pdfTooLarge();
    // Damaged data: inflated up to the damage.
  }
  const output = new ByteBuilder(Math.min(maxBytes + 1, maxDamagedBytes));
  inflateUntilDamage(body, output);
  budget.spend(output.length * damageCost);
  return output.bytes();
}

/** Undoes PNG predictors (7.4.4.4). The TIFF predictor is only used for images. */
function undoPredictor(data: Uint8Array, parameter: Parameter): Uint8Array {
  if (parameter('Predictor', 1) < 10) return data;
  if (data.length > maxPredictedBytes) throw pdfTooLarge();
  const pixelBits = parameter('Colors', 1) * parameter('BitsPerComponent', 8);
  const pixelBytes = Math.ceil(pixelBits / 8);
  const rowBytes = Math.ceil((pixelBits * parameter('Columns', 1)) / 8);
  if (!(pixelBytes > 0 && rowBytes > 0 && rowBytes <= maxRowBytes)) return data;
  const rows = Math.ceil(data.length / (rowBytes + 1));
  const output = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row += 1) {
    const from = row * (rowBytes + 1);
    const to = row * rowBytes;
    const kind = data[from] ?? 0;
    for (let index = 0; index < rowBytes; index += 1) {
      const left = index < pixelBytes ? 0 : (output[to + index - pixelBytes] ?? 0);
      const above = row === 0 ? 0 : (output[to + index - rowBytes] ?? 0);
      const corner = row === 0 || index < pixelBytes ? 0 : (output[to + index - rowBytes - pixelBytes] ?? 0);
      output[to + index] = (data[from + 1 + index] ?? 0) + predictByte(kind, left, above, corner);
    }
  }
  return output;
}

/** The value that a PNG filter type adds to a byte. */
function predictByte(kind: number, left: number, above: number, corner: number): number {
  switch (kind) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4: {
      const byLeft = Math.abs(above - corner);
      const byAbove = Math.abs(left - corner);
      const byCorner = Math.abs(left + above - 2 * corner);
      if (byLeft <= byAbove && byLeft <= byCorner) return left;
      return byAbove <= byCorner ? above : corner;
    }
    default:
      return 0;
  }
}

const lzwClear = 256;
const lzwEnd = 257;
const lzwEntries = 4096;

/** Decodes LZW (ISO 32000-1, 7.4.4) up to `maxBytes`. Each table entry is a range of the output. */
function decodeLzw(data: Uint8Array, earlyChange: number, maxBytes: number): Uint8Array {
  const output = new ByteBuilder(maxBytes);
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

/** Decodes run lengths (7.4.5) up to `maxBytes`. */
function decodeRunLengths(data: Uint8Array, maxBytes: number): Uint8Array {
  const output = new ByteBuilder(maxBytes);
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

/** Decodes ASCII85 (7.4.3) up to `maxBytes`. */
function decodeAscii85(text: Uint8Array, maxBytes: number): Uint8Array {
  const output = new ByteBuilder(maxBytes);
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

/** Decodes hexadecimal text up to a `>` (7.4.2, 7.3.4.3). */
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
