import { AppError } from '../lib/app-error.ts';
import {
  decodeAscii85,
  decodeAsciiHex,
  smallOutput,
  watchFlate,
  watchLzw,
  watchRunLengths,
  type SizeWatch,
} from './pdf-decoded-size.ts';

const megabyte = 1024 ** 2;
/** Text and drawings compress less than this; pictures of one colour may compress more. */
const maxRatio = 100;
const ratioFreeBytes = megabyte;
/** A blank page scanned in colour reaches 26 MB. */
const ratioFreePictureBytes = 32 * megabyte;
const ratioFreeTotalBytes = 8 * megabyte;
const maxStreamBytes = 32 * megabyte;
const maxTotalBytes = 64 * megabyte;
const maxPictureTotalBytes = 512 * megabyte;
const maxDictionaryBytes = 64 * 1024;

function bomb(): AppError {
  return new AppError(
    'too_large',
    'A part of the PDF unpacks to far more than a document holds. It was not read. ' +
      'If the file is genuine, print it to a new PDF and try that.',
  );
}

const streamWord = 'stream';

function matches(bytes: Uint8Array, word: string, at: number): boolean {
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[at + index] !== word.charCodeAt(index)) return false;
  }
  return true;
}

function indexOfWord(bytes: Uint8Array, word: string, from: number): number {
  const first = word.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (matches(bytes, word, at)) return at;
  }
  return -1;
}

/** The dictionary in front of a stream, names spelled plainly; empty where none is near. */
function dictionaryBefore(bytes: Uint8Array, stream: number, floor: number): string {
  const lowest = Math.max(floor, stream - maxDictionaryBytes);
  let start = stream;
  while (start > lowest && !matches(bytes, 'obj', start)) start -= 1;
  let text = '';
  for (let at = start; at < stream; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(stream, at + 4096)));
  }
  return text.replaceAll(/#([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

const shortNames: Readonly<Record<string, string>> = {
  Fl: 'FlateDecode',
  LZW: 'LZWDecode',
  RL: 'RunLengthDecode',
  A85: 'ASCII85Decode',
  AHx: 'ASCIIHexDecode',
};
const compressing: ReadonlySet<string> = new Set(['FlateDecode', 'LZWDecode', 'RunLengthDecode']);

function filtersOf(dictionary: string): string[] {
  const value = /\/(?:Filter|F)[ \t\r\n]{0,64}(\[[^\]]{0,1024}\]|\/\w{1,32}|\d)/.exec(dictionary)?.[1] ?? '';
  const names = [...value.matchAll(/\/(\w{1,32})/g)].map(([, name = '']) => shortNames[name] ?? name);
  const indirect = /^\d/.test(value) || /\d[ \t\r\n]{1,16}R/.test(value);
  if (indirect || names.filter((name) => compressing.has(name)).length > 1) throw bomb();
  return names;
}

/**
 * Refuses a PDF with streams that unpack to more than documents hold, before a reader unpacks them into memory. What
 * is encrypted cannot be judged. Linear in the size of the file and in what its streams may hold.
 * @throws AppError `too_large`
 */
export function refusePdfBombs(bytes: Uint8Array): void {
  const output = smallOutput();
  let total = 0;
  let compressedTotal = 0;
  let pictureTotal = 0;
  let floor = 0;
  for (let at = indexOfWord(bytes, streamWord, 0); at >= 0; at = indexOfWord(bytes, streamWord, at + 1)) {
    if (at >= 3 && matches(bytes, 'end', at - 3)) continue;
    const dictionary = dictionaryBefore(bytes, at, floor);
    floor = at;
    const filters = dictionary === '' ? [] : filtersOf(dictionary);
    if (!filters.some((name) => compressing.has(name))) continue;
    const start = dataStart(bytes, at + streamWord.length);
    const found = indexOfWord(bytes, 'endstream', start);
    const end = found < 0 ? bytes.length : found;
    const picture = /\/Subtype[ \t\r\n]{0,64}\/Image\b/.test(dictionary);
    let decoded = 0;
    watchStream(bytes, start, end, filters, output, (size) => {
      decoded = size;
      const free = picture ? ratioFreePictureBytes : ratioFreeBytes;
      if (size > free && size > maxRatio * (end - start)) throw bomb();
      const before = picture ? pictureTotal : total;
      if (before + size > (picture ? maxPictureTotalBytes : maxTotalBytes)) throw bomb();
      if (!picture && size > maxStreamBytes) throw bomb();
    });
    if (picture) {
      pictureTotal += decoded;
    } else {
      total += decoded;
      compressedTotal += end - start;
      if (total > ratioFreeTotalBytes && total > maxRatio * compressedTotal) throw bomb();
    }
  }
}

function dataStart(bytes: Uint8Array, at: number): number {
  let start = at;
  while (bytes[start] === 0x20) start += 1;
  if (bytes[start] === 0x0d) start += 1;
  return bytes[start] === 0x0a ? start + 1 : start;
}

function watchStream(
  bytes: Uint8Array,
  start: number,
  end: number,
  filters: readonly string[],
  output: Uint8Array,
  watch: SizeWatch,
): void {
  let data = bytes;
  let from = start;
  let to = end;
  for (const filter of filters) {
    if (filter === 'ASCII85Decode' || filter === 'ASCIIHexDecode') {
      const text = data.subarray(from, to);
      data = filter === 'ASCII85Decode' ? decodeAscii85(text) : decodeAsciiHex(text);
      from = 0;
      to = data.length;
    } else if (filter === 'FlateDecode') {
      watchFlate(data, from, to, output, watch);
      return;
    } else if (compressing.has(filter)) {
      const coded = data.subarray(from, to);
      if (filter === 'LZWDecode') watchLzw(coded, watch);
      else watchRunLengths(coded, watch);
      return;
    } else {
      return;
    }
  }
}
