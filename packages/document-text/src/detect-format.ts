import type { DocumentFormat } from './document.ts';
import { looksBinary } from './plain-text.ts';

/** What is said of the bytes beforehand. Their content counts more. */
export interface ContentHint {
  readonly name?: string;
  readonly contentType?: string;
}

/** Formats that are text as they are, or PDF, which shows itself. */
type DirectFormat = Exclude<DocumentFormat, 'docx' | 'xlsx' | 'pptx' | 'msg'>;

/** What bytes turn out to be. */
export type DetectedFormat =
  | { readonly kind: 'document'; readonly format: DirectFormat }
  /** A zip archive: an Office package, or something else. */
  | { readonly kind: 'archive' }
  /** A compound file: a message, an encrypted Office package, or a legacy Office document. */
  | { readonly kind: 'compound' }
  | { readonly kind: 'image'; readonly contentType: string }
  /** Known by name, not readable here. */
  | { readonly kind: 'other'; readonly name: string };

type Signature = readonly [bytes: string, offset: number, detected: DetectedFormat];

const certain: readonly Signature[] = [
  ['PK\x03\x04', 0, { kind: 'archive' }],
  ['PK\x05\x06', 0, { kind: 'archive' }],
  ['\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1', 0, { kind: 'compound' }],
  ['{\\rtf', 0, { kind: 'other', name: 'a rich text (RTF) document' }],
];

/** Marks that a text could begin with as well: they count only where the rest is no text. */
const binary: readonly Signature[] = [
  ['\x89PNG\r\n\x1A\n', 0, { kind: 'image', contentType: 'image/png' }],
  ['\xFF\xD8\xFF', 0, { kind: 'image', contentType: 'image/jpeg' }],
  ['GIF8', 0, { kind: 'image', contentType: 'image/gif' }],
  ['WEBP', 8, { kind: 'image', contentType: 'image/webp' }],
  ['II*\x00', 0, { kind: 'other', name: 'a TIFF picture' }],
  ['MM\x00*', 0, { kind: 'other', name: 'a TIFF picture' }],
  ['\x1F\x8B', 0, { kind: 'other', name: 'a gzip archive' }],
  ['7z\xBC\xAF\x27\x1C', 0, { kind: 'other', name: 'a 7-Zip archive' }],
  ['Rar!', 0, { kind: 'other', name: 'a RAR archive' }],
  ['ftyp', 4, { kind: 'other', name: 'a video, sound or HEIC picture' }],
  ['ID3', 0, { kind: 'other', name: 'a sound file' }],
  ['OggS', 0, { kind: 'other', name: 'a sound or video file' }],
  ['MZ', 0, { kind: 'other', name: 'a Windows program' }],
  ['\x7FELF', 0, { kind: 'other', name: 'a program' }],
];

const byExtension: ReadonlyMap<string, DirectFormat> = new Map([
  ['html', 'html'],
  ['htm', 'html'],
  ['eml', 'eml'],
  ['mht', 'eml'],
  ['mhtml', 'eml'],
  ['vtt', 'vtt'],
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['json', 'json'],
  ['xml', 'xml'],
  ['md', 'markdown'],
  ['markdown', 'markdown'],
  ['txt', 'text'],
]);

const byContentType: ReadonlyMap<string, DirectFormat> = new Map([
  ['text/html', 'html'],
  ['application/xhtml+xml', 'html'],
  ['message/rfc822', 'eml'],
  ['text/vtt', 'vtt'],
  ['text/csv', 'csv'],
  ['application/json', 'json'],
  ['text/xml', 'xml'],
  ['application/xml', 'xml'],
  ['text/markdown', 'markdown'],
]);

function startsWith(bytes: Uint8Array, signature: string, offset: number): boolean {
  if (bytes.length < offset + signature.length) return false;
  for (let index = 0; index < signature.length; index += 1) {
    if (bytes[offset + index] !== signature.charCodeAt(index)) return false;
  }
  return true;
}

function match(bytes: Uint8Array, signatures: readonly Signature[]): DetectedFormat | undefined {
  return signatures.find(([signature, offset]) => startsWith(bytes, signature, offset))?.[2];
}

function isPdf(bytes: Uint8Array): boolean {
  // Readers look for the mark in the first kilobyte (ISO 32000-1, annex H, note 13).
  const end = Math.min(bytes.length, 1024);
  for (let at = 0; at < end; at += 1) if (startsWith(bytes, '%PDF-', at)) return true;
  return false;
}

function textFormat(bytes: Uint8Array, hint: ContentHint): DirectFormat {
  const start = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart().toLowerCase();
  if (start.startsWith('webvtt')) return 'vtt';
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'html';
  const extension = /\.([a-z0-9]{1,8})$/i.exec(hint.name ?? '')?.[1]?.toLowerCase() ?? '';
  const contentType = hint.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const hinted = byExtension.get(extension) ?? byContentType.get(contentType);
  if (hinted !== undefined) return hinted;
  return start.startsWith('<?xml') || contentType.endsWith('+xml')
    ? 'xml'
    : contentType.endsWith('+json')
      ? 'json'
      : 'text';
}

/** What bytes are, by their content first, by name and declared type only among the kinds of text. */
export function detectFormat(bytes: Uint8Array, hint: ContentHint): DetectedFormat {
  const known = match(bytes, certain);
  if (known) return known;
  if (isPdf(bytes)) return { kind: 'document', format: 'pdf' };
  if (looksBinary(bytes))
    return match(bytes, binary) ?? { kind: 'other', name: 'a binary file of an unknown kind' };
  return { kind: 'document', format: textFormat(bytes, hint) };
}
