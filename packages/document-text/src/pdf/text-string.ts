import type { PdfFile } from './file.ts';
import { PdfStream, type PdfValue } from './objects.ts';

/** Code points of PDFDocEncoding that differ from Latin-1 (ISO 32000-1, annex D.2): from 0x18 and from 0x80 on. */
const lowCodes = '\u02D8\u02C7\u02C6\u02D9\u02DD\u02DB\u02DA\u02DC';
const highCodes =
  '\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203A\u2212\u2030\u201E\u201C\u201D\u2018\u2019\u201A\u2122\uFB01\uFB02\u0141\u0152\u0160\u0178\u017D\u0131\u0142\u0153\u0161\u017E';

/** Decodes a text string (7.9.2.2): UTF-16, UTF-8 or PDFDocEncoding. */
export function decodeTextString(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xef && second === 0xbb) return new TextDecoder('utf-8').decode(bytes);
  return Array.from(bytes, (code) => {
    if (code >= 0x18 && code < 0x20) return lowCodes[code - 0x18] ?? '';
    if (code === 0xa0) return '\u20AC';
    return (code >= 0x80 && code < 0xa0 ? highCodes[code - 0x80] : undefined) ?? String.fromCharCode(code);
  }).join('');
}

/**
 * Reads a text string or text stream. Empty for other values.
 * @param owner number of the object that contains it
 */
export async function readTextString(
  file: PdfFile,
  value: PdfValue | undefined,
  owner: number,
  maxBytes: number,
): Promise<string> {
  const found = file.get(value);
  if (found instanceof PdfStream) {
    const bytes = await file.read(found, maxBytes);
    return bytes ? decodeTextString(bytes) : '';
  }
  if (!(found instanceof Uint8Array)) return '';
  return decodeTextString((await file.text(found, owner)).subarray(0, maxBytes));
}
